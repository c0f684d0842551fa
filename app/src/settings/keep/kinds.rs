//! Interaction kinds (S46 to S52).

use domain::id::KindId;
use domain::kind::{EventType, Kind};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::checklist::Checklist;
use super::{Kept, Line, Words, fits};
use crate::api::{Failure, keep_kind, kinds};
use crate::meeting::words::{kind_name, length};
use crate::state::clock::now;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::fields::{name_field, number_field, select_field, switch_field, text_field};
use crate::ui::icon::Icon;

impl Kept for Kind {
    type Beside = ();

    const ICON: Icon = Icon::KIND;

    fn words(locale: Locale) -> Words {
        Words {
            title: td_string!(locale, keeping.kinds),
            hint: td_string!(locale, keeping.kinds_hint),
            new: td_string!(locale, keeping.new_kind),
        }
    }

    async fn read(find: String) -> Result<(Vec<Self>, ()), Failure> {
        Ok((kinds().await?.into_iter().filter(|kind| fits(&kind.name, &find)).collect(), ()))
    }

    async fn keep(self) -> Result<(), Failure> {
        keep_kind(self).await.map(drop)
    }

    fn new() -> Self {
        Self {
            id: KindId::generate(now()),
            name: String::new(),
            predefined: None,
            purpose: String::new(),
            event_type: EventType::Internal,
            in_journal: false,
            default_minutes: 60,
            points: 0,
            checklist: Vec::new(),
            archived: false,
        }
    }

    fn line(&self, (): &(), locale: Locale) -> Line {
        let mut note = vec![length(locale, self.default_minutes)];
        if !self.checklist.is_empty() {
            note.push(td_string!(locale, keeping.items, count = self.checklist.len()));
        }
        let name = kind_name(locale, self.id, &self.name);
        Line { note: note.join(" · "), ..Line::of(self.id.0, &name, self.archived) }
    }

    fn set_archived(&mut self, archived: bool) {
        self.archived = archived;
    }

    fn fields(draft: RwSignal<Self>, (): ()) -> AnyView {
        let locale = locale();
        let name = if draft.with_untracked(|kind| kind.predefined.is_some()) {
            view! { <p class="hint">{text!(keeping.predefined_hint)}</p> }.into_any()
        } else {
            name_field(draft, text!(keeping.name), |kind| &mut kind.name)
        };
        let events = EVENTS.map(|event| (event_word(event).to_owned(), event_name(locale, event).to_owned()));
        view! {
            {name}
            {text_field(
                draft,
                "keep-purpose",
                text!(keeping.purpose),
                "text",
                None,
                |kind| kind.purpose.clone(),
                |kind, purpose| kind.purpose = purpose,
            )}
            {select_field(
                draft,
                "keep-event",
                text!(keeping.event_type),
                events.to_vec(),
                |kind| event_word(kind.event_type).to_owned(),
                |kind, word| {
                    if let Some(event) = EVENTS.into_iter().find(|event| event_word(*event) == word) {
                        kind.event_type = event;
                    }
                },
            )}
            <div class="field-row">
                {number_field(
                    draft,
                    "keep-minutes",
                    text!(keeping.default_minutes),
                    |kind| kind.default_minutes,
                    |kind, minutes| kind.default_minutes = minutes,
                )}
                {number_field(
                    draft,
                    "keep-points",
                    text!(keeping.points),
                    |kind| kind.points,
                    |kind, points| kind.points = points,
                )}
            </div>
            {switch_field(
                draft,
                text!(keeping.in_journal),
                |kind| kind.in_journal,
                |kind, in_journal| kind.in_journal = in_journal,
            )}
            <Checklist draft=draft />
        }
        .into_any()
    }
}

const EVENTS: [EventType; 4] = [EventType::Internal, EventType::External, EventType::Call, EventType::Other];

fn event_word(event: EventType) -> &'static str {
    match event {
        EventType::Internal => "internal",
        EventType::External => "external",
        EventType::Call => "call",
        EventType::Other => "other",
    }
}

fn event_name(locale: Locale, event: EventType) -> &'static str {
    match event {
        EventType::Internal => td_string!(locale, keeping.event_internal),
        EventType::External => td_string!(locale, keeping.event_external),
        EventType::Call => td_string!(locale, keeping.event_call),
        EventType::Other => td_string!(locale, keeping.event_other),
    }
}
