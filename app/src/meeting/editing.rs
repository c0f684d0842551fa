//! A card under the hands of somebody: what is saved, what is typed, and what happens on the way between.

use domain::Refused;
use domain::change::Revision;
use domain::id::MeetingId;
use domain::kind::EventType;
use domain::meeting::{Attendee, Draft, Scope, Sheet, State};
use domain::time::Recurrence;
use leptos::prelude::*;

use super::finish::Finishing;
use super::form::{Form, Held};
use super::life::Question;
use super::remedies::Remedy;
use super::times::Times;
use super::trouble::Trouble;
use crate::api::{
    Choices, Failure, History, Story, meeting, meeting_history, plan, plan_series, revise, revise_series,
};
use crate::participants::Proposed;
use crate::session::session;
use crate::state::clock::now;

/// A card that is open. Copy it into event handlers.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    pub id: MeetingId,
    /// Who looks at it.
    me: Attendee,
    /// The meeting as it was last read; `None` until it is planned.
    pub sheet: RwSignal<Option<Sheet>>,
    /// What the fields showed before anybody typed.
    shown: StoredValue<Held>,
    pub form: Form,
    pub choices: StoredValue<Choices>,
    pub trouble: Trouble,
    pub saving: RwSignal<bool>,
    /// Of which occurrences it was asked last that they be saved.
    pub last_scope: StoredValue<Scope>,
    /// It is known that not everybody finds a seat; for the next time it is saved.
    crowded: StoredValue<bool>,
    /// It is asked which occurrences of the series are meant.
    pub asks_which: RwSignal<bool>,
    /// What is asked before the meeting goes on in its life.
    pub question: RwSignal<Option<Question>>,
    /// What was said of the end when it could not be saved.
    pub finishing: StoredValue<Option<Finishing>>,
    /// What others did to the meeting while it was being changed here.
    pub meanwhile: RwSignal<Story>,
    /// Somebody else deleted the meeting, or the viewer may no longer see it.
    pub gone: RwSignal<bool>,
}

impl Editing {
    pub(super) fn new(
        id: MeetingId,
        sheet: Option<Sheet>,
        shown: Held,
        form: Form,
        choices: Choices,
    ) -> Self {
        Self {
            id,
            me: Attendee::Person(session().person.id),
            sheet: RwSignal::new(sheet),
            shown: StoredValue::new(shown),
            form,
            choices: StoredValue::new(choices),
            trouble: Trouble::none(),
            saving: RwSignal::new(false),
            last_scope: StoredValue::new(Scope::This),
            crowded: StoredValue::new(false),
            asks_which: RwSignal::new(false),
            question: RwSignal::new(None),
            finishing: StoredValue::new(None),
            meanwhile: RwSignal::new(Story::default()),
            gone: RwSignal::new(false),
        }
    }

    pub(super) fn is_new(&self) -> bool {
        self.sheet.read().is_none()
    }

    /// Whether the viewer may change what the card says: fields for those, values for the others.
    pub(super) fn may_change(&self) -> bool {
        self.sheet.read().as_ref().is_none_or(|sheet| {
            sheet.permits.change && matches!(sheet.meeting.state, State::Planned | State::InProgress)
        })
    }

    /// Whether something is typed that is not saved.
    pub(super) fn is_unsaved(&self) -> bool {
        // Reading a sheet anew is a change of what is shown too.
        self.sheet.track();
        self.shown.with_value(|shown| self.form.differs(shown))
    }

