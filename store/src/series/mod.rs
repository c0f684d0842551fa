//! What can be done with meetings that recur.
//!
//! Every occurrence is a row of `meeting`, so that all other verbs work on it unchanged; a series knows how
//! further ones are made. They are planned ahead over a horizon that moves on with the days ([`extend`]).
//!
//! `expand` knows the dates of a rule, `rows` turns rows into a series and back, `work` works out what a change of
//! several occurrences would do, so that a preview and the change itself cannot differ.

mod expand;
mod extend;
mod restore;
pub(crate) mod rows;
mod work;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::availability::repair::Room;
use domain::change::{About, Act, Revision};
use domain::id::{MeetingId, PersonId, SeriesId};
use domain::meeting::{
    Answer, Attendee, Clash, Draft, Meeting, Membership, Outlook, Prospect, ProspectiveDate, References,
    Scope, Series, Sheet,
};
use domain::permission::{Action, Actor, Sight};
use domain::place::{FreeDates, Place, TakenDates};
use domain::refusal::{Collision, Field};
use domain::time::recurrence::MOST_DATES;
use domain::time::{Ends, Recurrence, Span, ZoneRules};
use domain::{Refusal, Refused};

use crate::changes::Write;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::meetings::references::standings;
use crate::meetings::{
    in_whole_seconds, once_more_if_double_booked, require_seen, rows as meetings, visible, visible_or_removed,
};
use crate::places::{Opening, collisions_of_all};
use crate::repairs::{Asked, Zones, taken_in, with_repairs};
use crate::{Store, Who, zones};
use rows::Kept;
use work::Work;

/// Occurrences are planned so many days ahead.
const HORIZON: i64 = 400;

/// So many dates a preview tells one by one.
const MOST_TOLD: usize = 100;

impl Store {
    /// Plans a series and answers its first occurrence, which has the id of the series. The same id again by the same
    /// person answers the first occurrence as it is now, and plans nothing. The series begins on the first date of
    /// its rule that is not before the draft's.
    ///
    /// A room that is taken on one date refuses all of it, and each such date is named.
    pub async fn plan_series(
        &self,
        who: Who,
        id: SeriesId,
        draft: Draft,
        recurrence: Recurrence,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let draft = Draft { when: in_whole_seconds(draft.when), ..draft };
        once_more_if_double_booked(|| self.try_plan_series(who, id, draft.clone(), recurrence.clone(), now))
            .await
    }

    /// The next dates that a series would have, and what is in the way on each: for which other meeting the room
    /// is taken, and who is busy. What is there already of `instead_of`, with its whole series, is not in its way.
    pub async fn preview_series(
        &self,
        who: Who,
        draft: Draft,
        recurrence: Recurrence,
        instead_of: Option<MeetingId>,
        now: DateTime<Utc>,
    ) -> Result<Prospect> {
        let draft = Draft { when: in_whole_seconds(draft.when), ..draft };
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let id = MeetingId::generate(now);
        let own = match instead_of {
            Some(meeting) => own_occurrences(&mut tx, &actor, meeting).await?,
            None => Vec::new(),
        };
        let new = NewSeries::of(&mut tx, &actor, id, &draft, recurrence, &own, now).await?;
        let total = u32::try_from(new.dates.len()).unwrap_or(u32::MAX);
        let planned = new.checked(&actor, id, &draft);
        let told: Vec<_> = new.dates.into_iter().take(MOST_TOLD).collect();
        let people = draft.participants.iter().filter_map(|invitee| invitee.attendee.person());
        let mut people: Vec<_> = people.chain([draft.responsible]).collect();
        people.sort_unstable();
        people.dedup();
        let spans: Vec<_> = told.iter().map(|(_, span)| *span).collect();
        let busy = crate::free_busy::clashes(&mut tx, &people, &spans, &own).await?;
        let dates = told.into_iter().enumerate().map(|(number, (date, span))| ProspectiveDate {
            date,
            span,
            collisions: overlapping(&new.references.collisions, span),
            busy: clashes_of(&busy, number),
        });
        let refusals = planned.err().map(Refused::into_reasons).unwrap_or_default();
        Ok(Prospect { dates: dates.collect(), total, refusals })
    }

