//! What people do to meetings on the grid: shown at once, saved behind, taken back where a rule says no, and
//! undone on request.

mod errands;

use domain::calendar::{Entry, Takes};
use domain::change::Revision;
use domain::id::{MeetingId, PlaceId};
use domain::meeting::{Answer, Scope, State};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::parts::run;
use super::words::{Words, use_words};
use crate::api::Goal;
use crate::state::planner::{Planner, use_planner};
use crate::ui::refusals::{Explain, use_explain};
use crate::ui::toast::{Toasts, Tone, use_toasts};

/// Copy it into an event handler. It lives as long as the frame of the screens, so that a call under way is
/// brought to its end although its person has gone on to another screen.
#[derive(Clone, Copy)]
pub(crate) struct Acts {
    planner: Planner,
    toasts: Toasts,
    words: StoredValue<Words>,
    explain: StoredValue<Explain>,
    /// What can be undone, the last thing last, each with its number.
    done: StoredValue<Vec<(u32, Done)>>,
    numbers: StoredValue<u32>,
    /// Calls that the server has yet to answer.
    calls: StoredValue<u32>,
    /// How often undoing was asked for meanwhile.
    undos: StoredValue<u32>,
    /// The meetings about which the server is being asked.
    pursued: StoredValue<Vec<Pursued>>,
    /// Calls for the range to be read again: what is shown is not what the server has.
    stale: Trigger,
    /// The meeting of a series of which it is being asked which of the others it is for as well.
    asks_which: RwSignal<Option<Which>>,
}

/// A meeting of a series, and the time that it is to take; `None` takes it out of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Which {
    pub meeting: MeetingId,
    pub to: Option<Takes>,
}

/// What the server is to be asked, by a part of the program that is loaded when something is first done.
#[derive(Clone, Debug)]
pub(super) enum Errand {
    /// What is wanted of a meeting, until nothing more is.
    Fulfil(MeetingId),
    Copy {
        of: MeetingId,
        to: Takes,
    },
    Answer {
        meeting: MeetingId,
        answer: Answer,
        /// What undoing it would answer.
        before: Option<Answer>,
    },
    PutBack(MeetingId),
    /// Takes meetings of a series out of the calendar.
    RemoveSeveral {
        meeting: MeetingId,
        /// As it was last known.
        seen: Revision,
        scope: Scope,
        why: Why,
    },
    /// Takes that back.
    PutBackSeveral(MeetingId),
    /// Moves meetings of a series back to where they were.
    MoveBack {
        meeting: MeetingId,
        seen: Revision,
        goal: Goal,
        scope: Scope,
    },
}

/// What is to become of a meeting.
#[derive(Clone, Copy, Debug)]
struct Wish {
    /// The time that it is to take; `None` takes it out of the calendar.
    takes: Option<Takes>,
    /// Another room than the one it has.
    room: Option<OtherRoom>,
    why: Why,
}

#[derive(Clone, Copy, Debug)]
struct Pursued {
    meeting: MeetingId,
    /// Where it was when the asking began.
    from: Takes,
    /// What else is wanted of it meanwhile.
    next: Option<Wish>,
}

/// A meeting goes from one room to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct OtherRoom {
    pub from: PlaceId,
    pub to: PlaceId,
}

impl OtherRoom {
    fn back(self) -> Self {
        Self { from: self.to, to: self.from }
    }
}

/// What was refused of a meeting.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) meeting: MeetingId,
    /// Where it was to go.
    pub(super) goal: Goal,
    /// Which of its series were to move along.
    pub(super) scope: Scope,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It was asked for, and can be undone.
    Asked,
    /// It undoes something.
    Undone,
}

#[derive(Clone, Debug)]
enum Done {
    Planned {
        meeting: MeetingId,
    },
    /// A series, known by its first meeting.
    PlannedSeries {
        meeting: MeetingId,
        version: Revision,
    },
    Moved {
        meeting: MeetingId,
        from: Takes,
        room: Option<OtherRoom>,
    },
    /// And others of its series with it.
    MovedSeveral {
        meeting: MeetingId,
        /// As which version, unless it is another by then.
        seen: Revision,
        /// Where it was.
        back: Goal,
        scope: Scope,
    },
    Removed {
        meeting: MeetingId,
    },
    /// And others of its series with it.
    RemovedSeveral {
        meeting: MeetingId,
    },
    Answered {
        meeting: MeetingId,
        before: Answer,
    },
}

