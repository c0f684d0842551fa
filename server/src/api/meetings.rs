//! Meetings.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::attribute::{Particulars, Value};
use domain::calendar::{Entry, MyAnswer, Takes};
use domain::change::{Change, Revision};
use domain::checklist::ChecklistItem;
use domain::id::{
    AttributeId, CategoryId, ClientId, ContactId, DepartmentId, InterestId, KindId, MeetingId, Named,
    PersonId, PlaceId, SeriesId,
};
use domain::kind::{Category, EventType, Hue, Predefined};
use domain::location::Location;
use domain::meeting::{
    Answer, AttachmentLine, Attendance, Attendee, Clash, Draft, Invitee, Meeting, Membership, Outcome,
    ParticipantLine, ProspectiveDate, Scope, Sheet, State as MeetingState,
};
use domain::permission::{Permits, Steps};
use domain::place::FreeDates;
use domain::refusal::{Collision, Field};
use domain::time::{Ends, Every, Recurrence, Rule, Span, WeekStart, When, ZoneName, ZoneRules};
use domain::{Refusal, Refused};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::PREFIX;
use super::input::{Body, IfMatch, MaybeIfMatch, Path, Query, check_id, check_range, given, instant, rules};
use super::list::{List, Part};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(list_meetings, plan_meeting))
        .routes(routes!(show_meeting, revise_meeting, remove_meeting))
        .routes(routes!(preview_meeting))
        .routes(routes!(preview_places))
        .routes(routes!(restore_meeting))
        .routes(routes!(respond_to_meeting))
        .routes(routes!(tell_history))
}

/// A meeting as it stands in a calendar. Of a meeting that the one who asks may not see, only when it is;
/// everything from `subject` on is `null` then.
#[derive(Serialize, ToSchema)]
pub(super) struct Occurrence {
    id: MeetingId,
    version: Revision,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_day: Option<AllDay>,
    subject: Option<String>,
    state: Option<MeetingState>,
    event_type: Option<EventType>,
    category: Option<CategoryId>,
    color: Option<Hue>,
    place: Option<String>,
    /// Of a meeting outside, instead of a place.
    address: Option<Location>,
    client: Option<String>,
    responsible: Option<PersonId>,
    private: Option<bool>,
    /// Of which series it is an occurrence.
    series: Option<SeriesId>,
    /// One's own answer, if invited.
    my_answer: Option<MyAnswer>,
    /// Whether one wants to be told before it begins.
    reminded: Option<bool>,
    permits: Option<Permits>,
}

/// Whole days, the same ones in every zone.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AllDay {
    first: NaiveDate,
    days: u32,
}

/// A meeting with the names behind the ids, and what the one who asks may do with it.
#[derive(Serialize, ToSchema)]
pub(super) struct MeetingCard {
    id: MeetingId,
    /// What `If-Match` names; it is the ETag too.
    version: Revision,
    subject: String,
    state: MeetingState,
    outcome: Outcome,
    /// What has to be done; with `mandatory` items open it cannot be closed.
    checklist: Vec<ChecklistLine>,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    /// In which it was planned.
    zone: ZoneName,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_day: Option<AllDay>,
    kind: Named<KindId>,
    event_type: EventType,
    place: Option<Named<PlaceId>>,
    /// Of a meeting outside, instead of a place.
    address: Option<Location>,
    author: Named<PersonId>,
    responsible: Named<PersonId>,
    client: Option<Named<ClientId>>,
    contact: Option<Named<ContactId>>,
    category: Option<Category>,
    /// A sales opportunity of the client.
    interest: Option<Named<InterestId>>,
    department: Option<Named<DepartmentId>>,
    /// The values of additional attributes, by the attribute's id.
    attributes: BTreeMap<AttributeId, Value>,
    description: String,
    private: bool,
    participants: Vec<ParticipantLine>,
    attachments: Vec<AttachmentLine>,
    /// For an occurrence of a series.
    series: Option<Recurring>,
    permits: Permits,
    /// How far the one who asks may lead it through its life.
    steps: Steps,
}

