//! What was said, day by day, threads under their first message.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::change::Revision;
use domain::id::MessageId;
use domain::journal::PlanSheet;
use domain::journal::chat::Spoken;
use leptos::html::Div;
use leptos::prelude::*;

use super::message::{Waiting, Words};
use super::talk::Talk;
use crate::text;

/// A row of the conversation.
#[derive(Clone, Debug, PartialEq)]
enum Row {
    Day(NaiveDate),
    /// What follows was not read when the conversation was opened.
    New,
    Said(Box<Spoken>),
}

/// What makes a row another one.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Day(NaiveDate),
    New,
    Said(MessageId, Revision),
}

impl Row {
    fn key(&self) -> Key {
        match self {
            Self::Day(date) => Key::Day(*date),
            Self::New => Key::New,
            // A meeting that was changed shows on its card too.
            Self::Said(spoken) => Key::Said(spoken.message.id, spoken.message.version),
        }
    }
}

#[component]
pub(super) fn Log(talk: Talk, sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let words = StoredValue::new(super::super::words::use_words());
    let rows = Memo::new(move |_| {
        talk.spoken.with(|spoken| words.with_value(|words| rows(spoken, talk, |at| words.rules.date(at))))
    });
    let (log, empty, earlier, new) = (
        NodeRef::<Div>::new(),
        text!(journal.chat_empty),
        text!(journal.earlier),
        text!(journal.unread_from_here),
    );
    // The newest stays in sight as long as nobody has gone back.
    Effect::new(move |before: Option<Option<Revision>>| {
        let last = talk.spoken.with(|spoken| spoken.last().map(|spoken| spoken.message.posted));
        let waiting = talk.outbox.to(talk.plan).len();
        if let Some(log) = log.get() {
            let near = log.scroll_height() - log.scroll_top() - log.client_height() < NEAR;
            if near || before.is_none() || waiting > 0 {
                request_animation_frame(move || log.set_scroll_top(log.scroll_height()));
            }
        }
        last
    });
    let waiting = Memo::new(move |_| talk.outbox.to(talk.plan));
    view! {
        <div class="chat-log" node_ref=log role="log" aria-label=text!(journal.chat) tabindex="0">
            <Show when=move || talk.earlier.get().is_some()>
                <button type="button" class="button small quiet" on:click=move |_| talk.read_earlier()>
                    {earlier}
                </button>
            </Show>
            {move || {
                let nothing = talk.spoken.read().is_empty() && waiting.read().is_empty();
                nothing.then(|| view! { <p class="hint chat-empty">{empty}</p> })
            }}
            <For each=move || rows.get() key=Row::key let:row>
                {match row {
                    Row::Day(date) => {
                        let day = words.with_value(|words| words.day(date));
                        view! {
                            <p class="chat-day">
                                <span>{day}</span>
                            </p>
                        }
                            .into_any()
                    }
                    Row::New => {
                        view! {
                            <p class="chat-day" data-new="">
                                <span>{new}</span>
                            </p>
                        }
                            .into_any()
                    }
                    Row::Said(spoken) => view! { <Words spoken=*spoken talk=talk sheet=sheet /> }.into_any(),
                }}
            </For>
            <For each=move || waiting.get() key=|letter| (letter.id, letter.refused.is_some()) let:letter>
                <Waiting letter=letter talk=talk />
            </For>
        </div>
    }
}

/// Pixels from the end that still count as being there.
const NEAR: i32 = 160;

fn rows(
    spoken: &[Spoken],
    talk: Talk,
    date: impl Fn(chrono::DateTime<chrono::Utc>) -> NaiveDate,
) -> Vec<Row> {
    let mut answers: BTreeMap<MessageId, Vec<&Spoken>> = BTreeMap::new();
    let known = |id: MessageId| spoken.iter().any(|it| it.message.id == id);
    let root_of = |it: &Spoken| it.message.thread.filter(|thread| known(*thread));
    for each in spoken {
        if let Some(root) = root_of(each) {
            answers.entry(root).or_default().push(each);
        }
    }
    let (mut rows, mut day, mut all_read) = (Vec::new(), None, true);
    for each in spoken.iter().filter(|each| root_of(each).is_none()) {
        let said_on = date(each.message.at);
        if day.replace(said_on) != Some(said_on) {
            rows.push(Row::Day(said_on));
        }
        let unread = each.message.posted > talk.read && each.message.author != talk.me;
        if unread && all_read && talk.read != Revision::default() {
            all_read = false;
            rows.push(Row::New);
        }
        rows.push(Row::Said(Box::new(each.clone())));
        for answer in answers.remove(&each.message.id).into_iter().flatten() {
            rows.push(Row::Said(Box::new(answer.clone())));
        }
    }
    rows
}
