//! The plans of a team: people × days, with each plan's state (S61).

use domain::id::{ClientId, DepartmentId, PersonId};
use domain::journal::{TeamRow, Weekly};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::page::Address;
use super::words::{PlanBadge, STATES, state_name, state_word, use_words};
use crate::api::approve_clean;
use crate::meeting::words::length;
use crate::text;
use crate::texts::locale;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

/// What is chosen of the team.
#[derive(Clone, Copy)]
struct Choice {
    department: RwSignal<Option<DepartmentId>>,
    client: RwSignal<Option<ClientId>>,
    state: RwSignal<String>,
}

impl Choice {
    fn fits(self, row: &TeamRow) -> bool {
        let here = self.department.get().is_none_or(|wanted| row.within.contains(&wanted));
        let there = self.client.get().is_none_or(|wanted| row.clients.contains(&wanted));
        here && there && self.state.with(|state| state.is_empty() || state == state_word(row.state))
    }
}

#[component]
pub(super) fn Team(team: RwSignal<Weekly>, address: Memo<Address>) -> impl IntoView {
    let choice = Choice {
        department: RwSignal::new(None),
        client: RwSignal::new(None),
        state: RwSignal::new(String::new()),
    };
    let shown = Memo::new(move |_| {
        team.with(|weekly| {
            weekly.team.iter().filter(|row| choice.fits(row)).map(|row| row.owner.id).collect::<Vec<_>>()
        })
    });
    let words = use_words();
    // Who leads others has a week of their own too.
    let me = crate::session::session().person.id;
    let mine = move || Address { person: Some(me), ..address.get() }.path();
    let days = team.with_untracked(|weekly| weekly.week.days());
    let day_heads = days.map(|date| {
        view! {
            <th scope="col" class="team-day" data-date=date.to_string() data-today=(date == words.today).then_some("")>
                <span>{words.dates.weekday_short(date)}</span>
                " "
                <span class="team-date">{chrono::Datelike::day(&date)}</span>
            </th>
        }
    });
    view! {
        <section class="panel team" aria-labelledby="team-title">
            <header class="panel-head">
                <h2 class="panel-title" id="team-title">
                    {text!(journal.team)}
                </h2>
                <a
                    class="button small"
                    href=mine
                    aria-current=move || (address.get().person == Some(me)).then_some("page")
                >
                    {text!(journal.my_week)}
                </a>
                <Filters team=team choice=choice />
                <ApproveClean team=team shown=shown />
            </header>
            <div class="team-scroll">
                <table class="team-table">
                    <thead>
                        <tr>
                            <th scope="col">{text!(journal.person)}</th>
                            <th scope="col">{text!(journal.state)}</th>
                            {day_heads.into_iter().collect_view()}
                            <th scope="col">{text!(journal.total)}</th>
                            <th scope="col">{text!(journal.signs)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || shown.get() key=|owner| *owner let:owner>
                            <Row owner=owner team=team address=address />
                        </For>
                    </tbody>
                </table>
            </div>
            {move || shown.read().is_empty().then(|| view! { <p class="hint">{text!(journal.nobody)}</p> })}
        </section>
    }
}

#[component]
fn Row(owner: PersonId, team: RwSignal<Weekly>, address: Memo<Address>) -> impl IntoView {
    let row = Memo::new(move |before: Option<&Option<TeamRow>>| {
        let found = team.with(|weekly| weekly.team.iter().find(|row| row.owner.id == owner).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let (locale, words) = (locale(), StoredValue::new(use_words()));
    let is_open = move || address.get().person == Some(owner);
    let to = move || Address { person: Some(owner), ..address.get() }.path();
    let (name, note) = row.with_untracked(|row| {
        row.as_ref().map(|row| (row.owner.name.clone(), row.position.clone())).unwrap_or_default()
    });
    let days = team.with_untracked(|weekly| weekly.week.days());
    let cells = days.into_iter().enumerate().map(move |(index, date)| {
        let count = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.days[index]).unwrap_or_default()));
        view! {
            <td class="team-cell" data-empty=move || (count.get().meetings == 0).then_some("")>
                {move || {
                    let count = count.get();
                    let label = words
                        .with_value(|words| {
                            td_string!(locale, journal.day_count, day = words.day(date), count = count.meetings)
                        });
                    view! {
                        <span class="team-count" data-missed=(count.missed > 0).then_some("")
                            data-done=(count.done > 0 && count.done == count.meetings).then_some("")>
                            <span aria-hidden="true">{count.meetings}</span>
                            <span class="visually-hidden">{label}</span>
                        </span>
                    }
                }}
            </td>
        }
    });
    view! {
        <tr data-person=owner.to_string() data-open=move || is_open().then_some("")>
            <th scope="row">
                <a class="team-person" href=to aria-current=move || is_open().then_some("true")>
                    <Avatar name=name.clone() size="small" />
                    <span>
                        <span class="team-name">{name.clone()}</span>
                        <span class="team-note">{note}</span>
                    </span>
                </a>
            </th>
            <td>{move || row.get().map(|row| view! { <PlanBadge state=row.state /> })}</td>
            {cells.collect_view()}
            <td class="team-total">
                {move || {
                    row.get().map(|row| format!("{} · {}", row.totals.meetings, length(locale, row.totals.minutes)))
                }}
            </td>
            <td>{move || row.get().map(|row| view! { <Signs row=row /> })}</td>
        </tr>
    }
}

/// What is worth a look in a plan.
#[component]
fn Signs(row: TeamRow) -> impl IntoView {
    let sign = |count: u32, icon: Icon, word: &'static str, label: String| {
        (count > 0).then(|| {
            let title = label.clone();
            view! {
                <span class="team-sign" data-sign=word title=title>
                    <Glyph icon=icon />
                    <span aria-hidden="true">{count}</span>
                    <span class="visually-hidden">{label}</span>
                </span>
            }
        })
    };
    view! {
        <span class="team-signs">
            {sign(row.findings, Icon::WARNING, "findings", text!(journal.findings_count, count = row.findings))}
            {sign(row.news, Icon::HISTORY, "news", text!(journal.news_count, count = row.news))}
            {sign(row.unread, Icon::CHAT, "unread", text!(journal.unread_count, count = row.unread))}
        </span>
    }
}

