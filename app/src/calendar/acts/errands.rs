//! What the grid asks the server: a part of the program that is loaded when something is first done.

use domain::calendar::Takes;
use domain::change::Revision;
use domain::id::MeetingId;
use domain::meeting::{Answer, Draft, Scope};
use domain::time::Recurrence;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::{Acts, Done, Errand, OtherRoom, Refused, Why, Wish};
use crate::api::{
    Failure, Goal, Shifted, copy, enter, put_back, remove, remove_series, reply, restore_series, shift,
    shift_series,
};
use crate::calendar::filter::Filter;
use crate::calendar::instead::offers;
use crate::calendar::ways::too_late;
use crate::calendar::words::Words;
use crate::meeting::words::answer_name;
use crate::ui::toast::Tone;

impl Acts {
    /// Begun by who sends it.
    pub(in crate::calendar) fn run(self, errand: Errand) {
        spawn_local(async move {
            match errand {
                Errand::Fulfil(meeting) => self.fulfil(meeting).await,
                Errand::Copy { of, to } => self.plan_again(of, to).await,
                Errand::Answer { meeting, answer, before } => self.give(meeting, answer, before).await,
                Errand::PutBack(meeting) => self.put_back(meeting).await,
                Errand::RemoveSeveral { meeting, seen, scope, why } => {
                    self.remove_several(meeting, seen, scope, why).await;
                }
                Errand::PutBackSeveral(meeting) => self.put_back_several(meeting).await,
                Errand::MoveBack { meeting, seen, goal, scope } => {
                    self.move_back(meeting, seen, goal, scope).await;
                }
            }
            self.end();
        });
    }

    /// Moves a meeting, and others of its series with it; also into another room.
    pub(in crate::calendar) fn move_series(
        self,
        meeting: MeetingId,
        goal: Goal,
        room: Option<OtherRoom>,
        scope: Scope,
    ) {
        self.planner.take_back(meeting);
        let Some(seen) = self.planner.version(meeting) else { return };
        self.planner.pretend(meeting, Some(goal.takes));
        self.begin();
        spawn_local(async move {
            match shift_series(meeting, seen, goal.clone(), scope).await {
                Ok(Shifted { entry, from }) => {
                    let (shown, seen, takes) = (entry.meeting, entry.version, entry.takes);
                    self.planner.believe(entry);
                    if shown != meeting {
                        self.planner.let_go(meeting);
                    }
                    let text = |words: &Words| {
                        let moved =
                            td_string!(words.locale, calendar.moved_several, when = words.when(&takes));
                        self.with_late(words, shown, &takes, moved)
                    };
                    match from {
                        Some((from, scope)) => {
                            let back = goal.back(from, room.map(|room| room.from));
                            self.done(Done::MovedSeveral { meeting: shown, seen, back, scope }, text);
                        }
                        None => self.say(text),
                    }
                    // The others are told to be read again.
                    self.stale.notify();
                }
                Err(failure) => self.took_back(meeting, Some(goal), scope, failure),
            }
            self.end();
        });
    }

    async fn move_back(self, meeting: MeetingId, seen: Revision, goal: Goal, scope: Scope) {
        let seen = self.planner.version(meeting).unwrap_or(seen);
        let to = goal.takes;
        self.planner.pretend(meeting, Some(to));
        match shift_series(meeting, seen, goal, scope).await {
            Ok(Shifted { entry, .. }) => {
                self.planner.believe(entry);
                self.say(|words| td_string!(words.locale, calendar.moved_back, when = words.when(&to)));
                self.stale.notify();
            }
            Err(failure) => self.took_back(meeting, None, scope, failure),
        }
    }

    async fn remove_several(self, meeting: MeetingId, seen: Revision, scope: Scope, why: Why) {
        let seen = self.planner.version(meeting).unwrap_or(seen);
        match remove_series(meeting, seen, scope).await {
            Ok(()) => {
                self.planner.let_go(meeting);
                let text = |words: &Words| td_string!(words.locale, calendar.removed_several).to_owned();
                match why {
                    Why::Asked => self.done(Done::RemovedSeveral { meeting }, text),
                    Why::Undone => self.say(text),
                }
                // The others are told to be read again.
                self.stale.notify();
            }
            Err(failure) => self.refuse(failure),
        }
    }

    async fn put_back_several(self, meeting: MeetingId) {
        match restore_series(meeting).await {
            Ok(()) => {
                self.say(|words| td_string!(words.locale, calendar.put_back_several).to_owned());
                self.stale.notify();
            }
            Err(failure) => self.refuse(failure),
        }
    }

