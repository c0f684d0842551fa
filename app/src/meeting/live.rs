//! What others do to a meeting shows on its card at once.

use domain::change::{News, Revision};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::editing::Editing;
use crate::api::Failure;
use crate::state::live::use_live;

/// Keeps an open card true from the revision at which it was read. What is typed on it stays (see
/// [`Editing::read_again`]).
pub(super) fn keep_true(editing: Editing, read_at: Revision) {
    let live = use_live();
    live.watch_meeting(editing.id);
    live.continue_from(read_at);
    live.listen(move |notice| {
        let news = match notice.news {
            News::Entry { entry } => {
                entry.meeting == editing.id && editing.version().is_none_or(|seen| seen < entry.version)
            }
            // Gone from a calendar is not always gone for who looks at its card.
            News::Gone { meeting } => meeting == editing.id,
            News::Reload => true,
            News::Booked { .. } | News::Freed { .. } | News::Rooms | News::Directory | News::Nothing => false,
        };
        // What is being saved here is answered soon, and is no news.
        if news && !editing.saving.get_untracked() {
            spawn_local(async move {
                if editing.read_again().await == Err(Failure::Gone) {
                    // The card may have been left meanwhile.
                    editing.gone.try_set(true);
                }
            });
        }
    });
}
