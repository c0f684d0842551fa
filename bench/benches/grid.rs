//! What a drag step and a redraw compute, apart from the browser's part.

use bench::{Timings, line, title};
use domain::grid::lanes::lanes;

fn main() {
    title("Overlap lanes of a week");
    for count in [200, 1_000, 5_000, 50_000] {
        let stretches = stretches(count);
        let timings = Timings::of(200, |_| {
            std::hint::black_box(lanes(std::hint::black_box(&stretches)));
        });
        line(&format!("{count} events, all in one column"), &timings);
    }
}

/// Starts and lengths in minutes, spread over a day and the same every time.
fn stretches(count: u32) -> Vec<(u16, u16)> {
    let stretch = |number: u32| {
        let start = (number * 37 % 1_380) as u16;
        (start, start + 15 + (number * 13 % 90) as u16)
    };
    (0..count).map(stretch).map(|(start, end)| (start, end.min(1_440))).collect()
}
