//! A meeting typed in one line: what was understood of it stands below the line, and the form takes it over.

use chrono::NaiveDate;
use domain::calendar::Takes;
use domain::id::{ClientId, PlaceId};
use domain::shorthand::{Piece, Sense};
use domain::time::{Recurrence, Rule, WeekStart};
use leptos::prelude::*;

use super::desk::{Asked, Desk, Length};
use crate::api::{Understood, understand};
use crate::meeting::schedule_words;
use crate::session::session;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::latest::{Latest, PAUSE};

/// What the line of the short form means. Copy it into an event handler.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    desk: Desk,
    pub line: RwSignal<String>,
    understood: RwSignal<Option<Understood>>,
    /// The line that it was understood of.
    known: StoredValue<String>,
    /// What the form had before anything was typed: to it one comes back where a word is taken out again.
    before: StoredValue<Option<Asked>>,
    week_start: WeekStart,
    latest: Latest,
}

pub(super) fn use_typed(desk: Desk) -> Typed {
    Typed {
        desk,
        line: RwSignal::new(String::new()),
        understood: RwSignal::new(None),
        known: StoredValue::new(String::new()),
        before: StoredValue::new(None),
        week_start: session().week_start,
        latest: Latest::default(),
    }
}

impl Typed {
    /// Takes over what is typed, and what it means as soon as that is known.
    pub(super) fn type_in(self, line: String) {
        self.line.set(line);
        self.latest.ask(PAUSE, move || self.settle(), |()| ());
    }

    /// Asks what the line means, unless that is known.
    pub(super) async fn settle(self) {
        let Some(line) = self.line.try_get_untracked() else { return };
        if self.known.try_get_value().is_none_or(|known| known == line) {
            return;
        }
        let Some(chosen) = self.chosen() else { return };
        // What cannot be asked now is a subject like any other.
        let Ok(understood) = understand(line.clone(), chosen).await else { return };
        if self.line.try_with_untracked(|now| *now == line) == Some(true) {
            self.known.set_value(line);
            self.take_over(understood);
        }
    }

    /// What the meeting is to be called. A line that says everything else but that is called by its client.
    pub(super) fn subject(self) -> String {
        let line = self.line.get();
        self.understood.with(|understood| match understood {
            Some(Understood { reading, client, .. }) if !reading.pieces.is_empty() => {
                match (client, reading.subject.trim()) {
                    (Some(client), "") => client.name.clone(),
                    (_, subject) => subject.to_owned(),
                }
            }
            _ => line,
        })
    }

    pub(super) fn client(self) -> Option<ClientId> {
        self.understood.with(|understood| understood.as_ref()?.reading.client)
    }

    pub(super) fn place(self) -> Option<PlaceId> {
        self.understood.with(|understood| understood.as_ref()?.reading.place)
    }

    /// How it recurs. Where the form has another day than the line says, the rule moves along.
    pub(super) fn rule(self) -> Option<Rule> {
        let (rule, first) = self.understood.with(|understood| {
            let reading = &understood.as_ref()?.reading;
            Some((reading.recurrence.clone()?, reading.date?))
        })?;
        let rule = Rule { week_start: self.week_start, ..rule };
        let now = self.desk.quick.get().map_or(first, |asked| self.day_of(asked));
        Some(Recurrence::of(rule).moved(first, now).rule)
    }

    /// The day that the form had before anything was typed.
    fn chosen(self) -> Option<NaiveDate> {
        let asked = self.before.try_get_value()?.or_else(|| self.desk.quick.try_get_untracked().flatten());
        asked.map(|asked| self.day_of(asked))
    }

    fn day_of(self, asked: Asked) -> NaiveDate {
        match asked.takes {
            Takes::Time { span } => self.desk.words.with_value(|words| words.rules().date(span.start())),
            Takes::Days { first, .. } => first,
        }
    }

    /// The time follows the line, unless the line says nothing new of it.
    fn take_over(self, understood: Understood) {
        let new = understood.reading;
        let (date, time, length) = (new.date, new.time, new.length);
        let old = self.understood.with_untracked(|old| {
            old.as_ref().map(|old| (old.reading.date, old.reading.time, old.reading.length))
        });
        if old.unwrap_or_default() != (date, time, length)
            && let Some(asked) = self.desk.quick.get_untracked()
        {
            let before = self.before.get_value().unwrap_or(asked);
            self.before.set_value(Some(before));
            let takes = self.desk.words.with_value(|words| new.takes(before.takes, words.rules()));
            let length = if length.is_some() { Length::Drawn } else { before.length };
            self.desk.quick.set(Some(Asked { takes, length, ..asked }));
        }
        self.understood.set(Some(Understood { reading: new, ..understood }));
    }

    /// Puts a piece in quotes: from then on it is part of the subject.
    fn quote(self, piece: &Piece) {
        let line = self.line.get_untracked();
        let parts =
            (line.get(..piece.range.start), line.get(piece.range.clone()), line.get(piece.range.end..));
        if let (Some(before), Some(words), Some(after)) = parts {
            self.type_in(format!("{before}\"{words}\"{after}"));
        }
    }
}

/// What was understood; each can be given back to the subject.
#[component]
pub(super) fn UnderstoodList(typed: Typed) -> impl IntoView {
    let (label, give_back) = (text!(calendar.understood), text!(calendar.give_back));
    let (locale, dates) = (locale(), use_dates());
    let chips = move || {
        let Some(understood) = typed.understood.get() else { return ().into_any() };
        let Understood { reading, client, place } = understood;
        let line = typed.line.get();
        let rule = typed.rule().map(|rule| schedule_words::rule(locale, &dates, &rule));
        let whole_rule = reading.pieces.iter().position(|piece| piece.sense == Sense::Recurrence);
        let chip = |(at, piece): (usize, Piece)| {
            let words = line.get(piece.range.clone())?.to_owned();
            let (icon, text) = match piece.sense {
                Sense::Client => (Icon::CLIENT, client.as_ref()?.name.clone()),
                Sense::Place => (Icon::PLACE, place.as_ref()?.name.clone()),
                // Until when is part of the rule, and can be given back alone.
                Sense::Recurrence if Some(at) == whole_rule => (Icon::RECURRING, rule.clone()?),
                Sense::Recurrence => (Icon::RECURRING, words),
                Sense::Day | Sense::Days | Sense::Time | Sense::Hours | Sense::Moment | Sense::Length => {
                    (Icon::CLOCK, words)
                }
            };
            Some(view! {
                <li class="understood-piece">
                    <Glyph icon=icon />
                    <span>{text.clone()}</span>
                    <button
                        type="button"
                        class="understood-back"
                        aria-label=format!("{give_back}: {text}")
                        on:click=move |_| typed.quote(&piece)
                    >
                        <Glyph icon=Icon::CLOSE />
                    </button>
                </li>
            })
        };
        let chips: Vec<_> = reading.pieces.into_iter().enumerate().filter_map(chip).collect();
        if chips.is_empty() {
            return ().into_any();
        }
        view! {
            <ul class="understood" aria-label=label>
                {chips}
            </ul>
        }
        .into_any()
    };
    view! { <div aria-live="polite">{chips}</div> }
}
