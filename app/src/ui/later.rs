//! Doing something a moment later, once, however often it was asked for meanwhile.

use std::time::Duration;

use leptos::prelude::*;

/// What is asked for again before it is done is done once. Copy it into an event handler.
#[derive(Clone, Copy, Default)]
pub struct Later {
    asked: StoredValue<bool>,
}

impl Later {
    /// Does it after so many milliseconds, unless that is to happen already.
    pub fn run(self, milliseconds: u64, act: impl FnOnce() + 'static) {
        if self.asked.try_get_value() != Some(false) {
            return;
        }
        self.asked.set_value(true);
        let act = move || {
            if self.asked.try_update_value(|asked| *asked = false).is_some() {
                act();
            }
        };
        set_timeout(act, Duration::from_millis(milliseconds));
    }
}
