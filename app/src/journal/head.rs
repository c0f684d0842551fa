//! Which week it is, and the ways to others.

use domain::time::IsoWeek;
use leptos::prelude::*;

use super::page::Address;
use crate::session::session;
use crate::state::clock;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn Head(address: Memo<Address>) -> impl IntoView {
    let session = session();
    let this_week = IsoWeek::of(session.rules.date(clock::now()));
    let (locale, dates) = (locale(), use_dates());
    let to = move |weeks: i64| {
        let address = address.get();
        Address { week: address.week.plus(weeks), ..address }.path()
    };
    let number = move || {
        let week = address.get().week.to_string();
        let number = week.rsplit('W').next().unwrap_or_default().trim_start_matches('0').to_owned();
        leptos_i18n::td_string!(locale, journal.week, number = number)
    };
    let days = move || {
        let days = address.get().week.days();
        format!("{} – {}", dates.day_month(days[0]), dates.short(days[6]))
    };
    let points = move || {
        let Address { week, person } = address.get();
        let person = person.map(|person| format!("&person={person}")).unwrap_or_default();
        format!("/points?period={week}{person}")
    };
    view! {
        <header class="page-head">
            <div>
                <h1 class="page-title">{number}</h1>
                <p class="hint">{days}</p>
            </div>
            <div class="page-actions">
                <a class="button" href=points>
                    <Glyph icon=Icon::REPORTS />
                    {text!(points.title_team)}
                </a>
                <a class="button" href=move || Address { week: this_week, ..address.get() }.path()>
                    {text!(journal.this_week)}
                </a>
                <div class="stepper">
                    <a class="button icon" href=move || to(-1) aria-label=text!(journal.previous_week)>
                        <Glyph icon=Icon::PREVIOUS />
                    </a>
                    <a class="button icon" href=move || to(1) aria-label=text!(journal.next_week)>
                        <Glyph icon=Icon::NEXT />
                    </a>
                </div>
            </div>
        </header>
    }
}
