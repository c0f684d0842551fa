//! A plan as it is opened: whose, what was decided, what it adds up to, what is to be said of it, and its days.

use domain::journal::{Finding, PlanSheet, Remark, Signed, Totals};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::chat::Talk;
use super::days::Days;
use super::decide::Decide;
use super::reasons::Reasons;
use super::words::{PlanBadge, Words, use_words};
use crate::meeting::words::{distance, length};
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn Plan(sheet: RwSignal<PlanSheet>, talk: Talk) -> impl IntoView {
    let (name, position) = sheet.with_untracked(|sheet| (sheet.owner.name.clone(), sheet.position.clone()));
    let state = Memo::new(move |_| sheet.with(|sheet| sheet.state));
    view! {
        <section class="panel plan" aria-labelledby="plan-title">
            <header class="panel-head">
                <h2 class="panel-title" id="plan-title">
                    {name}
                </h2>
                {move || view! { <PlanBadge state=state.get() /> }}
                <span class="hint">{position}</span>
            </header>
            <Decisions sheet=sheet />
            <Sum sheet=sheet />
            <Decide sheet=sheet />
            <Reasons sheet=sheet />
            <Findings sheet=sheet />
            <div class="plan-days">
                <Days sheet=sheet talk=talk />
            </div>
        </section>
    }
}

/// What was decided last, by whom, and in which words.
#[component]
fn Decisions(sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let (locale, words) = (locale(), StoredValue::new(use_words()));
    move || {
        let said = sheet.with(|sheet| words.with_value(|words| decisions(sheet, locale, words)));
        let line = |(line, quote): (String, String)| {
            view! {
                <li>
                    <span>{line}</span>
                    {(!quote.is_empty()).then(|| view! { <q class="plan-quote">{quote}</q> })}
                </li>
            }
        };
        (!said.is_empty())
            .then(|| view! { <ul class="plan-decisions">{said.into_iter().map(line).collect_view()}</ul> })
    }
}

fn decisions(sheet: &PlanSheet, locale: Locale, words: &Words) -> Vec<(String, String)> {
    let plan = &sheet.plan;
    let who = |signed: &Signed| (sheet.name(signed.by).to_owned(), words.moment(signed.at));
    let mut said = Vec::new();
    let quote = |remark: &Remark| remark.text.clone();
    if let Some(remark) = &plan.submission {
        let (name, when) = who(&remark.signed);
        said.push((
            remark.signed.at,
            td_string!(locale, journal.submitted_by, name = name, when = when),
            quote(remark),
        ));
    }
    if let Some(remark) = plan.returned.as_ref().filter(|_| plan.approval.is_none()) {
        let (name, when) = who(&remark.signed);
        said.push((
            remark.signed.at,
            td_string!(locale, journal.returned_by, name = name, when = when),
            quote(remark),
        ));
    }
    if let Some(approval) = &plan.approval {
        let (name, when) = who(&approval.signed);
        let line = td_string!(locale, journal.approved_by, name = name, when = when);
        said.push((approval.signed.at, line, String::new()));
    }
    if let Some(remark) = &plan.review {
        let (name, when) = who(&remark.signed);
        said.push((
            remark.signed.at,
            td_string!(locale, journal.reviewed_by, name = name, when = when),
            quote(remark),
        ));
    }
    said.sort_by_key(|(at, ..)| *at);
    said.into_iter().map(|(_, line, quote)| (line, quote)).collect()
}

