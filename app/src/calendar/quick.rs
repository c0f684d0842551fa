//! The short form that opens where time was chosen (S7 to S10): subject, kind, time. What is typed stays while
//! another time is chosen, and when a rule says no.

use std::cell::RefCell;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::attribute::Attribute;
use domain::calendar::Takes;
use domain::change::News;
use domain::grid::day::on_the_wall;
use domain::grid::drag::{between, select_days};
use domain::id::{KindId, PersonId};
use domain::kind::{Kind, Predefined};
use domain::meeting::{Attendance, Attendee, Draft, Invitee};
use domain::refusal::{Field, Refusal};
use domain::time::{Recurrence, When};
use leptos::ev::SubmitEvent;
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::{Asked, Desk, Length};
use super::measure::Measures;
use super::parts::{Tool, tool};
use super::required::{Required, RequiredFields};
use super::typed::{Typed, UnderstoodList, use_typed};
use crate::api::{Choices, Offer, choices};
use crate::meeting::remedies::{Remedies, Remedy};
use crate::meeting::words::kind_name;
use crate::participants::{ConflictOf, OwnConflict, Proposed};
use crate::session::session;
use crate::state::live::use_live;
use crate::state::planner::last_of;
use crate::text;
use crate::texts::locale;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Reasons, use_explain};

thread_local! {
    /// What can be chosen, asked for once.
    static OFFER: RefCell<Option<Offer>> = const { RefCell::new(None) };
}

/// Minutes of a meeting of which nobody has said how long it is (S8, S50).
pub(super) fn usual_minutes() -> u32 {
    OFFER.with_borrow(|offer| offer.as_ref()?.usual_minutes).unwrap_or(DEFAULT_MINUTES)
}

const DEFAULT_MINUTES: u32 = 60;

fn known_choices() -> Option<Choices> {
    OFFER.with_borrow(|offer| offer.as_ref()?.choices().ok())
}

/// What is asked of meetings beside their own fields, as far as it is known.
pub(super) fn known_attributes() -> Vec<Attribute> {
    known_choices().map(|choices| choices.attributes).unwrap_or_default()
}

/// The same, read anew.
pub(super) async fn read_attributes() -> Vec<Attribute> {
    read_choices().await;
    known_attributes()
}

async fn read_choices() {
    // Without them the form offers what every database has.
    if let Ok(offer) = choices().await {
        OFFER.replace(Some(offer));
    }
}

/// Reads what can be chosen while nobody waits for it, and again when it changes.
pub(super) fn expect_choices() {
    let read = || spawn_local(read_choices());
    Effect::new(move |_| {
        if OFFER.with_borrow(Option::is_none) {
            set_timeout(read, std::time::Duration::from_millis(200));
        }
    });
    use_live().listen(move |notice| {
        if notice.news == News::Directory {
            read();
        }
    });
}

#[component]
pub(super) fn Quick(desk: Desk) -> impl IntoView {
    let open = Memo::new(move |_| desk.quick.get().is_some());
    move || open.get().then(|| Suspend::new(tool(Tool::Form(desk))))
}

