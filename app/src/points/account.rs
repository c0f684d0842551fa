//! What one has earned, against what is expected; each number opens its meetings below.

use domain::people::Role;
use domain::points::{Aim, PointsSheet, Sum};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::chart::Meter;
use super::ledger::Shown;
use crate::session::session;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::avatar::Avatar;

#[component]
pub(super) fn Account(sheet: RwSignal<PointsSheet>, shown: RwSignal<Shown>) -> impl IntoView {
    let (name, position) = sheet.with_untracked(|sheet| (sheet.owner.name.clone(), sheet.position.clone()));
    let locale = locale();
    let sum = Memo::new(move |_| sheet.with(|sheet| sheet.sum));
    let aim = Memo::new(move |_| sheet.with(|sheet| sheet.aim.clone()));
    let administers = session().person.role == Role::Administrator;
    let set_targets = text!(points.set_targets);
    let without_aim = move || {
        let link = administers.then(|| {
            view! {
                " "
                <a href="/settings/targets">{set_targets}</a>
            }
        });
        view! {
            {td_string!(locale, points.no_target)}
            {link}
        }
    };
    let way = move || match aim.get() {
        Some(aim) => missing(locale, &aim, sum.get().earned).into_any(),
        None => without_aim().into_any(),
    };
    view! {
        <section class="panel points-account" aria-labelledby="points-title">
            <header class="panel-head">
                <Avatar name=name.clone() size="small" />
                <h2 class="panel-title" id="points-title">
                    {name}
                </h2>
                <span>{position}</span>
            </header>
            <dl class="plan-sum">
                <Number label=text!(points.earned) to=Shown::Earned shown=shown value=move || sum.get().earned />
                <Number label=text!(points.planned) to=Shown::Planned shown=shown value=move || sum.get().planned() />
                <Number label=text!(points.open) to=Shown::Open shown=shown value=move || sum.get().open />
                <Number label=text!(points.overdue) to=Shown::Overdue shown=shown value=move || sum.get().overdue />
                <Number label=text!(points.odd) to=Shown::Odd shown=shown value=move || sum.get().odd />
                {move || aim.get().map(|aim| view! { <Expected aim=aim sum=sum.get() /> })}
            </dl>
            {move || view! { <Meter sum=sum.get() aim=aim.get() /> }}
            <p class="points-way">{way}</p>
        </section>
    }
}

/// A number that opens the meetings that it consists of.
#[component]
fn Number(
    label: &'static str,
    to: Shown,
    shown: RwSignal<Shown>,
    value: impl Fn() -> u32 + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd>
                {move || {
                    let value = value();
                    if value == 0 {
                        return view! { <span>{value}</span> }.into_any();
                    }
                    view! {
                        <a
                            class="points-number"
                            href="#points-meetings"
                            rel="external"
                            aria-label=format!("{label}: {value}")
                            on:click=move |_| shown.set(to)
                        >
                            {value}
                        </a>
                    }
                        .into_any()
                }}
            </dd>
        </div>
    }
}

#[component]
fn Expected(aim: Aim, sum: Sum) -> impl IntoView {
    view! {
        <div>
            <dt>{text!(points.target)}</dt>
            <dd>{aim.target}</dd>
        </div>
        <div>
            <dt>{text!(points.of_target)}</dt>
            <dd>{text!(points.percent, percent = aim.percent(sum.earned))}</dd>
        </div>
    }
}

/// What is missing to the next threshold.
pub(super) fn missing(locale: Locale, aim: &Aim, points: u32) -> String {
    match aim.next(points) {
        Some(next) => {
            td_string!(locale, points.missing, missing = next.missing, percent = next.percent, at = next.at)
        }
        None => td_string!(locale, points.beyond).to_owned(),
    }
}