pub(super) fn provide_acts() {
    provide_context(Acts {
        planner: use_planner(),
        toasts: use_toasts(),
        words: StoredValue::new(use_words()),
        explain: StoredValue::new(use_explain()),
        done: StoredValue::new(Vec::new()),
        numbers: StoredValue::new(0),
        calls: StoredValue::new(0),
        undos: StoredValue::new(0),
        pursued: StoredValue::new(Vec::new()),
        stale: Trigger::new(),
        asks_which: RwSignal::new(None),
    });
}

pub(crate) fn use_acts() -> Acts {
    expect_context()
}

/// Whether the grid lets this person move a meeting.
pub(super) fn movable(entry: &Entry) -> bool {
    let open = |state| matches!(state, State::Planned | State::InProgress);
    entry.details.as_ref().is_some_and(|details| details.permits.change && open(details.state))
}

impl Acts {
    /// Notified when what is shown turned out not to be what the server has.
    pub(super) fn stale(self) -> Trigger {
        self.stale
    }

    pub(super) fn asks_which(self) -> ReadSignal<Option<Which>> {
        self.asks_which.read_only()
    }

    /// Moves a meeting or changes its length; of a series it asks first which.
    pub(super) fn reschedule(self, meeting: MeetingId, to: Takes) {
        let Some(entry) = self.planner.find(meeting) else { return };
        if entry.takes == to || !movable(&entry) {
            return;
        }
        self.ask_for(&entry, Some(to));
    }

    /// Does this to a meeting; of a series it asks first to which.
    fn ask_for(self, entry: &Entry, to: Option<Takes>) {
        let meeting = entry.meeting;
        if entry.details.as_ref().is_some_and(|details| details.series.is_some()) {
            if to.is_some() {
                self.planner.pretend(meeting, to);
            }
            self.asks_which.set(Some(Which { meeting, to }));
            return;
        }
        self.wish(meeting, Wish { takes: to, room: None, why: Why::Asked });
    }

    /// Nothing is done after all.
    pub(super) fn to_none(self) {
        if let Some(Which { meeting, .. }) = self.asks_which.try_update(Option::take).flatten() {
            self.planner.take_back(meeting);
        }
    }

    /// Moves the meeting that was asked about, and others of its series along.
    pub(super) fn move_which(self, goal: Goal, room: Option<OtherRoom>, scope: Scope) {
        let Some(Which { meeting, .. }) = self.asks_which.try_update(Option::take).flatten() else { return };
        if scope == Scope::This {
            // From where it stands: there it comes back to when that is undone.
            self.planner.take_back(meeting);
            self.move_alone(meeting, goal.takes, room);
            return;
        }
        self.move_series(meeting, goal, room, scope);
    }

    /// Takes out the meeting that was asked about, and others of its series.
    pub(super) fn remove_which(self, scope: Scope) {
        let Some(Which { meeting, .. }) = self.asks_which.try_update(Option::take).flatten() else { return };
        match scope {
            Scope::This => self.wish(meeting, Wish { takes: None, room: None, why: Why::Asked }),
            Scope::ThisAndFollowing | Scope::All => {
                let Some(seen) = self.planner.version(meeting) else { return };
                self.send(Errand::RemoveSeveral { meeting, seen, scope, why: Why::Asked });
            }
        }
    }

    /// Moves a meeting alone, also into another room.
    pub(super) fn move_alone(self, meeting: MeetingId, to: Takes, room: Option<OtherRoom>) {
        self.wish(meeting, Wish { takes: Some(to), room, why: Why::Asked });
    }

    /// Plans the same meeting again at another time.
    pub(super) fn copy(self, of: MeetingId, to: Takes) {
        self.send(Errand::Copy { of, to });
    }

    /// Answers an invitation; the answer before can be had again by undoing.
    pub(super) fn answer(self, meeting: MeetingId, answer: Answer) {
        let before = self.planner.find(meeting).and_then(|entry| entry.details.as_ref()?.my_answer);
        self.send(Errand::Answer { meeting, answer, before: before.map(|before| before.answer) });
    }

    /// Takes a meeting out of the calendar; of a series it asks first which.
    pub(super) fn remove(self, meeting: MeetingId) {
        let Some(entry) = self.planner.find(meeting) else { return };
        if entry.details.as_ref().is_none_or(|details| !details.permits.remove) {
            return;
        }
        self.ask_for(&entry, None);
    }

    /// Takes note of what was taken out of the calendar on its card, so that it is undone as what is done on the grid.
    pub(crate) fn removed(self, meeting: MeetingId, scope: Scope, subject: &str) {
        let done = match scope {
            Scope::This => Done::Removed { meeting },
            Scope::ThisAndFollowing | Scope::All => Done::RemovedSeveral { meeting },
        };
        self.done(done, |words| td_string!(words.locale, meeting.removed, subject = subject));
    }