/// An item of the checklist, with the name of who did it.
#[derive(Serialize, ToSchema)]
struct ChecklistLine {
    #[serde(flatten)]
    item: ChecklistItem,
    done_by: Option<String>,
}

/// How a meeting belongs to a series.
#[derive(Serialize, ToSchema)]
struct Recurring {
    id: SeriesId,
    /// The date that the rule gave the occurrence, by which it is known (RECURRENCE-ID).
    date: NaiveDate,
    /// It was changed by itself and is not what the series says.
    altered: bool,
    /// RRULE of RFC 5545; the day on which it ends is a date.
    #[schema(example = "FREQ=WEEKLY;BYDAY=MO")]
    recurrence: String,
    exceptions: BTreeSet<NaiveDate>,
    additions: BTreeSet<NaiveDate>,
}

impl Recurring {
    fn of(Membership { id, recurrence, date, altered }: Membership) -> Self {
        let Recurrence { rule, exceptions, additions } = recurrence;
        Self { id, date, altered, recurrence: rule.to_string(), exceptions, additions }
    }
}

/// What is to be in a meeting. Of a new one, what is left out is the usual; of an existing one it stays.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct MeetingFields {
    /// Chosen by the client, so that the same request sent twice plans one meeting.
    id: Option<MeetingId>,
    subject: Option<String>,
    /// «Meeting», if left out.
    kind: Option<KindId>,
    start: Option<DateTime<Utc>>,
    /// Left out with a new start, the meeting keeps its length.
    end: Option<DateTime<Utc>>,
    /// In which the meeting stays at its time of the day; without it, that of the session.
    zone: Option<ZoneName>,
    /// Instead of start and end.
    all_day: Option<AllDay>,
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<PlaceId>)]
    place: Option<Option<PlaceId>>,
    /// Of a meeting outside, instead of a place. The client's main address, if left out with a client.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Location>)]
    address: Option<Option<Location>>,
    /// The author, if left out.
    responsible: Option<PersonId>,
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<ClientId>)]
    client: Option<Option<ClientId>>,
    /// The client's main contact, if left out with a client.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<ContactId>)]
    contact: Option<Option<ContactId>>,
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<CategoryId>)]
    category: Option<Option<CategoryId>>,
    /// A sales opportunity of the client.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<InterestId>)]
    interest: Option<Option<InterestId>>,
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<DepartmentId>)]
    department: Option<Option<DepartmentId>>,
    /// The values of additional attributes, by the attribute's id: of an existing meeting those that change; `null` takes
    /// one out.
    attributes: BTreeMap<AttributeId, Option<Value>>,
    description: Option<String>,
    /// Others than the participants see only that the time is busy.
    private: Option<bool>,
    /// All of them; who is left out is not invited any more.
    participants: Option<Vec<Invited>>,
    /// It is known that not everybody finds a seat in the place; without it, that is refused.
    #[serde(default)]
    crowded: bool,
    /// How it recurs: RRULE of RFC 5545. What it leaves out comes from the start.
    #[schema(example = "FREQ=WEEKLY;BYDAY=MO;UNTIL=20271231")]
    recurrence: Option<String>,
    /// Dates on which it does not take place although the rule says so (EXDATE).
    exceptions: Option<BTreeSet<NaiveDate>>,
    /// Dates on which it takes place beside those of the rule (RDATE).
    additions: Option<BTreeSet<NaiveDate>>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Scoped {
    /// Of an occurrence of a series: only this one, this and the following, or all. What is over, closed or
    /// cancelled stays as it is.
    #[serde(default)]
    scope: Scope,
}

/// The dates that a meeting would have, and what is in the way on each.
#[derive(Serialize, ToSchema)]
struct Preview {
    /// The next ones.
    dates: Vec<PreviewedDate>,
    /// How many would be planned at once; the others of a series follow as they come nearer.
    total: u32,
    /// Why it would be refused.
    reasons: Vec<Refusal>,
}

#[derive(Serialize, ToSchema)]
struct PreviewedDate {
    date: NaiveDate,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    /// What else the place is booked for.
    collisions: Vec<Collision>,
    /// Who of the participants has something else. `accepted`: for certain. `maybe`: not answered yet.
    busy: Vec<Clash>,
}

