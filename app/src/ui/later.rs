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

/// What takes a while is done soon when it is first asked for, and then no oftener than it is good for: what is asked for
/// meanwhile is done once, at the end. Copy it into an event handler.
#[derive(Clone, Copy)]
pub struct Seldom {
    state: StoredValue<Rest>,
    act: Callback<()>,
    soon: Duration,
    rest: Duration,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Over,
    /// It is about to be done.
    Soon,
    /// It was done a moment ago.
    Resting,
    /// It was, and has been asked for again.
    Asked,
}

impl Seldom {
    /// Milliseconds in which several askings are one, and those between two doings.
    pub fn new(soon: u64, rest: u64, act: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            state: StoredValue::new(Rest::Over),
            act: Callback::new(move |()| act()),
            soon: Duration::from_millis(soon),
            rest: Duration::from_millis(rest),
        }
    }

    pub fn ask(self) {
        match self.state.try_get_value() {
            Some(Rest::Over) => {
                self.state.set_value(Rest::Soon);
                set_timeout(move || self.act(), self.soon);
            }
            Some(Rest::Resting) => self.state.set_value(Rest::Asked),
            Some(Rest::Soon | Rest::Asked) | None => {}
        }
    }

    fn act(self) {
        // Who asked may be gone.
        if self.state.try_update_value(|state| *state = Rest::Resting).is_none() {
            return;
        }
        self.act.run(());
        set_timeout(move || self.rested(), self.rest);
    }

    fn rested(self) {
        match self.state.try_get_value() {
            Some(Rest::Asked) => self.act(),
            Some(_) => self.state.set_value(Rest::Over),
            None => {}
        }
    }
}
