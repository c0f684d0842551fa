//! Short words at the foot of the page about what just happened, with a way to take it back.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::text;

/// Shows toasts. Copy it into an event handler.
#[derive(Clone, Copy)]
pub struct Toasts {
    /// One at a time: what happened before is history.
    shown: RwSignal<Option<Shown>>,
    next: StoredValue<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Done,
    Error,
}

#[derive(Clone)]
struct Shown {
    id: u32,
    tone: Tone,
    text: String,
    actions: Vec<Action>,
}

/// What can be done about something that is said: the words of a button, and what it does.
pub type Action = (String, Callback<()>);

impl Toasts {
    /// Says something for some seconds; an error stays until it is closed.
    pub fn say(&self, tone: Tone, text: impl Into<String>) {
        self.show(tone, text.into(), Vec::new());
    }

    /// Says something and offers to do something about it, such as to undo it.
    pub fn offer(
        &self,
        tone: Tone,
        text: impl Into<String>,
        label: impl Into<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        self.show(tone, text.into(), vec![(label.into(), Callback::new(move |()| act()))]);
    }

    /// The same with several things that can be done, or none.
    pub fn offer_each(&self, tone: Tone, text: impl Into<String>, actions: Vec<Action>) {
        self.show(tone, text.into(), actions);
    }

    /// Something else is being done: what was done before is no longer what an undo would mean.
    pub fn pass(&self) {
        self.drop_if(|shown| shown.tone == Tone::Done);
    }

    fn show(&self, tone: Tone, text: String, actions: Vec<Action>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.shown.set(Some(Shown { id, tone, text, actions }));
        if tone == Tone::Done {
            let toasts = *self;
            set_timeout(move || toasts.close(id), STAYS);
        }
    }

    fn close(&self, id: u32) {
        self.drop_if(|shown| shown.id == id);
    }

    fn drop_if(&self, is_over: impl FnOnce(&Shown) -> bool) {
        // The page may be gone by the time the toast goes.
        if self.shown.try_with_untracked(|shown| shown.as_ref().is_some_and(is_over)) == Some(true) {
            self.shown.set(None);
        }
    }
}

/// Long enough to read a line and to reach the button.
const STAYS: std::time::Duration = std::time::Duration::from_secs(8);

pub fn provide_toasts() {
    provide_context(Toasts { shown: RwSignal::new(None), next: StoredValue::new(0) });
}

pub fn use_toasts() -> Toasts {
    expect_context()
}

#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = use_toasts();
    let close_label = text!(common.close);
    let toast = move |Shown { id, tone, text, actions }: Shown| {
        let button = |(label, act): Action| {
            view! {
                <button
                    type="button"
                    class="toast-action"
                    on:click=move |_| {
                        toasts.close(id);
                        act.run(());
                    }
                >
                    {label}
                </button>
            }
        };
        let (kind, icon) = match tone {
            Tone::Done => ("done", Icon::CHECK),
            Tone::Error => ("error", Icon::WARNING),
        };
        view! {
            <div class="toast" data-kind=kind>
                <Glyph icon=icon />
                <p>{text}</p>
                <div class="toast-actions">{actions.into_iter().map(button).collect_view()}</div>
                <button
                    type="button"
                    class="toast-close"
                    aria-label=close_label
                    on:click=move |_| toasts.close(id)
                >
                    <Glyph icon=Icon::CLOSE />
                </button>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {move || toasts.shown.get().map(toast)}
        </div>
    }
}
