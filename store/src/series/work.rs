//! What a change of several occurrences would do.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::availability::Closure;
use domain::change::{Act, Revision};
use domain::id::{MeetingId, PersonId, PlaceId, SeriesId};
use domain::meeting::{
    Because, Draft, Edit, Fate, Foreseen, Meeting, Member, Outlook, References, Scope, Series, Step,
    next_steps,
};
use domain::permission::Actor;
use domain::refusal::{Collision, Field};
use domain::time::recurrence::MOST_DATES;
use domain::time::{Recurrence, Span, When, ZoneRules};
use domain::{Refusal, Refused};

use super::rows::{self, Kept};
use super::{LAST_DAY, add, commit, expand, first_dates, horizon, is_complete, overlapping, standing_series};
use crate::changes::Write;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::meetings::references::{self, standings};
use crate::meetings::rows::{self as meetings, Stored, span};
use crate::places::{Opening, collisions_of_all};
use crate::repairs::{Asked, with_repairs};
use crate::zones;

/// Of one occurrence alone nothing recurs.
pub(super) const ONE_HAS_NO_RULE: Refusal = Refusal::Malformed { field: Field::Recurrence };

/// A change of several occurrences, worked out and not yet written.
#[derive(Default)]
pub(super) struct Work {
    acts: Vec<Act>,
    /// The series as it will be, or what is left of it.
    update: Option<Kept>,
    /// A series that begins here.
    begin: Option<Kept>,
    /// A series of which nothing is left to come.
    end: Option<SeriesId>,
    /// The series as it was, where that is to be had back.
    before: Option<Kept>,
    /// Who goes over to the series that begins.
    hand_over: Vec<MeetingId>,
    changed: Vec<Changed>,
    added: Vec<(Meeting, NaiveDate, Span)>,
    removed: Vec<Meeting>,
    /// Who is in the series afterwards, and by which date.
    standing: Vec<(MeetingId, NaiveDate)>,
    pivot: Option<NaiveDate>,
    foreseen: Vec<Foreseen>,
    refusals: Vec<Refusal>,
    /// The dates on which something changes or begins, and whose; unless one of them was changed by itself, so that
    /// what would help the others might not help it.
    alike: Option<(Vec<NaiveDate>, Vec<MeetingId>)>,
    /// How many would sit in the room.
    people: u32,
}

/// What the change log keeps of it.
pub(super) struct Written {
    about: SeriesId,
    acts: Vec<Act>,
    told: Vec<(MeetingId, Vec<Act>)>,
    people: Vec<PersonId>,
}

impl Written {
    pub(super) async fn commit(self, write: Write, revision: Revision) -> Result<()> {
        commit(write, self.about, revision, self.acts, self.told, self.people).await
    }
}

/// An occurrence before and after.
struct Changed {
    before: Meeting,
    after: Meeting,
    date: NaiveDate,
    altered: bool,
    span: Span,
    acts: Vec<Act>,
}

/// A series, the occurrences of it that are meant, and how it goes on.
struct Course {
    series: Series,
    members: Vec<Member>,
    dates: Vec<NaiveDate>,
}

