//! A line in words, numbers, marks and quotations, and what can be asked of them.

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime};

use super::LONGEST;
use super::names::NameWord;

/// A line in its parts. The methods that read take the index of a token; those that find something answer it
/// with the index of the token after it.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) names: Vec<NameWord<'a>>,
    pub(super) now: NaiveDateTime,
    /// The day that is chosen already.
    pub(super) chosen: Option<NaiveDate>,
}

/// A word, a number, a mark or a quotation.
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    /// In lower case, with е for ё; empty for what is not interpreted.
    pub(super) folded: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Of ASCII digits.
    Number,
    Mark,
    Quoted,
    /// What lies beyond [`LONGEST`].
    Unread,
}

impl Line<'_> {
    /// The text of a token as rules compare it; of one that is not there, nothing.
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.folded)
    }

    pub(super) fn is(&self, at: usize, words: &str) -> bool {
        among(words, self.word(at))
    }

    /// A number of so many digits.
    pub(super) fn number(&self, at: usize, digits: Range<usize>) -> Option<u32> {
        let token = self.tokens.get(at)?;
        let number = token.kind == Kind::Number && digits.contains(&token.folded.len());
        if number { token.folded.parse().ok() } else { None }
    }

    /// A number that follows a mark without any space.
    pub(super) fn joined(&self, at: usize, mark: &str, digits: Range<usize>) -> Option<u32> {
        let joined = self.word(at) == mark && self.glued(at) && self.glued(at + 1);
        if joined { self.number(at + 1, digits) } else { None }
    }

    /// Whether a token follows the one before it without any space.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.range.start == self.tokens[at - 1].range.end)
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        let range = self.tokens.get(at).map(|token| token.range.clone());
        range.is_some_and(|range| self.text[range].starts_with(char::is_uppercase))
    }

    /// Whether a piece may begin here: not within "Sat-nav" or "v2.10".
    pub(super) fn begins(&self, at: usize) -> bool {
        !self.glued(at) || (self.is(at - 1, "( [ , ;") && !self.within_number(at - 1))
    }

    /// Whether a piece may end before this token.
    pub(super) fn ends(&self, at: usize) -> bool {
        !self.glued(at)
            || (self.is(at, ", ;") && !self.within_number(at))
            || (self.is(at, ". : ! ? … ) ]") && (!self.glued(at + 1) || self.is(at + 1, ", . ! ? ) ]")))
    }

    /// The comma of "1,5".
    fn within_number(&self, comma: usize) -> bool {
        let number = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind == Kind::Number);
        comma > 0 && self.glued(comma) && self.glued(comma + 1) && number(comma - 1) && number(comma + 1)
    }
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    let mut read = 0;
    while let Some(first) = rest.chars().next().filter(|_| read < LONGEST) {
        let start = text.len() - rest.len();
        // Quotes after a number are inches.
        let inches = |last: &Token| last.kind == Kind::Number && last.range.end == start;
        let quoted = quotation(rest).filter(|_| first != '"' || !tokens.last().is_some_and(inches));
        let (kind, length) = match quoted {
            Some((_, length)) => (Kind::Quoted, length),
            None if first.is_alphabetic() => (Kind::Word, run(rest, char::is_alphabetic)),
            None if first.is_ascii_digit() => (Kind::Number, run(rest, |letter| letter.is_ascii_digit())),
            None => (Kind::Mark, first.len_utf8()),
        };
        let (token, after) = rest.split_at(length);
        if !first.is_whitespace() {
            let folded = if kind == Kind::Quoted { String::new() } else { fold(token).collect() };
            tokens.push(Token { kind, range: start..start + length, folded });
        }
        read += token.chars().count();
        rest = after;
    }
    let unread = rest.trim_start();
    if !unread.is_empty() {
        let range = text.len() - unread.len()..text.len();
        tokens.push(Token { kind: Kind::Unread, range, folded: String::new() });
    }
    tokens
}

/// The text within the quotes that it begins with, and where they end. Quotes not closed yet are being typed.
pub(super) fn quotation(text: &str) -> Option<(&str, usize)> {
    let opening = text.chars().next()?;
    let closing: &[char] = match opening {
        '"' => &['"'],
        '«' => &['»'],
        '„' => &['“', '”'],
        '“' => &['”'],
        _ => return None,
    };
    let inner = &text[opening.len_utf8()..];
    Some(match inner.char_indices().find(|(_, letter)| closing.contains(letter)) {
        Some((at, letter)) => (&inner[..at], opening.len_utf8() + at + letter.len_utf8()),
        None => (inner, text.len()),
    })
}

/// Whether a list of words, with spaces between them, has this one.
pub(super) fn among(words: &str, word: &str) -> bool {
    words.split(' ').any(|each| each == word)
}

/// How many bytes of the beginning of a text are such letters.
pub(super) fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !of(letter)).unwrap_or(text.len())
}

/// A word as it is compared: in lower case, with е for ё.
pub(super) fn fold(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase).map(|letter| if letter == 'ё' { 'е' } else { letter })
}

pub(super) const DASHES: &str = "- – —";

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::{at, now};

    #[test]
    fn what_begins_too_late_is_not_interpreted() {
        let text = format!("{} Thu 14:00", "word ".repeat(60).trim());
        let reading = at(&text, now());
        assert_eq!((reading.subject, reading.pieces), (text, Vec::new()));
    }
}