#[component]
pub(super) fn Form(desk: Desk) -> impl IntoView {
    let locale = locale();
    let typed = use_typed(desk);
    let kind = RwSignal::new(Predefined::Meeting.id());
    let required = Required::of(kind);
    let reasons = RwSignal::new(Vec::<String>::new());
    let saving = RwSignal::new(false);
    let asked = move || desk.quick.get();
    let takes = Memo::new(move |before: Option<&Takes>| {
        // While the form closes there is nothing to show any more: what was stays.
        asked().map(|asked| asked.takes).or(before.copied()).unwrap_or(NOTHING)
    });
    let whole = Memo::new(move |_| matches!(takes.get(), Takes::Days { .. }));

    let with = Memo::new(move |before: Option<&Option<PersonId>>| {
        asked().map_or(before.copied().flatten(), |asked| asked.with)
    });
    let proposed = Signal::derive(move || match takes.get() {
        Takes::Days { .. } => None,
        Takes::Time { span } => Some(desk.words.with_value(|words| {
            let rules = words.rules();
            Proposed { meeting: None, day: rules.date(span.start()), span: Some(span), rules: rules.clone() }
        })),
    });

    let dialog = NodeRef::<Dialog>::new();
    let field = NodeRef::<Input>::new();
    Effect::new(move |_| {
        field.track();
        focus(field);
    });

    let (me, explain) = (session().person.id, use_explain());
    let (remedies, refused) =
        (RwSignal::new(Vec::new()), StoredValue::new(None::<(Draft, Option<Recurrence>)>));
    let plan = {
        let explain = explain.clone();
        move |draft: Draft, recurrence: Option<Recurrence>| {
            let explain = explain.clone();
            async move {
                let planned = desk.acts.plan(draft.clone(), recurrence.clone(), desk.filter).await;
                // Somebody may have closed the form, or gone on to another screen.
                saving.try_set(false);
                match planned {
                    Ok(()) if desk.quick.try_get_untracked().flatten().is_some() => {
                        desk.dismiss();
                        desk.focus_grid();
                    }
                    Ok(()) => {}
                    Err(failure) => {
                        refused.try_set_value(Some((draft, recurrence)));
                        remedies.try_set(match failure.refused() {
                            Some(no) => Remedy::of(no.reasons(), no.repairs()),
                            None => Vec::new(),
                        });
                        reasons.try_set(explain.failure(&failure));
                        if let Some(no) = failure.refused() {
                            required.refuse(no).await;
                        }
                    }
                }
            }
        }
    };
    let put_right = {
        let plan = plan.clone();
        Callback::new(move |remedy: Remedy| {
            let asked = refused.get_value().filter(|_| !saving.get_untracked());
            let Some((draft, recurrence)) = asked else { return };
            let (draft, recurrence) = remedy.applied_to(draft, recurrence);
            if let When::Timed { .. } = draft.when {
                let span = desk.words.with_value(|words| draft.when.span(words.rules()));
                desk.ask(Takes::Time { span }, Length::Drawn);
            }
            saving.set(true);
            spawn_local(plan(draft, recurrence));
        })
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if saving.get_untracked() {
            return;
        }
        if typed.line.with_untracked(|line| line.trim().is_empty()) {
            reasons.set(vec![explain.reason(&Refusal::Empty { field: Field::Subject })]);
            focus(field);
            return;
        }
        saving.set(true);
        let (explain, plan) = (explain.clone(), plan.clone());
        spawn_local(async move {
            typed.settle().await;
            let Some(asked) = desk.quick.try_get_untracked().flatten() else { return };
            let (subject, place, client) = untrack(|| (typed.subject(), typed.place(), typed.client()));
            let recurrence = untrack(|| typed.rule()).map(Recurrence::of);
            let draft = Draft {
                subject,
                kind: kind.get_untracked(),
                when: desk.words.with_value(|words| asked.takes.when(words.rules())),
                place,
                address: None,
                responsible: me,
                client,
                contact: None,
                category: None,
                description: String::new(),
                private: false,
                particulars: untrack(|| required.said()),
                participants: asked.with.map(invitee).into_iter().collect(),
                crowded: false,
            };
            if draft.subject.trim().is_empty() {
                saving.try_set(false);
                reasons.try_set(vec![explain.reason(&Refusal::Empty { field: Field::Subject })]);
                focus(field);
                return;
            }
            plan(draft, recurrence).await;
        });
    };
    let kinds = StoredValue::new(known_choices().map(|choices| choices.kinds).unwrap_or_default());
    let choose_kind = move |chosen: String| {
        let Ok(chosen) = chosen.parse::<KindId>() else { return };
        kind.set(chosen);
        let minutes = kinds
            .with_value(|kinds| kinds.iter().find(|each| each.id == chosen).map(|kind| kind.default_minutes));
        let (Some(asked), Some(minutes)) = (asked(), minutes) else { return };
        if let (Length::OfTheKind, Takes::Time { span }) = (asked.length, asked.takes) {
            let end = span.start() + TimeDelta::minutes(minutes.into());
            if let Some(span) = domain::time::Span::new(span.start(), end) {
                desk.quick.set(Some(Asked { takes: Takes::Time { span }, ..asked }));
            }
        }
    };
    let names = {
        let name = |kind: &Kind| (kind.id, kind_name(locale, kind.id, &kind.name));
        let mut names: Vec<_> = kinds.with_value(|kinds| kinds.iter().map(name).collect());
        if names.is_empty() {
            let meeting = Predefined::Meeting.id();
            names.push((meeting, kind_name(locale, meeting, "")));
        }
        names
    };
    let options = names
        .into_iter()
        .map(|(id, name)| {
            view! {
                <option value=id.to_string() selected=id == Predefined::Meeting.id()>
                    {name}
                </option>
            }
        })
        .collect_view();
    let card = move || card_address(desk, takes.get(), typed, kind.get(), with.get(), required);

    let beside = RwSignal::new(String::new());
    Effect::new(move |_| {
        let (takes, _) = (takes.get(), desk.shown.get());
        if let Some(style) = beside_of(desk, &takes, desk.band_of(with.get())) {
            beside.set(style);
        }
    });
    let close = move || {
        desk.dismiss();
        desk.focus_grid();
    };

    view! {
        <dialog
            class="dialog quick"
            open=""
            aria-labelledby="quick-title"
            style=move || beside.get()
            node_ref=dialog
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    close();
                }
            }
        >
            <form class="dialog-body" novalidate="" on:submit=save>
                <div class="dialog-head">
                    <h2 class="dialog-title" id="quick-title">
                        {text!(common.new_meeting)}
                    </h2>
                    <button
                        type="button"
                        class="button quiet icon"
                        aria-label=text!(common.close)
                        on:click=move |_| close()
                    >
                        <Glyph icon=Icon::CLOSE />
                    </button>
                </div>
                <Reasons reasons=reasons>
                    <Remedies
                        remedies=remedies
                        wanted=Callback::new(move |()| refused.get_value().map(|(draft, _)| draft.when))
                        choose=put_right
                    />
                </Reasons>
                <label class="field">
                    <span class="field-label">{text!(calendar.subject)}</span>
                    <input
                        class="input"
                        name="subject"
                        autocomplete="off"
                        maxlength="300"
                        node_ref=field
                        placeholder=text!(calendar.subject_example)
                        prop:value=typed.line
                        on:input=move |event| typed.type_in(event_target_value(&event))
                    />
                </label>
                <UnderstoodList typed=typed />
                <p class="quick-when">
                    <Glyph icon=Icon::CLOCK />
                    <strong>{move || desk.words.with_value(|words| words.day(&takes.get()))}</strong>
                    <span>{move || desk.words.with_value(|words| words.length(&takes.get()))}</span>
                </p>
                {move || if whole.get() { days(desk, takes).into_any() } else { times(desk, takes).into_any() }}
                <OwnConflict proposed=proposed />
                {move || with.get().map(|with| invited(desk, with, proposed))}
                <label class="field">
                    <span class="field-label">{text!(calendar.kind)}</span>
                    <select
                        class="input"
                        name="kind"
                        on:change=move |event| choose_kind(event_target_value(&event))
                    >
                        {options}
                    </select>
                </label>
                <RequiredFields required=required />
                <div class="dialog-foot">
                    <a class="button quiet" href=card>
                        {text!(calendar.more_options)}
                    </a>
                    <span class="spacer"></span>
                    <button class="button primary" aria-busy=move || saving.get().then_some("true")>
                        {text!(common.save)}
                    </button>
                </div>
            </form>
        </dialog>
    }
}