    /// On how many of the next dates of a series which room is not free. What is there already of `instead_of`, with
    /// its whole series, takes no room.
    pub async fn free_dates(
        &self,
        who: Who,
        draft: Draft,
        recurrence: Recurrence,
        instead_of: Option<MeetingId>,
        now: DateTime<Utc>,
    ) -> Result<FreeDates> {
        let draft = Draft { when: in_whole_seconds(draft.when), place: None, ..draft };
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let own = match instead_of {
            Some(meeting) => own_occurrences(&mut tx, &actor, meeting).await?,
            None => Vec::new(),
        };
        let id = MeetingId::generate(now);
        let new = NewSeries::of(&mut tx, &actor, id, &draft, recurrence, &own, now).await?;
        let spans: Vec<_> = new.dates.iter().take(MOST_TOLD).map(|(_, span)| *span).collect();
        let rooms = crate::places::every(&mut tx).await?;
        let rooms: Vec<_> = rooms.into_iter().filter(|room| !room.archived).collect();
        let ids: Vec<_> = rooms.iter().map(|room| room.id).collect();
        let taken = taken_in(&mut tx, &ids, &spans, &own).await?;
        let zones = Zones::of(&rooms);
        let on_how_many = |room: &Place| {
            let taken = taken.get(&room.id).map(Vec::as_slice).unwrap_or_default();
            let room_of = Room { place: room, rules: zones.rules(room), taken: taken.to_vec() };
            let dates = spans.iter().filter(|span| !room_of.takes(&draft.when, span)).count();
            TakenDates { place: room.id, dates: u32::try_from(dates).unwrap_or(u32::MAX) }
        };
        let taken = rooms.iter().map(on_how_many).filter(|taken| taken.dates > 0);
        Ok(FreeDates { dates: u32::try_from(spans.len()).unwrap_or(u32::MAX), taken: taken.collect() })
    }

    /// Makes one, the following or all occurrences of a series what the card of one of them says; a rule, if
    /// there is one, takes the place of the present one. What the card does not change stays as each has it.
    /// [`Error::Conflict`] unless `seen` is the present version of that one.
    ///
    /// Whatever is over, closed or cancelled stays. Where the following ones part from those before, they become a
    /// series of their own; a count of dates in a new rule begins there. One occurrence alone has no rule. Of a
    /// single meeting, [`Scope::All`] with a rule makes a series.
    #[expect(clippy::too_many_arguments, reason = "who, which, how much of it, what, and when")]
    pub async fn revise_occurrences(
        &self,
        who: Who,
        id: MeetingId,
        seen: Revision,
        scope: Scope,
        draft: Draft,
        recurrence: Option<Recurrence>,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let draft = Draft { when: in_whole_seconds(draft.when), ..draft };
        match (scope, &recurrence) {
            (Scope::This, Some(_)) => return Err(work::ONE_HAS_NO_RULE.into()),
            (Scope::This, None) => return self.revise(who, id, seen, draft, now).await,
            (Scope::ThisAndFollowing | Scope::All, _) => {}
        }
        once_more_if_double_booked(|| {
            self.try_revise_occurrences(who, id, seen, scope, draft.clone(), recurrence.clone(), now)
        })
        .await
    }

    /// Exactly what [`Store::revise_occurrences`] would do, and why it would not.
    pub async fn preview_revision(
        &self,
        who: Who,
        id: MeetingId,
        scope: Scope,
        draft: Draft,
        recurrence: Option<Recurrence>,
        now: DateTime<Utc>,
    ) -> Result<Outlook> {
        let draft = Draft { when: in_whole_seconds(draft.when), ..draft };
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let pivot = visible(&mut tx, &actor, id).await?;
        actor.require_on(Action::ChangeMeeting, &pivot.meeting)?;
        let work = Work::revision(&mut tx, &actor, &pivot, scope, draft.clone(), recurrence, now).await?;
        work.outlook_with_repairs(&mut tx, &draft, now).await
    }

