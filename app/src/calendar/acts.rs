//! What people do to meetings on the grid: shown at once, saved behind, taken back where a rule says no, and
//! undone on request.

use domain::calendar::{Entry, Takes};
use domain::id::{MeetingId, PlaceId};
use domain::meeting::{Answer, Draft, Scope, State};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::parts::{in_words, instead};
use super::ways::too_late;
use super::words::{Words, use_words};
use crate::api::{Failure, Goal, copy, enter, put_back, remove, reply, shift, shift_series};
use crate::meeting::words::answer_name;
use crate::state::planner::{Planner, use_planner};
use crate::ui::refusals::{Explain, use_explain};
use crate::ui::toast::{Toasts, Tone, use_toasts};

/// Copy it into an event handler. It lives as long as the frame of the screens, so that a call under way is
/// brought to its end although its person has gone on to another screen.
#[derive(Clone, Copy)]
pub(super) struct Acts {
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
    /// The meeting of a series of which it is being asked which of the others move along.
    asks_which: RwSignal<Option<Which>>,
}

/// A meeting of a series, and the time that it is to take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Which {
    pub meeting: MeetingId,
    pub to: Takes,
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
enum Why {
    /// It was asked for, and can be undone.
    Asked,
    /// It undoes something.
    Undone,
}

#[derive(Clone, Copy, Debug)]
enum Done {
    Planned { meeting: MeetingId },
    Moved { meeting: MeetingId, from: Takes, room: Option<OtherRoom> },
    Removed { meeting: MeetingId },
    Answered { meeting: MeetingId, before: Answer },
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

pub(super) fn use_acts() -> Acts {
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
        if entry.details.as_ref().is_some_and(|details| details.series.is_some()) {
            self.planner.pretend(meeting, Some(to));
            self.asks_which.set(Some(Which { meeting, to }));
            return;
        }
        self.wish(meeting, Wish { takes: Some(to), room: None, why: Why::Asked });
    }

    /// Nothing is moved after all.
    pub(super) fn move_none(self) {
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
        self.move_series(meeting, goal, scope);
    }

    /// Moves a meeting, and others of its series with it.
    pub(super) fn move_series(self, meeting: MeetingId, goal: Goal, scope: Scope) {
        let Some(seen) = self.planner.version(meeting) else { return };
        self.planner.pretend(meeting, Some(goal.takes));
        self.begin();
        spawn_local(async move {
            match shift_series(meeting, seen, goal.clone(), scope).await {
                Ok(entry) => {
                    let takes = entry.takes;
                    self.planner.believe(entry);
                    self.say(|words| {
                        let moved =
                            td_string!(words.locale, calendar.moved_several, when = words.when(&takes));
                        self.with_late(words, meeting, &takes, moved)
                    });
                    // The others are told to be read again.
                    self.stale.notify();
                }
                Err(failure) => self.took_back(meeting, Some(goal), scope, failure),
            }
            self.end();
        });
    }

    /// Moves a meeting alone, also into another room.
    pub(super) fn move_alone(self, meeting: MeetingId, to: Takes, room: Option<OtherRoom>) {
        self.wish(meeting, Wish { takes: Some(to), room, why: Why::Asked });
    }

    /// Plans a meeting. A refusal is for the form that asked.
    pub(super) async fn plan(self, draft: Draft) -> Result<(), Failure> {
        let meeting = MeetingId::generate(crate::state::clock::now());
        self.begin();
        let planned = match enter(meeting, draft).await {
            Ok(entry) => {
                let takes = entry.takes;
                self.planner.believe(entry);
                self.done(Done::Planned { meeting }, |words| {
                    let planned = td_string!(words.locale, calendar.planned, when = words.when(&takes));
                    self.with_late(words, meeting, &takes, planned)
                });
                Ok(())
            }
            Err(failure) => {
                self.undos.set_value(0);
                Err(failure)
            }
        };
        self.end();
        planned
    }

    /// Plans the same meeting again at another time.
    pub(super) fn copy(self, of: MeetingId, to: Takes) {
        let meeting = MeetingId::generate(crate::state::clock::now());
        self.begin();
        spawn_local(async move {
            match copy(meeting, of, to).await {
                Ok(entry) => {
                    let takes = entry.takes;
                    self.planner.believe(entry);
                    self.done(Done::Planned { meeting }, |words| {
                        let copied = td_string!(words.locale, calendar.copied, when = words.when(&takes));
                        self.with_late(words, meeting, &takes, copied)
                    });
                }
                Err(failure) => self.refuse(failure),
            }
            self.end();
        });
    }

    /// Answers an invitation; the answer before can be had again by undoing.
    pub(super) fn answer(self, meeting: MeetingId, answer: Answer) {
        let before = self.planner.find(meeting).and_then(|entry| entry.details.as_ref()?.my_answer);
        self.give(meeting, answer, move |acts| {
            let text = move |words: &Words| answer_name(words.locale, answer).to_owned();
            match before {
                Some(before) => acts.done(Done::Answered { meeting, before: before.answer }, text),
                None => acts.say(text),
            }
        });
    }

    fn give(self, meeting: MeetingId, answer: Answer, and_then: impl FnOnce(Self) + 'static) {
        let seen = self.planner.find(meeting).map(|entry| entry.version);
        self.begin();
        spawn_local(async move {
            // What it looks like now comes over the live socket.
            match reply(meeting, seen, answer).await {
                Ok(()) => and_then(self),
                Err(failure) => self.refuse(failure),
            }
            self.end();
        });
    }

