//! Chance that repeats itself: the same seed throws the same numbers on every machine.

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

/// SplitMix64 (Steele, Lea and Flood 2014): small, fast and even enough to make up an organisation.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice of their own for each purpose, so that more people do not change the clients.
    pub(super) fn new(seed: u64, purpose: u64) -> Self {
        let mut dice = Self(seed ^ purpose.wrapping_mul(0xd6e8_feb8_6659_fd93));
        dice.throw();
        dice
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to `sides`, which is at least 1.
    pub(super) fn below(&mut self, sides: usize) -> usize {
        (((self.throw() >> 32) * sides.max(1) as u64) >> 32) as usize
    }

    /// From `least` up to and including `most`.
    pub(super) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of them; there is at least one.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A UUIDv7 as it would have been made at this instant.
    pub(super) fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let mut chance = [0; 10];
        let (low, high) = (self.throw().to_le_bytes(), self.throw().to_le_bytes());
        chance[..8].copy_from_slice(&low);
        chance[8..].copy_from_slice(&high[..2]);
        let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(milliseconds, &chance).into_uuid()
    }
}