impl Work {
    /// To make the occurrences what the card of one says, which is `pivot`.
    pub(super) async fn revision(
        tx: &mut Tx,
        actor: &Actor,
        pivot: &Stored,
        scope: Scope,
        draft: Draft,
        recurrence: Option<Recurrence>,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let before = &pivot.meeting;
        if scope == Scope::This && recurrence.is_some() {
            return Ok(Self::refused(vec![ONE_HAS_NO_RULE]));
        }
        if scope == Scope::This {
            let known = references::of(tx, actor, before.id, &draft).await?;
            let people = draft.heads(&known);
            let mut after = before.clone();
            return Ok(match after.revise(actor, draft, &known) {
                Err(refused) => Self {
                    alike: Some((Vec::new(), vec![before.id])),
                    people,
                    ..Self::refused(refused.into_reasons())
                },
                Ok(acts) => Self { foreseen: vec![foreseen(before, &after, acts)], ..Self::default() },
            });
        }
        let mut revised = before.clone();
        let acts = match revised.revise(actor, draft.clone(), &standings(tx, &draft).await?) {
            Err(refused) => return Ok(Self::refused(refused.into_reasons())),
            Ok(acts) => acts,
        };
        let edit = Edit::between(before.draft(), Draft { crowded: draft.crowded, ..revised.draft() });
        let moved = (before.when.first_day(), revised.when.first_day());

        let (current, members) = match (&pivot.membership, &recurrence) {
            (Some(membership), _) => {
                (standing_series(tx, membership.id).await?, meetings::read_members(tx, membership.id).await?)
            }
            (None, Some(recurrence)) => {
                let reasons = recurrence.check(moved.1);
                if !reasons.is_empty() {
                    return Ok(Self::refused(reasons));
                }
                alone(before, recurrence.clone())?
            }
            (None, None) => return Err(Refusal::NotInSeries.into()),
        };
        let begins = pivot.membership.is_none();
        let date = pivot.membership.as_ref().map_or(moved.0, |membership| membership.date);
        let all = date <= current.series.first() || members.iter().all(|member| member.date >= date);
        let scope = if all { Scope::All } else { scope };

        let through = |last| expand::dates(&current.series.recurrence.rule, current.series.first(), last);
        let of_rule = through(current.through)?;
        let passed = of_rule.partition_point(|of_rule| *of_rule < date);
        let (base, first) = match scope {
            Scope::This | Scope::All => (current.series.recurrence.clone(), current.series.first()),
            Scope::ThisAndFollowing => {
                let next = match of_rule.get(passed) {
                    Some(next) => Some(*next),
                    // Farther away than anything is planned, if there is one.
                    None => through(LAST_DAY)?.get(passed).copied(),
                };
                let first = next.unwrap_or(date);
                (current.series.recurrence.following(date, passed as u32), first)
            }
        };
        let other = recurrence.filter(|recurrence| *recurrence != current.series.recurrence);
        let target = match (other, scope) {
            // A count begins here in a new rule; one that has only other exceptions goes on.
            (Some(other), Scope::ThisAndFollowing) => {
                let goes_on = other.rule == current.series.recurrence.moved(moved.0, moved.1).rule;
                let from = date.checked_add_signed(moved.1 - moved.0).map_or(date, |moved| moved.min(date));
                other.following(from, if goes_on { passed as u32 } else { 0 })
            }
            (Some(other), _) => other,
            (None, _) => base.moved(moved.0, moved.1),
        };
        // A rule that skips days, weeks or months may read the same and count from elsewhere.
        let counts_from_elsewhere = moved.0 != moved.1 && target.rule.interval > 1;
        let dates_change = begins || target != base || counts_from_elsewhere;
        if acts.is_empty() && *before == revised && !dates_change {
            return Ok(Self::default());
        }

        let scoped: Vec<_> =
            members.iter().filter(|member| scope == Scope::All || member.date >= date).cloned().collect();
        let card = edit.applied_to(current.series.card.clone(), first, false);
        let rules = zones::rules(card.when.zone()).ok_or(Error::unreadable("a series in an unknown zone"))?;
        let (anchor, dates, through) = if dates_change {
            let first = target.rule.first_moved(first, moved.0, moved.1);
            let reasons = target.check(first);
            if !reasons.is_empty() {
                return Ok(Self::refused(reasons));
            }
            let later = (moved.1 - moved.0).max(TimeDelta::zero());
            let through = current.through.checked_add_signed(later).unwrap_or(current.through);
            let (of_rule, through) = first_dates(&target, first, through.max(horizon(now, &rules)))?;
            let anchor = of_rule.first().copied().unwrap_or(first);
            let dates = target.dates(of_rule).into_iter().filter(|date| *date <= through);
            (anchor, dates.collect(), through)
        } else {
            (first, scoped.iter().map(|member| member.date).collect::<Vec<_>>(), current.through)
        };
        if dates.is_empty() {
            return Ok(Self::refused(vec![Refusal::NoDates]));
        }

        let mut replies = current.series.replies.clone();
        if edit.asks_again() {
            replies.clear();
        }
        let card = Draft { when: card.when.on(anchor), crowded: false, ..card };
        replies.retain(|(attendee, _)| card.participants.iter().any(|each| each.attendee == *attendee));
        let id = match scope {
            Scope::ThisAndFollowing => SeriesId::generate(now),
            Scope::This | Scope::All => current.series.id,
        };
        let series = Series { id, card, recurrence: target, replies, ..current.series.clone() };
        let mut work = Self { pivot: Some(date), ..Self::default() };
        let course = Course { series, members: scoped, dates };
        let wish = Wish {
            actor,
            edit: &edit,
            draft: &draft,
            pivot: before.id,
            by: moved.1 - moved.0,
            rules: &rules,
            now,
        };
        work.follow(tx, &course, &wish).await?;
        work.standing.extend(
            members
                .iter()
                .filter(|member| scope != Scope::All && member.date < date)
                .map(|member| (member.meeting.id, member.date)),
        );

        let (was, is) =
            (current.series.recurrence.rule.to_string(), course.series.recurrence.rule.to_string());
        let occurrences = (work.changed.len() + work.added.len() + work.removed.len()) as u32;
        work.acts = if begins {
            vec![Act::SeriesPlanned { occurrences }]
        } else {
            vec![Act::SeriesRevised { scope, occurrences }]
        };
        if !begins && dates_change && was != is {
            work.acts.push(Act::RuleChanged { from: was, to: is });
        }
        let complete = is_complete(&course.series, through)?;
        let kept = Kept { series: course.series, through, complete, removed: false };
        match scope {
            Scope::ThisAndFollowing => {
                work.hand_over = course.members.iter().map(|member| member.meeting.id).collect();
                work.update = Some(ended(current, date)?);
                work.begin = Some(kept);
            }
            Scope::This | Scope::All if begins => work.begin = Some(kept),
            Scope::This | Scope::All => work.update = Some(kept),
        }
        Ok(work)
    }

