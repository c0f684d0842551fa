//! Picking who takes part (S27 to S34): colleagues by department, group or typing, people of clients, individuals;
//! below them how their day is filled (S29, D21).
//!
//! The dialog knows nothing of a card: it is told who takes part already and what is proposed, and tells whom to add.

mod departments;
mod find;
mod heat;
mod individuals;
mod load;
mod of_client;
mod own;
mod strip;
mod tree;

use chrono::NaiveDate;
use domain::availability::Load;
use domain::id::MeetingId;
use domain::meeting::{Attendance, Attendee, ParticipantLine, Reply};
use domain::people::Circle;
use domain::time::{Span, ZoneRules};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::dialog::Dialog;
use crate::ui::refusals::Reasons;

pub use own::{ConflictOf, OwnConflict};

use strip::conflict_words;

/// The time for which people are picked, on the clock that the meeting is planned by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Whose own time is in nobody's way.
    pub meeting: Option<MeetingId>,
    pub day: NaiveDate,
    /// `None` while the time is unfinished.
    pub span: Option<Span>,
    pub rules: ZoneRules,
}

/// Of whom the load is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    Nobody,
    Somebody(ParticipantLine),
    Everybody { circle: Circle, name: String },
}

/// The dialog while it is open. Copy it into event handlers.
#[derive(Clone, Copy)]
struct Picking {
    present: Signal<Vec<Attendee>>,
    proposed: Signal<Proposed>,
    shown: RwSignal<Shown>,
    /// Of those who are shown; `None` while it is read.
    loads: RwSignal<Option<Vec<Load>>>,
    attendance: RwSignal<Attendance>,
    /// Why somebody cannot be added.
    wrong: RwSignal<Vec<String>>,
    /// What was done last, read aloud.
    said: RwSignal<String>,
    on_choose: Callback<Vec<ParticipantLine>>,
    locale: Locale,
}

/// Where people come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Colleagues,
    Clients,
    Individuals,
}

#[component]
pub fn PickPeople(
    /// Who takes part already.
    present: Signal<Vec<Attendee>>,
    proposed: Signal<Proposed>,
    on_choose: Callback<Vec<ParticipantLine>>,
    on_close: Callback<()>,
) -> impl IntoView {
    let picking = Picking {
        present,
        proposed,
        shown: RwSignal::new(Shown::Nobody),
        loads: RwSignal::new(None),
        attendance: RwSignal::new(Attendance::Required),
        wrong: RwSignal::new(Vec::new()),
        said: RwSignal::new(String::new()),
        on_choose,
        locale: locale(),
    };
    load::follow(picking);
    let source = RwSignal::new(Source::Colleagues);
    let sources = [
        (Source::Colleagues, text!(people.colleagues)),
        (Source::Clients, text!(people.of_clients)),
        (Source::Individuals, text!(people.individuals)),
    ];
    let turn = move |to| {
        source.set(to);
        picking.shown.set(Shown::Nobody);
        picking.wrong.set(Vec::new());
    };
    let sources = sources.map(|(choice, label)| {
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=move || if source.get() == choice { "true" } else { "false" }
                on:click=move |_| turn(choice)
            >
                {label}
            </button>
        }
    });
    let inside = move || match source.get() {
        Source::Colleagues => view! { <find::Colleagues picking=picking /> }.into_any(),
        Source::Clients => view! { <of_client::OfClient picking=picking /> }.into_any(),
        Source::Individuals => view! { <individuals::Individuals picking=picking /> }.into_any(),
    };
    view! {
        <Dialog title=text!(people.pick_title) wide=true on_close=on_close>
            <div class="pick">
                <div class="segmented pick-sources" role="group" aria-label=text!(people.where_from)>
                    {sources.collect_view()}
                </div>
                <div class="pick-people">{inside}</div>
                <Show when=move || source.get() == Source::Colleagues>
                    <load::Loads picking=picking />
                </Show>
                <Reasons reasons=picking.wrong />
                <div class="dialog-foot pick-foot">
                    <AttendanceChoice picking=picking />
                    <span class="pick-said" role="status">
                        {move || picking.said.get()}
                    </span>
                    <ChooseButton picking=picking />
                    <button type="button" class="button" on:click=move |_| on_close.run(())>
                        {text!(people.done)}
                    </button>
                </div>
            </div>
        </Dialog>
    }
}

/// Whether the meeting can do without those who are added next.
#[component]
fn AttendanceChoice(picking: Picking) -> impl IntoView {
    let choices =
        [(Attendance::Required, text!(people.required)), (Attendance::Optional, text!(people.optional))];
    let choice = |(attendance, label)| {
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=move || if picking.attendance.get() == attendance { "true" } else { "false" }
                on:click=move |_| picking.attendance.set(attendance)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=text!(people.attendance)>
            {choices.map(choice).collect_view()}
        </div>
    }
}

/// *Choose* adds who is pointed at; the dialog stays open for the next (S30).
#[component]
fn ChooseButton(picking: Picking) -> impl IntoView {
    let new = Memo::new(move |_| picking.new_ones().len());
    let everybody = Memo::new(move |_| matches!(*picking.shown.read(), Shown::Everybody { .. }));
    let label = move || {
        if everybody.get() {
            td_string!(picking.locale, people.choose_all, count = new.get())
        } else {
            td_string!(picking.locale, people.choose).to_owned()
        }
    };
    view! {
        <button
            type="button"
            class="button primary"
            disabled=move || new.get() == 0
            on:click=move |_| picking.choose()
        >
            {label}
        </button>
    }
}

impl Picking {
    fn takes_part(self, attendee: Attendee) -> bool {
        self.present.read().contains(&attendee)
    }

    /// Those who are shown and do not take part yet.
    fn new_ones(self) -> Vec<ParticipantLine> {
        let shown = match &*self.shown.read() {
            Shown::Nobody => Vec::new(),
            Shown::Somebody(line) => vec![line.clone()],
            Shown::Everybody { .. } => self.loads.read().iter().flatten().map(line_of).collect(),
        };
        shown.into_iter().filter(|line| !self.takes_part(line.attendee)).collect()
    }

    fn choose(self) {
        self.add(untrack(|| self.new_ones()));
    }

    /// Adds those of them who do not take part yet, and says so.
    fn add(self, lines: Vec<ParticipantLine>) {
        let attendance = self.attendance.get_untracked();
        let new = lines.into_iter().filter(|line| !untrack(|| self.takes_part(line.attendee)));
        let new: Vec<_> = new.map(|line| ParticipantLine { attendance, ..line }).collect();
        self.wrong.set(Vec::new());
        self.said.set(match &*new {
            [] => td_string!(self.locale, people.all_there).to_owned(),
            few if few.len() <= NAMED => {
                let names: Vec<_> = few.iter().map(|line| line.name.as_str()).collect();
                td_string!(self.locale, people.added, names = names.join(", "))
            }
            many => td_string!(self.locale, people.added_count, count = many.len()),
        });
        if !new.is_empty() {
            self.on_choose.run(new);
        }
    }
}

/// More are counted rather than named.
const NAMED: usize = 3;

/// Somebody whose load is known, as a participant.
fn line_of(load: &Load) -> ParticipantLine {
    ParticipantLine {
        attendee: Attendee::Person(load.person),
        name: load.name.clone(),
        about: load.position.clone(),
        email: load.email.clone(),
        attendance: Attendance::default(),
        reply: Reply::default(),
    }
}
