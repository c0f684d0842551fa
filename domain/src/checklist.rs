//! What is to be done at a meeting, item by item (чек-лист; S42 to S44, S53, S54, D22).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::id::{AttachmentId, PersonId, TemplateItemId};
use crate::kind::TemplateItem;
use crate::number::Number;

/// A line of a meeting's checklist. It is what the kind's template said when the meeting was planned or its kind
/// chosen: a template that changes later leaves it as it is (S53).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChecklistItem {
    pub id: TemplateItemId,
    pub text: String,
    /// Whether the meeting cannot be closed without it (S54).
    pub mandatory: bool,
    pub asks: Asks,
    /// It was done while the meeting was of another kind. It stays on record, and nothing is asked of it any more.
    pub former: bool,
    /// `None` until it is done.
    pub done: Option<Done>,
}

/// What an item is done with (D22).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    #[default]
    Tick,
    Number,
    Text,
    /// One of the meeting's files.
    Photo,
}

/// Who did an item, when, and what they noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {
    pub by: PersonId,
    pub at: DateTime<Utc>,
    /// Nothing for a mere tick.
    pub note: Option<Note>,
}

/// What is noted with an item: a number or a text in JSON, or `{"attachment": id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Note {
    Number(Number),
    Text(String),
    Photo { attachment: AttachmentId },
}

impl Asks {
    /// What is kept of a note, if it is what the item is done with: its text without blanks around it. A photo is one
    /// of the meeting's `files`.
    pub(crate) fn accepts(
        self,
        note: Option<Note>,
        files: &[Attachment],
    ) -> Result<Option<Note>, NotAccepted> {
        match (self, note) {
            (Self::Tick, None) => Ok(None),
            (Self::Number, Some(note @ Note::Number(_))) => Ok(Some(note)),
            (Self::Text, Some(Note::Text(text))) if !text.trim().is_empty() => {
                Ok(Some(Note::Text(text.trim().to_owned())))
            }
            (Self::Photo, Some(Note::Photo { attachment }))
                if files.iter().any(|file| file.id == attachment && file.is_picture()) =>
            {
                Ok(Some(Note::Photo { attachment }))
            }
            _ => Err(NotAccepted),
        }
    }
}

/// The item is done with something else.
#[derive(Debug)]
pub(crate) struct NotAccepted;

/// The checklist of a new meeting.
pub(crate) fn laid_out(template: &[TemplateItem]) -> Vec<ChecklistItem> {
    template
        .iter()
        .map(|TemplateItem { id, text, mandatory, asks }| ChecklistItem {
            id: *id,
            text: text.clone(),
            mandatory: *mandatory,
            asks: *asks,
            former: false,
            done: None,
        })
        .collect()
}

/// The checklist of a meeting whose kind changes. What both lists have stays done; what was done and is not on
/// the new list is kept on record behind it.
pub(crate) fn laid_out_anew(before: Vec<ChecklistItem>, template: &[TemplateItem]) -> Vec<ChecklistItem> {
    let mut list = laid_out(template);
    for item in before.into_iter().filter(|item| item.done.is_some()) {
        match list.iter_mut().find(|new| new.id == item.id) {
            Some(new) => new.done = item.done,
            None => list.push(ChecklistItem { former: true, ..item }),
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meeting::stories::{AGENDA, ANNA, DECISIONS, HEADS, checklist};

    fn done(note: Option<Note>) -> Option<Done> {
        Some(Done { by: ANNA, at: DateTime::UNIX_EPOCH, note })
    }

    #[test]
    fn another_kind_brings_its_own_list_and_loses_nothing_that_was_done() {
        let mut before = laid_out(&checklist());
        before[0].done = done(None);
        before[1].done = done(Some(Note::Text("Buy".into())));
        let other = TemplateItem { mandatory: false, ..checklist().remove(1) };
        let list = laid_out_anew(before, &[other]);
        let told: Vec<_> = list.iter().map(|item| (item.id, item.former, item.done.is_some())).collect();
        assert_eq!(told, [(DECISIONS, false, true), (AGENDA, true, true)]);
        let back = laid_out_anew(list, &checklist());
        let told: Vec<_> = back.iter().map(|item| (item.id, item.former, item.done.is_some())).collect();
        assert_eq!(told, [(AGENDA, false, true), (DECISIONS, false, true), (HEADS, false, false)]);
    }

    #[test]
    fn an_item_is_done_with_what_it_asks_for() {
        let (number, text) = (Note::Number(Number::of(2.5).unwrap()), Note::Text(" Yes ".into()));
        assert_eq!(Asks::Text.accepts(Some(text.clone()), &[]).unwrap(), Some(Note::Text("Yes".into())));
        assert_eq!(Asks::Number.accepts(Some(number.clone()), &[]).unwrap(), Some(number.clone()));
        assert!(Asks::Tick.accepts(None, &[]).is_ok());
        let blank = Some(Note::Text("  ".into()));
        let wrong = [
            (Asks::Tick, Some(number)),
            (Asks::Number, Some(text)),
            (Asks::Number, None),
            (Asks::Text, None),
            (Asks::Text, blank),
        ];
        for (asks, note) in wrong {
            assert!(asks.accepts(note, &[]).is_err(), "{asks:?}");
        }
    }

    #[test]
    fn a_photo_is_a_picture_of_the_meeting() {
        let picture = |id, media_type: &str| Attachment {
            id: AttachmentId(uuid::Uuid::from_u128(id)),
            name: "Shelf".to_owned(),
            media_type: media_type.to_owned(),
            bytes: 5,
            content: "0".repeat(64),
            added_by: ANNA,
            added_at: DateTime::UNIX_EPOCH,
        };
        let files = [picture(1, "image/jpeg"), picture(2, "text/html")];
        let accepted = [1, 2, 3].map(|id| {
            let note = Note::Photo { attachment: AttachmentId(uuid::Uuid::from_u128(id)) };
            Asks::Photo.accepts(Some(note), &files).is_ok()
        });
        assert_eq!(accepted, [true, false, false]);
        assert!(Asks::Photo.accepts(Some(Note::Text("shelf.jpg".into())), &files).is_err());
    }

    #[test]
    fn a_note_is_a_number_or_a_text_in_json() {
        let read = |json| serde_json::from_str::<Note>(json).unwrap();
        assert_eq!(
            (read("3"), read("\"3\"")),
            (Note::Number(Number::of(3.0).unwrap()), Note::Text("3".into()))
        );
        assert_eq!(Number::of(f64::NAN), None);
    }
}