    /// Whether the kind that stands there is one of meetings outside: they have an address instead of a place.
    pub(super) fn is_outside(&self) -> bool {
        let chosen = self.form.kind.get();
        let known = self.choices.with_value(|choices| {
            choices.kinds.iter().find(|kind| kind.id == chosen).map(|kind| kind.event_type)
        });
        // A kind that was archived since is still that of the meeting.
        let kept = || self.sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.event_type));
        known.or_else(kept) == Some(EventType::External)
    }

    /// Whether it belongs to a series that was planned.
    pub(super) fn is_in_series(&self) -> bool {
        self.sheet.read().as_ref().is_some_and(|sheet| sheet.series.is_some())
    }

    /// The schedule, if it was changed: it takes the place of the one that the series has. Of a new meeting it is
    /// whichever there is.
    pub(super) fn changed_recurrence(&self) -> Option<Recurrence> {
        let (recurrence, new) = (self.form.recurrence.get(), self.is_new());
        recurrence.filter(|now| new || self.shown.with_value(|shown| shown.recurrence.as_ref() != Some(now)))
    }

    /// Saves what is typed, for one or several occurrences. When somebody changed the meeting meanwhile, what was
    /// typed stays, the rest follows them, and [`Editing::meanwhile`] tells what they did; answers to the invitation
    /// alone stop nobody.
    pub(super) async fn save(self, scope: Scope) -> Result<Sheet, Failure> {
        let draft = untrack(|| self.draft())?;
        let recurrence = untrack(|| self.changed_recurrence());
        let Some(seen) = self.version() else {
            return match recurrence {
                Some(recurrence) => plan_series(self.id, draft, recurrence).await,
                None => plan(self.id, draft).await,
            };
        };
        // A single meeting becomes a series as a whole.
        let single = untrack(|| !self.is_in_series());
        let scope = if single && recurrence.is_some() { Scope::All } else { scope };
        let send = async |seen| match scope {
            Scope::This => revise(self.id, seen, draft.clone()).await,
            Scope::ThisAndFollowing | Scope::All => {
                revise_series(self.id, seen, scope, draft.clone(), recurrence.clone()).await
            }
        };
        match send(seen).await {
            Err(conflict @ Failure::Conflict { .. }) if !self.is_left() => {
                match (self.read_again().await?.is_empty(), self.version()) {
                    (true, Some(seen)) => send(seen).await,
                    _ => Err(conflict),
                }
            }
            outcome => outcome,
        }
    }

    /// Shows the meeting as it is now. What was typed and is not saved stays, and what others did is told.
    pub(super) async fn read_again(self) -> Result<Vec<History>, Failure> {
        let seen = self.version();
        let sheet = meeting(self.id).await?;
        if self.is_left() {
            return Err(Failure::Gone);
        }
        if self.is_newer_than(&sheet) {
            return Ok(Vec::new());
        }
        let typed = untrack(|| self.is_unsaved());
        let held = self.form.rules.with_value(|rules| Held::of(&sheet, rules));
        let mut told = Vec::new();
        if typed && let Some(seen) = seen {
            let story = meeting_history(self.id).await?;
            if self.is_left() {
                return Err(Failure::Gone);
            }
            told =
                story.lines.into_iter().filter(|line| line.revision > seen && changes_card(line)).collect();
            self.shown.with_value(|before| self.form.follow(before, &held));
            if !told.is_empty() {
                self.meanwhile.update(|meanwhile| {
                    meanwhile.lines.extend(told.clone());
                    meanwhile.names.extend(story.names);
                });
            }
        } else {
            self.form.show(held.clone());
        }
        self.shown.set_value(held);
        self.sheet.set(Some(sheet));
        Ok(told)
    }

    /// Shows a meeting as the server answered it; what was typed before is in it or was given up.
    pub(super) fn show(&self, sheet: Sheet) {
        let held = self.form.rules.with_value(|rules| Held::of(&sheet, rules));
        self.form.show(held.clone());
        self.shown.set_value(held);
        self.sheet.set(Some(sheet));
        self.crowded.set_value(false);
        self.meanwhile.set(Story::default());
        self.trouble.clear();
    }

    /// Saves what is typed, if anything is, before something else is done with the meeting.
    pub(super) async fn save_first(self) -> Result<(), Failure> {
        if untrack(|| self.is_unsaved()) {
            let sheet = self.save(Scope::This).await?;
            if !self.is_left() {
                self.show(sheet);
            }
        }
        Ok(())
    }

    /// Shows the meeting after an answer, a tick or another step of its life: none of it is part of what is typed.
    pub(super) fn show_answer(&self, sheet: Sheet) {
        if self.is_newer_than(&sheet) {
            return;
        }
        let held = self.form.rules.with_value(|rules| Held::of(&sheet, rules));
        self.shown.with_value(|before| self.form.follow(before, &held));
        self.shown.set_value(held);
        self.sheet.set(Some(sheet));
    }

    /// Whether what is shown came after it: answers may overtake each other.
    fn is_newer_than(&self, sheet: &Sheet) -> bool {
        self.version().is_some_and(|seen| seen > sheet.meeting.version)
    }

    /// Whether the card is no longer on the page: nothing of it can be shown any more.
    pub(super) fn is_left(&self) -> bool {
        self.sheet.is_disposed()
    }

    /// Forgets what was typed.
    pub(super) fn give_up(&self) {
        if let Some(sheet) = self.sheet.get_untracked() {
            self.show(sheet);
        }
    }

    /// A time that nobody touched is sent as it was, whatever the fields can show of it.
    pub(super) fn draft(&self) -> Result<Draft, Refused> {
        let mut draft = Draft { crowded: self.crowded.get_value(), ..self.form.draft(self.is_outside())? };
        let same_time = self.shown.with_value(|shown| shown.times == *self.form.times.read());
        if same_time && let Some(sheet) = &*self.sheet.read() {
            draft.when = sheet.meeting.when.clone();
        }
        Ok(draft)
    }

    /// The time for which people are asked, as it is typed now; today while there is none.
    pub(super) fn proposed(&self) -> Proposed {
        let rules = self.form.rules.get_value();
        let times = self.form.times.read();
        let span = times.when(&rules).ok().map(|when| when.span(&rules));
        let day = times.first_day().unwrap_or_else(|| rules.date(now()));
        let meeting = self.sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.meeting.id));
        Proposed { meeting, day, span, rules }
    }

    /// The same where the viewer takes part, and from a time to a time: what lasts whole days is in nobody's way.
    pub(super) fn proposed_to_me(&self) -> Option<Proposed> {
        let takes_part = self.form.people.read().iter().any(|line| line.attendee == self.me);
        let whole_days = self.form.times.read().whole_days;
        (takes_part && !whole_days).then(|| self.proposed()).filter(|proposed| proposed.span.is_some())
    }

    /// Writes into the fields what puts a refusal right.
    pub(super) fn put_right(&self, remedy: &Remedy) {
        let Ok(draft) = untrack(|| self.draft()) else { return };
        let (draft, recurrence) = remedy.applied_to(draft, untrack(|| self.recurrence_along(remedy)));
        let times = self.form.rules.with_value(|rules| Times::of(&draft.when, rules));
        self.crowded.set_value(draft.crowded);
        self.form.times.set(times);
        self.form.place.set(draft.place);
        self.form.recurrence.set(recurrence);
    }

    /// The schedule whose dates a remedy is about: as long as nobody changed it, that of a series moves along with the one
    /// that is moved.
    fn recurrence_along(&self, remedy: &Remedy) -> Option<Recurrence> {
        let recurrence = self.form.recurrence.get()?;
        let sheet = self.sheet.read();
        let moves = remedy.is_of_dates() && self.changed_recurrence().is_none();
        match (&*sheet, self.form.times.read().first_day()) {
            (Some(sheet), Some(to)) if moves => Some(recurrence.moved(sheet.meeting.when.first_day(), to)),
            _ => Some(recurrence),
        }
    }

    /// The version of the meeting that is shown; `None` until it is planned.
    pub(super) fn version(&self) -> Option<Revision> {
        self.sheet.with_untracked(|sheet| sheet.as_ref().map(|sheet| sheet.meeting.version))
    }
}

/// Answers, ticks and the steps of its life leave what the card says as it is.
fn changes_card(line: &History) -> bool {
    use domain::change::Act;

    let of_its_own = |act: &Act| {
        matches!(
            act,
            Act::Responded { .. }
                | Act::Attached { .. }
                | Act::Detached { .. }
                | Act::Started
                | Act::Ticked { .. }
                | Act::Unticked { .. }
                | Act::Closed { .. }
                | Act::Cancelled { .. }
                | Act::Reopened { .. }
        )
    };
    !line.acts.iter().all(of_its_own)
}