    /// To take the occurrences out of the calendar.
    pub(super) async fn removal(
        tx: &mut Tx,
        actor: &Actor,
        pivot: &Stored,
        scope: Scope,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let mut work = Self::default();
        if scope == Scope::This {
            match pivot.meeting.remove(actor) {
                Ok(_) => work.foreseen.push(gone(&pivot.meeting)),
                Err(refused) => work.refuse(refused.into_reasons()),
            }
            return Ok(work);
        }
        let membership = pivot.membership.as_ref().ok_or(Refusal::NotInSeries)?;
        let current = standing_series(tx, membership.id).await?;
        let members = meetings::read_members(tx, membership.id).await?;
        let all = members.iter().all(|member| member.date >= membership.date);
        let scope = if all { Scope::All } else { scope };
        for member in members {
            if scope == Scope::ThisAndFollowing && member.date < membership.date {
                continue;
            }
            match (member.stays(now), member.meeting.remove(actor)) {
                (Some(because), _) => work.foreseen.push(kept_as_it_is(&member.meeting, because)),
                (None, Ok(_)) => {
                    work.foreseen.push(gone(&member.meeting));
                    work.removed.push(member.meeting);
                }
                (None, Err(refused)) => work.refuse(refused.into_reasons()),
            }
        }
        work.acts = vec![Act::SeriesRemoved { scope, occurrences: work.removed.len() as u32 }];
        work.before = Some(current.clone());
        match scope {
            Scope::ThisAndFollowing => work.update = Some(ended(current, membership.date)?),
            Scope::This | Scope::All => work.end = Some(current.series.id),
        }
        Ok(work)
    }

    pub(super) fn outlook(self) -> Outlook {
        Outlook { occurrences: self.foreseen, refusals: self.refusals, repairs: Vec::new() }
    }

    /// The same, with what could be done instead of what the card of one says.
    pub(super) async fn outlook_with_repairs(
        self,
        tx: &mut Tx,
        draft: &Draft,
        now: DateTime<Utc>,
    ) -> Result<Outlook> {
        let repairs = match self.require_no_refusal_or_repair(tx, draft, now).await {
            Err(Error::Refused(refused)) => refused.repairs().to_vec(),
            Err(error) => return Err(error),
            Ok(()) => Vec::new(),
        };
        Ok(Outlook { repairs, ..self.outlook() })
    }