/// Somebody who is to take part.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Invited {
    attendee: Attendee,
    #[serde(default)]
    attendance: Attendance,
}

/// With its version as the ETag.
pub(super) type Card = ([(HeaderName, String); 1], Json<MeetingCard>);

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct InRange {
    #[serde(deserialize_with = "instant")]
    from: DateTime<Utc>,
    #[serde(deserialize_with = "instant")]
    to: DateTime<Utc>,
    /// Whose; oneself, if left out.
    person: Option<PersonId>,
    /// Whether to tell closed and cancelled meetings too, which stand in no calendar any more.
    #[serde(default)]
    closed: bool,
}

/// What stands in a calendar in a range, by start.
#[utoipa::path(get, path = "/meetings", tag = "meetings", params(InRange, Part),
    responses((status = OK, body = List<Occurrence>), Problem))]
async fn list_meetings(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(InRange { from, to, person, closed }): Query<InRange>,
    Query(part): Query<Part>,
) -> Result<Json<List<Occurrence>>, Problem> {
    check_range(from, to)?;
    let person = person.unwrap_or(asks.who.person);
    let rules = rules(&asks.signed_in.zone)?;
    let range = daybook.store.calendar(asks.who, &[person], from, to).await?;
    let told =
        |entry: &Entry| closed || entry.details.as_ref().is_none_or(|details| !details.state.is_over());
    let entries = range.entries.into_iter().filter(told);
    let mut items: Vec<_> = entries.map(|entry| Occurrence::of(entry, &rules)).collect();
    items.sort_unstable_by_key(|item| (item.start, item.id));
    Ok(part.of_sorted(items, Occurrence::place))
}

/// Plans a meeting, or with `recurrence` a series: then the answer is the first occurrence, with the id of the series.
/// The same id again answers the meeting as it is.
#[utoipa::path(post, path = "/meetings", tag = "meetings", request_body = MeetingFields,
    responses((status = CREATED, body = MeetingCard, headers(("etag"), ("location"))), Problem))]
async fn plan_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<MeetingFields>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Card), Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| MeetingId::generate(now));
    let said = fields.said_of_recurrence();
    let draft = fields.draft(&asks)?;
    let sheet = match said.recurrence(&draft.when, None)? {
        Some(recurrence) => {
            daybook.store.plan_series(asks.who, SeriesId(id.0), draft, recurrence, now).await?
        }
        None => daybook.store.plan(asks.who, id, draft, now).await?,
    };
    let id = sheet.meeting.id;
    Ok((StatusCode::CREATED, [(header::LOCATION, format!("{PREFIX}/meetings/{id}"))], card(sheet)?))
}

/// Tells the dates that a meeting or a series would have, and what is in the way on each. Nothing is planned. With the
/// `id` of a meeting that is there already, that one and its series are not in their own way.
#[utoipa::path(post, path = "/meetings/preview", tag = "meetings", request_body = MeetingFields,
    responses((status = OK, body = Preview), Problem))]
async fn preview_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<MeetingFields>,
) -> Result<Json<Preview>, Problem> {
    let (id, said) = (fields.id, fields.said_of_recurrence());
    let draft = fields.draft(&asks)?;
    let recurrence = said.recurrence(&draft.when, None)?.unwrap_or_else(once);
    let prospect = daybook.store.preview_series(asks.who, draft, recurrence, id, daybook.clock.now()).await?;
    let dates = prospect.dates.into_iter().map(|ProspectiveDate { date, span, collisions, busy }| {
        PreviewedDate { date, start: span.start(), end: span.end(), collisions, busy }
    });
    Ok(Json(Preview { dates: dates.collect(), total: prospect.total, reasons: prospect.refusals }))
}

/// Tells which places are not free on how many of the next dates of a series. With the `id` of a meeting that is there
/// already, that one and its series take no place.
#[utoipa::path(post, path = "/meetings/preview/places", tag = "meetings", request_body = MeetingFields,
    responses((status = OK, body = FreeDates), Problem))]
