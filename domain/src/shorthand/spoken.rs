//! Times of day as they are spoken: half past nine, «без четверти десять».

use super::line::{Line, among};

impl Line<'_> {
    /// An hour of the clock's face and minutes, in minutes since its twelve, and where it ends.
    pub(super) fn spoken(&self, at: usize) -> Option<(u32, usize)> {
        let (minutes, hour, end) = self.past_or_to(at).or_else(|| self.of_the_hour(at))?;
        let hour = hour * 60;
        let minute =
            if minutes < 0 { hour.checked_sub(minutes.unsigned_abs())? } else { hour + minutes as u32 };
        Some((minute, end))
    }

    /// Half past nine, a quarter to 10.
    fn past_or_to(&self, at: usize) -> Option<(i32, u32, usize)> {
        let at = at + usize::from(self.word(at) == "a" && self.word(at + 1) == "quarter");
        let minutes = match (self.word(at), self.word(at + 1)) {
            ("half", "past") => 30,
            ("quarter", "past") => 15,
            ("quarter", "to") => -15,
            _ => return None,
        };
        Some((minutes, self.face_hour(at + 2, &HOURS)?, at + 3))
    }

    /// «В половине десятого», «четверть десятого», «без четверти десять», «полдесятого».
    fn of_the_hour(&self, at: usize) -> Option<(i32, u32, usize)> {
        match self.word(at) {
            "половине" | "половину" | "пол" => {
                let hour = at + 1 + usize::from(self.word(at) == "пол" && self.is(at + 1, "-"));
                Some((-30, self.face_hour(hour, &BEGUN)?, hour + 1))
            }
            "четверть" => Some((-45, self.face_hour(at + 1, &BEGUN)?, at + 2)),
            "без" => {
                let minutes = match self.word(at + 1) {
                    "четверти" | "пятнадцати" => -15,
                    "пяти" => -5,
                    "десяти" => -10,
                    "двадцати" => -20,
                    _ => return None,
                };
                Some((minutes, self.face_hour(at + 2, &HOURS)?, at + 3))
            }
            word => {
                let hour = BEGUN.iter().position(|hour| word.strip_prefix("пол") == Some(hour))?;
                Some((-30, u32::try_from(hour).ok()? + 1, at + 1))
            }
        }
    }

    /// An hour from one to twelve, in digits or among these words.
    fn face_hour(&self, at: usize, words: &[&str; 12]) -> Option<u32> {
        let word = self.word(at);
        let named = words.iter().position(|names| !word.is_empty() && among(names, word));
        let named = named.and_then(|hour| u32::try_from(hour).ok()).map(|hour| hour + 1);
        named.or_else(|| self.number(at, 1..3).filter(|hour| (1..=12).contains(hour)))
    }
}

const HOURS: [&str; 12] = [
    "one час",
    "two два",
    "three три",
    "four четыре",
    "five пять",
    "six шесть",
    "seven семь",
    "eight восемь",
    "nine девять",
    "ten десять",
    "eleven одиннадцать",
    "twelve двенадцать",
];

/// The hour that has begun: half of the tenth is half past nine.
const BEGUN: [&str; 12] = [
    "первого",
    "второго",
    "третьего",
    "четвертого",
    "пятого",
    "шестого",
    "седьмого",
    "восьмого",
    "девятого",
    "десятого",
    "одиннадцатого",
    "двенадцатого",
];

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::each;

    #[test]
    fn times_as_they_are_spoken() {
        each(&[
            ("half past nine", "09:30, []"),
            ("at half past 9", "09:30, []"),
            ("quarter to 10 call", "09:45, [call]"),
            ("a quarter to ten", "09:45, []"),
            ("quarter past 3", "15:15, []"),
            ("half past nine pm", "21:30, []"),
            ("quarter to one", "12:45, []"),
            ("half past", "[half past]"),
            ("quarter to win", "[quarter to win]"),
            ("в половине десятого", "09:30, []"),
            ("Планёрка в полдесятого", "09:30, [Планёрка]"),
            ("пол-десятого", "09:30, []"),
            ("без четверти десять", "09:45, []"),
            ("без десяти пять", "16:50, []"),
            ("четверть десятого", "09:15, []"),
            ("в половине первого", "12:30, []"),
            ("в половине восьмого вечера", "19:30, []"),
            ("полпервого ночи", "00:30, []"),
            ("без четверти час", "12:45, []"),
            ("from half past nine to 11", "09:30, 90m, []"),
            ("с половины десятого", "[с половины десятого]"),
            ("с полдесятого до 11", "09:30, 90m, []"),
            ("половина первого этажа", "[половина первого этажа]"),
            ("без договора", "[без договора]"),
        ]);
    }
}