    pub(super) fn require_no_refusal(&self) -> Result<(), Refused> {
        Refused::unless_empty(self.refusals.clone())
    }

    /// The same, with what could be done instead of what the card of one says.
    pub(super) async fn require_no_refusal_or_repair(
        &self,
        tx: &mut Tx,
        draft: &Draft,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let answer = self.require_no_refusal();
        let Some((dates, own)) = &self.alike else { return Ok(answer?) };
        with_repairs(tx, Asked { draft, dates, people: self.people, own, now }, answer).await
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.acts.is_empty()
    }

    /// Whose card shows what became of it: the one on which the change was made, or the nearest of those that are changed
    /// with it, or else of all that are left.
    pub(super) fn answers(&self, pivot: MeetingId) -> Option<MeetingId> {
        if self.standing.iter().any(|(id, _)| *id == pivot) {
            return Some(pivot);
        }
        let from = self.pivot?;
        let far = |date: &NaiveDate| (*date - from).abs();
        let changed = self.changed.iter().map(|changed| (changed.after.id, changed.date));
        let added = self.added.iter().map(|(meeting, date, _)| (meeting.id, *date));
        let nearest = changed.chain(added).min_by_key(|(_, date)| far(date));
        let nearest = nearest.or_else(|| self.standing.iter().copied().min_by_key(|(_, date)| far(date)));
        nearest.map(|(id, _)| id)
    }

    /// Writes all of it; what it amounts to is yet to be committed.
    pub(super) async fn write(self, tx: &mut Tx, revision: Revision, at: DateTime<Utc>) -> Result<Written> {
        let mut about = self.end;
        if let Some(before) = &self.before {
            rows::keep_before(tx, before, revision).await?;
        }
        if let Some(mut kept) = self.update {
            kept.series.version = revision;
            about = Some(kept.series.id);
            rows::update(tx, &kept).await?;
        }
        let mut series = about;
        if let Some(mut kept) = self.begin {
            kept.series.version = revision;
            about = about.or(Some(kept.series.id));
            series = Some(kept.series.id);
            rows::insert(tx, &kept).await?;
            rows::hand_over(tx, &self.hand_over, kept.series.id).await?;
        }
        let (Some(about), Some(series)) = (about, series) else {
            return Err(Error::unreadable("a change of no series"));
        };
        if let Some(ended) = self.end {
            rows::remove(tx, ended, revision, at).await?;
        }

        let removed: Vec<_> = self.removed.iter().map(|meeting| meeting.id).collect();
        meetings::remove_all(tx, &removed, revision, at).await?;
        // First every room is given back, then taken: occurrences may take each other's times.
        let elsewhere =
            self.changed.iter().filter(|changed| meetings::takes_other_time(&changed.before, &changed.after));
        let ids: Vec<_> = elsewhere.clone().map(|changed| changed.after.id).collect();
        meetings::clear_occurrences(tx, &ids).await?;
        let mut in_calendars = ids;
        let mut told: Vec<_> = removed.iter().map(|id| (*id, vec![Act::Removed])).collect();
        let mut people: Vec<PersonId> = self.removed.iter().flat_map(Meeting::people).collect();
        for Changed { before, after, date, altered, acts, .. } in &self.changed {
            if before != after {
                let after = Meeting { version: revision, ..after.clone() };
                meetings::write(tx, before, &after).await?;
                told.push((after.id, acts.clone()));
                people.extend(before.people().chain(after.people()));
            }
            rows::mark(tx, after.id, series, *date, *altered).await?;
            if before.participants != after.participants {
                meetings::replace_participants(tx, after).await?;
                if !in_calendars.contains(&after.id) {
                    meetings::clear_calendars(tx, after.id).await?;
                    in_calendars.push(after.id);
                }
            }
        }
        meetings::insert_occurrences(tx, elsewhere.map(|changed| (&changed.after, changed.span))).await?;
        meetings::fill_calendars(tx, &in_calendars).await?;
        add(tx, series, revision, &self.added).await?;
        told.extend(self.added.iter().map(|(meeting, ..)| (meeting.id, vec![Act::Planned])));
        people.extend(self.added.iter().flat_map(|(meeting, ..)| meeting.people()));
        Ok(Written { about, acts: self.acts, told, people })
    }

