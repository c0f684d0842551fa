//! Saving what is typed of clients: a form that keeps it when a rule says no, and asks once more where there are clients
//! like this one already.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use domain::Refusal;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use crate::api::Failure;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Explain, Reasons, likeness_name, use_explain};

/// Saves what is typed; `true` where those that are alike are known.
pub(super) type Save = Arc<dyn Fn(bool) -> Pin<Box<dyn Future<Output = Result<(), Failure>>>> + Send + Sync>;

/// What stands in the way of saving. Copy it into event handlers.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    reasons: RwSignal<Vec<String>>,
    /// The clients that are alike: where they are, what they are called, and by what.
    alike: RwSignal<Vec<Likely>>,
    /// What others have put meanwhile where something else is typed.
    meanwhile: RwSignal<Vec<String>>,
    busy: RwSignal<bool>,
    explain: StoredValue<Explain>,
    locale: Locale,
    save: StoredValue<Save>,
}

#[derive(Clone, PartialEq, Eq)]
struct Likely {
    to: String,
    name: String,
    by: String,
}

impl Saving {
    pub(super) fn new(save: Save) -> Self {
        Self::over(RwSignal::new(Vec::new()), save)
    }

    /// The same of what others may change `meanwhile`: that is where it is told what they have put there.
    pub(super) fn over(meanwhile: RwSignal<Vec<String>>, save: Save) -> Self {
        Self {
            meanwhile,
            reasons: RwSignal::new(Vec::new()),
            alike: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            explain: StoredValue::new(use_explain()),
            locale: locale(),
            save: StoredValue::new(save),
        }
    }

    /// Once, however often it is pressed meanwhile.
    pub(super) fn run(self, sure: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let saved = self.save.with_value(|save| save(sure));
        spawn_local(async move {
            let saved = saved.await;
            // Where it was saved the form may have gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            self.reasons.set(Vec::new());
            self.alike.set(Vec::new());
            if let Err(failure) = saved {
                self.tell(&failure);
            }
        });
    }

    fn tell(self, failure: &Failure) {
        let meanwhile = self.meanwhile.get_untracked();
        if matches!(failure, Failure::Conflict { .. }) && !meanwhile.is_empty() {
            let begins = td_string!(self.locale, clients.changed_meanwhile).to_owned();
            let ends = td_string!(self.locale, clients.yours_stands).to_owned();
            self.reasons.set([vec![begins], meanwhile, vec![ends]].concat());
            return;
        }
        let refused = failure.refused();
        let reasons = refused.as_ref().map(|refused| refused.reasons()).unwrap_or_default();
        let alike: Vec<_> = reasons.iter().filter_map(|reason| likely(self.locale, reason)).collect();
        if alike.is_empty() {
            self.reasons.set(self.explain.with_value(|explain| explain.failure(failure)));
        } else {
            self.alike.set(alike);
        }
    }

    pub(super) fn is_busy(self) -> bool {
        self.busy.get()
    }
}

fn likely(locale: Locale, reason: &Refusal) -> Option<Likely> {
    let Refusal::Alike { client, name, archived, by } = reason else { return None };
    let archived = archived.then(|| td_string!(locale, keeping.archived));
    let by: Vec<_> = by.iter().map(|by| likeness_name(locale, *by)).chain(archived).collect();
    Some(Likely { to: format!("/clients/{client}"), name: name.clone(), by: by.join(", ") })
}

/// A dialog in which something of a client is changed: `children` are its fields.
#[component]
pub(super) fn Editor(
    title: String,
    saving: Saving,
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <Dialog title=title on_close=on_close>
            <form
                class="fields"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    saving.run(false);
                }
            >
                <Trouble saving=saving />
                {children()}
                <Foot saving=saving on_close=on_close />
            </form>
        </Dialog>
    }
}

/// Why it was not saved; and where there are clients like this one, a way to each, and one to go on.
#[component]
pub(super) fn Trouble(saving: Saving) -> impl IntoView {
    let (title, sure) = (text!(clients.alike), text!(clients.save_anyway));
    let hint = text!(clients.alike_hint);
    let link = |Likely { to, name, by }| {
        view! {
            <li>
                // Beside it, what was typed stays.
                <a href=to target="_blank">
                    {name}
                </a>
                {format!(" ({by})")}
            </li>
        }
    };
    view! {
        <Reasons reasons=saving.reasons />
        <Show when=move || !saving.alike.read().is_empty()>
            <div class="refusal alike" role="alert">
                <Glyph icon=Icon::WARNING />
                <div>
                    <strong class="refusal-title">{title}</strong>
                    <ul>{move || saving.alike.get().into_iter().map(link).collect_view()}</ul>
                    <p>{hint}</p>
                    <div class="remedies">
                        <button
                            type="button"
                            class="button small"
                            on:click=move |_| saving.run(true)
                        >
                            {sure}
                        </button>
                    </div>
                </div>
            </div>
        </Show>
    }
}

/// The foot of a dialog: save, or leave it.
#[component]
fn Foot(saving: Saving, on_close: Callback<()>) -> impl IntoView {
    view! {
        <div class="dialog-foot">
            <span class="spacer"></span>
            <button type="button" class="button quiet" on:click=move |_| on_close.run(())>
                {text!(common.cancel)}
            </button>
            <button class="button primary" aria-busy=move || saving.is_busy().then_some("true")>
                {text!(common.save)}
            </button>
        </div>
    }
}
