//! How long things take, as tables: medians and 95th percentiles over many runs.
//!
//! A figure says little by itself on a shared machine; what is compared stands in one run.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

pub mod database;

use std::time::{Duration, Instant};

/// So many times something took so long.
#[derive(Clone, Debug, Default)]
pub struct Timings(Vec<Duration>);

impl Timings {
    /// Does something so many times, on the numbers from 0 on.
    pub fn of(runs: usize, mut run: impl FnMut(usize)) -> Self {
        let mut timings = Self::default();
        for number in 0..runs {
            let before = Instant::now();
            run(number);
            timings.note(before);
        }
        timings
    }

    pub fn note(&mut self, before: Instant) {
        self.0.push(before.elapsed());
    }

    /// The duration that so many percent of the runs did not exceed.
    pub fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        sorted.get(last * percent / 100).copied().unwrap_or_default()
    }

    pub fn median_ms(&self) -> f64 {
        self.percentile(50).as_secs_f64() * 1e3
    }

    /// How many times as long as the other it takes, by their medians.
    pub fn beside(&self, other: &Self) -> f64 {
        self.median_ms() / other.median_ms()
    }
}

impl FromIterator<Duration> for Timings {
    fn from_iter<T: IntoIterator<Item = Duration>>(durations: T) -> Self {
        Self(durations.into_iter().collect())
    }
}

/// Begins a table.
pub fn title(text: &str) {
    println!("\n{text}\n{:<52}{:>12}{:>12}", "", "median", "95 %");
}

pub fn line(what: &str, timings: &Timings) {
    println!("{what:<52}{:>12}{:>12}", show(timings.percentile(50)), show(timings.percentile(95)));
}

/// A figure that is no series of timings.
pub fn figure(what: &str, value: impl std::fmt::Display) {
    println!("{what:<52}{value:>12}");
}

/// A figure that is to be no more than `most`, and whether it is.
pub fn mark(what: &str, value: f64, most: f64, unit: &str) {
    let verdict = if value <= most { "kept" } else { "MISSED" };
    println!("{what:<52}{:>12}{verdict:>12}  (≤ {most} {unit})", format!("{value:.2} {unit}"));
}

/// With three digits that count.
pub fn show(duration: Duration) -> String {
    let micros = duration.as_secs_f64() * 1e6;
    match micros {
        micros if micros < 1e3 => format!("{micros:.1} µs"),
        micros if micros < 1e6 => format!("{:.2} ms", micros / 1e3),
        micros => format!("{:.2} s", micros / 1e6),
    }
}
