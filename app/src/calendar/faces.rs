//! Whose calendars are shown, where they are not one's own alone: by which colour and which letters each is known.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use domain::calendar::Entry;
use domain::grid::day::minute_of;
use domain::id::PersonId;
use domain::meeting::Answer;
use domain::time::{Span, ZoneRules};
use litemap::LiteMap;

use crate::api::Member;
use crate::ui::avatar::initials;

/// The people whose calendars are shown, in their order; nobody where that is one's own alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Faces(Arc<Vec<Face>>);

/// One of them. That is all that is drawn of a person, so that faces that are equal look the same.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Face {
    pub person: PersonId,
    pub name: String,
    pub initials: String,
    /// Which of the colours for people (style/tokens.css).
    pub color: usize,
    member: Option<Member>,
}

/// How a meeting tells whose it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tint {
    pub color: usize,
    /// `None` where it stands in the band of its person, which says so.
    pub initials: Option<String>,
    pub names: String,
}

/// As many people can be told apart by colour; after them the colours come again, and the letters tell.
pub(super) const COLORS: usize = 10;

impl PartialEq for Faces {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Faces {
    /// `known` are those of whom it has been read who they are.
    pub(super) fn of(people: &[PersonId], known: &LiteMap<PersonId, Member>) -> Self {
        let face = |(index, person): (usize, &PersonId)| {
            let member = known.get(person);
            let name = member.map_or_else(|| "…".to_owned(), |member| member.name.clone());
            Face {
                person: *person,
                initials: initials(&name),
                name,
                color: index % COLORS,
                member: member.cloned(),
            }
        };
        Self(Arc::new(people.iter().enumerate().map(face).collect()))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Face> {
        self.0.iter()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Face> {
        self.0.get(index)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How a meeting is drawn: whose it is, and which answer shows. In a band that is its person's, else the viewer's
    /// own if they take part, else the surest of those shown. `None` where it is of nobody who is shown.
    ///
    /// What says nothing of whose it is, is the viewer's own.
    pub(super) fn tint(
        &self,
        entry: &Entry,
        band: Option<PersonId>,
        me: PersonId,
    ) -> Option<(Option<Tint>, Option<Answer>)> {
        let mine = entry.details.as_ref().and_then(|details| details.my_answer).map(|mine| mine.answer);
        if self.is_empty() {
            return Some((None, mine));
        }
        let stands = |face: &Face| {
            if entry.of.is_empty() {
                (face.person == me).then_some(mine.unwrap_or(Answer::Accepted))
            } else {
                entry.of.iter().find(|each| each.person == face.person).map(|each| each.answer)
            }
        };
        let asked = self.iter().filter(|face| band.is_none_or(|band| face.person == band));
        let mut there: Vec<(&Face, Answer)> = asked.filter_map(|face| Some((face, stands(face)?))).collect();
        // Whose it is for certain gives the colour.
        there.sort_by_key(|(_, answer)| rank(*answer));
        let (first, surest) = *there.first()?;
        there.sort_by_key(|(face, _)| self.iter().position(|each| each.person == face.person));
        let letters: Vec<&str> = there.iter().map(|(face, _)| face.initials.as_str()).collect();
        let names: Vec<&str> = there.iter().map(|(face, _)| face.name.as_str()).collect();
        let tint = Tint {
            color: first.color,
            initials: band.is_none().then(|| short(&letters)),
            names: names.join(", "),
        };
        let answer = if band.is_none() { mine.or(Some(surest)) } else { Some(surest) };
        Some((Some(tint), answer))
    }
}

/// The surest first.
fn rank(answer: Answer) -> u8 {
    match answer {
        Answer::Accepted => 0,
        Answer::Maybe => 1,
        Answer::Declined => 2,
    }
}

/// As many letters as there is room for, and how many more there are.
fn short(letters: &[&str]) -> String {
    match letters {
        [shown @ .., _] if letters.len() > MOST_LETTERS => {
            let rest = letters.len() - MOST_LETTERS;
            format!("{} +{rest}", shown[..MOST_LETTERS].join(" "))
        }
        letters => letters.join(" "),
    }
}

const MOST_LETTERS: usize = 3;

impl Face {
    /// When this person works on a date of the viewer's clock, in minutes of that date; `None` on a day off. Of two
    /// days of theirs that fall on it, the longer piece.
    pub(super) fn works(&self, date: NaiveDate, rules: &ZoneRules) -> Option<(u16, u16)> {
        let member = self.member.as_ref()?;
        let theirs = member.rules.as_ref().unwrap_or(rules);
        let day = rules.day(date);
        let days = [date.pred_opt()?, date, date.checked_add_days(Days::new(1))?];
        let pieces = days.into_iter().filter_map(|day_of_theirs| {
            let hours = member.hours.on(day_of_theirs)?;
            let at = |time| theirs.instant(day_of_theirs.and_time(time));
            let (start, end) = (at(hours.start).max(day.start()), at(hours.end).min(day.end()));
            Span::new(start, end)
        });
        let longest = pieces.max_by_key(Span::length)?;
        let end = rules.wall(longest.end());
        let end = if end.date() > date { domain::grid::day::DAY_MINUTES } else { minute_of(end.time()) };
        Some((minute_of(rules.wall(longest.start()).time()), end))
    }
}

#[cfg(test)]
mod tests {
    use domain::availability::WorkingHours;
    use domain::calendar::{Attends, Takes};
    use domain::change::Revision;
    use domain::id::MeetingId;
    use domain::time::ZoneName;
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn faces(rules: Option<ZoneRules>) -> Faces {
        let names = [(1, "Anna Petrova"), (2, "Boris Orlov"), (3, "Vera Belova"), (4, "Gleb Sedov")];
        let known = names.map(|(number, name)| {
            let (id, hours, rules) = (person(number), WorkingHours::default(), rules.clone());
            (id, Member { id, name: name.to_owned(), hours, rules })
        });
        Faces::of(&[1, 2, 3, 4].map(person), &known.into_iter().collect())
    }

    fn busy(of: &[(u128, Answer)]) -> Entry {
        Entry {
            meeting: MeetingId(Uuid::from_u128(9)),
            version: Revision(1),
            takes: Takes::Days { first: "2026-11-24".parse().unwrap(), days: 1 },
            details: None,
            of: of
                .iter()
                .map(|(number, answer)| Attends { person: person(*number), answer: *answer })
                .collect(),
        }
    }

    #[test]
    fn a_meeting_tells_whose_it_is_by_letters_and_colour() {
        let (tint, answer) =
            faces(None).tint(&busy(&[(2, Answer::Maybe), (3, Answer::Accepted)]), None, person(1)).unwrap();
        let tint = tint.unwrap();
        assert_eq!((tint.color, tint.initials.as_deref()), (2, Some("BO VB")));
        assert_eq!((tint.names.as_str(), answer), ("Boris Orlov, Vera Belova", Some(Answer::Accepted)));
    }

    #[test]
    fn in_the_band_of_a_person_their_answer_shows() {
        let entry = busy(&[(2, Answer::Maybe), (3, Answer::Accepted)]);
        let band = |number| faces(None).tint(&entry, Some(person(number)), person(1));
        let (tint, answer) = band(2).unwrap();
        assert_eq!((tint.unwrap().initials, answer), (None, Some(Answer::Maybe)));
        assert_eq!(band(4), None);
        assert!(faces(None).tint(&busy(&[]), Some(person(1)), person(1)).is_some(), "it is the viewer's own");
    }

    #[test]
    fn of_many_only_some_are_spelled_out() {
        let all = [1, 2, 3, 4].map(|number| (number, Answer::Accepted));
        let (tint, _) = faces(None).tint(&busy(&all), None, person(1)).unwrap();
        assert_eq!(tint.unwrap().initials.as_deref(), Some("AP BO VB +1"));
    }

    #[test]
    fn who_works_by_another_clock_works_then_on_this_grid() {
        let kolkata = ZoneRules::new(ZoneName("Asia/Kolkata".into()), 19_800, Vec::new());
        let date = "2026-11-24".parse().unwrap();
        let here = ZoneRules::utc();
        assert_eq!(faces(None).get(0).unwrap().works(date, &here), Some((540, 1_080)));
        assert_eq!(faces(Some(kolkata)).get(0).unwrap().works(date, &here), Some((210, 750)));
        let saturday = "2026-11-28".parse().unwrap();
        assert_eq!(faces(None).get(0).unwrap().works(saturday, &here), None);
    }
}
