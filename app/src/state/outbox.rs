//! Messages on their way: each is kept by the device until the server has it, so that none is lost by a broken
//! connection or a closed page, and its id lets none arrive twice.

use domain::id::MessageId;
use domain::journal::PlanKey;
use domain::journal::chat::{Saying, Spoken};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::live::{Line, use_live};
use crate::api::{Failure, say};
use crate::calendar::deliver;
use crate::session::session;
use crate::ui::later::Later;

/// What is on its way. Copy it into an event handler.
#[derive(Clone, Copy)]
pub struct Outbox {
    letters: RwSignal<Vec<Letter>>,
    delivered: RwSignal<Option<Spoken>>,
    busy: StoredValue<bool>,
    /// What the device kept is among the letters.
    #[cfg_attr(feature = "ssr", expect(dead_code, reason = "only a browser keeps letters"))]
    recalled: StoredValue<bool>,
    again: Later,
    /// Under which name the device keeps it: each person has their own.
    #[cfg_attr(feature = "ssr", expect(dead_code, reason = "only a browser keeps letters"))]
    name: StoredValue<String>,
}

/// A message that the server does not have yet, as far as is known here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    pub id: MessageId,
    pub plan: PlanKey,
    pub saying: Saying,
    /// Why the server did not take it; it is not sent again.
    #[serde(skip)]
    pub refused: Option<Failure>,
}

/// Milliseconds until the next attempt.
const PAUSE: u64 = 3_000;

/// Keeps and sends for as long as the frame of the screens stands.
pub fn provide_outbox() {
    let outbox = Outbox {
        letters: RwSignal::new(Vec::new()),
        delivered: RwSignal::new(None),
        busy: StoredValue::new(false),
        recalled: StoredValue::new(false),
        again: Later::default(),
        name: StoredValue::new(format!("daybook-outbox-{}", session().person.id)),
    };
    provide_context(outbox);
    let line = use_live().line();
    Effect::new(move |_| {
        if line.get() == Line::Open && outbox.holds_any() {
            spawn_local(deliver(outbox));
        }
    });
}

pub fn use_outbox() -> Outbox {
    expect_context()
}

impl Outbox {
    /// What is on its way to the conversation about a plan, in the order in which it was written.
    pub fn to(self, plan: PlanKey) -> Vec<Letter> {
        self.letters.with(|letters| letters.iter().filter(|letter| letter.plan == plan).cloned().collect())
    }

    /// The message that arrived last.
    pub fn delivered(self) -> ReadSignal<Option<Spoken>> {
        self.delivered.read_only()
    }

    /// Sends a message, now or as soon as the server can be reached.
    pub fn send(self, id: MessageId, plan: PlanKey, saying: Saying) {
        self.recall();
        self.letters.update(|letters| letters.push(Letter { id, plan, saying, refused: None }));
        self.keep();
        self.send_all();
    }

    /// Sends what the device has kept.
    pub(crate) fn deliver(self) {
        self.recall();
        self.send_all();
    }

    /// Gives up a message that the server did not take.
    pub fn discard(self, id: MessageId) {
        self.letters.update(|letters| letters.retain(|letter| letter.id != id));
        self.keep();
    }

    /// One after the other, so that they arrive in the order in which they were written.
    fn send_all(self) {
        if self.busy.try_get_value() != Some(false) {
            return;
        }
        let first =
            self.letters.with_untracked(|letters| letters.iter().find(|it| it.refused.is_none()).cloned());
        let Some(letter) = first else { return };
        self.busy.set_value(true);
        spawn_local(async move {
            let answer = say(letter.plan, letter.id, letter.saying).await;
            // The frame may be gone by now; the device still keeps the letter.
            if self.busy.try_update_value(|busy| *busy = false).is_none() {
                return;
            }
            match answer {
                Ok(spoken) => {
                    self.delivered.set(Some(spoken));
                    self.discard(letter.id);
                    self.send_all();
                }
                Err(Failure::Offline | Failure::Broken { .. } | Failure::SignedOut) => {
                    self.again.run(PAUSE, move || self.send_all());
                }
                Err(refused) => {
                    self.letters.update(|letters| {
                        for each in letters.iter_mut().filter(|each| each.id == letter.id) {
                            each.refused = Some(refused.clone());
                        }
                    });
                    self.send_all();
                }
            }
        });
    }

    #[cfg(not(feature = "ssr"))]
    fn keep(self) {
        let (Some(storage), Some(name)) = (storage(), self.name.try_get_value()) else { return };
        let kept = self.letters.with_untracked(serde_json::to_string);
        // A device without room sends all the same, as long as the page is open.
        let _ = match kept {
            Ok(text) if text != "[]" => storage.set_item(&name, &text),
            _ => storage.remove_item(&name),
        };
    }

    #[cfg(not(feature = "ssr"))]
    fn recall(self) {
        if self.recalled.try_update_value(|recalled| std::mem::replace(recalled, true)) != Some(false) {
            return;
        }
        let kept = self.kept().and_then(|text| serde_json::from_str::<Vec<Letter>>(&text).ok());
        if let Some(kept) = kept {
            self.letters.set(kept);
        }
    }

    #[cfg(not(feature = "ssr"))]
    fn kept(self) -> Option<String> {
        storage()?.get_item(&self.name.try_get_value()?).ok().flatten()
    }

    #[cfg(not(feature = "ssr"))]
    fn holds_any(self) -> bool {
        self.kept().is_some()
    }

    #[cfg(feature = "ssr")]
    fn keep(self) {}

    #[cfg(feature = "ssr")]
    fn recall(self) {}

    #[cfg(feature = "ssr")]
    fn holds_any(self) -> bool {
        false
    }
}

#[cfg(not(feature = "ssr"))]
fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
