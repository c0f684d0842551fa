//! The meetings that the points come from.

use domain::id::ClientId;
use domain::points::{PointsLine, PointsSheet, Standing};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::words::{oddity_name, standing_name, standing_word};
use crate::meeting::words::kind_name;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};

/// Which of them are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    All,
    /// All but what is cancelled.
    Planned,
    Earned,
    Open,
    Overdue,
    Odd,
    Client(ClientId),
}

impl Shown {
    fn fits(self, line: &PointsLine) -> bool {
        match self {
            Self::All => true,
            Self::Planned => line.standing != Standing::Lost,
            Self::Earned => line.standing == Standing::Earned,
            Self::Open => matches!(line.standing, Standing::Open | Standing::Overdue),
            Self::Overdue => line.standing == Standing::Overdue,
            Self::Odd => !line.oddities.is_empty(),
            Self::Client(client) => line.client.as_ref().is_some_and(|of_line| of_line.id == client),
        }
    }
}

#[component]
pub(super) fn Ledger(sheet: RwSignal<PointsSheet>, shown: RwSignal<Shown>) -> impl IntoView {
    let locale = locale();
    let lines = Memo::new(move |_| {
        let shown = shown.get();
        sheet.with(|sheet| sheet.lines.iter().filter(|line| shown.fits(line)).cloned().collect::<Vec<_>>())
    });
    let of_what = move || match shown.get() {
        Shown::All => None,
        Shown::Planned => Some(td_string!(locale, points.planned).to_owned()),
        Shown::Earned => Some(td_string!(locale, points.earned).to_owned()),
        Shown::Open => Some(td_string!(locale, points.open).to_owned()),
        Shown::Overdue => Some(td_string!(locale, points.overdue).to_owned()),
        Shown::Odd => Some(td_string!(locale, points.odd).to_owned()),
        Shown::Client(client) => sheet.with(|sheet| {
            let known = sheet.effectiveness.clients.iter().find(|it| it.client.id == client)?;
            Some(td_string!(locale, points.meetings_of, client = known.client.name.as_str()))
        }),
    };
    let (nothing, show_all) = (text!(points.nothing), text!(points.show_all));
    let key = |line: &PointsLine| {
        (line.meeting, line.points, line.standing as u8, line.oddities.len(), line.subject.clone())
    };
    view! {
        <section class="panel" id="points-meetings" tabindex="-1" aria-labelledby="meetings-title">
            <header class="panel-head">
                <h2 class="panel-title" id="meetings-title">
                    {text!(points.meetings)}
                </h2>
                {move || {
                    of_what()
                        .map(|what| {
                            view! {
                                <span class="badge">{what}</span>
                                <button type="button" class="button small" on:click=move |_| shown.set(Shown::All)>
                                    {show_all}
                                </button>
                            }
                        })
                }}
            </header>
            <ul class="plan-lines">
                <For each=move || lines.get() key=key let:line>
                    <Line line=line />
                </For>
            </ul>
            {move || lines.read().is_empty().then(|| view! { <p class="hint">{nothing}</p> })}
        </section>
    }
}

#[component]
fn Line(line: PointsLine) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let date = line.when.first_day();
    let day = format!("{}, {}", dates.weekday_short(date), dates.day_month(date));
    let kind = kind_name(locale, line.kind.id, &line.kind.name);
    let client = line.client.map(|client| client.name);
    let note = [Some(kind), client].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let what = match line.subject {
        Some(subject) => view! {
            <a class="plan-subject" href=format!("/meetings/{}", line.meeting)>
                {subject}
            </a>
        }
        .into_any(),
        None => view! { <span class="plan-subject">{text!(points.hidden)}</span> }.into_any(),
    };
    let oddities = line.oddities.iter().map(|oddity| {
        view! {
            <span class="plan-note points-odd">
                <Glyph icon=Icon::WARNING />
                {oddity_name(locale, *oddity)}
            </span>
        }
    });
    let oddities = oddities.collect_view();
    view! {
        <li class="plan-line" data-meeting=line.meeting.to_string() data-outcome=standing_word(line.standing)>
            <span class="plan-times">{day}</span>
            <div class="plan-what">
                {what}
                <span class="plan-note">{note}</span>
                {oddities}
            </div>
            <div class="plan-badges">
                <span class="badge" data-fact=standing_word(line.standing)>
                    {standing_name(locale, line.standing)}
                </span>
            </div>
            <strong class="points-worth">
                <span aria-hidden="true">{line.points}</span>
                <span class="visually-hidden">{text!(points.worth, points = line.points)}</span>
            </strong>
        </li>
    }
}