    fn refused(refusals: Vec<Refusal>) -> Self {
        Self { refusals, ..Self::default() }
    }

    /// Every reason once.
    fn refuse(&mut self, reasons: Vec<Refusal>) {
        for reason in reasons {
            if !self.refusals.contains(&reason) {
                self.refusals.push(reason);
            }
        }
    }

    /// Leads every member to what it is to be.
    async fn follow(&mut self, tx: &mut Tx, course: &Course, wish: &Wish<'_>) -> Result<()> {
        let Course { series, members, dates, .. } = course;
        let on = |date: NaiveDate| series.card.when.on(date).span(wish.rules);
        let reach = series.recurrence.rule.usual_gap() / 2;
        let steps = next_steps(members, dates, reach, wish.now, |date| on(date).end() > wish.now);
        let open = steps.iter().filter(|step| matches!(step, Step::Have { .. } | Step::Add { .. }));
        if open.count() > MOST_DATES as usize {
            self.refuse(vec![Refusal::TooManyDates { max: MOST_DATES }]);
            return Ok(());
        }
        let wanted: Vec<_> = steps
            .iter()
            .map(|step| match step {
                Step::Have { member, date } => Some(wish.card(&members[*member], *date)),
                Step::Stay { .. } | Step::Remove { .. } | Step::Add { .. } => None,
            })
            .collect();
        let rooms = Rooms::of(tx, course, wish, &steps, &wanted).await?;
        let template = crate::kinds::template(tx, series.card.kind).await?;
        self.people = wish.draft.heads(&standings(tx, wish.draft).await?);
        self.alike = alike(members, &steps);
        let mut known: Vec<(Draft, References)> = Vec::new();
        for (step, wanted) in steps.into_iter().zip(wanted) {
            match (step, wanted) {
                (Step::Stay { member, because }, _) => {
                    let member = &members[member];
                    self.standing.push((member.meeting.id, member.date));
                    self.foreseen.push(kept_as_it_is(&member.meeting, because));
                }
                (Step::Remove { member }, _) => {
                    let meeting = members[member].meeting.clone();
                    match meeting.remove(wish.actor) {
                        Ok(_) => self.foreseen.push(gone(&meeting)),
                        Err(refused) => self.refuse(refused.into_reasons()),
                    }
                    self.removed.push(meeting);
                }
                (Step::Add { date }, _) => {
                    let meeting = series.occurrence(MeetingId::generate(wish.now), date, &template);
                    self.refuse(rooms.refusals(meeting.place, &meeting.when, on(date)));
                    self.standing.push((meeting.id, date));
                    self.foreseen.push(Foreseen {
                        meeting: None,
                        before: None,
                        after: Some(meeting.when.clone()),
                        fate: Fate::Added,
                    });
                    self.added.push((meeting, date, on(date)));
                }
                (Step::Have { member, date }, Some(wanted)) => {
                    let member = &members[member];
                    self.standing.push((member.meeting.id, date));
                    let known = standings_of(tx, &mut known, &wanted).await?;
                    self.have(course, wish, &rooms, member, date, wanted, known)?;
                }
                (Step::Have { .. }, None) => {}
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "one occurrence, and everything that the rules look at")]
    fn have(
        &mut self,
        course: &Course,
        wish: &Wish<'_>,
        rooms: &Rooms,
        member: &Member,
        date: NaiveDate,
        wanted: Draft,
        known: References,
    ) -> Result<()> {
        let elsewhere = wanted.when != member.meeting.when || wanted.place != member.meeting.place;
        let at = span(&wanted.when)?;
        let (collisions, closures) = match wanted.place {
            Some(place) if elsewhere => {
                (rooms.collisions(place, at), rooms.closure(place, &wanted.when, at).into_iter().collect())
            }
            _ => (Vec::new(), Vec::new()),
        };
        let mut after = member.meeting.clone();
        match after.revise(wish.actor, wanted, &References { collisions, closures, ..known }) {
            Err(refused) => self.refuse(refused.into_reasons()),
            Ok(acts) => {
                let card = &course.series.card;
                let usual = Draft { when: card.when.on(date), ..card.clone() };
                let by_itself = member.altered || member.meeting.id == wish.pivot;
                let altered = by_itself && !says_the_same(&after.draft(), &usual);
                self.foreseen.push(foreseen(&member.meeting, &after, acts.clone()));
                // Whoever has been alone so far is yet to be told that it belongs to a series.
                let is_alone = course.members.len() == 1;
                if is_alone || after != member.meeting || date != member.date || altered != member.altered {
                    let before = member.meeting.clone();
                    self.changed.push(Changed { before, after, date, altered, span: at, acts });
                }
            }
        }
        Ok(())
    }
}

/// What somebody wants of each occurrence.
struct Wish<'a> {
    actor: &'a Actor,
    edit: &'a Edit,
    /// What they wrote on the card of `pivot`, which was moved `by` so much.
    draft: &'a Draft,
    pivot: MeetingId,
    by: TimeDelta,
    rules: &'a ZoneRules,
    now: DateTime<Utc>,
}

