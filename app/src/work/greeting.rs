//! The first line of the desk.

use chrono::{NaiveDateTime, Timelike};
use leptos_i18n::td_string;

use crate::texts::Locale;

/// A greeting for the time of day.
pub(super) fn greeting(locale: Locale, name: &str, at: NaiveDateTime) -> String {
    let name = called(name);
    match at.hour() {
        5..12 => td_string!(locale, work.morning, name = name),
        12..18 => td_string!(locale, work.afternoon, name = name),
        18..23 => td_string!(locale, work.evening, name = name),
        _ => td_string!(locale, work.night, name = name),
    }
}

/// How one speaks to somebody: by the given name and, in Russian, the patronymic where it is known. The family
/// name may stand before them or behind.
fn called(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let patronymic = words.iter().skip(1).position(|word| PATRONYMIC.iter().any(|end| word.ends_with(end)));
    match (patronymic, words.first()) {
        (Some(before), _) => format!("{} {}", words[before], words[before + 1]),
        (None, Some(first)) => (*first).to_owned(),
        (None, None) => String::new(),
    }
}

const PATRONYMIC: [&str; 4] = ["ович", "евич", "овна", "евна"];

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn people_are_spoken_to_as_is_usual() {
        assert_eq!(called("Anna Petrova"), "Anna");
        assert_eq!(called("Иванова Анна Сергеевна"), "Анна Сергеевна");
        assert_eq!(called("Анна Сергеевна Иванова"), "Анна Сергеевна");
        assert_eq!(called(""), "");
    }
}