    /// Takes one, the following or all occurrences of a series out of the calendar. Whatever is over, closed or
    /// cancelled stays. Once it is removed, again is well.
    pub async fn remove_occurrences(
        &self,
        who: Who,
        id: MeetingId,
        seen: Revision,
        scope: Scope,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if scope == Scope::This {
            return self.remove_meeting(who, id, seen, now).await;
        }
        let (mut write, actor) = self.write(who, now).await?;
        let pivot = visible_or_removed(&mut write.tx, &actor, id).await?;
        actor.require_on(Action::RemoveMeeting, &pivot.meeting)?;
        if pivot.removed {
            return Ok(());
        }
        require_seen(&pivot.meeting, seen)?;
        let work = Work::removal(&mut write.tx, &actor, &pivot, scope, now).await?;
        work.require_no_refusal()?;
        let revision = write.next_revision().await?;
        let written = work.write(&mut write.tx, revision, write.at).await?;
        written.commit(write, revision).await
    }

    /// Exactly what [`Store::remove_occurrences`] would do, and why it would not.
    pub async fn preview_removal(
        &self,
        who: Who,
        id: MeetingId,
        scope: Scope,
        now: DateTime<Utc>,
    ) -> Result<Outlook> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let pivot = visible(&mut tx, &actor, id).await?;
        actor.require_on(Action::RemoveMeeting, &pivot.meeting)?;
        Ok(Work::removal(&mut tx, &actor, &pivot, scope, now).await?.outlook())
    }

    /// Records an answer to every occurrence of a series that is open and not over, and to those that are still to
    /// come. The same answer again changes nothing.
    pub async fn respond_in_series(
        &self,
        who: Who,
        id: MeetingId,
        attendee: Attendee,
        answer: Answer,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let pivot = visible(&mut write.tx, &actor, id).await?;
        let membership = pivot.membership.clone().ok_or(Refusal::NotInSeries)?;
        let mut kept = standing_series(&mut write.tx, membership.id).await?;
        // Whoever may not answer for this one may not for any.
        let mut probe = pivot.meeting.clone();
        probe.respond(&actor, attendee, answer, reason.clone(), write.at)?;
        let reply = probe.participant(attendee).map(|participant| participant.reply.clone());

        let mut answered = Vec::new();
        for member in meetings::read_members(&mut write.tx, membership.id).await? {
            let mut meeting = member.meeting.clone();
            if member.stays(now).is_some() || meeting.participant(attendee).is_none() {
                continue;
            }
            let acts = meeting.respond(&actor, attendee, answer, reason.clone(), write.at)?;
            if !acts.is_empty() {
                answered.push((meeting, acts));
            }
        }
        let Some((_, acts)) = answered.first() else { return Ok(pivot.sheet(&actor)) };
        let acts = acts.clone();
        let revision = write.next_revision().await?;
        for (meeting, _) in &mut answered {
            meeting.version = revision;
            meetings::answer(&mut write.tx, meeting, attendee).await?;
        }
        kept.series.version = revision;
        if let Some(reply) = reply {
            kept.series.keep_reply(attendee, reply);
        }
        rows::update(&mut write.tx, &kept).await?;
        let people = answered.iter().flat_map(|(meeting, _)| meeting.people()).collect();
        let told: Vec<_> = answered.into_iter().map(|(meeting, acts)| (meeting.id, acts)).collect();
        finish(write, &actor, id, membership.id, revision, acts, told, people).await
    }

    async fn try_plan_series(
        &self,
        who: Who,
        id: SeriesId,
        draft: Draft,
        recurrence: Recurrence,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        if let Some(there) = rows::read(&mut write.tx, id).await? {
            if there.series.author != who.person {
                return Err(Refusal::NotPermitted { action: Action::PlanMeeting }.into());
            }
            let members = meetings::read_members(&mut write.tx, id).await?;
            let first = members.first().ok_or(Error::Gone)?.meeting.id;
            return Ok(visible(&mut write.tx, &actor, first).await?.sheet(&actor));
        }
        let first = MeetingId(id.0);
        if meetings::read(&mut write.tx, first).await?.is_some() {
            return Err(Refusal::NotPermitted { action: Action::PlanMeeting }.into());
        }
        let new = NewSeries::of(&mut write.tx, &actor, first, &draft, recurrence, &[], now).await?;
        let planned = new.checked(&actor, first, &draft);
        let dates: Vec<_> = new.dates.iter().map(|(date, _)| *date).collect();
        let people = draft.heads(&new.references);
        let asked = Asked { draft: &draft, dates: &dates, people, own: &[], now };
        let meeting = with_repairs(&mut write.tx, asked, planned).await?;
        let revision = write.next_revision().await?;
        let series = Series {
            id,
            version: revision,
            author: actor.person,
            card: Draft { when: meeting.when.on(new.anchor), ..meeting.draft() },
            recurrence: new.recurrence,
            replies: Vec::new(),
        };
        let kept = Kept {
            complete: is_complete(&series, new.through)?,
            through: new.through,
            series,
            removed: false,
        };
        rows::insert(&mut write.tx, &kept).await?;
        let ids = std::iter::once(first).chain(std::iter::repeat_with(|| MeetingId::generate(now)));
        let template = &new.references.checklist;
        let occurrences = ids
            .zip(&new.dates)
            .map(|(id, (date, span))| (kept.series.occurrence(id, *date, template), *date, *span));
        let occurrences: Vec<_> = occurrences.collect();
        add(&mut write.tx, id, revision, &occurrences).await?;
        let count = u32::try_from(occurrences.len()).unwrap_or(u32::MAX);
        let told: Vec<_> = occurrences.iter().map(|(meeting, ..)| (meeting.id, vec![Act::Planned])).collect();
        let people = meeting.people().collect();
        let acts = vec![Act::SeriesPlanned { occurrences: count }];
        finish(write, &actor, first, id, revision, acts, told, people).await
    }

    #[expect(clippy::too_many_arguments, reason = "who, which, how much of it, what, and when")]
    async fn try_revise_occurrences(
        &self,
        who: Who,
        id: MeetingId,
        seen: Revision,
        scope: Scope,
        draft: Draft,
        recurrence: Option<Recurrence>,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let pivot = visible(&mut write.tx, &actor, id).await?;
        actor.require_on(Action::ChangeMeeting, &pivot.meeting)?;
        require_seen(&pivot.meeting, seen)?;
        let work =
            Work::revision(&mut write.tx, &actor, &pivot, scope, draft.clone(), recurrence, now).await?;
        work.require_no_refusal_or_repair(&mut write.tx, &draft, now).await?;
        if work.is_nothing() {
            return Ok(pivot.sheet(&actor));
        }
        let answers = work.answers(id).ok_or(Refusal::NoDates)?;
        let revision = write.next_revision().await?;
        let written = work.write(&mut write.tx, revision, write.at).await?;
        let sheet = card(&mut write.tx, &actor, answers).await?;
        written.commit(write, revision).await?;
        Ok(sheet)
    }
}

