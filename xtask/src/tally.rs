//! How many tests passed and failed, whoever ran them.

use std::fmt;
use std::ops::AddAssign;

use crate::step::{Result, Trouble};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0 };
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1 };

    /// What a line of `cargo test` adds: `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
    pub(crate) fn of_cargo_line(line: &str) -> Option<Self> {
        let (_, counts) = line.split_once("test result: ")?;
        let count = |what: &str| {
            let before = counts.split_once(what)?.0;
            before.rsplit([' ', ';', '.']).find(|word| !word.is_empty())?.parse().ok()
        };
        Some(Self { passed: count(" passed")?, failed: count(" failed")? })
    }

    /// What Playwright's JSON report says.
    ///
    /// # Errors
    /// It is no such report.
    pub(crate) fn of_playwright(report: &str) -> Result<Self> {
        let not_a_report = || Trouble::new("Playwright wrote no report that can be read");
        let report: serde_json::Value = serde_json::from_str(report).map_err(|_| not_a_report())?;
        let count = |name: &str| report["stats"][name].as_u64().ok_or_else(not_a_report);
        // A test that passes at the second try has failed; nobody retries here.
        Ok(Self { passed: count("expected")?, failed: count("unexpected")? + count("flaky")? })
    }

    /// This tally of something that ended badly: at least one failure.
    pub(crate) fn at_least_one_failed(self) -> Self {
        Self { failed: self.failed.max(1), ..self }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_counted_and_others_are_not() {
        for (line, counts) in [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s",
                Some((12, 0)),
            ),
            (
                "test result: FAILED. 3 passed; 14 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1s",
                Some((3, 14)),
            ),
            ("test result: \u{1b}[32mok\u{1b}[m. 7 passed; 0 failed; 0 ignored", Some((7, 0))),
            ("test time::span ... ok", None),
            ("all 12 passed; 0 failed", None),
            ("test result: ok. many passed; 0 failed", None),
            ("", None),
        ] {
            let tally = Tally::of_cargo_line(line);
            assert_eq!(tally, counts.map(|(passed, failed)| Tally { passed, failed }), "{line}");
        }
    }

    #[test]
    fn a_browser_test_that_needed_luck_has_failed() {
        let report =
            r#"{"suites":[],"stats":{"expected":9,"skipped":1,"unexpected":2,"flaky":1,"duration":3.5}}"#;
        assert_eq!(Tally::of_playwright(report).unwrap(), Tally { passed: 9, failed: 3 });
        assert!(Tally::of_playwright("{}").is_err());
        assert!(Tally::of_playwright("").is_err());
    }

    #[test]
    fn the_last_line_is_the_sum() {
        let mut sum = Tally::default();
        for tally in [Tally::PASSED, Tally { passed: 40, failed: 0 }, Tally::FAILED] {
            sum += tally;
        }
        assert_eq!(sum.to_string(), "41 passed, 1 failed");
        assert_eq!(Tally { passed: 4, failed: 0 }.at_least_one_failed().to_string(), "4 passed, 1 failed");
        assert_eq!(Tally { passed: 4, failed: 2 }.at_least_one_failed().to_string(), "4 passed, 2 failed");
    }
}