async fn preview_places(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<MeetingFields>,
) -> Result<Json<FreeDates>, Problem> {
    let (id, said) = (fields.id, fields.said_of_recurrence());
    let draft = fields.draft(&asks)?;
    let recurrence = said.recurrence(&draft.when, None)?.unwrap_or_else(once);
    Ok(Json(daybook.store.free_dates(asks.who, draft, recurrence, id, daybook.clock.now()).await?))
}

#[utoipa::path(get, path = "/meetings/{id}", tag = "meetings", params(("id" = MeetingId, Path)),
    responses((status = OK, body = MeetingCard, headers(("etag"))), Problem))]
async fn show_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
) -> Result<Card, Problem> {
    card(daybook.store.meeting(asks.who, id).await?)
}

/// Changes what is given and leaves the rest as it is. In other occurrences of a series it changes what it changes in
/// this one. The following ones become a series of their own; `count` in a new rule begins there.
#[utoipa::path(patch, path = "/meetings/{id}", tag = "meetings",
    params(("id" = MeetingId, Path), Scoped, ("if-match" = String, Header, description = "The ETag that was seen")),
    request_body = MeetingFields, responses((status = OK, body = MeetingCard, headers(("etag"))), Problem))]
async fn revise_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    Query(Scoped { scope }): Query<Scoped>,
    IfMatch(seen): IfMatch,
    Body(fields): Body<MeetingFields>,
) -> Result<Card, Problem> {
    check_id(fields.id, id)?;
    let Sheet { meeting, series, .. } = daybook.store.meeting(asks.who, id).await?;
    if meeting.version != seen {
        return Err(store::Error::Conflict { current: meeting.version }.into());
    }
    let said = fields.said_of_recurrence();
    let draft = fields.merged_into(&meeting)?;
    let present = series.map(|membership| membership.recurrence);
    let recurrence = said.recurrence(&draft.when, present.as_ref())?;
    if recurrence.is_some() && scope == Scope::This {
        return Err(Problem::malformed("`recurrence` needs the scope `following` or `all`"));
    }
    let (now, store) = (daybook.clock.now(), &daybook.store);
    card(store.revise_occurrences(asks.who, id, seen, scope, draft, recurrence, now).await?)
}

/// Takes a meeting out of the calendar, or several occurrences of a series. Once more does no harm.
#[utoipa::path(delete, path = "/meetings/{id}", tag = "meetings",
    params(("id" = MeetingId, Path), Scoped, ("if-match" = String, Header, description = "The ETag that was seen")),
    responses((status = NO_CONTENT), Problem))]
async fn remove_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    Query(Scoped { scope }): Query<Scoped>,
    IfMatch(seen): IfMatch,
) -> Result<StatusCode, Problem> {
    daybook.store.remove_occurrences(asks.who, id, seen, scope, daybook.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a meeting back that was taken out, unless its place is taken meanwhile. With a scope of several, all that were
/// taken out of the series together with it.
#[utoipa::path(post, path = "/meetings/{id}/restore", tag = "meetings", params(("id" = MeetingId, Path), Scoped),
    responses((status = OK, body = MeetingCard, headers(("etag"))), Problem))]
async fn restore_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    Query(Scoped { scope }): Query<Scoped>,
) -> Result<Card, Problem> {
    let now = daybook.clock.now();
    match scope {
        Scope::This => card(daybook.store.restore_meeting(asks.who, id, now).await?),
        Scope::ThisAndFollowing | Scope::All => {
            daybook.store.restore_occurrences(asks.who, id, now).await?;
            card(daybook.store.meeting(asks.who, id).await?)
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Response {
    answer: Answer,
    /// Why somebody declines.
    #[serde(default)]
    reason: String,
    /// Whose answer; one's own, if left out. The organiser can give anybody's, after a phone call for instance.
    attendee: Option<Attendee>,
    /// `all`: to every occurrence of the series that is open and not over, and to those that are still to come.
    #[serde(default)]
    scope: Scope,
}

/// Accepts or declines. With `If-Match` the answer is to the meeting as it was seen, and refused if it was moved since.
#[utoipa::path(post, path = "/meetings/{id}/respond", tag = "meetings",
    params(("id" = MeetingId, Path), ("if-match" = Option<String>, Header, description = "The ETag that was seen")),
    request_body = Response, responses((status = OK, body = MeetingCard, headers(("etag"))), Problem))]
async fn respond_to_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    MaybeIfMatch(seen): MaybeIfMatch,
    Body(Response { answer, reason, attendee, scope }): Body<Response>,
) -> Result<Card, Problem> {
    let attendee = attendee.unwrap_or(Attendee::Person(asks.who.person));
    let (now, store) = (daybook.clock.now(), &daybook.store);
    card(match scope {
        Scope::This => store.respond_seeing(asks.who, id, seen, attendee, answer, reason, now).await?,
        Scope::All => store.respond_in_series(asks.who, id, attendee, answer, reason, now).await?,
        Scope::ThisAndFollowing => {
            return Err(Problem::malformed("an answer is to one occurrence or to all of them"));
        }
    })
}

