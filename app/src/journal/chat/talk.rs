//! What a conversation holds while it is open.

use std::time::Duration;

use domain::change::{News, Revision};
use domain::id::{MeetingId, MessageId, Named, PersonId};
use domain::journal::PlanKey;
use domain::journal::chat::{Anchor, Conversation, Saying, Spoken, Suggested};
use domain::time::When;
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{conversation, read_conversation};
use crate::session::session;
use crate::state::live::{Live, use_live};
use crate::state::outbox::{Outbox, use_outbox};
use crate::state::unread::{Unread, use_unread};
use crate::ui::later::Later;

/// An open conversation. Copy it into an event handler.
#[derive(Clone, Copy)]
pub(crate) struct Talk {
    pub plan: PlanKey,
    pub me: PersonId,
    /// By their place in the conversation.
    pub spoken: RwSignal<Vec<Spoken>>,
    pub earlier: RwSignal<Option<Revision>>,
    /// Up to where it had been read when it was opened.
    pub read: Revision,
    /// Who may read it and can be mentioned.
    pub audience: StoredValue<Vec<Named<PersonId>>>,
    pub present: RwSignal<Vec<Named<PersonId>>>,
    pub typing: RwSignal<Option<Named<PersonId>>>,
    /// What is being written.
    pub draft: RwSignal<Draft>,
    /// A change that is being suggested.
    pub suggesting: RwSignal<Option<Suggesting>>,
    pub field: NodeRef<Textarea>,
    pub outbox: Outbox,
    live: Live,
    unread: Unread,
    later: Later,
    loading: StoredValue<bool>,
    /// Counts who writes, so that the last one stays.
    typed: StoredValue<u32>,
}

/// A message as far as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Draft {
    pub text: String,
    pub anchor: Option<Anchor>,
    /// Which message it answers, and whose that is.
    pub thread: Option<(MessageId, String)>,
    pub suggestion: Option<Suggested>,
    /// The message that it puts into other words.
    pub edits: Option<MessageId>,
}

/// The form of a suggested change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Suggesting {
    Move { meeting: MeetingId, subject: String, when: When },
    Visit,
}

impl Talk {
    pub(crate) fn new(first: Conversation) -> Self {
        let Conversation { plan, messages, earlier, read, audience, .. } = first;
        Self {
            plan,
            me: session().person.id,
            spoken: RwSignal::new(messages),
            earlier: RwSignal::new(earlier),
            read,
            audience: StoredValue::new(audience),
            present: RwSignal::new(Vec::new()),
            typing: RwSignal::new(None),
            draft: RwSignal::new(Draft::default()),
            suggesting: RwSignal::new(None),
            field: NodeRef::new(),
            outbox: use_outbox(),
            live: use_live(),
            unread: use_unread(),
            later: Later::default(),
            loading: StoredValue::new(false),
            typed: StoredValue::new(0),
        }
    }

    /// Keeps the conversation true as long as it is shown.
    pub(super) fn follow(self) {
        self.live.watch_chat(self.plan);
        self.live.listen(move |notice| match notice.news {
            News::Message { plan, spoken } if plan == self.plan => match spoken.read() {
                Ok(spoken) => self.hear(spoken),
                Err(_) => self.read_again(),
            },
            News::Present { plan, people } if plan == self.plan => self.present.set(people),
            News::Typing { plan, person } if plan == self.plan => self.show_typing(person),
            News::Reload => self.read_again(),
            _ => {}
        });
        let delivered = self.outbox.delivered();
        Effect::new(move |_| {
            if let Some(spoken) = delivered.get().filter(|spoken| spoken.message.plan == self.plan) {
                self.hear(spoken);
            }
        });
        // Whoever has it open, and comes back to it, reads it.
        #[cfg(not(feature = "ssr"))]
        {
            let focus = window_event_listener(leptos::ev::focus, move |_| {
                let last = self.spoken.try_with_untracked(|spoken| spoken.last().map(|it| it.message.posted));
                if let Some(last) = last.flatten() {
                    self.note_read(last);
                }
            });
            on_cleanup(move || focus.remove());
        }
        Effect::new(move |_| {
            let last = self.spoken.with(|spoken| spoken.last().map(|spoken| spoken.message.posted));
            if let Some(last) = last {
                self.later.run(400, move || self.note_read(last));
            }
        });
    }

    /// Takes a message in as it stands now.
    pub(crate) fn hear(self, new: Spoken) {
        if self.typing.with_untracked(|typing| typing.as_ref().is_some_and(|it| it.id == new.message.author))
        {
            self.typing.set(None);
        }
        self.spoken.update(|spoken| merge(spoken, new));
    }

