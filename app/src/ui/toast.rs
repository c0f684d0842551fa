//! Short words at the foot of the page about what just happened, with a way to take it back.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::text;

/// Shows toasts. Copy it into an event handler.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Shown>>,
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
    actions: ArcRwSignal<Vec<Action>>,
}

/// What can be done about something that is said: the words of a button, and what it does.
pub type Action = (String, Callback<()>);

/// Something that is being said.
#[derive(Clone, Copy, Debug)]
pub struct Said(u32);

impl Toasts {
    /// Says something for some seconds; an error stays until it is closed.
    pub fn say(&self, tone: Tone, text: impl Into<String>) {
        self.show(tone, text.into(), Vec::new());
    }

    /// The same, where something may be offered later by [`offer_beside`](Self::offer_beside).
    pub fn say_first(&self, tone: Tone, text: impl Into<String>) -> Said {
        self.show(tone, text.into(), Vec::new())
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

    /// Offers what turned out later to be possible, if it is still being said.
    pub fn offer_beside(&self, Said(said): Said, actions: Vec<Action>) {
        let _ = self.shown.try_with_untracked(|shown| {
            if let Some(shown) = shown.iter().find(|shown| shown.id == said) {
                shown.actions.set(actions);
            }
        });
    }

    /// Something else is being done: what was done before is no longer what an undo would mean.
    pub fn pass(&self) {
        let _ = self.shown.try_update(|shown| shown.retain(|each| each.tone == Tone::Error));
    }

    fn show(&self, tone: Tone, text: String, actions: Vec<Action>) -> Said {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.shown.update(|shown| {
            // One at a time: what happened before is history.
            shown.clear();
            shown.push(Shown { id, tone, text, actions: ArcRwSignal::new(actions) });
        });
        if tone == Tone::Done {
            let toasts = *self;
            set_timeout(move || toasts.close(id), STAYS);
        }
        Said(id)
    }

    fn close(&self, id: u32) {
        // The page may be gone by the time the toast goes.
        let _ = self.shown.try_update(|shown| shown.retain(|each| each.id != id));
    }
}

/// Long enough to read a line and to reach the button.
const STAYS: std::time::Duration = std::time::Duration::from_secs(8);

pub fn provide_toasts() {
    provide_context(Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) });
}

pub fn use_toasts() -> Toasts {
    expect_context()
}

#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = use_toasts();
    let close_label = text!(common.close);
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|shown| shown.id let:shown>
                <div class="toast" data-kind=if shown.tone == Tone::Done { "done" } else { "error" }>
                    <Glyph icon=if shown.tone == Tone::Done { Icon::CHECK } else { Icon::WARNING } />
                    <p>{shown.text}</p>
                    <div class="toast-actions">
                    {move || {
                        let button = |(label, act): Action| {
                            view! {
                                <button
                                    type="button"
                                    class="toast-action"
                                    on:click=move |_| {
                                        toasts.close(shown.id);
                                        act.run(());
                                    }
                                >
                                    {label}
                                </button>
                            }
                        };
                        shown.actions.get().into_iter().map(button).collect_view()
                    }}
                    </div>
                    <button
                        type="button"
                        class="toast-close"
                        aria-label=close_label
                        on:click=move |_| toasts.close(shown.id)
                    >
                        <Glyph icon=Icon::CLOSE />
                    </button>
                </div>
            </For>
        </div>
    }
}