/// A series that is to be planned, with everything that the rules have to know.
struct NewSeries {
    recurrence: Recurrence,
    /// From which the rule counts: its first date.
    anchor: NaiveDate,
    /// Those within the horizon.
    dates: Vec<(NaiveDate, Span)>,
    through: NaiveDate,
    references: References,
    /// What is wrong with the rule.
    reasons: Vec<Refusal>,
}

impl NewSeries {
    async fn of(
        tx: &mut Tx,
        actor: &Actor,
        id: MeetingId,
        draft: &Draft,
        recurrence: Recurrence,
        own: &[MeetingId],
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let start = draft.when.first_day();
        let mut new = Self {
            reasons: recurrence.check(start),
            recurrence,
            anchor: start,
            dates: Vec::new(),
            through: start,
            references: standings(tx, draft).await?,
        };
        let rules = zones::rules(draft.when.zone()).filter(|_| draft.when.check().is_none());
        let Some(rules) = rules.filter(|_| new.reasons.is_empty()) else { return Ok(new) };
        let (of_rule, through) = first_dates(&new.recurrence, start, horizon(now, &rules))?;
        new.through = through;
        new.anchor = of_rule.first().copied().unwrap_or(start);
        let dates = new.recurrence.dates(of_rule).into_iter().filter(|date| *date <= through);
        let dates: Vec<_> = dates.map(|date| (date, draft.when.on(date).span(&rules))).collect();
        match dates.len() {
            0 => new.reasons.push(Refusal::NoDates),
            count if count > MOST_DATES as usize => {
                new.reasons.push(Refusal::TooManyDates { max: MOST_DATES });
            }
            _ => new.dates = dates,
        }
        if let Some(place) = draft.place {
            let spans: Vec<_> = new.dates.iter().map(|(_, span)| *span).collect();
            let mut collisions = collisions_of_all(tx, actor, place, &spans, own).await?;
            collisions.extend(own_collisions(id, &spans));
            new.references.collisions = collisions;
            let opening = Opening::of(tx, place).await?;
            let closures = spans.iter().filter_map(|span| opening.closure(&draft.when, span));
            new.references.closures = closures.collect();
        }
        Ok(new)
    }

