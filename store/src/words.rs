//! Texts as they are kept: an enum by its word, names folded so that they are found in any case.

use serde::Serialize;
use serde::de::value::{Error as NotAWord, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::Value;

use crate::error::{Error, Result};

/// The word that an enum's value has in requests, in the change log and in its column.
pub(crate) fn word<T: Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => Ok(word),
        other => Err(Error::unreadable(format!("not a word: {other:?}"))),
    }
}

/// The value that a column's word means.
pub(crate) fn meaning<T: DeserializeOwned>(word: &str) -> Result<T> {
    let word: StrDeserializer<'_, NotAWord> = word.into_deserializer();
    T::deserialize(word).map_err(|error| Error::unreadable(error.to_string()))
}

/// The words of these texts in lower case, each after a space, so that `' anna'` finds the beginning of a
/// word. Lower case is Unicode's (SQLite's own knows ASCII only), and ё is found by е.
pub(crate) fn folded(texts: &[&str]) -> String {
    let mut folded = String::with_capacity(texts.iter().map(|text| text.len() + 1).sum());
    for text in texts {
        let mut within_word = false;
        for letter in text.chars().flat_map(char::to_lowercase) {
            let in_word = letter.is_alphanumeric();
            if in_word && !within_word {
                folded.push(' ');
            }
            if in_word {
                folded.push(if letter == 'ё' { 'е' } else { letter });
            }
            within_word = in_word;
        }
    }
    folded
}

/// What a text that somebody types looks for: each of its words must begin a word of what is found. What is
/// typed without a space (`anna@exa`) must stand together.
pub(crate) struct Sought {
    words: [String; MOST_WORDS],
}

/// Nobody who types more words than this finds anything else by the next one.
const MOST_WORDS: usize = 4;

impl Sought {
    pub(crate) fn by(text: &str) -> Self {
        let mut words = text.split_whitespace().map(|word| folded(&[word])).filter(|word| !word.is_empty());
        Self { words: std::array::from_fn(|_| words.next().unwrap_or_default()) }
    }

    /// For the four `instr(folded, …) > 0` of a statement; a word that is not there is in everything.
    pub(crate) fn words(&self) -> [&str; MOST_WORDS] {
        self.words.each_ref().map(String::as_str)
    }
}

/// How the first words of a line begin, for `instr(folded, …) > 0`: as far as no case ending reaches, and none
/// that is so short that it begins everything. What is left is empty.
pub(crate) fn beginnings(line: &str) -> [String; 8] {
    let folded = folded(&[line]);
    let mut words = folded
        .split_whitespace()
        .filter(|word| word.chars().count() >= SHORTEST_BEGINNING)
        .map(|word| word.chars().take(LONGEST_BEGINNING).collect::<String>())
        .map(|beginning| format!(" {beginning}"));
    std::array::from_fn(|_| words.next().unwrap_or_default())
}

/// Where a text can be entered by its beginning: at each of its words, with what follows there.
pub(crate) fn entrances(text: &str) -> Vec<String> {
    let folded = folded(&[text]);
    let cut = |start: usize| folded[start + 1..].chars().take(LONGEST_ENTRANCE).collect();
    folded.match_indices(' ').map(|(start, _)| cut(start)).collect()
}

/// Nobody types more of what stands together.
const LONGEST_ENTRANCE: usize = 64;

/// The same of phone numbers, of which any later part is typed, with or without spaces.
pub(crate) fn entrances_of_digits(text: &str) -> Vec<String> {
    let mut entrances = Vec::new();
    for number in text.split([',', ';', '/', '\n']) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        entrances.extend(
            (0..digits.len().saturating_sub(FEWEST_DIGITS - 1)).map(|start| digits[start..].to_owned()),
        );
    }
    entrances
}

/// The digits of what is typed, where it can be a part of a phone number; of a long one without what stands before it
/// at home or abroad.
pub(crate) fn sought_digits(text: &str) -> Option<String> {
    let of_a_number = |letter: char| letter.is_ascii_digit() || " +-().".contains(letter);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().saturating_sub(LONGEST_AT_HOME);
    (text.trim().chars().all(of_a_number) && digits.len() >= FEWEST_DIGITS)
        .then(|| digits[start..].to_owned())
}

const FEWEST_DIGITS: usize = 4;
const LONGEST_AT_HOME: usize = 10;

/// From where to where everything lies that begins so, in the order of bytes.
pub(crate) fn reach(beginning: &str) -> [String; 2] {
    let beginning = beginning.trim_start().to_owned();
    [beginning.clone(), beginning + "\u{10FFFF}"]
}

const SHORTEST_BEGINNING: usize = 3;
const LONGEST_BEGINNING: usize = 4;

#[cfg(test)]
mod tests {
    use domain::meeting::State;

    use super::*;

    #[test]
    fn folding_makes_any_case_and_punctuation_alike() {
        assert_eq!(folded(&["Пётр О'Нил", "P.Oneil@Example.org"]), " петр о нил p oneil example org");
        assert_eq!(folded(&["", "  "]), "");
    }

    #[test]
    fn what_is_typed_together_is_sought_together() {
        assert_eq!(Sought::by("Anna@Exa  ЁЛ %").words(), [" anna exa", " ел", "", ""]);
    }

    #[test]
    fn a_line_is_sought_by_how_its_words_begin() {
        let found = beginnings("Иванову в чт 14:00, Alder Tools");
        assert_eq!(found, [" иван", " alde", " tool", "", "", "", "", ""]);
    }

    #[test]
    fn a_text_is_entered_at_each_of_its_words() {
        assert_eq!(entrances("Anna@Exa.org Ёж"), ["anna exa org еж", "exa org еж", "org еж", "еж"]);
        assert_eq!(entrances(""), [""; 0]);
    }

    #[test]
    fn a_phone_is_found_by_its_last_digits_however_they_are_typed() {
        let entrances = entrances_of_digits("+7 (495) 123-45-67");
        for typed in ["8 495 123 45 67", "+7 495 1234567", "(495) 123", "123-45-67", "4567"] {
            let sought = sought_digits(typed).unwrap();
            assert!(entrances.iter().any(|entrance| entrance.starts_with(&sought)), "{typed}");
        }
        assert_eq!(sought_digits("24 7"), None);
        assert_eq!(sought_digits("Room 1204"), None);
    }

    #[test]
    fn an_enum_keeps_the_word_it_has_on_the_wire() {
        assert_eq!(word(&State::InProgress).unwrap(), "in_progress");
        assert_eq!(meaning::<State>("in_progress").unwrap(), State::InProgress);
        assert!(meaning::<State>("finished").is_err());
    }
}