impl Wish<'_> {
    /// What the card of a member is to say, on this date.
    fn card(&self, member: &Member, date: NaiveDate) -> Draft {
        if member.meeting.id != self.pivot {
            return self.edit.applied_to(member.meeting.draft(), date, date == member.date);
        }
        let as_written = date - member.date == self.by;
        let when = if as_written { self.draft.when.clone() } else { self.draft.when.on(date) };
        Draft { when, ..self.draft.clone() }
    }
}

/// What is in the way in the rooms that occurrences move into, and when those can be booked.
struct Rooms(BTreeMap<PlaceId, (Opening, Vec<Collision>)>);

impl Rooms {
    async fn of(
        tx: &mut Tx,
        course: &Course,
        wish: &Wish<'_>,
        steps: &[Step],
        wanted: &[Option<Draft>],
    ) -> Result<Self> {
        let mut leave = Vec::new();
        let mut enter: BTreeMap<PlaceId, Vec<(Span, MeetingId)>> = BTreeMap::new();
        let card = &course.series.card;
        for (step, wanted) in steps.iter().zip(wanted) {
            match (step, wanted) {
                (Step::Remove { member }, _) => leave.push(course.members[*member].meeting.id),
                (Step::Add { date }, _) => {
                    let span = card.when.on(*date).span(wish.rules);
                    if let Some(place) = card.place {
                        enter.entry(place).or_default().push((span, wish.pivot));
                    }
                }
                (Step::Have { member, .. }, Some(wanted)) => {
                    let meeting = &course.members[*member].meeting;
                    if wanted.when == meeting.when && wanted.place == meeting.place {
                        continue;
                    }
                    leave.push(meeting.id);
                    if let Some(place) = wanted.place.filter(|_| wanted.when.check().is_none()) {
                        enter.entry(place).or_default().push((span(&wanted.when)?, meeting.id));
                    }
                }
                (Step::Stay { .. } | Step::Have { .. }, _) => {}
            }
        }
        let mut rooms = BTreeMap::new();
        for (place, mut bookings) in enter {
            bookings.sort_unstable();
            let spans: Vec<_> = bookings.iter().map(|(span, _)| *span).collect();
            let mut collisions = collisions_of_all(tx, wish.actor, place, &spans, &leave).await?;
            for pair in bookings.windows(2) {
                let ((first, meeting), (second, _)) = (pair[0], pair[1]);
                if first.overlaps(&second) {
                    collisions.push(Collision { meeting, subject: None, organiser: None, span: first });
                }
            }
            rooms.insert(place, (Opening::of(tx, place).await?, collisions));
        }
        Ok(Self(rooms))
    }

    fn collisions(&self, place: PlaceId, span: Span) -> Vec<Collision> {
        self.0.get(&place).map(|(_, collisions)| overlapping(collisions, span)).unwrap_or_default()
    }