    /// Plans a meeting, or a series; says so where it is not shown. A refusal is for the form that asked.
    pub(in crate::calendar) async fn plan(
        self,
        draft: Draft,
        recurrence: Option<Recurrence>,
        filter: Memo<Filter>,
    ) -> Result<(), Failure> {
        let recurs = recurrence.is_some();
        let meeting = MeetingId::generate(crate::state::clock::now());
        self.begin();
        let planned = match enter(meeting, draft, recurrence).await {
            Ok(entry) => {
                let (takes, version) = (entry.takes, entry.version);
                let shown = filter.try_with_untracked(|filter| filter.shows(&entry)) != Some(false);
                self.planner.believe(entry);
                let done = match recurs {
                    true => Done::PlannedSeries { meeting, version },
                    false => Done::Planned { meeting },
                };
                self.done(done, |words| {
                    let when = words.when(&takes);
                    let planned = match recurs {
                        true => td_string!(words.locale, calendar.planned_series, when = when),
                        false => td_string!(words.locale, calendar.planned, when = when),
                    };
                    let planned = match shown {
                        true => planned,
                        false => format!("{planned}. {}", td_string!(words.locale, calendar.planned_hidden)),
                    };
                    self.with_late(words, meeting, &takes, planned)
                });
                if recurs {
                    // The others are told to be read again.
                    self.stale.notify();
                }
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

    async fn plan_again(self, of: MeetingId, to: Takes) {
        let meeting = MeetingId::generate(crate::state::clock::now());
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
    }

    async fn give(self, meeting: MeetingId, answer: Answer, before: Option<Answer>) {
        let seen = self.planner.find(meeting).map(|entry| entry.version);
        let text = |words: &Words| {
            let name = answer_name(words.locale, answer);
            match before {
                Some(_) => name.to_owned(),
                None => td_string!(words.locale, calendar.answered_again, answer = name),
            }
        };
        // What it looks like now comes over the live socket.
        match (reply(meeting, seen, answer).await, before) {
            (Ok(()), Some(before)) => self.done(Done::Answered { meeting, before }, text),
            (Ok(()), None) => self.say(text),
            (Err(failure), _) => self.refuse(failure),
        }
    }

    async fn put_back(self, meeting: MeetingId) {
        match put_back(meeting).await {
            Ok(entry) => {
                let takes = entry.takes;
                self.planner.believe(entry);
                self.say(|words| td_string!(words.locale, calendar.put_back, when = words.when(&takes)));
            }
            Err(failure) => self.refuse(failure),
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
    }

    /// Says what has become of a meeting.
    fn tell(self, meeting: MeetingId, from: Takes, Wish { takes, room, why }: Wish) {
        match (takes, why) {
            (Some(takes), why) => {
                let text = |words: &Words| {
                    let (locale, when) = (words.locale, words.when(&takes));
                    match (why, is_as_long(&from, &takes)) {
                        (Why::Asked, true) => td_string!(locale, calendar.moved, when = when),
                        (Why::Asked, false) => td_string!(locale, calendar.resized, when = when),
                        (Why::Undone, true) => td_string!(locale, calendar.moved_back, when = when),
                        (Why::Undone, false) => td_string!(locale, calendar.resized_back, when = when),
                    }
                };
                match why {
                    Why::Asked => self.done(Done::Moved { meeting, from, room }, |words| {
                        self.with_late(words, meeting, &takes, text(words))
                    }),
                    Why::Undone => self.say(text),
                }
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

    /// A refusal for its room alone comes with what could be done instead (D4).
    fn took_back(self, meeting: MeetingId, goal: Option<Goal>, scope: Scope, failure: Failure) {
        self.planner.take_back(meeting);
        self.before_no(&failure);
        let words = self.explain.with_value(|explain| explain.failure(&failure));
        let instead = match (goal, &failure) {
            (Some(goal), Failure::Refused(_)) => offers(self, &Refused { meeting, goal, scope }, &failure),
            _ => Vec::new(),
        };
        self.toasts.offer_each(Tone::Error, words.join(" "), instead);
    }

    fn refuse(self, failure: Failure) {
        self.before_no(&failure);
        let words = self.explain.with_value(|explain| explain.failure(&failure));
        self.toasts.say(Tone::Error, words.join(" "));
    }

    fn before_no(self, failure: &Failure) {
        // What was refused needs no undoing.
        self.undos.set_value(0);
        if matches!(failure, Failure::Conflict { .. } | Failure::Gone) {
            self.stale.notify();
        }
    }
}

/// Whether a meeting only goes elsewhere.
fn is_as_long(from: &Takes, to: &Takes) -> bool {
    match (from, to) {
        (Takes::Time { span: from }, Takes::Time { span: to }) => from.length() == to.length(),
        (Takes::Days { days: from, .. }, Takes::Days { days: to, .. }) => from == to,
        _ => true,
    }
}
