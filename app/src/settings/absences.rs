//! When I am away, and who stands in for me (S69).

use chrono::NaiveDate;
use domain::Refusal;
use domain::absence::{Absence, AbsenceLine};
use domain::id::AbsenceId;
use domain::people::Person;
use domain::refusal::Field as About;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::keep::Colleagues;
use crate::api::{Away, away, keep_absence, remove_absence};
use crate::json::asked_before;
use crate::session::session;
use crate::state::clock::now;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::{Dates, use_dates};
use crate::ui::field::Field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::picker::Picker;
use crate::ui::refusals::{Reasons, use_explain};

#[component]
pub(super) fn Absences() -> impl IntoView {
    let read = asked_before(|| (), |()| away());
    let explain = use_explain();
    let shown = move || {
        let explain = explain.clone();
        Suspend::new(async move {
            match read.await {
                Ok(away) => view! { <Known away=away /> }.into_any(),
                Err(failure) => {
                    view! { <Reasons reasons=Signal::stored(explain.failure(&failure)) /> }.into_any()
                }
            }
        })
    };
    view! {
        <section class="panel" aria-labelledby="absences-title">
            <header class="panel-head">
                <h2 class="panel-title" id="absences-title">
                    {text!(settings.absences)}
                </h2>
                <span class="hint">{text!(settings.absences_hint)}</span>
            </header>
            <Suspense>{shown}</Suspense>
        </section>
    }
}

/// What is read, and what can be done about it.
#[component]
fn Known(away: Away) -> impl IntoView {
    let mine = RwSignal::new(away.mine);
    let reasons = RwSignal::new(Vec::new());
    let (dates, locale, explain) = (use_dates(), locale(), use_explain());
    let stood_in_for = away.stood_in_for.iter().map(|line| {
        let last = dates.day_month(line.absence.last);
        view! { <p class="notice">{text!(settings.you_stand_in, last = last, name = line.name.clone())}</p> }
    });
    let stood_in_for = stood_in_for.collect_view();
    let remove = Callback::new(move |id: AbsenceId| {
        let explain = explain.clone();
        spawn_local(async move {
            match remove_absence(id).await {
                Ok(()) => {
                    reasons.set(Vec::new());
                    mine.update(|mine| mine.retain(|line| line.absence.id != id));
                }
                Err(failure) => reasons.set(explain.failure(&failure)),
            }
        });
    });
    let line = move |line: AbsenceLine| {
        let days = days(&dates, &line.absence);
        let name = td_string!(locale, settings.remove_absence, days = days.as_str());
        let stands_in = match &line.substitute_name {
            Some(name) => td_string!(locale, settings.stands_in, name = name.as_str()),
            None => td_string!(locale, settings.nobody_stands_in).to_owned(),
        };
        let id = line.absence.id;
        view! {
            <li class="setting">
                <div class="setting-what">
                    <strong>{days}</strong>
                    <span>{stands_in}</span>
                </div>
                {line.in_force.then(|| view! { <span class="badge">{text!(settings.absent_now)}</span> })}
                <button type="button" class="button quiet icon" aria-label=name on:click=move |_| remove.run(id)>
                    <Glyph icon=Icon::CLOSE />
                </button>
            </li>
        }
    };
    view! {
        {stood_in_for}
        <ul class="plain-list" aria-label=text!(settings.absences)>
            <For each=move || mine.get() key=|line| (line.absence.id, line.in_force) children=line />
        </ul>
        <Reasons reasons=reasons />
        <NewAbsence mine=mine reasons=reasons />
    }
}

fn days(dates: &Dates, absence: &Absence) -> String {
    if absence.first == absence.last {
        return dates.full(absence.first);
    }
    format!("{} – {}", dates.short(absence.first), dates.short(absence.last))
}

#[component]
fn NewAbsence(mine: RwSignal<Vec<AbsenceLine>>, reasons: RwSignal<Vec<String>>) -> impl IntoView {
    let (first, last) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let substitute = RwSignal::new(None::<Person>);
    let busy = RwSignal::new(false);
    let colleagues = Colleagues::none_yet();
    let session = session();
    let (me, zone) = (session.person.id, session.rules.name().clone());
    let explain = use_explain();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let read = |text: RwSignal<String>| text.with_untracked(|text| text.parse::<NaiveDate>().ok());
        // Whoever is away for a day says it once.
        let days = read(first).map(|first| (first, read(last).unwrap_or(first)));
        let Some((from, to)) = days else {
            return reasons.set(vec![explain.reason(&Refusal::Empty { field: About::Start })]);
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let absence = Absence {
            id: AbsenceId::generate(now()),
            person: me,
            first: from,
            last: to,
            zone: zone.clone(),
            substitute: substitute.with_untracked(|person| person.as_ref().map(|person| person.id)),
        };
        let explain = explain.clone();
        spawn_local(async move {
            let kept = match keep_absence(absence).await {
                Ok(_) => away().await,
                Err(failure) => Err(failure),
            };
            busy.set(false);
            match kept {
                Ok(away) => {
                    reasons.set(Vec::new());
                    mine.set(away.mine);
                    first.set(String::new());
                    last.set(String::new());
                    substitute.set(None);
                }
                Err(failure) => reasons.set(explain.failure(&failure)),
            }
        });
    };
    let date = move |id: &'static str, value: RwSignal<String>| {
        view! {
            <input
                class="input"
                type="date"
                id=id
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
    };
    let shown = Signal::derive(move || {
        substitute.with(|person| person.as_ref().map(|person| person.name.clone()).unwrap_or_default())
    });
    view! {
        <form class="absence-form" on:submit=add>
            <Field id="absent-from" label=text!(settings.absent_from) narrow=true>
                {date("absent-from", first)}
            </Field>
            <Field id="absent-to" label=text!(settings.absent_to) narrow=true>
                {date("absent-to", last)}
            </Field>
            <Field id="absent-substitute" label=text!(settings.substitute)>
                <Picker
                    id="absent-substitute"
                    placeholder=text!(settings.find_substitute)
                    shown=shown
                    find=colleagues.find(move |person| person.id != me && !person.archived)
                    on_choose=Callback::new(move |id| substitute.set(colleagues.chosen(id)))
                    nothing=text!(settings.nobody_found)
                />
            </Field>
            <button class="button" aria-busy=move || busy.get().then_some("true")>
                {text!(settings.add_absence)}
            </button>
        </form>
    }
}