    fn closure(&self, place: PlaceId, when: &When, span: Span) -> Option<Closure> {
        self.0.get(&place).and_then(|(opening, _)| opening.closure(when, &span))
    }

    /// Why an occurrence that is added cannot have its room.
    fn refusals(&self, place: Option<PlaceId>, when: &When, span: Span) -> Vec<Refusal> {
        let Some(place) = place else { return Vec::new() };
        let taken = self.collisions(place, span).into_iter();
        let taken = taken.map(|collision| Refusal::PlaceTaken { place, collision });
        let closed = self.closure(place, when, span).map(|closure| Refusal::PlaceClosed { place, closure });
        taken.chain(closed).collect()
    }
}

fn alike(members: &[Member], steps: &[Step]) -> Option<(Vec<NaiveDate>, Vec<MeetingId>)> {
    let (mut dates, mut own) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Have { member, .. } if members[*member].altered => return None,
            Step::Have { member, date } => {
                own.push(members[*member].meeting.id);
                dates.push(*date);
            }
            Step::Remove { member } => own.push(members[*member].meeting.id),
            Step::Add { date } => dates.push(*date),
            Step::Stay { .. } => {}
        }
    }
    Some((dates, own))
}

/// The part of a series before a date.
fn ended(current: Kept, date: NaiveDate) -> Result<Kept> {
    let of_rule = expand::dates(&current.series.recurrence.rule, current.series.first(), date)?;
    let passed = of_rule.partition_point(|of_rule| *of_rule < date);
    let recurrence = current.series.recurrence.before(date, passed as u32);
    Ok(Kept { series: Series { recurrence, ..current.series }, complete: true, ..current })
}

/// A meeting that has been alone so far, as the only one of a series.
fn alone(meeting: &Meeting, recurrence: Recurrence) -> Result<(Kept, Vec<Member>)> {
    let date = meeting.when.first_day();
    let series = Series {
        id: SeriesId(meeting.id.0),
        version: meeting.version,
        author: meeting.author,
        card: meeting.draft(),
        recurrence,
        replies: Vec::new(),
    };
    let member = Member { span: span(&meeting.when)?, meeting: meeting.clone(), date, altered: false };
    Ok((Kept { series, through: date, complete: false, removed: false }, vec![member]))
}

/// Reads once what many cards point to alike.
async fn standings_of(
    tx: &mut Tx,
    known: &mut Vec<(Draft, References)>,
    wanted: &Draft,
) -> Result<References> {
    let alike = |card: &Draft| *card == Draft { when: card.when.clone(), ..wanted.clone() };
    if let Some((_, references)) = known.iter().find(|(card, _)| alike(card)) {
        return Ok(references.clone());
    }
    let references = standings(tx, wanted).await?;
    known.push((wanted.clone(), references.clone()));
    Ok(references)
}

fn says_the_same(one: &Draft, other: &Draft) -> bool {
    let sorted = |card: &Draft| {
        let mut participants = card.participants.clone();
        participants.sort_unstable_by_key(|invitee| invitee.attendee);
        participants
    };
    sorted(one) == sorted(other) && *one == Draft { participants: one.participants.clone(), ..other.clone() }
}

fn foreseen(before: &Meeting, after: &Meeting, acts: Vec<Act>) -> Foreseen {
    Foreseen {
        meeting: Some(before.id),
        before: Some(before.when.clone()),
        after: Some(after.when.clone()),
        // Whether the meeting can do without somebody is no act.
        fate: if acts.is_empty() && before != after { Fate::Changed { acts } } else { Fate::of(acts) },
    }
}

fn gone(meeting: &Meeting) -> Foreseen {
    let before = Some(meeting.when.clone());
    Foreseen { meeting: Some(meeting.id), before, after: None, fate: Fate::Removed }
}

fn kept_as_it_is(meeting: &Meeting, because: Because) -> Foreseen {
    let when = Some(meeting.when.clone());
    Foreseen { meeting: Some(meeting.id), before: when.clone(), after: when, fate: Fate::Kept { because } }
}
