//! A client's card while it is open: what is known, what is being changed, and how it stays true.

use std::future::Future;

use domain::change::Revision;
use domain::client::{Address, Client, Contact, Interest};
use domain::id::{ClientId, MeetingId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use crate::api::{ClientCard, Failure, client_card, keep_client};
use crate::state::live::{News, use_live};
use crate::texts::{Locale, locale};
use crate::ui::later::Later;
use crate::ui::refusals::{Explain, use_explain};
use crate::ui::toast::{Toasts, Tone, use_toasts};

/// Copy it into event handlers.
#[derive(Clone, Copy)]
pub(super) struct Opened {
    pub id: ClientId,
    pub card: RwSignal<ClientCard>,
    /// What is in the dialog.
    asking: RwSignal<Option<Asking>>,
    toasts: Toasts,
    explain: StoredValue<Explain>,
    pub locale: Locale,
}

/// What can be changed, as it stands or new.
#[derive(Clone, PartialEq)]
pub(super) enum Asking {
    Client,
    Contact(Contact, Newness),
    Address(Address, Newness),
    Interest(Interest, Newness),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Newness {
    New,
    Known,
}

impl Opened {
    pub(super) fn new(card: ClientCard) -> Self {
        let revision = card.revision;
        let meetings = card.to_come.iter().map(|entry| entry.meeting).collect();
        let opened = Self {
            id: card.client.id,
            card: RwSignal::new(card),
            asking: RwSignal::new(None),
            toasts: use_toasts(),
            explain: StoredValue::new(use_explain()),
            locale: locale(),
        };
        opened.keep_true(revision, meetings);
        opened
    }

    pub(super) fn ask(self, what: Asking) {
        self.asking.set(Some(what));
    }

    pub(super) fn asked(self) -> Option<Asking> {
        self.asking.get()
    }

    pub(super) fn leave(self) {
        self.asking.set(None);
    }

    /// Something was saved: the dialog goes, and what stands here is read again.
    pub(super) async fn saved(self) {
        self.asking.try_set(None);
        self.read_again().await;
    }

    /// What is written down as of now, for whoever was too late to change it.
    pub(super) async fn now(self) -> Option<ClientCard> {
        self.read_again().await;
        self.card.try_get_untracked()
    }

    pub(super) async fn read_again(self) {
        // The card may have been left meanwhile; what cannot be read now is read with the next change.
        if let Ok(mut card) = client_card(self.id).await {
            self.card.try_update(|shown| {
                // Earlier meetings that were asked for stay.
                if shown.past.entries.len() > card.past.entries.len() {
                    let from = card.past.entries.len();
                    card.past.entries.extend(shown.past.entries.split_off(from));
                    card.past.next.clone_from(&shown.past.next);
                }
                *shown = card;
            });
        }
    }

    /// Does something with one press, and says what became of it.
    pub(super) fn act(
        self,
        act: impl Future<Output = Result<(), Failure>> + 'static,
        done: impl FnOnce() -> String + 'static,
    ) {
        spawn_local(async move {
            match act.await {
                Ok(()) => {
                    self.toasts.say(Tone::Done, done());
                    self.read_again().await;
                }
                Err(failure) => {
                    let why = self.explain.try_with_value(|explain| explain.failure(&failure).join(" "));
                    self.toasts.say(Tone::Error, why.unwrap_or_default());
                }
            }
        });
    }

    pub(super) fn archive(self, archived: bool) {
        let (locale, name) = (self.locale, self.card.with_untracked(|card| card.client.name.clone()));
        let act = self.once_more_if_too_late(move |card| {
            keep_client(Client { archived, ..card.client.clone() }, card.version, true)
        });
        self.act(act, move || said_of_archive(locale, &name, archived));
    }

    /// Does something to what stands here, and to what stands there now if somebody else was faster: one press says
    /// nothing of what they changed.
    pub(super) async fn once_more_if_too_late<T, Done: Future<Output = Result<T, Failure>>>(
        self,
        act: impl Fn(&ClientCard) -> Done,
    ) -> Result<(), Failure> {
        let done = act(&self.card.get_untracked()).await;
        if matches!(done, Err(Failure::Conflict { .. }))
            && let Some(card) = self.now().await
        {
            return act(&card).await.map(drop);
        }
        done.map(drop)
    }

    /// What others write down of the client, and what becomes of its meetings, stands here a moment later.
    fn keep_true(self, revision: Revision, to_come: Vec<MeetingId>) {
        let live = use_live();
        live.continue_from(revision);
        for meeting in to_come {
            live.watch_meeting(meeting);
        }
        let later = Later::default();
        live.listen(move |notice| {
            if self.card.with_untracked(|card| concerns(card, &notice.news)) {
                later.run(PAUSE, move || spawn_local(self.read_again()));
            }
        });
    }
}

/// Whether something of the client may be different now: what is written down of it, or a meeting with it. Of a meeting
/// that was not one with it before, the name of the client tells.
fn concerns(card: &ClientCard, news: &News) -> bool {
    let shown = |meeting| card.to_come.iter().chain(&card.past.entries).any(|entry| entry.meeting == meeting);
    match news {
        News::Directory | News::Reload => true,
        News::Gone { meeting } => shown(*meeting),
        News::Entry { entry } => {
            let with = entry.details.as_ref().and_then(|details| details.client.as_ref());
            shown(entry.meeting) || with == Some(&card.client.name)
        }
        _ => false,
    }
}

/// Milliseconds in which several changes are read together.
const PAUSE: u64 = 250;

pub(super) fn said_of_archive(locale: Locale, name: &str, archived: bool) -> String {
    if archived {
        td_string!(locale, keeping.was_archived, name = name)
    } else {
        td_string!(locale, keeping.was_restored, name = name)
    }
}