/// What the week adds up to.
#[component]
fn Sum(sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let locale = locale();
    let labels = [
        text!(journal.meetings),
        text!(journal.visits),
        text!(journal.time),
        text!(visits.journeys),
        text!(journal.points),
        text!(journal.done),
        text!(journal.missed),
        text!(journal.moved),
        text!(journal.unplanned),
        text!(journal.dropped),
    ];
    let totals = Memo::new(move |_| sheet.with(|sheet| sheet.totals));
    // What the router has not told yet is an estimate meanwhile.
    let estimated = Memo::new(move |_| sheet.with(PlanSheet::waits_for_router));
    let journeys_estimated = text!(map.journeys_estimated);
    let pairs = move || {
        let Totals {
            meetings,
            visits,
            minutes,
            points,
            done,
            points_earned,
            missed,
            moved,
            unplanned,
            dropped,
            metres,
        } = totals.get();
        let points =
            if points_earned > 0 { format!("{points_earned} / {points}") } else { points.to_string() };
        let ways = (metres > 0).then(|| distance(locale, metres));
        let shown = [
            Some(meetings.to_string()),
            Some(visits.to_string()),
            Some(length(locale, minutes)),
            ways,
            Some(points),
        ];
        let facts =
            [done, missed, moved, unplanned, dropped].map(|count| (count > 0).then(|| count.to_string()));
        let all = shown.into_iter().chain(facts);
        let mut labels = labels;
        if estimated.get() {
            labels[JOURNEYS] = journeys_estimated;
        }
        labels
            .into_iter()
            .zip(all)
            .filter_map(|(label, value)| {
                let value = value?;
                Some(view! {
                    <div>
                        <dt>{label}</dt>
                        <dd>{value}</dd>
                    </div>
                })
            })
            .collect_view()
    };
    view! { <dl class="plan-sum">{pairs}</dl> }
}

/// Which of the labels is that of the ways.
const JOURNEYS: usize = 3;

/// What the checks found (D8), each leading to where it can be mended.
#[component]
fn Findings(sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let (locale, words) = (locale(), StoredValue::new(use_words()));
    let findings = Memo::new(move |_| {
        let shown = |sheet: &PlanSheet| sheet.plan.approval.is_none();
        sheet.with(|sheet| shown(sheet).then(|| words.with_value(|words| findings_of(sheet, locale, words))))
    });
    let submits = sheet.with_untracked(|sheet| sheet.permits.submit);
    let title = if submits { text!(journal.checks) } else { text!(journal.checks_head) };
    let clean = text!(journal.checks_clean);
    move || {
        let findings = findings.get()?;
        let item = |(text, to): (String, String)| {
            view! {
                <li>
                    <a href=to>
                        <Glyph icon=Icon::WARNING />
                        {text}
                    </a>
                </li>
            }
        };
        let list = if findings.is_empty() {
            view! {
                <p class="plan-clean">
                    <Glyph icon=Icon::CHECK />
                    {clean}
                </p>
            }
            .into_any()
        } else {
            view! { <ul class="plan-findings">{findings.into_iter().map(item).collect_view()}</ul> }
                .into_any()
        };
        let view = view! {
            <section aria-label=title>
                <h3 class="plan-part">{title}</h3>
                {list}
            </section>
        };
        Some(view.into_any())
    }
}

fn findings_of(sheet: &PlanSheet, locale: Locale, words: &Words) -> Vec<(String, String)> {
    let subject = |meeting| {
        let line = sheet.lines.iter().find(|line| line.meeting == meeting);
        line.map(|line| line.subject().to_owned()).unwrap_or_default()
    };
    // Where both meetings are seen, and the way between them.
    let day_of = |meeting| {
        let line = sheet.lines.iter().find(|line| line.meeting == meeting);
        let date = line.and_then(|line| line.date()).unwrap_or(sheet.plan.key.week.monday());
        format!("/calendar/day/{date}")
    };
    let findings = sheet.findings.iter().map(|finding| match finding {
        Finding::EmptyDay { date } => (
            td_string!(locale, journal.empty_day, day = words.day(*date)),
            format!("/meetings/new?start={date}T10:00&minutes=60"),
        ),
        Finding::Overload { date, minutes, norm } => (
            td_string!(
                locale,
                journal.overload,
                day = words.day(*date),
                minutes = length(locale, *minutes),
                norm = length(locale, *norm)
            ),
            format!("/calendar/day/{date}"),
        ),
        Finding::NoAddress { meeting } => (
            td_string!(locale, journal.no_address, subject = subject(*meeting)),
            format!("/meetings/{meeting}"),
        ),
        Finding::NoContact { meeting } => (
            td_string!(locale, journal.no_contact, subject = subject(*meeting)),
            format!("/meetings/{meeting}"),
        ),
        Finding::ImpossibleJourney { from, to, minutes, free } => (
            td_string!(
                locale,
                visits.too_late,
                from = subject(*from),
                to = subject(*to),
                minutes = length(locale, *minutes),
                free = length(locale, *free)
            ),
            day_of(*to),
        ),
    });
    findings.collect()
}
