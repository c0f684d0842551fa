//! The schedule form (расписание, S12): how often, on which dates, until when; with the next dates and what is in
//! the way on each.

use std::time::Duration;

use chrono::{Datelike, NaiveDate, Weekday};
use domain::id::PersonId;
use domain::meeting::{Attendee, Prospect, ProspectiveDate};
use domain::time::WeekStart;
use domain::time::recurrence::{Ends, Every, Recurrence, Rule, Weekdays};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::editing::Editing;
use super::schedule_further::{FurtherDates, leave_out};
use super::schedule_typed::InOwnWords;
use super::schedule_words as words;
use crate::api::foresee_series;
use crate::session::session;
use crate::state::clock::now;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::dates::{Dates, use_dates};
use crate::ui::field::Field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Reasons, use_explain};

/// The tick that opens the schedule; of a meeting in a series the schedule in words, to be changed on request.
#[component]
pub(super) fn ScheduleField(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let in_series =
        Memo::new(move |_| editing.sheet.read().as_ref().is_some_and(|sheet| sheet.series.is_some()));
    let opened = RwSignal::new(false);
    let week_start = session().week_start;
    let repeats = Memo::new(move |_| form.recurrence.read().is_some());
    follow_the_date(editing, in_series);
    let head = move || {
        if in_series.get() {
            view! { <InWords editing=editing opened=opened /> }.into_any()
        } else {
            view! {
                <label class="switch">
                    <input
                        type="checkbox"
                        role="switch"
                        prop:checked=move || repeats.get()
                        on:change=move |event| {
                            let rule = event_target_checked(&event).then(|| usual(first_day(editing), week_start));
                            form.recurrence.set(rule.map(Recurrence::of));
                        }
                    />
                    {text!(schedule.repeats)}
                </label>
            }
            .into_any()
        }
    };
    let shows = move || repeats.get() && (!in_series.get() || opened.get());
    view! {
        {head}
        <Show when=shows>
            <Schedule editing=editing />
        </Show>
    }
}

/// A meeting that is planned for another date comes back on that one.
fn follow_the_date(editing: Editing, in_series: Memo<bool>) {
    let form = editing.form;
    let first = Memo::new(move |_| form.times.read().first_day());
    Effect::new(move |before: Option<Option<NaiveDate>>| {
        let now = first.get();
        if let (Some(Some(before)), Some(now)) = (before, now)
            && before != now
            && !in_series.get_untracked()
        {
            form.recurrence.update(|recurrence| {
                if let Some(recurrence) = recurrence {
                    *recurrence = recurrence.moved(before, now);
                }
            });
        }
        now.or(before.flatten())
    });
}

#[component]
fn InWords(editing: Editing, opened: RwSignal<bool>) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let says = move || sentence(editing, locale, &dates);
    let altered = move || {
        editing.sheet.read().as_ref().is_some_and(|sheet| sheet.series.as_ref().is_some_and(|it| it.altered))
    };
    let altered_text = text!(schedule.altered);
    view! {
        <div class="schedule-words">
            <Glyph icon=Icon::RECURRING />
            <div>
                <span>{says}</span>
                {move || altered().then(|| view! { <span class="hint">{altered_text}</span> })}
            </div>
            <button
                type="button"
                class="button quiet small"
                aria-expanded=move || if opened.get() { "true" } else { "false" }
                on:click=move |_| opened.update(|opened| *opened = !*opened)
            >
                {text!(schedule.change)}
            </button>
        </div>
    }
}

#[component]
fn Schedule(editing: Editing) -> impl IntoView {
    let rule = editing.form.recurrence;
    let explain = use_explain();
    let wrong = move || {
        let checked = rule.read().as_ref().map(|recurrence| recurrence.check(first_day(editing)));
        checked.unwrap_or_default().iter().map(|reason| explain.reason(reason)).collect::<Vec<_>>()
    };
    view! {
        <fieldset class="schedule">
            <legend class="visually-hidden">{text!(refusal.field_recurrence)}</legend>
            <InOwnWords editing=editing />
            <HowOften editing=editing />
            <OnWhich editing=editing />
            <UntilWhen editing=editing />
            <Reasons reasons=Signal::derive(wrong) />
            <NextDates editing=editing />
        </fieldset>
    }
}

