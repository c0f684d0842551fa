//! What the server has drawn, as it stands, until somebody turns to it.
//!
//! It is seen before any program has come, and costs none as long as it is only looked at. When a hand, a key or the
//! page turns to it, a part of the program comes and draws it anew in the same place; a press that was too early for it
//! is done then.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;

/// Draws it, with whatever has to be read for it: in the browser by a part of the program.
pub type Draw = Callback<(), Pin<Box<dyn Future<Output = AnyView> + Send>>>;

/// `wake` says that the page has changed, so that what the server has drawn is not true any more.
#[component]
pub fn Asleep(class: &'static str, draw: Draw, wake: Signal<bool>) -> impl IntoView {
    #[cfg(feature = "ssr")]
    {
        let _ = wake;
        let drawn = move || Suspend::new(draw.run(()));
        view! {
            <div class=class data-asleep="">
                <Suspense>{drawn}</Suspense>
            </div>
        }
    }
    #[cfg(not(feature = "ssr"))]
    {
        browser::asleep(class, draw, wake)
    }
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use leptos::html::Div;
    use leptos::prelude::*;
    use leptos::reactive::computed::ScopedFuture;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, MouseEvent};

    use super::Draw;
    use crate::ui::focus::once_drawn;

    /// How far behind the page it comes alive.
    const BEHIND: std::time::Duration = std::time::Duration::from_millis(100);

    /// What can be pressed or has the focus; a link works by itself.
    const CONTROLS: &str = "a[href], button, input, select, summary";

    pub(super) fn asleep(class: &'static str, draw: Draw, wake: Signal<bool>) -> impl IntoView {
        let place = NodeRef::<Div>::new();
        let drawn = StoredValue::new_local(None::<AnyView>);
        let (begun, awake) = (StoredValue::new(false), Trigger::new());
        // The number of the control that was pressed before there was a program for it.
        let pressed = StoredValue::new(None::<u32>);
        let owner = StoredValue::new(Owner::current());
        let rouse = move || {
            if begun.try_update_value(|begun| std::mem::replace(begun, true)) != Some(false) {
                return;
            }
            let Some(owner) = owner.get_value() else { return };
            let drawing = owner.with(|| ScopedFuture::new_untracked(draw.run(())));
            spawn_local(async move {
                let view = drawing.await;
                let held = place.try_get_untracked().flatten().and_then(|place| Held::within(&place));
                if drawn.try_set_value(Some(view)).is_some() {
                    return;
                }
                awake.notify();
                once_drawn(move || {
                    let Some(place) = place.try_get_untracked().flatten() else { return };
                    if let Some(held) = held {
                        held.give_back(&place);
                    }
                    if let Some(control) = pressed.get_value().and_then(|number| control(&place, number)) {
                        control.click();
                    }
                });
            });
        };
        let press = move |event: MouseEvent| {
            let on = event.target().and_then(|on| on.dyn_into::<Element>().ok());
            let on =
                on.and_then(|on| on.closest("a[href], button, input, select, label, summary").ok().flatten());
            let (Some(on), Some(place)) = (on, place.get_untracked()) else { return };
            if on.tag_name() == "A" {
                return;
            }
            let on = on.query_selector("input").ok().flatten().unwrap_or(on);
            event.prevent_default();
            pressed.set_value(number_of(&place, &on));
            rouse();
        };
        // What no server has drawn is drawn at once.
        let from_server = Owner::current_shared_context().is_some_and(|context| context.during_hydration());
        Effect::new(move |_| {
            if !from_server {
                rouse();
            } else if wake.get() {
                // What the page has turned to is drawn first.
                set_timeout(rouse, BEHIND);
            }
        });
        move || {
            awake.track();
            match drawn.try_update_value(Option::take).flatten() {
                Some(view) => view! {
                    <div class=class node_ref=place>
                        {view}
                    </div>
                }
                .into_any(),
                None => view! {
                    <div
                        class=class
                        node_ref=place
                        data-asleep=""
                        inner_html=""
                        on:pointerover=move |_| rouse()
                        on:pointerdown=move |_| rouse()
                        on:focusin=move |_| rouse()
                        on:click=press
                    ></div>
                }
                .into_any(),
            }
        }
    }

    fn controls(place: &Element) -> impl Iterator<Item = HtmlElement> {
        let found = place.query_selector_all(CONTROLS).ok();
        let nodes =
            found.into_iter().flat_map(|found| (0..found.length()).filter_map(move |index| found.get(index)));
        nodes.filter_map(|node| node.dyn_into().ok())
    }

    fn number_of(place: &Element, control: &Element) -> Option<u32> {
        controls(place).zip(0..).find(|(each, _)| each.is_same_node(Some(control))).map(|(_, number)| number)
    }

    fn control(place: &Element, number: u32) -> Option<HtmlElement> {
        controls(place).nth(usize::try_from(number).ok()?)
    }

    /// The control that has the focus, and what has been typed into it.
    struct Held {
        number: u32,
        typed: Option<String>,
    }

    impl Held {
        fn within(place: &Element) -> Option<Self> {
            let active = document().active_element()?;
            let number = number_of(place, &active)?;
            let field = active.dyn_into::<HtmlInputElement>().ok().filter(|field| field.type_() == "text");
            Some(Self { number, typed: field.map(|field| field.value()).filter(|typed| !typed.is_empty()) })
        }

        fn give_back(self, place: &Element) {
            let Some(control) = control(place, self.number) else { return };
            // It had the focus, so it can have it.
            let _ = control.focus();
            let field = control.dyn_into::<HtmlInputElement>().ok();
            if let (Some(typed), Some(field)) = (self.typed, field) {
                field.set_value(&typed);
                let about = EventInit::new();
                about.set_bubbles(true);
                if let Ok(input) = Event::new_with_event_init_dict("input", &about) {
                    // Nobody refuses it.
                    let _ = field.dispatch_event(&input);
                }
            }
        }
    }
}
