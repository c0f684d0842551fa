//! How well the meetings were done (S65): closed in time, checklists, visits of each client.

use domain::points::{Effectiveness, PointsSheet, VisitsOfClient};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::ledger::Shown;
use crate::text;
use crate::texts::locale;

#[component]
pub(super) fn HowWell(sheet: RwSignal<PointsSheet>, shown: RwSignal<Shown>) -> impl IntoView {
    let locale = locale();
    let whole = Memo::new(move |_| sheet.with(|sheet| sheet.effectiveness.clone()));
    let share = move |part: u32, whole: u32| {
        let percent = (u64::from(part) * 100).checked_div(u64::from(whole));
        let words = td_string!(locale, points.share, part = part, whole = whole);
        match percent {
            Some(percent) => format!("{} ({words})", td_string!(locale, points.percent, percent = percent)),
            None => "–".to_owned(),
        }
    };
    view! {
        <section class="panel" aria-labelledby="well-title">
            <header class="panel-head">
                <h2 class="panel-title" id="well-title">
                    {text!(points.effectiveness)}
                </h2>
            </header>
            <dl class="plan-sum points-shares">
                <div>
                    <dt>{text!(points.in_time)}</dt>
                    <dd>{move || whole.with(|it| share(it.in_time, it.closed))}</dd>
                </div>
                <div>
                    <dt>{text!(points.ticked)}</dt>
                    <dd>{move || whole.with(|it| share(it.ticked, it.items))}</dd>
                </div>
            </dl>
            <h3 class="plan-part">{text!(points.clients)}</h3>
            {move || whole.with(|it| view! { <Clients whole=it.clone() shown=shown /> })}
        </section>
    }
}

#[component]
fn Clients(whole: Effectiveness, shown: RwSignal<Shown>) -> impl IntoView {
    if whole.clients.is_empty() {
        return view! { <p class="hint">{text!(points.no_visits)}</p> }.into_any();
    }
    let row = move |VisitsOfClient { client, planned, done, points }: VisitsOfClient| {
        let to = Shown::Client(client.id);
        view! {
            <tr>
                <th scope="row">
                    <a
                        class="points-number"
                        href="#points-meetings"
                        rel="external"
                        on:click=move |_| shown.set(to)
                    >
                        {client.name}
                    </a>
                </th>
                <td>{planned}</td>
                <td>{done}</td>
                <td>{points}</td>
            </tr>
        }
    };
    view! {
        <div class="team-scroll">
            <table class="team-table points-numbers">
                <thead>
                    <tr>
                        <th scope="col">{text!(points.client)}</th>
                        <th scope="col">{text!(points.visits)}</th>
                        <th scope="col">{text!(points.done)}</th>
                        <th scope="col">{text!(points.points)}</th>
                    </tr>
                </thead>
                <tbody>{whole.clients.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
