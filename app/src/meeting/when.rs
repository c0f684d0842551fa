//! When and where (Когда, Где).

use domain::calendar::Takes;
use domain::id::PlaceId;
use domain::meeting::Draft;
use domain::place::Place;
use domain::refusal::Field as About;
use domain::time::When;
use leptos::prelude::*;

use super::address::AddressField;
use super::editing::Editing;
use super::fact::Fact;
use super::schedule::ScheduleField;
use super::schedule_words;
use super::times::Times;
use super::words;
use crate::map::OnMap;
use crate::participants::OwnConflict;
use crate::rooms::{Choice, Purpose, RoomsDialog};
use crate::session::session;
use crate::state::clock::now;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::field::{Field, Wrong, described_by, invalid};
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn WhenAndWhere(editing: Editing) -> impl IntoView {
    let mine = Signal::derive(move || editing.proposed_to_me());
    view! {
        <section class="section" aria-labelledby="when-title">
            <h2 class="section-title" id="when-title">
                {text!(meeting.when_and_where)}
            </h2>
            <div class="fields">
                <TimeFields editing=editing />
                <OtherZone editing=editing />
                <OwnConflict proposed=mine />
                <ScheduleField editing=editing />
                <Where editing=editing />
            </div>
        </section>
    }
}

#[component]
fn TimeFields(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let times = form.times;
    let change = move |change: &dyn Fn(&mut super::times::Times, &domain::time::ZoneRules)| {
        form.rules.with_value(|rules| times.update(|times| change(times, rules)));
    };
    let (starts, lasts) = (editing.trouble.with(About::Start), editing.trouble.with(About::Duration));
    let whole_days = Memo::new(move |_| times.read().whole_days);
    // The last day stands there when it is another one, or is to become one.
    let other_day = RwSignal::new(false);
    let shows_last = Memo::new(move |_| {
        let times = times.read();
        times.whole_days || !times.one_day() || other_day.get()
    });
    let first_label = move || if whole_days.get() { text!(meeting.first_day) } else { text!(meeting.date) };
    let last_label = move || if whole_days.get() { text!(meeting.last_day) } else { text!(meeting.end_date) };
    view! {
        <div class="field-row">
            <div class="field" data-invalid=move || starts.read().is_some().then_some("")>
                <label class="field-label" for="first">
                    {first_label}
                </label>
                <Stamp
                    id="first"
                    kind="date"
                    wrong=starts
                    value=Signal::derive(move || times.read().first.clone())
                    on_change=Callback::new(move |text: String| change(
                        &|times, rules| times.begin_on(text.clone(), rules),
                    ))
                />
            </div>
            <Show when=move || !whole_days.get()>
                <Field id="start" label=text!(meeting.start) narrow=true wrong=starts>
                    <Stamp
                        id="start"
                        kind="time"
                        wrong=starts
                        value=Signal::derive(move || times.read().start.clone())
                        on_change=Callback::new(move |text: String| change(
                            &|times, rules| times.begin_at(text.clone(), rules),
                        ))
                    />
                </Field>
                <Field id="end" label=text!(meeting.end) narrow=true wrong=lasts>
                    <Stamp
                        id="end"
                        kind="time"
                        wrong=lasts
                        value=Signal::derive(move || times.read().end.clone())
                        on_change=Callback::new(move |text: String| change(&|times, _| times.end_at(text.clone())))
                    />
                </Field>
            </Show>
            <Show when=move || shows_last.get()>
                <div class="field" data-invalid=move || lasts.read().is_some().then_some("")>
                    <label class="field-label" for="last">
                        {last_label}
                    </label>
                    <Stamp
                        id="last"
                        kind="date"
                        wrong=lasts
                        value=Signal::derive(move || times.read().last.clone())
                        on_change=Callback::new(move |text: String| change(&|times, _| times.end_on(text.clone())))
                    />
                </div>
            </Show>
        </div>
        <div class="field-row switches">
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    checked=whole_days.get_untracked()
                    prop:checked=move || whole_days.get()
                    on:change=move |event| {
                        let whole = event_target_checked(&event);
                        times.update(|times| times.set_whole_days(whole));
                    }
                />
                {text!(meeting.all_day)}
            </label>
            <Show when=move || !shows_last.get()>
                <button type="button" class="button quiet small" on:click=move |_| other_day.set(true)>
                    {text!(meeting.ends_another_day)}
                </button>
            </Show>
        </div>
    }
}

/// A date or a time, by the field that the browser has for it.
#[component]
fn Stamp(
    id: &'static str,
    kind: &'static str,
    wrong: Wrong,
    value: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    view! {
        <input
            class="input"
            id=id
            type=kind
            value=value.get_untracked()
            prop:value=move || value.get()
            on:change=move |event| on_change.run(event_target_value(&event))
            required
            aria-invalid=invalid(wrong)
            aria-describedby=described_by(id, wrong)
        />
    }
}

/// A meeting keeps the zone that it was planned in; whoever lives by another clock is told, and when it is there.
#[component]
fn OtherZone(editing: Editing) -> impl IntoView {
    let (session, dates, locale) = (session(), use_dates(), locale());
    let form = editing.form;
    let zone = form.rules.with_value(|rules| rules.name().clone());
    if zone == *session.rules.name() {
        return ().into_any();
    }
    let planned_in = text!(meeting.other_zone, zone = zone.as_str());
    let here = move || {
        let when = form
            .rules
            .with_value(|rules| form.times.read().when(rules).ok().map(|when| (when.span(rules), when)));
        let Some((span, When::Timed { .. })) = when else { return String::new() };
        let today = session.rules.date(now());
        let here = words::takes(locale, &dates, &Takes::Time { span }, &session.rules, today);
        leptos_i18n::td_string!(locale, meeting.for_you, time = here)
    };
    view! {
        <div class="notice">
            <Glyph icon=Icon::CLOCK />
            <div>
                <span>{planned_in}</span>
                <strong>{here}</strong>
            </div>
        </div>
    }
    .into_any()
}

