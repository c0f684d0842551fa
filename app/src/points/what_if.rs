//! What it would come to: without what may fall out, and with what could still be done. Nothing of it is kept.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{KindId, MeetingId};
use domain::points::{KindWorth, PointsLine, PointsSheet, Standing};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::account::missing;
use crate::meeting::words::kind_name;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;

/// What is supposed.
#[derive(Clone, Copy)]
struct Supposed {
    out: RwSignal<BTreeSet<MeetingId>>,
    further: RwSignal<BTreeMap<KindId, u32>>,
}

impl Supposed {
    fn points(self, sheet: &PointsSheet) -> u32 {
        let out = self.out.read();
        let open = sheet.lines.iter().filter(|line| is_open(line) && !out.contains(&line.meeting));
        let further = self.further.read();
        let added = sheet.kinds.iter().map(|worth| {
            let count = further.get(&worth.kind.id).copied().unwrap_or_default();
            count.saturating_mul(worth.points)
        });
        added.fold(sheet.sum.earned, u32::saturating_add) + open.map(|line| line.points).sum::<u32>()
    }
}

fn is_open(line: &PointsLine) -> bool {
    matches!(line.standing, Standing::Open | Standing::Overdue)
}

#[component]
pub(super) fn WhatIf(sheet: RwSignal<PointsSheet>) -> impl IntoView {
    let locale = locale();
    let supposed = Supposed { out: RwSignal::new(BTreeSet::new()), further: RwSignal::new(BTreeMap::new()) };
    let open = Memo::new(move |_| {
        sheet.with(|sheet| sheet.lines.iter().filter(|line| is_open(line)).cloned().collect::<Vec<_>>())
    });
    let nothing = text!(points.what_if_nothing);
    let comes_to = move || {
        sheet.with(|sheet| {
            let points = supposed.points(sheet);
            match &sheet.aim {
                Some(aim) => {
                    let percent = aim.percent(points);
                    let sum = td_string!(locale, points.comes_to_percent, points = points, percent = percent);
                    format!("{sum} {}", missing(locale, aim, points))
                }
                None => td_string!(locale, points.comes_to, points = points),
            }
        })
    };
    let kinds = sheet.with_untracked(|sheet| sheet.kinds.clone());
    let further = kinds.into_iter().map(|worth| view! { <Further worth=worth supposed=supposed /> });
    view! {
        <section class="panel" aria-labelledby="what-if-title">
            <header class="panel-head">
                <h2 class="panel-title" id="what-if-title">
                    {text!(points.what_if)}
                </h2>
                <span class="hint">{text!(points.what_if_hint)}</span>
            </header>
            <p class="points-output" role="status">
                {comes_to}
            </p>
            <ul class="points-choices">
                <For each=move || open.get() key=|line| (line.meeting, line.points, line.subject.clone()) let:line>
                    <Choice line=line supposed=supposed />
                </For>
            </ul>
            {move || open.read().is_empty().then(|| view! { <p class="hint">{nothing}</p> })}
            <div class="points-further">{further.collect_view()}</div>
        </section>
    }
}

/// A meeting that counts unless it falls out.
#[component]
fn Choice(line: PointsLine, supposed: Supposed) -> impl IntoView {
    let meeting = line.meeting;
    let day = use_dates().day_month(line.when.first_day());
    let subject = line.subject.unwrap_or_else(|| text!(points.hidden).to_owned());
    view! {
        <li>
            <label class="points-choice">
                <input
                    type="checkbox"
                    prop:checked=move || !supposed.out.read().contains(&meeting)
                    checked=true
                    on:change=move |event| {
                        let stays = event_target_checked(&event);
                        supposed
                            .out
                            .update(|out| {
                                if stays {
                                    out.remove(&meeting);
                                } else {
                                    out.insert(meeting);
                                }
                            });
                    }
                />
                <span>
                    {subject} " " <span class="hint">{day}</span>
                </span>
                <span class="points-worth">
                    <span aria-hidden="true">{line.points}</span>
                    <span class="visually-hidden">{text!(points.worth, points = line.points)}</span>
                </span>
            </label>
        </li>
    }
}

/// Further meetings of a kind.
#[component]
fn Further(worth: KindWorth, supposed: Supposed) -> impl IntoView {
    let kind = worth.kind.id;
    let name = kind_name(locale(), kind, &worth.kind.name);
    let id = format!("further-{kind}");
    view! {
        <div class="points-kind">
            <label for=id.clone()>{text!(points.further, kind = name)}</label>
            <input
                class="input"
                id=id
                type="number"
                min="0"
                max="99"
                inputmode="numeric"
                value="0"
                on:input=move |event| {
                    let count = event_target_value(&event).parse().unwrap_or_default();
                    supposed
                        .further
                        .update(|further| {
                            further.insert(kind, count);
                        });
                }
            />
            <span class="hint">{text!(points.each, points = worth.points)}</span>
        </div>
    }
}
