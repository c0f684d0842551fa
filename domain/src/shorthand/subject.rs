//! What is left of a line when its pieces are taken out.

use std::ops::Range;

use super::line::{DASHES, Line, Token, quotation};

impl Line<'_> {
    /// What no piece has taken, without the marks that only set a piece apart.
    pub(super) fn subject(&self, pieces: impl Iterator<Item = Range<usize>>) -> String {
        let mut left: Vec<Option<&Token>> = self.tokens.iter().map(Some).collect();
        for piece in pieces {
            left[piece].fill(None);
        }
        for at in 1..left.len() {
            let hangs = self.is(at, AFTER_A_PIECE) || (self.is(at, DASHES) && !self.glued(at + 1));
            if left[at - 1].is_none() && hangs {
                left[at] = None;
            }
        }
        for at in (1..left.len()).rev() {
            let hangs = self.is(at - 1, BEFORE_A_PIECE) || self.is(at - 1, DASHES);
            if left[at].is_none() && hangs {
                left[at - 1] = None;
            }
        }
        self.drop_empty_brackets(&mut left);
        let mut subject = String::new();
        let mut last = None;
        for (at, token) in left.iter().enumerate().filter_map(|(at, token)| token.map(|token| (at, token))) {
            if last.is_some_and(|last| self.apart(last, at)) {
                subject.push(' ');
            }
            subject.push_str(&single_spaced(&self.text[token.range.clone()]));
            last = Some(at);
        }
        let whole = quotation(&subject).filter(|(_, end)| *end == subject.len());
        whole.map(|(inner, _)| inner.trim().to_owned()).unwrap_or(subject)
    }

    fn drop_empty_brackets(&self, left: &mut [Option<&Token>]) {
        let mut open = None;
        for at in 0..left.len() {
            if left[at].is_none() {
                continue;
            }
            if let Some(open) = open
                && self.is(at, ") ]")
                && open + 1 < at
            {
                left[at] = None;
                left[open] = None;
            }
            open = self.is(at, "( [").then_some(at);
        }
    }

    /// Whether two parts of the subject need a space between them.
    fn apart(&self, one: usize, next: usize) -> bool {
        let bracketed =
            (self.is(one, "( [") && self.glued(one + 1)) || (self.is(next, ") ]") && self.glued(next));
        if one + 1 < next { !bracketed } else { !self.glued(next) }
    }
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks that set a piece apart from what is before it, or after it, and mean nothing without it.
const BEFORE_A_PIECE: &str = ", ; :";
const AFTER_A_PIECE: &str = ", ; : . ! ?";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::shorthand::Reading;
    use crate::shorthand::stories::{at, each, line, moment};

    #[test]
    fn what_is_quoted_is_the_subject() {
        each(&[
            ("\"Thu 14:00 with Ivanov\" Fri 10:00", "2026-11-27, 10:00, [Thu 14:00 with Ivanov]"),
            ("чт «в пятницу  вечером»", "2026-11-26, [в пятницу вечером]"),
            ("Обсудить «Волга» чт", "2026-11-26, [Обсудить «Волга»]"),
            ("„Fri“ Thu", "2026-11-26, [Fri]"),
            ("“Fri” Thu", "2026-11-26, [Fri]"),
            ("\"Thu repo", "[Thu repo]"),
            ("24\" screen Thu", "2026-11-26, [24\" screen]"),
        ]);
    }

    #[test]
    fn the_subject_is_left_clean() {
        each(&[
            ("Ivanov, Thu, 14:00: price list", "2026-11-26, 14:00, with LLC Ivanov & Sons, [price list]"),
            ("Смета — чт — 14:00", "2026-11-26, 14:00, [Смета]"),
            ("Budget (Thu 14:00) draft", "2026-11-26, 14:00, [Budget draft]"),
            ("Budget (Thu, see notes) draft", "2026-11-26, [Budget (see notes) draft]"),
            ("Budget (see notes, Thu) draft", "2026-11-26, [Budget (see notes) draft]"),
            ("one  Thu\ttwo\u{a0} three", "2026-11-26, [one two three]"),
            ("Ready? Thu 9:00!", "2026-11-26, 09:00, [Ready?]"),
            ("cool down to, Thu -5 °C", "2026-11-26, [cool down to -5 °C]"),
        ]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn a_quoted_subject_stays_as_it_is(text in line(), now in moment()) {
            let subject = at(&text, now).subject;
            let (open, close) = [('«', '»'), ('"', '"'), ('„', '“')][usize::from(subject.contains('»'))
                + usize::from(subject.contains('»') && subject.contains('"'))];
            prop_assume!(!subject.contains([close, '”']));
            let again = at(&format!("{open}{subject}{close}"), now);
            prop_assert_eq!(again, Reading { subject, ..Reading::default() });
        }
    }
}