    /// Takes back the last thing that was done here; what is still on its way arrives first.
    pub(super) fn undo(self) {
        if self.calls.try_get_value().is_some_and(|calls| calls > 0) {
            self.undos.update_value(|undos| *undos += 1);
        } else if let Some((_, done)) = self.done.try_update_value(Vec::pop).flatten() {
            self.take_back(done);
        }
    }

    /// Takes back one thing, whatever was done after it.
    fn undo_this(self, number: u32) {
        let done = self.done.try_update_value(|all| {
            let index = all.iter().position(|(each, _)| *each == number)?;
            Some(all.remove(index).1)
        });
        if let Some(done) = done.flatten() {
            self.take_back(done);
        }
    }

    fn take_back(self, done: Done) {
        match done {
            Done::Moved { meeting, from, room } => {
                let room = room.map(OtherRoom::back);
                self.wish(meeting, Wish { takes: Some(from), room, why: Why::Undone });
            }
            Done::Planned { meeting } => {
                self.wish(meeting, Wish { takes: None, room: None, why: Why::Undone });
            }
            Done::PlannedSeries { meeting, version } => {
                let (seen, scope, why) = (version, Scope::All, Why::Undone);
                self.send(Errand::RemoveSeveral { meeting, seen, scope, why });
            }
            Done::Answered { meeting, before } => {
                self.send(Errand::Answer { meeting, answer: before, before: None });
            }
            Done::Removed { meeting } => self.send(Errand::PutBack(meeting)),
            Done::RemovedSeveral { meeting } => self.send(Errand::PutBackSeveral(meeting)),
            Done::MovedSeveral { meeting, seen, back, scope } => {
                self.send(Errand::MoveBack { meeting, seen, goal: back, scope });
            }
        }
    }

    /// Shows the meeting as it is wanted and asks the server for it. While a call is under way for it, only the last
    /// wish is kept: somebody who holds a key down asks once or twice.
    fn wish(self, meeting: MeetingId, wish: Wish) {
        let Some(entry) = self.planner.find(meeting) else { return };
        self.planner.pretend(meeting, wish.takes);
        let begins = self.pursued.try_update_value(|all| {
            if let Some(pursued) = all.iter_mut().find(|each| each.meeting == meeting) {
                pursued.next = Some(wish);
                return false;
            }
            all.push(Pursued { meeting, from: entry.takes, next: Some(wish) });
            true
        });
        if begins == Some(true) {
            self.send(Errand::Fulfil(meeting));
        }
    }

    fn of<T>(self, meeting: MeetingId, ask: impl FnOnce(&mut Pursued) -> T) -> Option<T> {
        self.pursued
            .try_update_value(|all| all.iter_mut().find(|each| each.meeting == meeting).map(ask))
            .flatten()
    }

    /// Has the server asked.
    fn send(self, errand: Errand) {
        self.begin();
        spawn_local(run(self, errand));
    }

    fn begin(self) {
        self.toasts.pass();
        self.calls.update_value(|calls| *calls += 1);
    }

    /// The last call that is answered lets happen what was asked to be undone meanwhile.
    fn end(self) {
        let over = self.calls.try_update_value(|calls| {
            *calls -= 1;
            *calls == 0
        });
        if over == Some(true) && self.undos.get_value() > 0 {
            self.undos.update_value(|undos| *undos -= 1);
            self.undo();
        }
    }

    /// Remembers what was done, says it, and offers to undo it.
    fn done(self, done: Done, text: impl FnOnce(&Words) -> String) {
        let number = self.numbers.get_value();
        self.numbers.set_value(number + 1);
        self.done.update_value(|all| {
            if all.len() == MOST_UNDONE {
                all.remove(0);
            }
            all.push((number, done));
        });
        let (text, undo) =
            self.words.with_value(|words| (text(words), td_string!(words.locale, common.undo)));
        self.toasts.offer(Tone::Done, text, undo, move || self.undo_this(number));
    }

    fn say(self, text: impl FnOnce(&Words) -> String) {
        self.toasts.say(Tone::Done, self.words.with_value(text));
    }

    /// Looks at what words are made with.
    pub(super) fn with_words<T>(self, look: impl FnOnce(&Words) -> T) -> T {
        self.words.with_value(look)
    }
}

/// Nobody counts back further than this.
const MOST_UNDONE: usize = 50;