    /// The first occurrence, if no rule says no.
    fn checked(&self, actor: &Actor, id: MeetingId, draft: &Draft) -> Result<Meeting, Refused> {
        let when = match self.dates.first() {
            Some((date, _)) => draft.when.on(*date),
            None => draft.when.clone(),
        };
        let planned = Meeting::plan(actor, id, Draft { when, ..draft.clone() }, &self.references);
        Refused::unless_also(self.reasons.clone(), planned)
    }
}

/// A meeting that this person may see, and every other one of its series.
async fn own_occurrences(tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Vec<MeetingId>> {
    let stored = meetings::read(tx, id).await?.filter(|stored| actor.sight(&stored.meeting) == Sight::Full);
    Ok(match stored.map(|stored| stored.membership) {
        None => Vec::new(),
        Some(None) => vec![id],
        Some(Some(membership)) => {
            let members = meetings::read_members(tx, membership.id).await?;
            members.into_iter().map(|member| member.meeting.id).collect()
        }
    })
}

/// The dates of a rule up to the horizon, or up to its first one where that is farther away; and up to where.
fn first_dates(
    recurrence: &Recurrence,
    start: NaiveDate,
    horizon: NaiveDate,
) -> Result<(Vec<NaiveDate>, NaiveDate)> {
    let near = expand::dates(&recurrence.rule, start, horizon)?;
    if recurrence.dates(near.iter().copied()).iter().any(|date| *date <= horizon) {
        return Ok((near, horizon));
    }
    let far = expand::dates(&recurrence.rule, start, LAST_DAY)?;
    let first = recurrence.dates(far.iter().copied()).first().copied();
    let through = first.unwrap_or(horizon).max(horizon);
    Ok((far.into_iter().filter(|date| *date <= through).collect(), through))
}

/// Of the zones nothing is known after it.
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2100, 12, 31).expect("a date");

/// Up to which date the occurrences of a series are planned by now.
fn horizon(now: DateTime<Utc>, rules: &ZoneRules) -> NaiveDate {
    let today = rules.date(now);
    today.checked_add_signed(TimeDelta::days(HORIZON)).unwrap_or(today)
}

/// Whether a series that is planned through a date has none after it.
fn is_complete(series: &Series, through: NaiveDate) -> Result<bool> {
    let Recurrence { rule, additions, .. } = &series.recurrence;
    let no_more_of_rule = match rule.ends {
        Ends::Never => false,
        Ends::On { last } => last <= through,
        Ends::After { count } => expand::dates(rule, series.first(), through)?.len() >= count as usize,
    };
    Ok(no_more_of_rule && additions.last().is_none_or(|last| *last <= through))
}

async fn standing_series(tx: &mut Tx, id: SeriesId) -> Result<Kept> {
    rows::read(tx, id).await?.ok_or_else(|| Error::unreadable("a meeting of a series that is not there"))
}