fn invitee(person: PersonId) -> Invitee {
    Invitee { attendee: Attendee::Person(person), attendance: Attendance::Required }
}

/// Whom the meeting is with, what else they have then, and the way to plan it without them.
fn invited(desk: Desk, with: PersonId, proposed: Signal<Option<Proposed>>) -> impl IntoView {
    let face = desk.faces.with_untracked(|faces| faces.iter().find(|face| face.person == with).cloned());
    let name = face.map(|face| face.name).unwrap_or_default();
    let without = move |_| {
        desk.quick.update(|asked| {
            if let Some(asked) = asked {
                asked.with = None;
            }
        });
    };
    view! {
        <ul class="understood" aria-label=text!(calendar.invited)>
            <li class="understood-piece">
                <Glyph icon=Icon::PEOPLE />
                <span>{name.clone()}</span>
                <button
                    type="button"
                    class="understood-back"
                    aria-label=text!(calendar.invite_not, name = name.as_str())
                    on:click=without
                >
                    <Glyph icon=Icon::CLOSE />
                </button>
            </li>
        </ul>
        <ConflictOf proposed=proposed person=with name=name />
    }
}

fn focus(field: NodeRef<Input>) {
    if let Some(field) = field.get_untracked() {
        // It is drawn, so it can have the focus.
        let _ = field.focus();
    }
}

/// From a time of day to another; an end before the start is on the next day.
fn times(desk: Desk, takes: Memo<Takes>) -> impl IntoView {
    let clock = move |end: bool| {
        desk.words.with_value(|words| match takes.get() {
            Takes::Time { span } => {
                let (from, to) = on_the_wall(&span, words.rules());
                let time = if end { to } else { from }.time().to_string();
                time.get(..5).unwrap_or_default().to_owned()
            }
            Takes::Days { .. } => String::new(),
        })
    };
    let set = move |end: bool, typed: String| {
        let (Some(time), Takes::Time { span }) = (time_of(&typed), takes.get_untracked()) else { return };
        let changed = desk.words.with_value(|words| {
            let from = words.rules().wall(span.start());
            let (from, to) = if end {
                (from, from.date().and_time(time))
            } else {
                let from = from.date().and_time(time);
                (from, from + span.length())
            };
            between(from, if to > from { to } else { to + TimeDelta::days(1) }, words.rules())
        });
        desk.ask(changed, Length::Drawn);
    };
    view! {
        <div class="field-row">
            <label class="field">
                <span class="field-label">{text!(calendar.starts)}</span>
                <input
                    class="input"
                    type="time"
                    name="start"
                    prop:value=move || clock(false)
                    on:change=move |event| set(false, event_target_value(&event))
                />
            </label>
            <label class="field">
                <span class="field-label">{text!(calendar.ends)}</span>
                <input
                    class="input"
                    type="time"
                    name="end"
                    prop:value=move || clock(true)
                    on:change=move |event| set(true, event_target_value(&event))
                />
            </label>
        </div>
    }
}

