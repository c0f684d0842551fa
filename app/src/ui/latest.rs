//! Asking about what somebody goes on changing.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

/// Asks once for several changes, and hears no answer but that to the last question. Copy it into event handlers.
#[derive(Clone, Copy, Default)]
pub struct Latest {
    /// Counts the questions.
    asked: StoredValue<u32>,
}

impl Latest {
    /// Asks after this pause, unless something else is asked for meanwhile.
    pub fn ask<T: 'static, Answer: Future<Output = T> + 'static>(
        self,
        pause: Duration,
        question: impl FnOnce() -> Answer + 'static,
        take: impl FnOnce(T) + 'static,
    ) {
        let number = self.forget();
        let is_last = move || self.asked.try_get_value() == Some(number);
        set_timeout(
            move || {
                if !is_last() {
                    return;
                }
                let answer = question();
                spawn_local(async move {
                    let answer = answer.await;
                    if is_last() {
                        take(answer);
                    }
                });
            },
            pause,
        );
    }

    /// What was asked for is wanted no more.
    pub fn forget(self) -> u32 {
        let number = self.asked.get_value() + 1;
        self.asked.set_value(number);
        number
    }
}

/// Milliseconds: long enough that somebody who goes on changing is not asked for; short enough to seem at once.
pub const PAUSE: Duration = Duration::from_millis(200);