#[component]
fn HowOften(editing: Editing) -> impl IntoView {
    let locale = locale();
    let interval = Memo::new(move |_| rule_of(editing, |rule| rule.interval).unwrap_or(1));
    let every = Memo::new(move |_| rule_of(editing, |rule| rule.every).unwrap_or(Every::Day));
    let choose = move |unit: String| {
        let first = first_day(editing);
        let every = match unit.as_str() {
            "day" => Every::Day,
            "week" => Every::Week { on: [first.weekday()].into_iter().collect() },
            "month" => Every::MonthDay { day: first.day() as i8 },
            _ => Every::YearDay { month: first.month() as u8, day: first.day() as i8 },
        };
        change(editing, |rule| rule.every = every);
    };
    let option = move |sample: Every| {
        let word = unit_word(sample);
        view! {
            <option value=word selected=move || unit_word(every.get()) == word>
                {move || words::unit(locale, sample, interval.get())}
            </option>
        }
    };
    let samples = [
        Every::Day,
        Every::Week { on: Weekdays::default() },
        Every::MonthDay { day: 1 },
        Every::YearDay { month: 1, day: 1 },
    ];
    view! {
        <div class="schedule-row">
            <span class="schedule-label" id="every">
                {move || words::every(locale, every.get(), interval.get())}
            </span>
            <input
                class="input schedule-number"
                type="number"
                min="1"
                max="999"
                inputmode="numeric"
                aria-label=text!(schedule.interval)
                prop:value=move || interval.get().to_string()
                on:change=move |event| {
                    if let Ok(interval) = event_target_value(&event).parse() {
                        change(editing, |rule| rule.interval = interval);
                    }
                }
            />
            <select
                class="input schedule-unit"
                aria-label=text!(schedule.unit)
                on:change=move |event| choose(event_target_value(&event))
            >
                {samples.map(option)}
            </select>
        </div>
    }
}

/// On which days of the week, or which date of the month or year.
#[component]
fn OnWhich(editing: Editing) -> impl IntoView {
    let every = Memo::new(move |_| rule_of(editing, |rule| rule.every).unwrap_or(Every::Day));
    let unit = Memo::new(move |_| unit_word(every.get()));
    move || match unit.get() {
        "day" => ().into_any(),
        "week" => view! { <OnWeekdays editing=editing every=every /> }.into_any(),
        _ => view! { <OnDate editing=editing every=every /> }.into_any(),
    }
}

#[component]
fn OnWeekdays(editing: Editing, every: Memo<Every>) -> impl IntoView {
    let dates = use_dates();
    let week = session().week_start.week_of(untrack(|| first_day(editing)));
    let on = move |weekday: Weekday| matches!(every.get(), Every::Week { on } if on.contains(weekday));
    let toggle = move |weekday: Weekday| {
        change(editing, |rule| {
            if let Every::Week { on } = rule.every {
                let others = on.iter().filter(|each| *each != weekday);
                let on: Weekdays = if on.contains(weekday) {
                    others.collect()
                } else {
                    on.iter().chain([weekday]).collect()
                };
                rule.every = Every::Week { on };
            }
        });
    };
    let button = |date: NaiveDate| {
        let weekday = date.weekday();
        view! {
            <button
                type="button"
                class="schedule-weekday"
                aria-pressed=move || if on(weekday) { "true" } else { "false" }
                on:click=move |_| toggle(weekday)
            >
                <span aria-hidden="true">{dates.weekday_short(date)}</span>
                <span class="visually-hidden">{dates.weekday(date)}</span>
            </button>
        }
    };
    view! {
        <div class="schedule-weekdays" role="group" aria-label=text!(schedule.weekdays)>
            {week.map(button)}
        </div>
    }
}