#[component]
fn Filters(team: RwSignal<Weekly>, choice: Choice) -> impl IntoView {
    let (departments, clients) =
        team.with_untracked(|weekly| (weekly.departments.clone(), weekly.clients.clone()));
    let locale = locale();
    view! {
        <div class="team-filters">
            {(departments.len() > 1)
                .then(|| {
                    view! {
                        <select
                            class="input"
                            aria-label=text!(journal.department)
                            on:change=move |event| choice.department.set(event_target_value(&event).parse().ok())
                        >
                            <option value="">{text!(journal.all_departments)}</option>
                            {departments
                                .into_iter()
                                .map(|department| view! { <option value=department.id.to_string()>{department.name}</option> })
                                .collect_view()}
                        </select>
                    }
                })}
            {(!clients.is_empty())
                .then(|| {
                    view! {
                        <select
                            class="input"
                            aria-label=text!(journal.client)
                            on:change=move |event| choice.client.set(event_target_value(&event).parse().ok())
                        >
                            <option value="">{text!(journal.all_clients)}</option>
                            {clients
                                .into_iter()
                                .map(|client| view! { <option value=client.id.to_string()>{client.name}</option> })
                                .collect_view()}
                        </select>
                    }
                })}
            <select
                class="input"
                aria-label=text!(journal.state)
                on:change=move |event| choice.state.set(event_target_value(&event))
            >
                <option value="">{text!(journal.all_states)}</option>
                {STATES
                    .into_iter()
                    .map(|state| view! { <option value=state_word(state)>{state_name(locale, state)}</option> })
                    .collect_view()}
            </select>
        </div>
    }
}

/// Approves every plan that is shown, waits and has nothing wanting.
#[component]
fn ApproveClean(team: RwSignal<Weekly>, shown: Memo<Vec<PersonId>>) -> impl IntoView {
    let clean = Memo::new(move |_| {
        let shown = shown.get();
        team.with(|weekly| {
            let rows = weekly.team.iter().filter(|row| row.is_clean() && shown.contains(&row.owner.id));
            rows.map(|row| row.owner.id).collect::<Vec<_>>()
        })
    });
    let (toasts, explain, locale) = (use_toasts(), use_explain(), locale());
    let busy = RwSignal::new(false);
    let approve = move |_| {
        let (week, people, explain) =
            (team.with_untracked(|it| it.week), clean.get_untracked(), explain.clone());
        busy.set(true);
        spawn_local(async move {
            match approve_clean(week, people).await {
                Ok(count) => {
                    toasts.say(Tone::Done, td_string!(locale, journal.approved_clean, count = count))
                }
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Show when=move || !clean.read().is_empty()>
            <button type="button" class="button small accept" disabled=busy on:click=approve.clone()>
                <Glyph icon=Icon::ACCEPTED />
                {move || td_string!(locale, journal.approve_clean, count = clean.read().len())}
            </button>
        </Show>
    }
}
