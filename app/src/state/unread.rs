//! How many messages wait to be read in the conversations that one follows.

use domain::change::News;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::live::use_live;
use crate::api::unread;
use crate::ui::later::Later;

/// Counts what is unread. Copy it into an event handler.
#[derive(Clone, Copy)]
pub struct Unread {
    count: RwSignal<u32>,
    later: Later,
}

/// Counts for as long as the frame of the screens stands.
pub fn provide_unread() {
    let unread = Unread { count: RwSignal::new(0), later: Later::default() };
    provide_context(unread);
    use_live().listen(move |notice| {
        if matches!(notice.news, News::Plan { .. } | News::Message { .. } | News::Reload) {
            unread.count_again();
        }
    });
    Effect::new(move |_| unread.count_again());
}

pub fn use_unread() -> Unread {
    expect_context()
}

impl Unread {
    pub fn count(self) -> ReadSignal<u32> {
        self.count.read_only()
    }

    /// Asks the server, once for several reasons to.
    pub fn count_again(self) {
        self.later.run(300, move || {
            spawn_local(async move {
                if let Ok(conversations) = unread().await {
                    // The frame may be gone.
                    self.count.try_set(conversations.iter().map(|it| it.messages).sum());
                }
            });
        });
    }
}