/// A change of a meeting, with the name of who made it.
#[derive(Serialize, ToSchema)]
struct Told {
    #[serde(flatten)]
    change: Change,
    by_name: Option<String>,
}

/// Who changed what, when and through which channel; newest last.
#[utoipa::path(get, path = "/meetings/{id}/history", tag = "meetings",
    params(("id" = MeetingId, Path), Part), responses((status = OK, body = List<Told>), Problem))]
async fn tell_history(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    Query(part): Query<Part>,
) -> Result<Json<List<Told>>, Problem> {
    let history = daybook.store.history(asks.who, id).await?;
    let told = history.into_iter().map(|store::Told { change, by_name }| Told { change, by_name });
    Ok(part.of_sorted(told.collect(), |told| format!("{:020}", told.change.revision.0)))
}

impl Occurrence {
    /// `rules` say when an all-day meeting begins for whoever asks.
    pub(super) fn of(Entry { meeting, version, takes, details, .. }: Entry, rules: &ZoneRules) -> Self {
        let (span, all_day) = match takes {
            Takes::Time { span } => (span, None),
            Takes::Days { first, days } => (rules.days(first, days), Some(AllDay { first, days })),
        };
        let busy = Self {
            id: meeting,
            version,
            start: span.start(),
            end: span.end(),
            all_day,
            subject: None,
            state: None,
            event_type: None,
            category: None,
            color: None,
            place: None,
            address: None,
            client: None,
            responsible: None,
            private: None,
            series: None,
            my_answer: None,
            reminded: None,
            permits: None,
        };
        let Some(details) = details else { return busy };
        Self {
            subject: Some(details.subject),
            state: Some(details.state),
            event_type: Some(details.event_type),
            category: details.category,
            color: details.color,
            place: details.place,
            address: details.address,
            client: details.client,
            responsible: Some(details.responsible),
            private: Some(details.private),
            series: details.series,
            my_answer: details.my_answer,
            reminded: Some(details.reminded),
            permits: Some(details.permits),
            ..busy
        }
    }

    /// Its place among others, as text that sorts as its start and id do.
    fn place(&self) -> String {
        format!("{}.{}", self.start.format("%Y%m%dT%H%M%S%6f"), self.id)
    }
}

/// A meeting alone, as a series of one date.
fn once() -> Recurrence {
    let ends = Ends::After { count: 1 };
    Recurrence::of(Rule { every: Every::Day, interval: 1, ends, week_start: WeekStart::default() })
}

pub(super) fn card(sheet: Sheet) -> Result<Card, Problem> {
    let Sheet {
        meeting,
        kind,
        event_type,
        place,
        author,
        responsible,
        client,
        contact,
        category,
        interest,
        department,
        done_by,
        participants,
        attachments,
        series,
        permits,
        steps,
    } = sheet;
    let span = meeting.when.span(&*rules(meeting.when.zone())?);
    let all_day = match meeting.when {
        When::Timed { .. } => None,
        When::AllDay { first, days, .. } => Some(AllDay { first, days }),
    };
    let etag = [(header::ETAG, format!("\"{}\"", meeting.version.0))];
    let checklist = meeting.checklist.into_iter().zip(done_by);
    let checklist = checklist.map(|(item, done_by)| ChecklistLine { item, done_by });
    let card = MeetingCard {
        id: meeting.id,
        version: meeting.version,
        subject: meeting.subject,
        state: meeting.state,
        outcome: meeting.outcome,
        checklist: checklist.collect(),
        start: span.start(),
        end: span.end(),
        zone: meeting.when.zone().clone(),
        all_day,
        kind,
        event_type,
        place,
        address: meeting.address,
        author,
        responsible,
        client,
        contact,
        category,
        interest,
        department,
        attributes: meeting.particulars.attributes,
        description: meeting.description,
        private: meeting.private,
        participants,
        attachments,
        series: series.map(Recurring::of),
        permits,
        steps,
    };
    Ok((etag, Json(card)))
}

