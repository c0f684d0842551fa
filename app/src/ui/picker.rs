//! Typing finds: a field with a list of what fits below it (combobox of WAI-ARIA).

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leptos::html::Input;
use leptos::prelude::*;
use uuid::Uuid;

use super::avatar::Avatar;
use super::field::{Wrong, described_by, invalid};
use super::icon::{Glyph, Icon};
use super::latest::Latest;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub id: Uuid,
    pub name: String,
    pub note: String,
    /// A person has an avatar, everything else a picture.
    pub icon: Option<Icon>,
}

/// Finds what fits a text; nothing where it could not be asked.
pub type Find = Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Vec<Offer>>>> + Send + Sync>;

/// The list, as far as it is open.
#[derive(Clone, Copy)]
struct Open {
    offers: RwSignal<Option<Vec<Offer>>>,
    active: RwSignal<usize>,
    /// What is being typed; `None` while what is chosen stands there.
    text: RwSignal<Option<String>>,
    latest: Latest,
    /// What is typed counts, so nothing is chosen until somebody points to it.
    free: bool,
}

/// Without typing it shows `shown`; an arrow or a press opens the list, Enter or a press chooses, Escape lets go.
#[component]
pub fn Picker(
    id: &'static str,
    /// Its name where no label points to it.
    #[prop(optional)]
    label: Option<&'static str>,
    placeholder: &'static str,
    #[prop(optional, into)] shown: Signal<String>,
    find: Find,
    on_choose: Callback<Uuid>,
    /// Set where what is typed counts whether or not it is offered.
    #[prop(optional, into)]
    on_typed: Option<Callback<String>>,
    /// Said when nothing fits.
    nothing: &'static str,
    #[prop(optional)] wrong: Wrong,
) -> impl IntoView {
    let open = Open {
        offers: RwSignal::new(None),
        active: RwSignal::new(0),
        text: RwSignal::new(None),
        latest: Latest::default(),
        free: on_typed.is_some(),
    };
    let field = NodeRef::<Input>::new();
    let find = StoredValue::new(find);
    let choose = Callback::new(move |offer: Uuid| {
        open.close();
        on_choose.run(offer);
    });
    let keydown = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" if open.offers.with_untracked(Option::is_none) => {
            event.prevent_default();
            open.ask(find, Duration::ZERO);
        }
        "ArrowDown" => open.step(&event, id, 1),
        "ArrowUp" => open.step(&event, id, -1),
        "Enter" => {
            // Enter in this field never sends the form that it stands in.
            event.prevent_default();
            match open.active_offer() {
                Some(offer) => choose.run(offer),
                None if open.free => open.close(),
                None => {}
            }
        }
        "Escape" if open.offers.with_untracked(Option::is_some) => {
            event.prevent_default();
            event.stop_propagation();
            open.close();
        }
        _ => {}
    };
    let is_open = move || open.offers.read().is_some();
    view! {
        <div class="picker" on:focusout=move |_| open.close()>
            <input
                class="input"
                id=id
                node_ref=field
                role="combobox"
                aria-label=label
                aria-expanded=move || if is_open() { "true" } else { "false" }
                aria-controls=format!("{id}-options")
                aria-activedescendant=move || open.active_offer().map(|_| option_id(id, open.active.get()))
                aria-autocomplete="list"
                aria-invalid=invalid(wrong)
                aria-describedby=described_by(id, wrong)
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                value=shown.get_untracked()
                prop:value=move || open.text.get().unwrap_or_else(|| shown.get())
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    open.text.set(Some(typed.clone()));
                    if let Some(on_typed) = on_typed {
                        on_typed.run(typed);
                    }
                    open.ask(find, PAUSE);
                }
                on:focus=move |_| {
                    if let Some(field) = field.get_untracked() {
                        field.select();
                    }
                }
                on:click=move |_| {
                    if open.offers.with_untracked(Option::is_none) {
                        open.ask(find, Duration::ZERO);
                    }
                }
                on:keydown=keydown
            />
            {move || {
                let label = label.unwrap_or(placeholder);
                open.offers.get().map(|offers| options(id, label, offers, open, choose, nothing))
            }}
        </div>
    }
}

/// No offer is active.
const NONE: usize = usize::MAX;

/// Long enough that somebody who types on is not asked for; short enough to seem at once.
const PAUSE: Duration = Duration::from_millis(150);

impl Open {
    fn ask(self, find: StoredValue<Find>, after: Duration) {
        let text = self.text.get_untracked().unwrap_or_default();
        self.latest.ask(
            after,
            move || find.with_value(|find| find(text)),
            move |found: Vec<Offer>| {
                self.active.set(if self.free { NONE } else { 0 });
                self.offers.set(Some(found).filter(|found| !self.free || !found.is_empty()));
            },
        );
    }

    fn close(self) {
        self.latest.forget();
        self.offers.set(None);
        self.text.set(None);
    }

    fn step(self, event: &web_sys::KeyboardEvent, id: &str, by: isize) {
        event.prevent_default();
        let count = self.offers.with_untracked(|offers| offers.as_ref().map_or(0, Vec::len));
        if count > 0 {
            let active = match self.active.get_untracked() {
                NONE if by > 0 => count - 1,
                NONE => 0,
                active => active,
            };
            let next = active.wrapping_add_signed(by.rem_euclid(count as isize)) % count;
            self.active.set(next);
            scroll_to(&option_id(id, next));
        }
    }

    fn active_offer(self) -> Option<Uuid> {
        let active = self.active.get();
        self.offers.read().as_ref()?.get(active).map(|offer| offer.id)
    }
}

fn options(
    id: &'static str,
    label: &'static str,
    offers: Vec<Offer>,
    open: Open,
    choose: Callback<Uuid>,
    nothing: &'static str,
) -> AnyView {
    if offers.is_empty() {
        return view! {
            <div class="options options-empty" role="status">
                {nothing}
            </div>
        }
        .into_any();
    }
    let option = move |(index, offer): (usize, Offer)| {
        let face = match offer.icon {
            Some(icon) => view! { <Glyph icon=icon /> }.into_any(),
            None => view! { <Avatar name=offer.name.clone() /> }.into_any(),
        };
        view! {
            <li
                class="option"
                id=option_id(id, index)
                role="option"
                aria-selected=move || if open.active.get() == index { "true" } else { "false" }
                on:click=move |_| choose.run(offer.id)
            >
                {face}
                <span class="option-name">{offer.name}</span>
                <span class="option-note">{offer.note}</span>
            </li>
        }
    };
    view! {
        // Pressing an option must not take the focus out of the field, which would close the list.
        <ul
            class="options"
            id=format!("{id}-options")
            role="listbox"
            aria-label=label
            on:pointerdown=|event| event.prevent_default()
            on:mousedown=|event| event.prevent_default()
        >
            {offers.into_iter().enumerate().map(option).collect_view()}
        </ul>
    }
    .into_any()
}

fn option_id(id: &str, index: usize) -> String {
    format!("{id}-option-{index}")
}

fn scroll_to(id: &str) {
    if let Some(option) = document().get_element_by_id(id) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}