#[component]
fn OnDate(editing: Editing, every: Memo<Every>) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let ways = Memo::new(move |_| {
        let first = first_day(editing);
        let monthly = matches!(every.get(), Every::MonthDay { .. } | Every::MonthWeekday { .. });
        let mut ways = if monthly { Every::month_of(first) } else { Every::year_of(first) };
        // What was chosen for another date is a choice as well.
        if !ways.contains(&every.get()) {
            ways.push(every.get());
        }
        ways
    });
    let options = move || {
        let option = |(index, way): (usize, Every)| {
            view! {
                <option value=index.to_string() selected=way == every.get()>
                    {words::choice(locale, &dates, way)}
                </option>
            }
        };
        ways.get().into_iter().enumerate().map(option).collect_view()
    };
    let choose = move |index: String| {
        let way =
            index.parse().ok().and_then(|index: usize| ways.with_untracked(|ways| ways.get(index).copied()));
        if let Some(way) = way {
            change(editing, |rule| rule.every = way);
        }
    };
    view! {
        <Field id="schedule-on" label=text!(schedule.on)>
            <select class="input" id="schedule-on" on:change=move |event| choose(event_target_value(&event))>
                {options}
            </select>
        </Field>
    }
}

#[component]
fn UntilWhen(editing: Editing) -> impl IntoView {
    let ends = Memo::new(move |_| rule_of(editing, |rule| rule.ends).unwrap_or(Ends::Never));
    let word = Memo::new(move |_| ends_word(ends.get()));
    let choose = move |word: String| {
        let ends = match word.as_str() {
            "on" => Ends::On { last: half_a_year_after(first_day(editing)) },
            "after" => Ends::After { count: USUAL_COUNT },
            _ => Ends::Never,
        };
        change(editing, |rule| rule.ends = ends);
    };
    let choices = [
        ("never", text!(schedule.never)),
        ("on", text!(schedule.ends_on)),
        ("after", text!(schedule.ends_after)),
    ];
    let option = move |(value, label): (&'static str, &'static str)| {
        view! {
            <option value=value selected=move || word.get() == value>
                {label}
            </option>
        }
    };
    let (last_label, count_label) = (text!(schedule.last), text!(schedule.count));
    let bound = move || {
        match word.get() {
        "on" => view! {
            <input
                class="input schedule-date"
                type="date"
                aria-label=last_label
                prop:value=move || if let Ends::On { last } = ends.get() { last.to_string() } else { String::new() }
                on:change=move |event| {
                    if let Ok(last) = event_target_value(&event).parse() {
                        change(editing, |rule| rule.ends = Ends::On { last });
                    }
                }
            />
        }
        .into_any(),
        "after" => view! {
            <input
                class="input schedule-number"
                type="number"
                min="1"
                max="1000"
                inputmode="numeric"
                aria-label=count_label
                prop:value=move || if let Ends::After { count } = ends.get() { count.to_string() } else { String::new() }
                on:change=move |event| {
                    if let Ok(count) = event_target_value(&event).parse() {
                        change(editing, |rule| rule.ends = Ends::After { count });
                    }
                }
            />
        }
        .into_any(),
        _ => ().into_any(),
    }
    };
    view! {
        <div class="schedule-row">
            <span class="schedule-label">{text!(schedule.ends)}</span>
            <select
                class="input schedule-unit"
                aria-label=text!(schedule.ends)
                on:change=move |event| choose(event_target_value(&event))
            >
                {choices.map(option)}
            </select>
            {bound}
        </div>
    }
}