    /// Reads what is before the oldest message that is shown.
    pub(super) fn read_earlier(self) {
        let Some(before) = self.earlier.get_untracked() else { return };
        if self.loading.get_value() {
            return;
        }
        self.loading.set_value(true);
        spawn_local(async move {
            let part = conversation(self.plan, Some(before)).await;
            // The conversation may have been left meanwhile.
            if self.loading.try_update_value(|loading| *loading = false).is_none() {
                return;
            }
            if let Ok(part) = part {
                self.spoken.update(|spoken| {
                    for each in part.messages {
                        merge(spoken, each);
                    }
                });
                self.earlier.set(part.earlier);
            }
        });
    }

    fn read_again(self) {
        spawn_local(async move {
            if let Ok(newest) = conversation(self.plan, None).await {
                self.spoken.try_update(|spoken| {
                    // Where a gap may be, what is before it is read again when it is asked for.
                    let first = newest.messages.first().map(|first| first.message.posted);
                    let joins = spoken.last().map(|last| last.message.posted) >= first;
                    if !joins {
                        spoken.clear();
                    }
                    for each in newest.messages {
                        merge(spoken, each);
                    }
                    joins
                });
                if self.spoken.try_with_untracked(Vec::len).is_some_and(|count| count <= 50) {
                    self.earlier.try_set(newest.earlier);
                }
            }
        });
    }

    fn note_read(self, last: Revision) {
        let visible = document().visibility_state() == web_sys::VisibilityState::Visible;
        if last <= self.read || !visible {
            return;
        }
        let (plan, unread) = (self.plan, self.unread);
        spawn_local(async move {
            if read_conversation(plan, last).await.is_ok() {
                unread.count_again();
            }
        });
    }

    fn show_typing(self, person: Named<PersonId>) {
        let number = self.typed.get_value() + 1;
        self.typed.set_value(number);
        self.typing.set(Some(person));
        let stop = move || {
            if self.typed.try_get_value() == Some(number) {
                self.typing.try_set(None);
            }
        };
        set_timeout(stop, TYPING_SHOWS);
    }

    /// Tells the others that something is being written.
    pub(super) fn tell_typing(self) {
        self.live.type_in(self.plan);
    }

    /// Begins to write, about something.
    pub(crate) fn begin(self, anchor: Option<Anchor>) {
        self.draft.update(|draft| draft.anchor = anchor);
        self.focus();
    }

    pub(crate) fn suggest_move(self, meeting: MeetingId, subject: String, when: Option<When>) {
        if let Some(when) = when {
            self.suggesting.set(Some(Suggesting::Move { meeting, subject, when }));
        }
    }

    pub(crate) fn suggest_cancel(self, meeting: MeetingId, _subject: String) {
        self.draft.update(|draft| {
            draft.anchor = Some(Anchor::Meeting(meeting));
            draft.suggestion = Some(Suggested::Cancel { meeting });
        });
        self.focus();
    }

    pub(super) fn focus(self) {
        if let Some(field) = self.field.get_untracked() {
            // A field that cannot take the focus leaves it where it is.
            let _ = field.focus();
        }
    }

    /// Sends what is written; says nothing when nothing is.
    pub(super) fn send(self, mentioned: impl Fn(&str) -> Vec<PersonId>) {
        let draft = self.draft.get_untracked();
        let text = draft.text.trim().to_owned();
        if text.is_empty() && draft.suggestion.is_none() {
            return;
        }
        let saying = Saying {
            mentions: mentioned(&text).into_iter().collect(),
            text,
            anchor: draft.anchor,
            thread: draft.thread.map(|(thread, _)| thread),
            suggestion: draft.suggestion,
        };
        self.draft.set(Draft::default());
        self.outbox.send(MessageId::generate(crate::state::clock::now()), self.plan, saying);
    }
}

/// How long somebody is shown as writing after a sign of it.
const TYPING_SHOWS: Duration = Duration::from_secs(5);

/// Puts a message where it belongs; an older state of it changes nothing.
fn merge(spoken: &mut Vec<Spoken>, new: Spoken) {
    match spoken.binary_search_by_key(&new.message.posted, |it| it.message.posted) {
        Ok(place) if spoken[place].message.version <= new.message.version => spoken[place] = new,
        Ok(_) => {}
        Err(place) => spoken.insert(place, new),
    }
}