impl MeetingFields {
    fn said_of_recurrence(&self) -> SaidOfRecurrence {
        SaidOfRecurrence {
            rule: self.recurrence.clone(),
            exceptions: self.exceptions.clone(),
            additions: self.additions.clone(),
        }
    }

    /// A new meeting of these.
    fn draft(self, asks: &Asks) -> Result<Draft, Problem> {
        let zone = self.zone.clone().unwrap_or_else(|| asks.signed_in.zone.clone());
        Ok(Draft {
            when: self.when(&zone, None)?,
            subject: self.subject.unwrap_or_default(),
            kind: self.kind.unwrap_or(Predefined::Meeting.id()),
            place: self.place.flatten(),
            address: self.address.flatten(),
            responsible: self.responsible.unwrap_or(asks.who.person),
            client: self.client.flatten(),
            contact: self.contact.flatten(),
            category: self.category.flatten(),
            description: self.description.unwrap_or_default(),
            private: self.private.unwrap_or_default(),
            particulars: Particulars {
                interest: self.interest.flatten(),
                department: self.department.flatten(),
                attributes: changed(BTreeMap::new(), self.attributes),
            },
            participants: invitees(self.participants.unwrap_or_default()),
            crowded: self.crowded,
        })
    }

    fn merged_into(self, meeting: &Meeting) -> Result<Draft, Problem> {
        let before = meeting.draft();
        let zone = self.zone.clone().unwrap_or_else(|| before.when.zone().clone());
        let client = self.client.unwrap_or(before.client);
        // Another client comes with its own main contact and address, unless others are named.
        let contact_stays = if client == before.client { before.contact } else { None };
        let address_stays = if client == before.client { before.address } else { None };
        Ok(Draft {
            when: self.when(&zone, Some(&before.when))?,
            subject: self.subject.unwrap_or(before.subject),
            kind: self.kind.unwrap_or(before.kind),
            place: self.place.unwrap_or(before.place),
            address: self.address.unwrap_or(address_stays),
            responsible: self.responsible.unwrap_or(before.responsible),
            client,
            contact: self.contact.unwrap_or(contact_stays),
            category: self.category.unwrap_or(before.category),
            description: self.description.unwrap_or(before.description),
            private: self.private.unwrap_or(before.private),
            particulars: Particulars {
                // The interest of a client goes with it.
                interest: self
                    .interest
                    .unwrap_or(before.particulars.interest.filter(|_| client == before.client)),
                department: self.department.unwrap_or(before.particulars.department),
                attributes: changed(before.particulars.attributes, self.attributes),
            },
            participants: self.participants.map_or(before.participants, invitees),
            crowded: self.crowded,
        })
    }

    fn when(&self, zone: &ZoneName, before: Option<&When>) -> Result<When, Problem> {
        let rules = rules(zone)?;
        match (self.all_day, self.start, self.end, before) {
            (Some(AllDay { first, days }), None, None, _) => {
                Ok(When::AllDay { first, days, zone: zone.clone() })
            }
            (Some(_), _, _, _) => Err(Problem::malformed("either `all_day`, or `start` and `end`")),
            (None, None, None, Some(before)) if self.zone.is_none() => Ok(before.clone()),
            (None, start, end, before) => {
                let was = match before {
                    Some(before) => Some(before.span(&*super::input::rules(before.zone())?)),
                    None => None,
                };
                let start = start.or(was.map(|was| was.start()));
                let start = start.ok_or(Refusal::Empty { field: Field::Start })?;
                let end = end.or(was.map(|was| start + was.length()));
                timed(start, end.ok_or(Refusal::Empty { field: Field::Duration })?, &rules)
            }
        }
    }
}