/// The schedule in words, its next dates, and on which of them a room is taken or somebody busy.
#[component]
fn NextDates(editing: Editing) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let prospect = foreseen(editing);
    let says = {
        let dates = dates.clone();
        Memo::new(move |_| sentence(editing, locale, &dates))
    };
    let skipped = {
        let dates = dates.clone();
        move || {
            let recurrence = editing.form.recurrence.get()?;
            let chip = |date: NaiveDate| {
                let name = dates.short(date);
                view! {
                    <li>
                        <button
                            type="button"
                            class="button quiet small"
                            aria-label=td_string!(locale, schedule.bring_back, date = name.as_str())
                            on:click=move |_| except(editing, |exceptions| {
                                exceptions.remove(&date);
                            })
                        >
                            <Glyph icon=Icon::UNDO />
                            {name.clone()}
                        </button>
                    </li>
                }
            };
            let exceptions = recurrence.exceptions;
            (!exceptions.is_empty()).then(|| {
                view! {
                    <p class="schedule-label">{td_string!(locale, schedule.skipped)}</p>
                    <ul class="schedule-skipped">{exceptions.into_iter().map(chip).collect_view()}</ul>
                }
            })
        }
    };
    let list = move || {
        let Prospect { dates: next, total, .. } = prospect.get();
        let more = usize::try_from(total).unwrap_or(usize::MAX).saturating_sub(SHOWN);
        let line = |(index, prospective): (usize, &ProspectiveDate)| {
            let date = prospective.date;
            let name = format!("{}, {}", dates.weekday_short(date), dates.short(date));
            let clash = in_the_way(editing, locale, prospective, next.get(index + 1));
            let clashes = !clash.is_empty();
            view! {
                <li data-clash=clashes.then_some("")>
                    <span>{name.clone()}</span>
                    <span class="schedule-clash">{clash}</span>
                    <button
                        type="button"
                        class="button quiet icon small"
                        aria-label=td_string!(locale, schedule.skip, date = name.as_str())
                        on:click=move |_| leave_out(editing, date)
                    >
                        <Glyph icon=Icon::CLOSE />
                    </button>
                </li>
            }
        };
        let lines: Vec<_> = next.iter().enumerate().take(SHOWN).map(line).collect();
        view! {
            <ol class="schedule-dates" aria-label=td_string!(locale, schedule.next_dates)>
                {lines}
            </ol>
            {(more > 0)
                .then(|| {
                    let endless = rule_of(editing, |rule| rule.ends) == Some(Ends::Never);
                    let more = match endless {
                        true => td_string!(locale, schedule.and_so_on).to_owned(),
                        false => td_string!(locale, schedule.and_more, count = more),
                    };
                    view! { <p class="hint">{more}</p> }
                })}
            {(total > 0 && ends_after(editing).is_some_and(|count| total < count))
                .then(|| view! { <p class="hint">{td_string!(locale, schedule.later)}</p> })}
        }
    };
    view! {
        {move || {
            let says = says.get()?;
            Some(
                view! {
                    <p class="schedule-sentence">
                        <Glyph icon=Icon::RECURRING />
                        <strong>{says}</strong>
                    </p>
                    {list()}
                },
            )
        }}
        {skipped}
        <FurtherDates editing=editing />
    }
}

/// Asks what the schedule would bring, a moment after it was changed.
fn foreseen(editing: Editing) -> RwSignal<Prospect> {
    let prospect = RwSignal::new(Prospect::default());
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let (Ok(mut draft), Some(recurrence)) =
            (editing.form.draft(editing.is_outside()), editing.form.recurrence.get())
        else {
            return;
        };
        // Of a meeting without a name the dates are known as well.
        if draft.subject.trim().is_empty() {
            draft.subject = "…".to_owned();
        }
        let instead_of = editing.sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.meeting.id));
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let is_last = move || asked.try_get_value() == Some(number);
        set_timeout(
            move || {
                if !is_last() {
                    return;
                }
                spawn_local(async move {
                    // What cannot be foreseen now is said when it is saved.
                    if let Ok(found) = foresee_series(draft, recurrence, instead_of).await
                        && is_last()
                    {
                        prospect.set(found);
                    }
                });
            },
            PAUSE,
        );
    });
    prospect
}