/// From a day to another.
fn days(desk: Desk, takes: Memo<Takes>) -> impl IntoView {
    let bounds = move |takes: Takes| match takes {
        Takes::Days { first, days } => (first, last_of(first, days)),
        Takes::Time { .. } => (NaiveDate::default(), NaiveDate::default()),
    };
    let set = move |end: bool, typed: String| {
        let Ok(date) = typed.parse::<NaiveDate>() else { return };
        let (first, last) = bounds(takes.get_untracked());
        let changed = match end {
            true => select_days(first.min(date), date),
            false => select_days(date, date + (last - first)),
        };
        desk.ask(changed, Length::Drawn);
    };
    view! {
        <div class="field-row">
            <label class="field">
                <span class="field-label">{text!(calendar.first_day)}</span>
                <input
                    class="input"
                    type="date"
                    name="first"
                    prop:value=move || bounds(takes.get()).0.to_string()
                    on:change=move |event| set(false, event_target_value(&event))
                />
            </label>
            <label class="field">
                <span class="field-label">{text!(calendar.last_day)}</span>
                <input
                    class="input"
                    type="date"
                    name="last"
                    prop:value=move || bounds(takes.get()).1.to_string()
                    on:change=move |event| set(true, event_target_value(&event))
                />
            </label>
        </div>
    }
}

/// The card of a new meeting with what is known of it so far.
fn card_address(
    desk: Desk,
    takes: Takes,
    typed: Typed,
    kind: KindId,
    with: Option<PersonId>,
    required: Required,
) -> String {
    let when = desk.words.with_value(|words| match takes {
        Takes::Time { span } => {
            let start = words.rules().wall(span.start());
            let (date, time) = (start.date(), start.time().to_string());
            let time = time.get(..5).unwrap_or_default().to_owned();
            format!("start={date}T{time}&minutes={}", span.length().num_minutes())
        }
        Takes::Days { first, days } => format!("first={first}&days={days}"),
    });
    let subject = leptos_router::location::Url::escape(&typed.subject());
    let client = typed.client().map(|client| format!("&client={client}")).unwrap_or_default();
    let place = typed.place().map(|place| format!("&place={place}")).unwrap_or_default();
    let rule = typed.rule().map(|rule| leptos_router::location::Url::escape(&rule.to_string()));
    let rule = rule.map(|rule| format!("&rule={rule}")).unwrap_or_default();
    let with = with.map(|with| format!("&with={with}")).unwrap_or_default();
    let said = required.query();
    format!("/meetings/new?{when}&subject={subject}&kind={kind}{client}{place}{rule}{with}{said}")
}

/// Where the form stands: to the right of what was chosen, or to the left where there is no room.
fn beside_of(desk: Desk, takes: &Takes, band: Option<usize>) -> Option<String> {
    let place = Measures::take(desk)?.place(takes, band, desk)?;
    let room = window().inner_width().ok()?.as_f64()?;
    let x = if place.right + WIDE + MARGIN > room { place.left - WIDE - MARGIN } else { place.right };
    Some(format!("--x:{}px;--y:{}px", x as i32, place.top as i32))
}

/// Pixels that the form is wide (style/quick.css), and that are left free beside it.
const WIDE: f64 = 384.0;
const MARGIN: f64 = 20.0;

/// Reads what a time field holds: `09:30`, in some browsers with seconds.
fn time_of(typed: &str) -> Option<NaiveTime> {
    let mut parts = typed.split(':');
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// Stands in where nothing has been chosen yet.
const NOTHING: Takes = Takes::Days { first: NaiveDate::MIN, days: 1 };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_fields_are_read_with_and_without_seconds() {
        assert_eq!(time_of("09:30"), NaiveTime::from_hms_opt(9, 30, 0));
        assert_eq!(time_of("23:59:00"), NaiveTime::from_hms_opt(23, 59, 0));
        assert_eq!((time_of(""), time_of("25:00"), time_of("nine")), (None, None, None));
    }
}