/// What is said of how a meeting recurs.
struct SaidOfRecurrence {
    rule: Option<String>,
    exceptions: Option<BTreeSet<NaiveDate>>,
    additions: Option<BTreeSet<NaiveDate>>,
}

impl SaidOfRecurrence {
    /// `None` where nothing is said; what is left out stays as it is at `present`.
    fn recurrence(self, when: &When, present: Option<&Recurrence>) -> Result<Option<Recurrence>, Problem> {
        let Self { rule, exceptions, additions } = self;
        let rule = match (rule, present) {
            (Some(text), _) => {
                let start = match when {
                    When::Timed { start, .. } => *start,
                    When::AllDay { first, .. } => first.and_time(NaiveTime::MIN),
                };
                Rule::read(&text, start, &*rules(when.zone())?)?
            }
            (None, _) if exceptions.is_none() && additions.is_none() => return Ok(None),
            (None, Some(present)) => present.rule.clone(),
            (None, None) => {
                return Err(Problem::malformed(
                    "without `recurrence` there are no exceptions and no additions",
                ));
            }
        };
        let kept = |dates: Option<BTreeSet<NaiveDate>>, was: fn(&Recurrence) -> &BTreeSet<NaiveDate>| {
            dates.or_else(|| present.map(|present| was(present).clone())).unwrap_or_default()
        };
        Ok(Some(Recurrence {
            rule,
            exceptions: kept(exceptions, |present| &present.exceptions),
            additions: kept(additions, |present| &present.additions),
        }))
    }
}

/// Whole minutes, on the wall clock of a zone. The second of two hours that a zone counts alike cannot be
/// said on its clock: then the meeting keeps to UTC, rather than move by an hour.
fn timed(start: DateTime<Utc>, end: DateTime<Utc>, rules: &ZoneRules) -> Result<When, Problem> {
    let Some(span) = Span::new(start, end) else {
        return Err(Refused::from(Refusal::Empty { field: Field::Duration }).into());
    };
    if span.length().subsec_nanos() != 0 || span.length().num_seconds() % 60 != 0 {
        return Err(Refusal::Malformed { field: Field::Duration }.into());
    }
    let exact = rules.instant(rules.wall(start)) == start;
    Ok(if exact { When::timed(span, rules) } else { When::timed(span, &ZoneRules::utc()) })
}

/// The values with some of them changed, or taken out.
fn changed(
    mut values: BTreeMap<AttributeId, Value>,
    changes: BTreeMap<AttributeId, Option<Value>>,
) -> BTreeMap<AttributeId, Value> {
    for (attribute, value) in changes {
        match value {
            Some(value) => values.insert(attribute, value),
            None => values.remove(&attribute),
        };
    }
    values
}

fn invitees(invited: Vec<Invited>) -> Vec<Invitee> {
    invited.into_iter().map(|Invited { attendee, attendance }| Invitee { attendee, attendance }).collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    #[test]
    fn the_second_of_two_equal_hours_is_kept_as_it_is() {
        let berlin = rules(&ZoneName("Europe/Berlin".to_owned())).unwrap();
        let at = |hour, minute| Utc.with_ymd_and_hms(2026, 10, 25, hour, minute, 0).unwrap();
        for start in [at(0, 30), at(1, 30)] {
            let when = timed(start, start + chrono::TimeDelta::minutes(30), &berlin).unwrap();
            let rules = rules(when.zone()).unwrap();
            assert_eq!(when.span(&rules).start(), start);
        }
    }

    #[test]
    fn a_length_is_whole_minutes() {
        let at = |second| Utc.with_ymd_and_hms(2026, 11, 24, 10, 0, second).unwrap();
        assert!(timed(at(0), at(30), &ZoneRules::utc()).is_err());
        assert!(timed(at(0), at(0), &ZoneRules::utc()).is_err());
    }
}