/// Which room is taken, who is busy, and whether it goes on when the next one begins.
fn in_the_way(
    editing: Editing,
    locale: Locale,
    prospective: &ProspectiveDate,
    next: Option<&ProspectiveDate>,
) -> String {
    let mut reasons = Vec::new();
    if next.is_some_and(|next| next.span.start() < prospective.span.end()) {
        reasons.push(td_string!(locale, schedule.into_next).to_owned());
    }
    if !prospective.collisions.is_empty() {
        let subjects: Vec<_> = prospective.collisions.iter().filter_map(|it| it.subject.clone()).collect();
        let taken = td_string!(locale, schedule.room_taken);
        reasons.push(if subjects.is_empty() {
            taken.to_owned()
        } else {
            format!("{taken}: {}", subjects.join(", "))
        });
    }
    let name = |person: PersonId| {
        let people = editing.form.people.read();
        people.iter().find(|line| line.attendee == Attendee::Person(person)).map(|line| line.name.clone())
    };
    let busy: Vec<_> = prospective.busy.iter().filter_map(|clash| name(clash.person)).collect();
    if !busy.is_empty() {
        reasons.push(td_string!(locale, schedule.busy, names = busy.join(", ")));
    }
    reasons.join(" · ")
}

/// The schedule in words; of one that cannot be, nothing: the reasons stand there.
fn sentence(editing: Editing, locale: Locale, dates: &Dates) -> Option<String> {
    let recurrence = editing.form.recurrence.read();
    let recurrence = recurrence.as_ref().filter(|recurrence| recurrence.check(first_day(editing)).is_empty());
    recurrence.map(|recurrence| words::rule(locale, dates, &recurrence.rule))
}

/// How many dates there will be, where that is said.
fn ends_after(editing: Editing) -> Option<u32> {
    let recurrence = editing.form.recurrence.get()?;
    match recurrence.rule.ends {
        Ends::After { count } => Some(count.saturating_sub(recurrence.exceptions.len() as u32)),
        Ends::Never | Ends::On { .. } => None,
    }
}

fn rule_of<T>(editing: Editing, pick: impl FnOnce(&Rule) -> T) -> Option<T> {
    editing.form.recurrence.with(|recurrence| recurrence.as_ref().map(|recurrence| pick(&recurrence.rule)))
}

pub(super) fn change(editing: Editing, change: impl FnOnce(&mut Rule)) {
    editing.form.recurrence.update(|recurrence| {
        if let Some(recurrence) = recurrence {
            change(&mut recurrence.rule);
        }
    });
}

fn except(editing: Editing, change: impl FnOnce(&mut std::collections::BTreeSet<NaiveDate>)) {
    editing.form.recurrence.update(|recurrence| {
        if let Some(recurrence) = recurrence {
            change(&mut recurrence.exceptions);
        }
    });
}

pub(super) fn first_day(editing: Editing) -> NaiveDate {
    let typed = editing.form.times.with(|times| times.first_day());
    typed.unwrap_or_else(|| editing.form.rules.with_value(|rules| rules.date(now())))
}

/// Every week on the same day: what most series are.
fn usual(first: NaiveDate, week_start: WeekStart) -> Rule {
    Rule {
        every: Every::Week { on: [first.weekday()].into_iter().collect() },
        interval: 1,
        ends: Ends::Never,
        week_start,
    }
}

fn half_a_year_after(date: NaiveDate) -> NaiveDate {
    date.checked_add_months(chrono::Months::new(6)).unwrap_or(date)
}

fn unit_word(every: Every) -> &'static str {
    match every {
        Every::Day => "day",
        Every::Week { .. } => "week",
        Every::MonthDay { .. } | Every::MonthWeekday { .. } => "month",
        Every::YearDay { .. } | Every::YearWeekday { .. } => "year",
    }
}

fn ends_word(ends: Ends) -> &'static str {
    match ends {
        Ends::Never => "never",
        Ends::On { .. } => "on",
        Ends::After { .. } => "after",
    }
}

/// Dates that are shown: enough to see the pattern.
const SHOWN: usize = 6;
const USUAL_COUNT: u32 = 10;
/// Long enough that somebody who goes on changing is not asked for.
const PAUSE: Duration = Duration::from_millis(350);
