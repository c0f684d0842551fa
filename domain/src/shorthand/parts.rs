//! Parts of the day: "Friday evening", «завтра утром».

use chrono::NaiveTime;

use super::days::Day;
use super::grammar::What;
use super::line::Line;
use crate::grid::day::DAY_MINUTES;

/// A part of the day: it begins a meeting where no time is typed, and says which half of the day is meant where
/// one is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Lunch,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// Minutes since midnight.
    pub(super) fn begins(self) -> u32 {
        match self {
            Self::Morning => MORNING,
            Self::Lunch => LUNCH,
            Self::Afternoon => AFTERNOON,
            Self::Evening => EVENING,
            Self::Night => NIGHT,
        }
    }

    /// The start that was typed, in this half of the day; `None` where the two contradict each other.
    pub(super) fn refine(self, start: u32, open: bool) -> Option<u32> {
        let start = match (self, open) {
            (Self::Morning, true) => start % NOON,
            (_, true) => start % NOON + NOON,
            (_, false) => start,
        };
        (self == Self::Morning).eq(&(start < NOON)).then_some(start)
    }
}

impl Line<'_> {
    /// What says a part of the day by itself.
    pub(super) fn part(&self, at: usize) -> Option<(What, usize)> {
        let (part, end) = match self.word(at) {
            "tonight" => return Some((self.today(Part::Night)?, at + 1)),
            "this" => {
                let part = self.named_part(at + 1).filter(|part| *part != Part::Night)?;
                return Some((self.today(part)?, at + 2));
            }
            "in" if self.word(at + 1) == "the" => {
                (self.named_part(at + 2).filter(|part| *part != Part::Night)?, at + 3)
            }
            "at" if self.is(at + 1, "lunch lunchtime") => (Part::Lunch, at + 2),
            "after" if self.word(at + 1) == "lunch" => (Part::Afternoon, at + 2),
            "после" if self.word(at + 1) == "обеда" => (Part::Afternoon, at + 2),
            "в" if self.word(at + 1) == "обед" => (Part::Lunch, at + 2),
            "с" if self.word(at + 1) == "утра" => (Part::Morning, at + 2),
            "утром" => (Part::Morning, at + 1),
            // «С днём рождения» is no time.
            "днем" if at == 0 || !self.is(at - 1, "с со") => (Part::Afternoon, at + 1),
            "вечером" => (Part::Evening, at + 1),
            _ => return None,
        };
        Some((What::Part(part), end))
    }

    /// What says a part of the day only right after a day: "morning coffee" may be drunk at any time.
    pub(super) fn part_of_day(&self, at: usize) -> Option<(What, usize)> {
        Some((What::Part(self.named_part(at)?), at + 1))
    }

    pub(super) fn named_part(&self, at: usize) -> Option<Part> {
        Some(match self.word(at) {
            "morning" | "утро" => Part::Morning,
            "afternoon" => Part::Afternoon,
            "evening" | "вечер" => Part::Evening,
            "night" => Part::Night,
            _ => return None,
        })
    }

    fn today(&self, part: Part) -> Option<What> {
        Some(What::PartOf(Day::Date(self.now.date()), part))
    }
}

/// Minutes since midnight as a time of day.
pub(super) fn time_of(minute: u32) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0)
}

/// Minutes since midnight at which meetings begin of which only a part of the day is said. They are what offices
/// mean by it.
const MORNING: u32 = 9 * 60;
const LUNCH: u32 = 13 * 60;
const AFTERNOON: u32 = 14 * 60;
const EVENING: u32 = 18 * 60;
const NIGHT: u32 = 19 * 60;

const NOON: u32 = DAY_MINUTES as u32 / 2;

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::each;

    #[test]
    fn parts_of_the_day() {
        each(&[
            ("Friday morning", "2026-11-27, 09:00, []"),
            ("Friday afternoon review", "2026-11-27, 14:00, [review]"),
            ("tomorrow evening", "2026-11-25, 18:00, []"),
            ("Tue morning", "2026-12-01, 09:00, []"),
            ("24 Dec in the evening", "2026-12-24, 18:00, []"),
            ("tonight", "2026-11-24, 19:00, []"),
            ("Dinner this evening", "2026-11-24, 18:00, [Dinner]"),
            ("Friday after lunch", "2026-11-27, 14:00, []"),
            ("morning coffee", "[morning coffee]"),
            ("good evening", "[good evening]"),
            ("завтра утром", "2026-11-25, 09:00, []"),
            ("сегодня вечером ужин", "2026-11-24, 18:00, [ужин]"),
            ("в пятницу днём", "2026-11-27, 14:00, []"),
            ("созвон утром", "09:00, [созвон]"),
            ("в обед", "13:00, []"),
            ("чт после обеда", "2026-11-26, 14:00, []"),
            ("завтра с утра", "2026-11-25, 09:00, []"),
            ("Поздравить с днём рождения", "[Поздравить с днём рождения]"),
            ("перед вечером", "[перед вечером]"),
            ("at midday", "12:00, []"),
        ]);
    }

    #[test]
    fn a_time_beside_a_part_of_the_day_is_in_it() {
        each(&[
            ("Friday evening at 7", "2026-11-27, 19:00, []"),
            ("at 7 Friday evening", "2026-11-27, 19:00, []"),
            ("Friday evening 7:30", "2026-11-27, 19:30, []"),
            ("tonight at 8", "2026-11-24, 20:00, []"),
            ("Friday evening 19:30", "2026-11-27, 19:30, []"),
            ("tomorrow morning from 9 to 11", "2026-11-25, 09:00, 120m, []"),
            ("завтра вечером в 7", "2026-11-25, 19:00, []"),
            ("утром в 6 пробежка", "06:00, [пробежка]"),
            ("утром в 14:00", "14:00, [утром]"),
            ("Friday evening 10 am", "2026-11-27, 10:00, [evening]"),
            ("all day Friday evening", "2026-11-27, 1d, [evening]"),
        ]);
    }
}
