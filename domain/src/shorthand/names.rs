//! Names of clients and places, by some of their words.

use std::cmp::Ordering;

use super::Known;
use super::grammar::What;
use super::line::{Kind, Line, Token, among, fold, run};
use crate::id::{ClientId, PlaceId};

/// A word of a name, found by its first letter: there may be thousands, and a line is read at every key.
pub(super) struct NameWord<'a> {
    first: char,
    name: &'a str,
    /// Where in the name it begins, in bytes.
    at: usize,
    whose: Whose,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Client(ClientId),
    Place(PlaceId),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Begun,
    Inflected,
    Whole,
}

/// How well a name fits, the worst first: further in the text, then in better words, then in all of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    end: usize,
    fit: Fit,
    share: Share,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    Part,
    /// But for words like "Ltd".
    Entire,
}

impl<'a> Known<'a> {
    pub(super) fn words(self) -> Vec<NameWord<'a>> {
        let clients = self.clients.iter().map(|it| (Whose::Client(it.id), it.name.as_str()));
        let places = self.places.iter().map(|it| (Whose::Place(it.id), it.name.as_str()));
        let mut words = Vec::new();
        for (whose, name) in clients.chain(places) {
            let mut rest = name;
            while let Some((word, after)) = first_word(rest) {
                let at = name.len() - after.len() - word.len();
                words.extend(fold(word).next().map(|first| NameWord { first, name, at, whose }));
                rest = after;
            }
        }
        words
    }
}

impl Line<'_> {
    /// The one name that fits best.
    pub(super) fn name(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let first = self.word(at).chars().next()?;
        let mut best: Option<(Rank, Option<Whose>)> = None;
        for word in self.names.iter().filter(|word| word.first == first && word.whose.follows(lead)) {
            let Some(rank) = self.rank(word, lead, at) else { continue };
            let whose = word.whose;
            best = match best.map(|(best, other)| (rank.cmp(&best), best, other)) {
                Some((Ordering::Less, best, other)) => Some((best, other)),
                Some((Ordering::Equal, best, other)) => Some((best, other.filter(|other| *other == whose))),
                Some((Ordering::Greater, ..)) | None => Some((rank, Some(whose))),
            };
        }
        let (rank, whose) = best?;
        Some((whose.map_or(What::Unclear, |whose| What::Name(whose, rank.fit)), rank.end))
    }

    /// How well a name fits here from one of its words on.
    fn rank(&self, word: &NameWord<'_>, lead: &str, at: usize) -> Option<Rank> {
        let (before, from) = word.name.split_at(word.at);
        self.tokens.get(at)?.fit(first_word(from)?.0, lead)?;
        let share = if has_distinct_word(before) { Share::Part } else { Share::Entire };
        // A later word of a name is often an ordinary one: "order tools" is not "Alder Tools".
        let meant = share == Share::Entire || !lead.is_empty() || self.capital(at);
        if meant { self.rank_from(from, share, lead, at) } else { None }
    }

    fn rank_from(&self, mut rest: &str, share: Share, lead: &str, at: usize) -> Option<Rank> {
        let mut best = None;
        let (mut end, mut fit, mut letters, mut distinct) = (at, Fit::Whole, 0, 0);
        while let Some((word, after)) = first_word(rest) {
            // The hyphen and the ampersand of a name may be typed or not.
            let joined = end > at && self.is(end, JOINING);
            let token = end + usize::from(joined);
            let Some(typed) = self.tokens.get(token) else { break };
            let Some(word_fit) = typed.fit(word, lead) else { break };
            // In "Baikal 2 h" the two belongs to the hours.
            if token > at && typed.kind == Kind::Number && self.begins_measure(token) {
                break;
            }
            // A short beginning is rather a word of its own: "plan" is not "Planet".
            let sure = !lead.is_empty() || self.capital(token) || typed.folded.chars().count() > 4;
            if word_fit == Fit::Begun && !sure {
                break;
            }
            fit = fit.min(word_fit);
            letters += if typed.kind == Kind::Word { typed.folded.chars().count() } else { 0 };
            distinct += usize::from(!is_common(word));
            end = token + 1;
            rest = after;
            let share = if has_distinct_word(rest) { Share::Part } else { share };
            let telling = letters >= 3 || (share == Share::Entire && self.capital(token));
            if distinct > 0 && telling && self.ends(end) {
                best = Some(Rank { end, fit, share });
            }
            if word_fit == Fit::Begun {
                break;
            }
        }
        best
    }

    fn begins_measure(&self, at: usize) -> bool {
        let measures = [self.hours("", at), self.start("", at), self.day("", at), self.length("", at)];
        measures.into_iter().flatten().any(|(_, end)| self.ends(end))
    }
}

impl Whose {
    /// With somebody, in a room; the other prepositions go with either.
    fn follows(self, lead: &str) -> bool {
        match self {
            Self::Client(_) => lead != "in",
            Self::Place(_) => !among("with for у с со к ко", lead),
        }
    }
}

