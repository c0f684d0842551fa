//! Saying on a map where something is: search, or put the pin, and the words are filled in (S58).

use std::time::Duration;

use domain::location::Position;
use leptos::prelude::*;

use super::canvas::{Canvas, Purpose};
use super::look_up::LookUp;
use crate::api::{Found, Sought, look_up};
use crate::text;
use crate::ui::dialog::Dialog;
use crate::ui::field::Field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::latest::Latest;

/// A button that opens the map. What is chosen there stands in the fields when it is taken, and not before.
#[component]
pub(crate) fn PutOnMap(
    /// Address and position as they are typed.
    held: Callback<(), (String, String)>,
    /// Where one begins to look while there is no position.
    near: Callback<(), Option<Position>>,
    taken: Callback<(String, String)>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="button small" on:click=move |_| open.set(true)>
            <Glyph icon=Icon::PLACE />
            {text!(map.open)}
        </button>
        <Show when=move || open.get()>
            <Choosing
                held=held.run(())
                near=near.run(())
                taken=Callback::new(move |said| {
                    open.set(false);
                    taken.run(said);
                })
                on_close=Callback::new(move |()| open.set(false))
            />
        </Show>
    }
}

#[component]
fn Choosing(
    held: (String, String),
    near: Option<Position>,
    taken: Callback<(String, String)>,
    on_close: Callback<()>,
) -> impl IntoView {
    let (address, position) = (RwSignal::new(held.0), RwSignal::new(held.1));
    let known = Memo::new(move |_| position.read().parse::<Position>().ok());
    let take = Callback::new(move |()| {
        if known.get_untracked().is_some() {
            taken.run((address.get_untracked(), position.get_untracked()));
        }
    });
    let found = Here::new(address);
    let put = Callback::new(move |at: String| {
        position.set(at);
        found.ask(known.get_untracked());
    });
    let nowhere = text!(map.nowhere);
    view! {
        <Dialog title=text!(map.choose_title) title_id="map-title" wide=true on_close=on_close>
            <div class="map-body later">
                <div class="map-search">
                    <Field id="map-address" label=text!(refusal.field_address)>
                        <input
                            class="input"
                            id="map-address"
                            autocomplete="off"
                            prop:value=move || address.get()
                            on:input=move |event| address.set(event_target_value(&event))
                            on:keydown=move |event| {
                                // It would save what the map was opened from.
                                if event.key() == "Enter" {
                                    event.prevent_default();
                                }
                            }
                        />
                    </Field>
                    <LookUp address=address position=position />
                </div>
                <Canvas purpose=Purpose::Choose {
                    pin: position.into(),
                    near,
                    put,
                    take,
                } />
                <div class="map-said">
                    <output class="map-where" for="map-address">
                        {move || known.get().map_or_else(|| nowhere.to_owned(), |at| at.to_string())}
                    </output>
                    <Offered found=found />
                </div>
                <div class="dialog-foot">
                    <span class="spacer"></span>
                    <button type="button" class="button quiet" on:click=move |_| on_close.run(())>
                        {text!(common.cancel)}
                    </button>
                    <button
                        type="button"
                        class="button primary"
                        disabled=move || known.read().is_none()
                        on:click=move |_| take.run(())
                    >
                        {text!(map.take)}
                    </button>
                </div>
            </div>
        </Dialog>
    }
}

/// What stands where the pin was put, as far as somebody can be asked.
#[derive(Clone, Copy)]
struct Here {
    /// In the field, as it is typed.
    address: RwSignal<String>,
    /// What is there, while the field says something else.
    other: RwSignal<Option<String>>,
    /// What was put into the field from here, which nobody has typed.
    filled: StoredValue<String>,
    latest: Latest,
}

impl Here {
    fn new(address: RwSignal<String>) -> Self {
        Self {
            address,
            other: RwSignal::new(None),
            filled: StoredValue::new(String::new()),
            latest: Latest::default(),
        }
    }

    /// When the pin has come to rest. Why nobody can be asked is said where somebody asks ([`LookUp`]).
    fn ask(self, at: Option<Position>) {
        self.other.set(None);
        let Some(position) = at else {
            self.latest.forget();
            return;
        };
        self.latest.ask(
            REST,
            move || look_up(Sought::Position { position }),
            move |found| {
                if let Ok(Found::Places { places }) = found
                    && let Some(place) = places.into_iter().next()
                {
                    self.offer(place.text);
                }
            },
        );
    }

    fn offer(self, text: String) {
        let typed = self.address.get_untracked();
        let untouched = typed.trim().is_empty() || self.filled.with_value(|filled| *filled == typed);
        if untouched {
            self.take(text);
        } else if typed != text {
            self.other.set(Some(text));
        }
    }

    fn take(self, text: String) {
        self.filled.set_value(text.clone());
        self.address.set(text);
        self.other.set(None);
    }
}

/// In a line that is there from the beginning.
#[component]
fn Offered(found: Here) -> impl IntoView {
    let locale = crate::texts::locale();
    let offer = move |place: String| {
        let words = leptos_i18n::td_string!(locale, map.found_here, place = place.as_str());
        view! {
            <button type="button" class="button small" on:click=move |_| found.take(place.clone())>
                <Glyph icon=Icon::PLACE />
                <span>{words}</span>
            </button>
        }
    };
    view! { <div class="map-found" role="status">{move || found.other.get().map(offer)}</div> }
}

/// Long enough that a pin on its way is not asked for.
const REST: Duration = Duration::from_millis(500);
