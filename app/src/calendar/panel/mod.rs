//! The panel beside the grid: where in the year one is, what is shown, and whose. On a narrow screen it lies over the
//! grid as a drawer.
//!
//! The server draws it whole, and it is a part of the program of its own: it comes when somebody turns to it, or goes
//! on to other days.

mod clocks;
mod companies;
mod people;
mod small_month;
mod teams;
mod what;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::change::News;
use domain::kind::Category;
use domain::people::Team;
use leptos::html::Aside;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;

use super::desk::Desk;
use super::shown::Shown;
use crate::api::{Failure, categories, teams};
use crate::state::live::use_live;
use crate::text;
use crate::ui::asleep::Asleep;
use crate::ui::focus::{focus, once_drawn};
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(in crate::calendar) fn Panel(desk: Desk) -> impl IntoView {
    let panel = NodeRef::<Aside>::new();
    Effect::new(move |before: Option<bool>| {
        let open = desk.drawer.get();
        if open
            && before == Some(false)
            && let Some(panel) = panel.get_untracked()
        {
            once_drawn(move || {
                // It is shown now, so it can have the focus.
                let _ = panel.focus();
            });
        }
        open
    });
    // Whoever goes to other days wants to see them.
    Effect::new(move |before: Option<Shown>| {
        let shown = desk.shown.get();
        // What is shut already does not change: whoever listens to it would do its work again.
        if before.is_some_and(|before| before != shown) && desk.drawer.get_untracked() {
            desk.drawer.set(false);
        }
        shown
    });
    // What the server has drawn is true of what was shown then. Out of sight it may be untrue.
    let first = (desk.shown.get_untracked(), desk.filter.get_untracked(), desk.look.get_untracked());
    let stale = RwSignal::new(false);
    use_live().listen(move |notice| {
        let shown_here =
            matches!(notice.news, News::Entry { .. } | News::Gone { .. } | News::Directory | News::Reload);
        if shown_here {
            stale.set(true);
        }
    });
    let wake = Memo::new(move |before: Option<&bool>| {
        let others = (desk.shown.get(), desk.filter.get(), desk.look.get()) != first;
        let untrue = others || stale.get();
        before == Some(&true) || (small_month::is_in_sight(desk) && (untrue || desk.drawer.get()))
    });
    let draw = move |()| -> std::pin::Pin<Box<dyn Future<Output = AnyView> + Send>> {
        // The server has everything.
        if cfg!(feature = "ssr") { Box::pin(drawn(desk)) } else { Box::pin(super::parts::panel(desk)) }
    };
    view! {
        <div class="side-veil" hidden=move || !desk.drawer.get() on:click=move |_| shut_drawer(desk)></div>
        <aside
            class="side"
            id=PANEL
            node_ref=panel
            tabindex="-1"
            aria-label=text!(panel.title)
            data-shut=move || (!desk.look.get().panel.is_shown()).then_some("")
            data-drawer=move || desk.drawer.get().then_some("")
        >
            <button
                type="button"
                class="button quiet icon side-close"
                aria-label=text!(common.close)
                on:click=move |_| shut_drawer(desk)
            >
                <Glyph icon=Icon::CLOSE />
            </button>
            <Asleep class="side-sections" draw=Callback::new(draw) wake=wake.into() />
        </aside>
    }
}

/// What the panel shows, once it is read.
pub(in crate::calendar) async fn drawn(desk: Desk) -> AnyView {
    let owner = Owner::current().unwrap_or_default();
    let known = Known::read(desk).await;
    owner.with(|| view! { <Sections desk=desk known=known /> }.into_any())
}

/// What is read before the panel is drawn. What cannot be read then is left out.
#[derive(Default)]
struct Known {
    /// How many minutes of each day are taken.
    full: BTreeMap<NaiveDate, u32>,
    teams: Vec<Team>,
    categories: Vec<Category>,
}

impl Known {
    async fn read(desk: Desk) -> Self {
        let full = ScopedFuture::new_untracked(small_month::read_fullness(desk));
        let (teams, categories) =
            (ScopedFuture::new_untracked(teams()), ScopedFuture::new_untracked(open_categories()));
        let people = desk.filter.with_untracked(|filter| filter.people.clone());
        let names = ScopedFuture::new_untracked(desk.name(people));
        let (full, teams, categories, ()) = (full.await, teams.await, categories.await, names.await);
        Self {
            full: full.unwrap_or_default(),
            teams: teams.unwrap_or_default(),
            categories: categories.unwrap_or_default(),
        }
    }
}

/// The categories that meetings can still be given.
async fn open_categories() -> Result<Vec<Category>, Failure> {
    let mut found = categories().await?;
    found.retain(|category| !category.archived);
    Ok(found)
}

#[component]
fn Sections(desk: Desk, known: Known) -> impl IntoView {
    let Known { full, teams, categories } = known;
    view! {
        <small_month::SmallMonth desk=desk full=full />
        <people::People desk=desk teams=teams />
        <what::What desk=desk categories=categories />
        <clocks::Clocks desk=desk />
    }
}

/// The keyboard goes back to the button that opened the drawer.
pub(in crate::calendar) fn shut_drawer(desk: Desk) {
    desk.drawer.set(false);
    focus(DRAWER_BUTTON);
}

/// Opens the panel, or puts it away. Beside the grid that is remembered; over the grid it is not.
#[component]
pub(in crate::calendar) fn PanelButtons(desk: Desk) -> impl IntoView {
    let pressed = |open: bool| if open { "true" } else { "false" };
    view! {
        <button
            type="button"
            class="button quiet icon panel-button wide"
            aria-label=text!(panel.title)
            aria-controls=PANEL
            aria-expanded=move || pressed(desk.look.get().panel.is_shown())
            on:click=move |_| desk.turn_panel()
        >
            <Glyph icon=Icon::MENU />
        </button>
        <button
            type="button"
            class="button quiet icon panel-button narrow"
            id=DRAWER_BUTTON
            aria-label=text!(panel.title)
            aria-controls=PANEL
            aria-expanded=move || pressed(desk.drawer.get())
            on:click=move |_| desk.drawer.update(|open| *open = !*open)
        >
            <Glyph icon=Icon::MENU />
        </button>
    }
}

const PANEL: &str = "calendar-panel";
const DRAWER_BUTTON: &str = "calendar-drawer";
