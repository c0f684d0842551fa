//! Asks where an address is, or what is at a position, when somebody wants to know (S58, S59).

use domain::location::{Location, Position};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use crate::api::{Found, Sought, look_up};
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;

/// What stands below the button.
#[derive(Clone, PartialEq)]
enum Answer {
    Asking,
    Places(Vec<Location>),
    Said(String),
}

/// A button, and over what is below it what was found. What is typed stays until one of it is chosen.
#[component]
pub(crate) fn LookUp(
    /// Both as they are typed.
    address: RwSignal<String>,
    position: RwSignal<String>,
) -> impl IntoView {
    let (locale, explain) = (locale(), use_explain());
    let answer = RwSignal::new(None::<Answer>);
    let asked = StoredValue::new(0_u32);
    let around = NodeRef::<Div>::new();
    let close = move || {
        asked.update_value(|asked| *asked += 1);
        answer.set(None);
    };
    let look = move |_| {
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let Some(sought) = sought(address, position) else {
            answer.set(Some(Answer::Said(td_string!(locale, visits.nothing_typed).to_owned())));
            return;
        };
        answer.set(Some(Answer::Asking));
        let explain = explain.clone();
        spawn_local(async move {
            let found = look_up(sought).await;
            if asked.try_get_value() == Some(number) {
                answer.set(Some(match found {
                    Ok(Found::Places { places }) if !places.is_empty() => Answer::Places(places),
                    Ok(other) => Answer::Said(words(locale, &other).to_owned()),
                    Err(failure) => Answer::Said(explain.failure(&failure).join(" ")),
                }));
            }
        });
    };
    let left = move |event: web_sys::FocusEvent| {
        use wasm_bindgen::JsCast;

        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if !around.get_untracked().is_some_and(|around| around.contains(to.as_ref())) {
            close();
        }
    };
    let choose = Callback::new(move |place: Location| {
        position.set(place.position.map(|position| position.to_string()).unwrap_or_default());
        address.set(place.text);
        close();
    });
    view! {
        <div
            class="picker look-up"
            node_ref=around
            on:focusout=left
            on:keydown=move |event| {
                if event.key() == "Escape" && answer.with_untracked(Option::is_some) {
                    event.stop_propagation();
                    close();
                }
            }
        >
            <button
                type="button"
                class="button small"
                aria-expanded=move || if answer.read().is_some() { "true" } else { "false" }
                on:click=look
            >
                <Glyph icon=Icon::SEARCH />
                {text!(visits.look_up)}
            </button>
            <div role="status">{move || answer.get().map(|answer| shown(answer, choose))}</div>
        </div>
    }
}

fn shown(answer: Answer, choose: Callback<Location>) -> AnyView {
    match answer {
        Answer::Asking => {
            view! { <div class="options options-empty">{text!(visits.looking)}</div> }.into_any()
        }
        Answer::Said(words) => view! { <div class="options options-empty">{words}</div> }.into_any(),
        Answer::Places(places) => {
            let option = |place: Location| {
                let name = place.text.clone();
                let note = place.position.map(|position| position.to_string());
                view! {
                    <li>
                        <button type="button" class="option" on:click=move |_| choose.run(place.clone())>
                            <Glyph icon=Icon::PLACE />
                            <span class="option-name">{name}</span>
                            <span class="option-note">{note}</span>
                        </button>
                    </li>
                }
            };
            view! {
                <ul class="options" aria-label=text!(visits.found_places)>
                    {places.into_iter().map(option).collect_view()}
                </ul>
            }
            .into_any()
        }
    }
}

/// The address that is typed, or where there is none, what is at the position.
fn sought(address: RwSignal<String>, position: RwSignal<String>) -> Option<Sought> {
    let text = address.get_untracked().trim().to_owned();
    if !text.is_empty() {
        return Some(Sought::Text { text });
    }
    let position = position.get_untracked().parse::<Position>().ok()?;
    Some(Sought::Position { position })
}

fn words(locale: Locale, found: &Found) -> &'static str {
    match found {
        Found::Places { .. } => td_string!(locale, visits.nothing_found),
        Found::NotConfigured => td_string!(locale, visits.not_configured),
        Found::Quota => td_string!(locale, visits.quota),
        Found::Refused => td_string!(locale, visits.key_refused),
        Found::Unreachable => td_string!(locale, visits.unreachable),
    }
}