/// A room, or outside an address: whichever the kind asks for.
#[component]
fn Where(editing: Editing) -> impl IntoView {
    let outside = Memo::new(move |_| editing.is_outside());
    move || match outside.get() {
        true => view! { <AddressField editing=editing /> }.into_any(),
        false => view! { <PlaceField editing=editing /> }.into_any(),
    }
}

#[component]
fn PlaceField(editing: Editing) -> impl IntoView {
    let place = editing.form.place;
    let wrong = editing.trouble.with(About::Place);
    let choosing = RwSignal::new(false);
    let option = move |choice: &Place| {
        let id = choice.id;
        let name = text!(meeting.place_seats, name = choice.name.as_str(), seats = choice.capacity);
        view! {
            <option value=id.to_string() selected=move || place.get() == Some(id)>
                {name}
            </option>
        }
    };
    // A room that was archived since stays where it is.
    let kept = editing.sheet.with_untracked(|sheet| sheet.as_ref().and_then(|sheet| sheet.place.clone()));
    let (options, kept) = editing.choices.with_value(|choices| {
        let kept = kept.filter(|kept| choices.places.iter().all(|place| place.id != kept.id));
        (choices.places.iter().map(option).collect_view(), kept)
    });
    let kept = kept.map(|kept| {
        let id: PlaceId = kept.id;
        view! {
            <option value=id.to_string() selected=move || place.get() == Some(id)>
                {kept.name}
            </option>
        }
    });
    view! {
        <Field id="place" label=text!(meeting.place) wrong=wrong>
            <select
                class="input"
                id="place"
                on:change=move |event| place.set(event_target_value(&event).parse().ok())
                aria-invalid=invalid(wrong)
                aria-describedby=described_by("place", wrong)
            >
                <option value="" selected=move || place.get().is_none()>
                    {text!(meeting.no_place)}
                </option>
                {kept}
                {options}
            </select>
        </Field>
        <button type="button" class="button small find-room" on:click=move |_| choosing.set(true)>
            <Glyph icon=Icon::ROOM />
            {text!(rooms.open)}
        </button>
        <Show when=move || choosing.get()>
            <RoomsDialog
                purpose=purpose(editing)
                choose=Callback::new(move |Choice { place, span }| {
                    let times = editing.form.rules.with_value(|rules| Times::of(&When::timed(span, rules), rules));
                    editing.form.times.set(times);
                    editing.form.place.set(Some(place));
                    choosing.set(false);
                })
                on_close=Callback::new(move |()| choosing.set(false))
            />
        </Show>
    }
}

/// What a room is wanted for, as the card has it now.
fn purpose(editing: Editing) -> Purpose {
    let form = editing.form;
    let when = form.rules.with_value(|rules| form.times.read_untracked().when(rules).ok());
    let span = when.map(|when| form.rules.with_value(|rules| when.span(rules)));
    let recurs = move |Choice { place, span }: Choice| {
        let recurrence = form.recurrence.get_untracked()?;
        let when = form.rules.with_value(|rules| When::timed(span, rules));
        let draft = Draft { when, place: Some(place), ..untrack(|| editing.draft()).ok()? };
        Some((draft, recurrence))
    };
    Purpose {
        meeting: editing.id,
        place: form.place.get_untracked(),
        span,
        private: form.private.into(),
        recurs: Callback::new(recurs),
    }
}

/// The same for who may only read it.
#[component]
pub(super) fn WhenFacts(editing: Editing) -> impl IntoView {
    let (session, dates, locale) = (session(), use_dates(), locale());
    let when = move || {
        let sheet = editing.sheet.read();
        let when = &sheet.as_ref()?.meeting.when;
        let today = session.rules.date(now());
        Some(match when {
            When::AllDay { first, days, .. } => words::takes(
                locale,
                &dates,
                &Takes::Days { first: *first, days: *days },
                &session.rules,
                today,
            ),
            When::Timed { .. } => {
                let span = editing.form.rules.with_value(|rules| when.span(rules));
                words::takes(locale, &dates, &Takes::Time { span }, &session.rules, today)
            }
        })
    };
    let repeats = {
        let dates = use_dates();
        move || {
            let sheet = editing.sheet.read();
            let series = sheet.as_ref()?.series.as_ref()?;
            Some(schedule_words::rule(locale, &dates, &series.recurrence.rule))
        }
    };
    let place = move || editing.sheet.read().as_ref()?.place.as_ref().map(|place| place.name.clone());
    let location = Signal::derive(move || editing.sheet.read().as_ref()?.meeting.address.clone());
    let address = move || location.read().as_ref().map(|address| address.text.clone());
    view! {
        <section class="section" aria-labelledby="when-title">
            <h2 class="section-title" id="when-title">
                {text!(meeting.when_and_where)}
            </h2>
            <dl class="fields">
                <Fact label=text!(meeting.when) value=Signal::derive(when) />
                <Fact label=text!(schedule.repeats) value=Signal::derive(repeats) />
                <Fact label=text!(meeting.place) value=Signal::derive(place) />
                <Fact label=text!(refusal.field_address) value=Signal::derive(address) />
            </dl>
            <OnMap location=location />
        </section>
    }
}