impl Token {
    fn fit(&self, word: &str, lead: &str) -> Option<Fit> {
        let mut left = fold(word);
        let mut letters = 0;
        for letter in self.folded.chars() {
            if left.next() != Some(letter) {
                let inflected = letters >= 3 && !lead.is_empty() && self.kind == Kind::Word;
                return (inflected && self.inflects(word)).then_some(Fit::Inflected);
            }
            letters += 1;
        }
        match (self.kind, left.count()) {
            (Kind::Word | Kind::Number, 0) => Some(Fit::Whole),
            // Enough of it that an ordinary word is seldom meant.
            (Kind::Word, left) if letters >= 4 && left * 2 <= letters => Some(Fit::Begun),
            _ => None,
        }
    }

    /// «Иванову» is «Иванов», «Волге» is «Волга».
    fn inflects(&self, word: &str) -> bool {
        let word: String = fold(word).collect();
        let stem = word.trim_end_matches(['а', 'я', 'о', 'е', 'ь', 'й', 'ы', 'и']);
        stem.chars().count() >= 3 && self.folded.strip_prefix(stem).is_some_and(|end| among(ENDINGS, end))
    }
}

/// The first word or number of a name, and what comes after it.
fn first_word(name: &str) -> Option<(&str, &str)> {
    let name = name.trim_start_matches(|letter: char| !letter.is_alphabetic() && !letter.is_ascii_digit());
    let number = name.chars().next()?.is_ascii_digit();
    let length =
        if number { run(name, |letter| letter.is_ascii_digit()) } else { run(name, char::is_alphabetic) };
    Some(name.split_at(length))
}

fn has_distinct_word(mut name: &str) -> bool {
    while let Some((word, after)) = first_word(name) {
        if !is_common(word) {
            return true;
        }
        name = after;
    }
    false
}

fn is_common(word: &str) -> bool {
    COMMON.split(' ').any(|common| fold(word).eq(common.chars()))
}

const JOINING: &str = "- & ' ’ . + /";

/// Words of names that tell nobody apart.
const COMMON: &str = "the and of ltd llc inc co corp gmbh plc group sons company room meeting \
    conference hall и ооо оао зао пао ао ип тд гк компания группа переговорная переговорка кабинет комната зал";

/// How Russian nouns and surnames end in the cases that follow a preposition.
const ENDINGS: &str = "а у е ы и ю я ой ей ом ем ым им ого его ому ему ии ию ией";

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::each;

    #[test]
    fn names() {
        each(&[
            ("ivanov", "with LLC Ivanov & Sons, []"),
            ("Ivanov & Sons", "with LLC Ivanov & Sons, []"),
            ("иванов", "with ЗАО «Иванов», []"),
            ("ЗАО Иванов", "with ЗАО «Иванов», []"),
            ("Ivan", "with LLC Ivanov & Sons, []"),
            ("Iva", "[Iva]"),
            ("к Иванову", "with ЗАО «Иванов», []"),
            ("береза", "with Берёза Трейд, []"),
            ("БЕРЁЗА ТРЕЙД", "with Берёза Трейд, []"),
            ("у Берёзы Трейд", "with Берёза Трейд, []"),
            ("договор Иванову", "[договор Иванову]"),
            ("Copper", "[Copper]"),
            ("Copper Foods", "with Copper Foods Ltd, []"),
            ("Tools", "with Alder Tools Ltd, []"),
            ("order tools", "[order tools]"),
            ("group sons ltd", "[group sons ltd]"),
            ("o'brien hayes", "with O'Brien-Hayes, []"),
            ("O'Brien-Hayes", "with O'Brien-Hayes, []"),
            ("1С аудит", "with 1С, [аудит]"),
            ("try it", "[try it]"),
            ("IT audit", "with IT Group, [audit]"),
            ("plan", "[plan]"),
            ("Байкал", "in Байкал, []"),
            ("Байкал 2", "in Байкал 2, []"),
            ("Байкал 2 часа", "120m, in Байкал, []"),
            ("Байкал 2pm", "14:00, in Байкал, []"),
            ("Байкал 2 15:00", "15:00, in Байкал 2, []"),
            ("в Двине", "[в Двине]"),
            ("Двина Юг", "in Двина Юг, []"),
            ("Волга", "in Волга, []"),
            ("с Волгой", "with Волга Авто, []"),
            ("в Волге", "in Волга, []"),
            ("meeting in Summit", "in Meeting room Summit, [meeting]"),
            ("в кабинете 5", "in Кабинет 5, []"),
            ("Ivanov Nordic", "with LLC Ivanov & Sons, [Nordic]"),
            ("Plane Ivanov", "with LLC Ivanov & Sons, [Plane]"),
            ("in Ivanov", "with LLC Ivanov & Sons, [in]"),
            ("mail ivan@baikal", "[mail ivan@baikal]"),
        ]);
    }
}