/// One occurrence was removed by itself: the rule has an exception (EXDATE).
pub(crate) async fn take_out(tx: &mut Tx, membership: &Membership, version: Revision) -> Result<()> {
    let mut kept = standing_series(tx, membership.id).await?;
    kept.series.version = version;
    kept.series.recurrence.exceptions.insert(membership.date);
    rows::update(tx, &kept).await
}

/// One occurrence is taken back. Refused when the series has another one on that date by now.
pub(crate) async fn put_back(tx: &mut Tx, membership: &Membership, version: Revision) -> Result<()> {
    if rows::has_occurrence(tx, membership.id, membership.date).await? {
        return Err(Refusal::Duplicate { field: Field::Recurrence }.into());
    }
    let mut kept = standing_series(tx, membership.id).await?;
    kept.series.version = version;
    kept.series.recurrence.exceptions.remove(&membership.date);
    rows::update(tx, &kept).await
}

/// Writes new occurrences.
async fn add(
    tx: &mut Tx,
    series: SeriesId,
    version: Revision,
    occurrences: &[(Meeting, NaiveDate, Span)],
) -> Result<()> {
    let new: Vec<_> = occurrences
        .iter()
        .map(|(meeting, date, span)| meetings::NewMeeting {
            meeting,
            version,
            span: *span,
            recurs: Some((series, *date)),
        })
        .collect();
    meetings::insert_all(tx, &new).await?;
    let ids: Vec<_> = occurrences.iter().map(|(meeting, ..)| meeting.id).collect();
    meetings::fill_calendars(tx, &ids).await
}

/// Commits a change of a series, and answers the card of one of its occurrences as it is now.
#[expect(clippy::too_many_arguments, reason = "whose card, and everything that the change log keeps")]
async fn finish(
    mut write: Write,
    actor: &Actor,
    answers: MeetingId,
    series: SeriesId,
    revision: Revision,
    acts: Vec<Act>,
    told: Vec<(MeetingId, Vec<Act>)>,
    people: Vec<PersonId>,
) -> Result<Sheet> {
    let sheet = card(&mut write.tx, actor, answers).await?;
    commit(write, series, revision, acts, told, people).await?;
    Ok(sheet)
}

/// As it is after it was written, whether or not whoever wrote it may see it from now on.
async fn card(tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Sheet> {
    let stored = meetings::read(tx, id).await?;
    let stored = stored.ok_or_else(|| Error::unreadable("a meeting is not there after it was written"))?;
    Ok(stored.sheet(actor))
}

async fn commit(
    mut write: Write,
    series: SeriesId,
    revision: Revision,
    acts: Vec<Act>,
    told: Vec<(MeetingId, Vec<Act>)>,
    mut people: Vec<PersonId>,
) -> Result<()> {
    people.sort_unstable();
    people.dedup();
    write.tell_each(revision, &told).await?;
    write.commit(revision, About::Series(series), acts, people).await
}

/// Occurrences that are longer than what lies between them book their own room twice.
fn own_collisions(meeting: MeetingId, spans: &[Span]) -> Vec<Collision> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let twice = sorted.windows(2).filter(|pair| pair[0].overlaps(&pair[1]));
    let collision = |pair: &[Span]| Collision { meeting, subject: None, organiser: None, span: pair[0] };
    twice.map(collision).collect()
}

fn overlapping(collisions: &[Collision], span: Span) -> Vec<Collision> {
    collisions.iter().filter(|collision| collision.span.overlaps(&span)).cloned().collect()
}

/// Who is busy on the date of this number; who is so firmly, is so.
fn clashes_of(busy: &[(usize, PersonId, Answer)], number: usize) -> Vec<Clash> {
    let mut clashes: Vec<Clash> = Vec::new();
    for (_, person, answer) in busy.iter().filter(|(date, ..)| *date == number) {
        match clashes.iter_mut().find(|clash| clash.person == *person) {
            Some(clash) if *answer == Answer::Accepted => clash.answer = *answer,
            Some(_) => {}
            None => clashes.push(Clash { person: *person, answer: *answer }),
        }
    }
    clashes
}
