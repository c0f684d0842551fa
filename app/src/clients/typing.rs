//! What is typed over something that others may change meanwhile: what they changed elsewhere is taken over, and where both
//! changed the same, it is told what stands there now. Nothing that is typed is lost.

use domain::change::Revision;
use domain::refusal::Field;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::opened::Opened;
use crate::api::{ClientCard, Failure};
use crate::ui::refusals::field_name;

/// Copy it into event handlers.
pub(super) struct Typing<T: 'static> {
    opened: Opened,
    /// What it is typed over, and the version of the client of which that is true.
    before: StoredValue<(T, Revision)>,
    /// What others have put there.
    pub meanwhile: RwSignal<Vec<String>>,
}

impl<T> Clone for Typing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Typing<T> {}

impl<T: Clone + Send + Sync + 'static> Typing<T> {
    pub(super) fn over(opened: Opened, shown: T) -> Self {
        let version = opened.card.with_untracked(|card| card.version);
        Self { opened, before: StoredValue::new((shown, version)), meanwhile: RwSignal::new(Vec::new()) }
    }

    /// Saves what is typed. Where somebody else was faster it is saved over what they left, unless both changed the same:
    /// then it is refused, and saving again puts it in the place of theirs.
    pub(super) async fn save<Kept, Sent: Future<Output = Result<Kept, Failure>>>(
        self,
        typed: RwSignal<T>,
        there: impl Fn(&ClientCard) -> Option<T>,
        follow: impl Fn(&mut T, &T, &T) -> Vec<Field>,
        words_of: impl Fn(&T, Field) -> String,
        send: impl Fn(T, Revision) -> Sent,
    ) -> Result<(), Failure> {
        let mut outcome = self.send(typed, &send).await;
        if matches!(outcome, Err(Failure::Conflict { .. }))
            && let Some(card) = self.opened.now().await
        {
            let before = self.before.get_value().0;
            // What is new here nobody else can have changed.
            let now = there(&card).unwrap_or_else(|| before.clone());
            let mut mine = typed.get_untracked();
            let apart = follow(&mut mine, &before, &now);
            typed.set(mine);
            let locale = self.opened.locale;
            let told = apart.into_iter().map(|field| {
                let (name, words) = (field_name(locale, field), words_of(&now, field));
                match words.as_str() {
                    "" => td_string!(locale, clients.empty_now, field = name),
                    words => td_string!(locale, clients.there_now, field = name, words = words),
                }
            });
            let told: Vec<_> = told.collect();
            self.before.set_value((now, card.version));
            if told.is_empty() {
                outcome = self.send(typed, &send).await;
            }
            self.meanwhile.set(told);
        }
        outcome?;
        self.opened.saved().await;
        Ok(())
    }

    async fn send<Kept, Sent: Future<Output = Result<Kept, Failure>>>(
        self,
        typed: RwSignal<T>,
        send: &impl Fn(T, Revision) -> Sent,
    ) -> Result<(), Failure> {
        send(typed.get_untracked(), self.before.get_value().1).await.map(drop)
    }
}