    /// Takes a meeting out of the calendar.
    pub(super) fn remove(self, meeting: MeetingId) {
        let Some(entry) = self.planner.find(meeting) else { return };
        if entry.details.as_ref().is_none_or(|details| !details.permits.remove) {
            return;
        }
        self.wish(meeting, Wish { takes: None, room: None, why: Why::Asked });
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
            Done::Answered { meeting, before } => self.give(meeting, before, move |acts| {
                acts.say(move |words| answer_name(words.locale, before).to_owned());
            }),
            Done::Removed { meeting } => {
                self.begin();
                spawn_local(async move {
                    match put_back(meeting).await {
                        Ok(entry) => {
                            let takes = entry.takes;
                            self.planner.believe(entry);
                            self.say(|words| {
                                td_string!(words.locale, calendar.put_back, when = words.when(&takes))
                            });
                        }
                        Err(failure) => self.refuse(failure),
                    }
                    self.end();
                });
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
            self.begin();
            spawn_local(self.fulfil(meeting));
        }
    }

    /// Asks for what is wanted of a meeting until nothing more is.
    async fn fulfil(self, meeting: MeetingId) {
        let next = || self.of(meeting, |pursued| pursued.next.take()).flatten();
        let mut fulfilled = None;
        while let Some(wish) = next() {
            let Some(seen) = self.planner.version(meeting) else { break };
            let answer = match wish.takes {
                Some(takes) => shift(meeting, seen, takes, wish.room.map(|room| room.to)).await.map(Some),
                None => remove(meeting, seen).await.map(|()| None),
            };
            match answer {
                Ok(entry) => {
                    fulfilled = Some(Wish { takes: entry.as_ref().map(|entry| entry.takes), ..wish });
                    match entry {
                        Some(entry) => self.planner.believe(entry),
                        None => self.planner.let_go(meeting),
                    }
                    if let Some(further) = self.of(meeting, |pursued| pursued.next).flatten() {
                        self.planner.pretend(meeting, further.takes);
                    }
                }
                Err(failure) => {
                    next();
                    self.took_back(meeting, wish.takes.map(Goal::at), Scope::This, failure);
                    break;
                }
            }
        }
        let from = self.of(meeting, |pursued| pursued.from);
        self.pursued.try_update_value(|all| all.retain(|each| each.meeting != meeting));
        if let (Some(wish), Some(from)) = (fulfilled, from) {
            self.tell(meeting, from, wish);
        }
        self.end();
    }

    fn of<T>(self, meeting: MeetingId, ask: impl FnOnce(&mut Pursued) -> T) -> Option<T> {
        self.pursued
            .try_update_value(|all| all.iter_mut().find(|each| each.meeting == meeting).map(ask))
            .flatten()
    }

    /// Says what has become of a meeting.
    fn tell(self, meeting: MeetingId, from: Takes, Wish { takes, room, why }: Wish) {
        match (takes, why) {
            (Some(takes), Why::Asked) => self.done(Done::Moved { meeting, from, room }, |words| {
                let moved = td_string!(words.locale, calendar.moved, when = words.when(&takes));
                self.with_late(words, meeting, &takes, moved)
            }),
            (Some(takes), Why::Undone) => {
                self.say(|words| td_string!(words.locale, calendar.moved_back, when = words.when(&takes)));
            }
            (None, Why::Asked) => self.done(Done::Removed { meeting }, |words| {
                td_string!(words.locale, calendar.removed).to_owned()
            }),
            (None, Why::Undone) => {
                self.say(|words| td_string!(words.locale, calendar.removed).to_owned());
            }
        }
    }

    /// What was done, and that one cannot be there in time, if that is so (D10). It is said and not forbidden.
    fn with_late(self, words: &Words, meeting: MeetingId, takes: &Takes, said: String) -> String {
        let late = untrack(|| too_late(self.planner, words, meeting, takes));
        [vec![said], late].concat().join(" ")
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

    /// A refusal for its room alone comes with what could be done instead (D4).
    fn took_back(self, meeting: MeetingId, goal: Option<Goal>, scope: Scope, failure: Failure) {
        self.planner.take_back(meeting);
        self.before_no(&failure);
        spawn_local(async move {
            let words = in_words(self.explain.get_value(), failure.clone()).await;
            let said = self.toasts.say_first(Tone::Error, words.join(" "));
            if let (Some(goal), Failure::Refused(_)) = (goal, &failure) {
                let refused = Refused { meeting, goal, scope };
                self.toasts.offer_beside(said, instead(self, refused, failure).await);
            }
        });
    }

    fn refuse(self, failure: Failure) {
        self.before_no(&failure);
        spawn_local(async move {
            let words = in_words(self.explain.get_value(), failure).await;
            self.toasts.say(Tone::Error, words.join(" "));
        });
    }

    fn before_no(self, failure: &Failure) {
        // What was refused needs no undoing.
        self.undos.set_value(0);
        if matches!(failure, Failure::Conflict { .. } | Failure::Gone) {
            self.stale.notify();
        }
    }

    /// Looks at what words are made with.
    pub(super) fn with_words<T>(self, look: impl FnOnce(&Words) -> T) -> T {
        self.words.with_value(look)
    }
}

/// Nobody counts back further than this.
const MOST_UNDONE: usize = 50;
