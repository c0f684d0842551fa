//! The conversations about week plans (S62, D9).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::change::{About, Act, Revision};
use domain::id::{MeetingId, MessageId, Named, PersonId};
use domain::journal::chat::{
    AboutMeeting, Anchor, Conversation, Message, PointsTo, Saying, Spoken, Suggestion, Unread,
};
use domain::journal::{PlanKey, Signed, WeekPlan};
use domain::permission::{Action, Actor};
use domain::time::{When, ZoneName};
use sqlx::types::Json;
use uuid::Uuid;

use super::{items, rows, visible};
use crate::changes::Write;
use crate::db::{Tx, all, first, one, run};
use crate::error::{Error, Result};
use crate::kinds::count;
use crate::words::meaning;
use crate::{Store, Who, changes};

/// Messages that are read at once, at most.
const MOST_AT_ONCE: u32 = 200;

impl Store {
    /// Says something about a plan. The same id again by the same person answers what was said, and says nothing.
    pub async fn say(
        &self,
        who: Who,
        key: PlanKey,
        id: MessageId,
        saying: Saying,
        now: DateTime<Utc>,
    ) -> Result<Spoken> {
        let (mut write, actor) = self.write(who, now).await?;
        let plan = visible(&mut write.tx, &actor, key).await?;
        if let Some(there) = read(&mut write.tx, id).await? {
            let mine = there.message.author == who.person && there.message.plan == key;
            return if mine { Ok(there) } else { Err(Error::Gone) };
        }
        let points_to = pointed_to(&mut write.tx, key, &plan, &saying).await?;
        let mut message = Message::say(&actor, id, key, saying, &points_to, write.at)?;
        message.posted = write.next_revision().await?;
        message.version = message.posted;
        rows::ensure(&mut write.tx, key).await?;
        insert(&mut write.tx, &message).await?;
        // Who writes has read; who is concerned follows from here on.
        let follows = rows::readers(&mut write.tx, key).await?;
        let affected = affected(&mut write.tx, &message).await?;
        for person in affected.iter().filter(|person| !follows.contains(person)) {
            run!(write.tx, FOLLOW, person.0, key.id().0, message.posted.0 - 1)?;
        }
        note_read(&mut write.tx, who.person, key, message.posted).await?;
        heard(write, message, affected).await
    }

    /// Puts one's message into other words.
    pub async fn edit_message(
        &self,
        who: Who,
        id: MessageId,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<Spoken> {
        let (write, actor, there) = self.about_to_change(who, id, now).await?;
        let mut message = there.message.clone();
        if message.edit(&actor, text, write.at)? { changed(write, message).await } else { Ok(there) }
    }

    /// Takes one's message back; that there was one stays.
    pub async fn delete_message(&self, who: Who, id: MessageId, now: DateTime<Utc>) -> Result<Spoken> {
        let (write, actor, there) = self.about_to_change(who, id, now).await?;
        let mut message = there.message.clone();
        if message.delete(&actor, write.at)? { changed(write, message).await } else { Ok(there) }
    }

    /// Settles the thread that a message begins, or opens it again.
    pub async fn resolve_message(
        &self,
        who: Who,
        id: MessageId,
        resolved: bool,
        now: DateTime<Utc>,
    ) -> Result<Spoken> {
        let (write, actor, there) = self.about_to_change(who, id, now).await?;
        let mut message = there.message.clone();
        if message.resolve(&actor, resolved, write.at)? { changed(write, message).await } else { Ok(there) }
    }

    /// The owner of the plan does what a message suggests. What is cancelled is so for the reason that is given, or
    /// else for what the message says. Once it is done, again is well.
    pub async fn apply_suggestion(
        &self,
        who: Who,
        id: MessageId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Spoken> {
        let (mut write, actor, there) = self.about_to_change(who, id, now).await?;
        let mut message = there.message.clone();
        let Some(what) = message.apply(&actor, write.at)? else { return Ok(there) };
        super::apply::apply(&mut write, &actor, what, message.reason(reason)).await?;
        changed(write, message).await
    }

    /// The newest part of a conversation, or the one before a revision, oldest message first.
    pub async fn conversation(
        &self,
        who: Who,
        key: PlanKey,
        before: Option<Revision>,
        limit: u32,
    ) -> Result<Conversation> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        visible(&mut tx, &actor, key).await?;
        let (revision,) = one!(tx, changes::REVISION)?;
        let limit = limit.clamp(1, MOST_AT_ONCE);
        let before = before.map_or(i64::MAX, |revision| revision.0);
        let rows: Vec<SpokenRow> = all!(tx, PAGE, key.id().0, before, i64::from(limit) + 1)?;
        let more = rows.len() > limit as usize;
        let mut messages =
            rows.into_iter().take(limit as usize).map(SpokenRow::spoken).collect::<Result<Vec<_>>>()?;
        messages.reverse();
        let earlier = messages.first().filter(|_| more).map(|first| first.message.posted);
        let read: Option<(i64,)> = first!(tx, READ_TO, who.person.0, key.id().0)?;
        Ok(Conversation {
            plan: key,
            revision: Revision(revision),
            messages,
            earlier,
            read: Revision(read.map_or(0, |(read,)| read)),
            audience: audience(&mut tx, key).await?,
        })
    }

    /// What of a conversation is new or different after a revision, in the order of the last changes.
    pub async fn conversation_since(
        &self,
        who: Who,
        key: PlanKey,
        revision: Revision,
        limit: u32,
    ) -> Result<Vec<Spoken>> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        visible(&mut tx, &actor, key).await?;
        let limit = i64::from(limit.clamp(1, MOST_AT_ONCE));
        let rows: Vec<SpokenRow> = all!(tx, SINCE, key.id().0, revision.0, limit)?;
        rows.into_iter().map(SpokenRow::spoken).collect()
    }

    /// Notes that somebody has read a conversation up to a message.
    pub async fn read_conversation(
        &self,
        who: Who,
        key: PlanKey,
        upto: Revision,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut write, actor) = self.write(who, now).await?;
        let plan = visible(&mut write.tx, &actor, key).await?;
        let row: Option<(i64,)> = first!(write.tx, LAST, key.id().0)?;
        let Some((last,)) = row else { return Ok(()) };
        note_read(&mut write.tx, who.person, plan.key, upto.min(Revision(last))).await?;
        write.commit_untold().await
    }

    /// The conversations in which something waits to be read, by week and owner.
    pub async fn unread(&self, who: Who) -> Result<Vec<Unread>> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let rows: Vec<UnreadRow> = all!(tx, UNREAD, who.person.0, who.person.0.to_string())?;
        let unread = rows.into_iter().map(UnreadRow::unread).collect::<Result<Vec<_>>>()?;
        let may_see = |it: &Unread| actor.may_with_plan(Action::SeePlan, it.plan.owner);
        Ok(unread.into_iter().filter(may_see).collect())
    }

    /// A message as it stands now, to be told to each who watches its conversation.
    pub async fn spoken(&self, id: MessageId) -> Result<Option<Spoken>> {
        read(&mut self.db.begin_read().await?, id).await
    }

    /// Whose plan of which week this is.
    pub async fn plan_key(&self, plan: domain::id::PlanId) -> Result<Option<PlanKey>> {
        let row: Option<(Uuid, String)> = first!(self.db.reader().await?, KEY, plan.0)?;
        row.map(|(owner, week)| key(owner, &week)).transpose()
    }

    async fn about_to_change(
        &self,
        who: Who,
        id: MessageId,
        now: DateTime<Utc>,
    ) -> Result<(Write, Actor, Spoken)> {
        let (mut write, actor) = self.write(who, now).await?;
        let there = read(&mut write.tx, id).await?.ok_or(Error::Gone)?;
        visible(&mut write.tx, &actor, there.message.plan).await?;
        Ok((write, actor, there))
    }
}

/// Who may read a conversation: the owner of the plan, and the heads above; by name.
async fn audience(tx: &mut Tx, key: PlanKey) -> Result<Vec<Named<PersonId>>> {
    let mut people = vec![key.owner];
    people.extend(rows::above(tx, key.owner).await?);
    rows::names(tx, &people).await
}

/// What the rules have to know of what is said: most of it points to nothing.
async fn pointed_to(tx: &mut Tx, key: PlanKey, plan: &WeekPlan, saying: &Saying) -> Result<PointsTo> {
    let mut points_to = PointsTo::default();
    if !saying.mentions.is_empty() {
        points_to.audience = audience(tx, key).await?.into_iter().map(|person| person.id).collect();
    }
    if saying.anchor.is_some() || saying.suggestion.is_some() {
        points_to.meetings = items::of_one(tx, key).await?.iter().map(|item| item.meeting).collect();
        points_to.meetings.extend(plan.approval.iter().flat_map(|approval| approval.content.keys()));
        points_to.meetings.extend(plan.amendments.iter().map(|amendment| amendment.meeting));
    }
    if let Some(thread) = saying.thread {
        points_to.thread = read(tx, thread).await?.is_some_and(|it| it.message.starts_thread(key));
    }
    Ok(points_to)
}

async fn read(tx: &mut Tx, id: MessageId) -> Result<Option<Spoken>> {
    let row: Option<SpokenRow> = first!(tx, MESSAGE, id.0)?;
    row.map(SpokenRow::spoken).transpose()
}

/// Writes what a verb has made of a message, and commits.
async fn changed(mut write: Write, mut message: Message) -> Result<Spoken> {
    message.version = write.next_revision().await?;
    run!(
        write.tx,
        CHANGE,
        message.id.0,
        message.version.0,
        message.text.as_str(),
        Json(&message.mentions),
        message.suggestion.as_ref().map(Json),
        message.edited,
        message.deleted,
        message.resolved.map(Json),
    )?;
    let affected = affected(&mut write.tx, &message).await?;
    heard(write, message, affected).await
}

/// Whom a message concerns: who follows the conversation, who answers for the plan, and who is named in it.
async fn affected(tx: &mut Tx, message: &Message) -> Result<Vec<PersonId>> {
    let mut people: BTreeSet<PersonId> = rows::concerned(tx, message.plan).await?.into_iter().collect();
    people.insert(message.author);
    people.extend(&message.mentions);
    Ok(people.into_iter().collect())
}

async fn heard(mut write: Write, message: Message, affected: Vec<PersonId>) -> Result<Spoken> {
    let spoken = read(&mut write.tx, message.id).await?;
    let spoken = spoken.ok_or_else(|| Error::unreadable("a message is not there after it was written"))?;
    write.commit(message.version, About::Message(message.id), vec![Act::Discussed], affected).await?;
    Ok(spoken)
}

/// Writes a message that is new.
pub(super) async fn insert(tx: &mut Tx, message: &Message) -> Result<()> {
    run!(
        tx,
        INSERT,
        message.id.0,
        message.plan.id().0,
        message.posted.0,
        message.version.0,
        message.author.0,
        message.at,
        message.text.as_str(),
        Json(&message.mentions),
        message.anchor.map(Json),
        message.thread.map(|thread| thread.0),
        message.suggestion.as_ref().map(Json),
        message.edited,
        message.deleted,
        message.resolved.map(Json),
        message.about().map(|meeting| meeting.0),
    )
}

/// Notes that somebody follows a conversation and has read it up to here.
pub(super) async fn note_read(tx: &mut Tx, person: PersonId, plan: PlanKey, read_to: Revision) -> Result<()> {
    run!(tx, READ, person.0, plan.id().0, read_to.0)
}

fn key(owner: Uuid, week: &str) -> Result<PlanKey> {
    let week = week.parse().map_err(|_| Error::unreadable("a plan of no week"))?;
    Ok(PlanKey { owner: PersonId(owner), week })
}

#[derive(sqlx::FromRow)]
struct SpokenRow {
    id: Uuid,
    owner: Uuid,
    week: String,
    posted: i64,
    version: i64,
    author: Uuid,
    author_name: String,
    at: DateTime<Utc>,
    text: String,
    mentions: Json<BTreeSet<PersonId>>,
    anchor: Option<Json<Anchor>>,
    thread: Option<Uuid>,
    suggestion: Option<Json<Suggestion>>,
    edited_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
    resolved: Option<Json<Signed>>,
    about: Option<Uuid>,
    subject: Option<String>,
    all_day: Option<bool>,
    wall_start: Option<NaiveDateTime>,
    length: Option<i32>,
    zone: Option<String>,
    state: Option<String>,
    removed: Option<bool>,
}

impl SpokenRow {
    fn spoken(self) -> Result<Spoken> {
        let about = match (
            self.about,
            self.subject,
            self.all_day,
            self.wall_start,
            self.length,
            self.zone,
            self.state,
        ) {
            (Some(id), Some(subject), Some(all_day), Some(start), Some(length), Some(zone), Some(state)) => {
                let (length, zone) = (count(length)?, ZoneName(zone));
                let when = if all_day {
                    When::AllDay { first: start.date(), days: length, zone }
                } else {
                    When::Timed { start, minutes: length, zone }
                };
                let removed = self.removed.unwrap_or_default();
                Some(AboutMeeting { meeting: MeetingId(id), subject, when, state: meaning(&state)?, removed })
            }
            _ => None,
        };
        let message = Message {
            id: MessageId(self.id),
            plan: key(self.owner, &self.week)?,
            posted: Revision(self.posted),
            version: Revision(self.version),
            author: PersonId(self.author),
            at: self.at,
            text: self.text,
            mentions: self.mentions.0,
            anchor: self.anchor.map(|it| it.0),
            thread: self.thread.map(MessageId),
            suggestion: self.suggestion.map(|it| it.0),
            edited: self.edited_at,
            deleted: self.deleted_at,
            resolved: self.resolved.map(|it| it.0),
        };
        Ok(Spoken { message, author: self.author_name, about })
    }
}

#[derive(sqlx::FromRow)]
struct UnreadRow {
    owner: Uuid,
    owner_name: String,
    week: String,
    messages: i64,
    mentions: i64,
}

impl UnreadRow {
    fn unread(self) -> Result<Unread> {
        Ok(Unread {
            plan: key(self.owner, &self.week)?,
            owner: self.owner_name,
            messages: self.messages as u32,
            mentions: self.mentions as u32,
        })
    }
}

/// A [`SpokenRow`] of each message for which it holds. The meeting that it is about is kept beside it as `about`.
macro_rules! spoken {
    ($where:literal) => {
        concat!("
    SELECT plan_message.id, week_plan.owner, week_plan.week, plan_message.posted, plan_message.version,
        plan_message.author, person.name AS author_name, plan_message.at, plan_message.text,
        plan_message.mentions, plan_message.anchor, plan_message.thread, plan_message.suggestion,
        plan_message.edited_at, plan_message.deleted_at, plan_message.resolved,
        meeting.id AS about, meeting.subject, meeting.all_day, meeting.wall_start, meeting.length, meeting.zone,
        meeting.state, CASE WHEN meeting.id IS NULL THEN NULL ELSE meeting.removed_at IS NOT NULL END AS removed
    FROM plan_message
    JOIN week_plan ON week_plan.id = plan_message.plan
    JOIN person ON person.id = plan_message.author
    LEFT JOIN meeting ON meeting.id = plan_message.about
    WHERE ", $where)
    };
}

const MESSAGE: &str = spoken!("plan_message.id = $1");

const PAGE: &str =
    spoken!("plan_message.plan = $1 AND plan_message.posted < $2 ORDER BY plan_message.posted DESC LIMIT $3");

const SINCE: &str =
    spoken!("plan_message.plan = $1 AND plan_message.version > $2 ORDER BY plan_message.version LIMIT $3");

const INSERT: &str = "
    INSERT INTO plan_message (id, plan, posted, version, author, at, text, mentions, anchor, thread, suggestion,
        edited_at, deleted_at, resolved, about)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

const CHANGE: &str = "
    UPDATE plan_message SET version = $2, text = $3, mentions = $4, suggestion = $5, edited_at = $6,
        deleted_at = $7, resolved = $8
    WHERE id = $1";

const FOLLOW: &str = "
    INSERT INTO plan_reader (person, plan, read_to) VALUES ($1, $2, $3) ON CONFLICT (person, plan) DO NOTHING";

const READ: &str = "
    INSERT INTO plan_reader (person, plan, read_to) VALUES ($1, $2, $3)
    ON CONFLICT (person, plan) DO UPDATE SET read_to = excluded.read_to
    WHERE plan_reader.read_to < excluded.read_to";

const READ_TO: &str = "SELECT read_to FROM plan_reader WHERE person = $1 AND plan = $2";

const LAST: &str = "SELECT posted FROM plan_message WHERE plan = $1 ORDER BY posted DESC LIMIT 1";

/// `$2` is the id of who asks as it stands in the mentions.
const UNREAD: &str = "
    SELECT week_plan.owner, person.name AS owner_name, week_plan.week, COUNT(*) AS messages,
        SUM(CASE WHEN instr(CAST(plan_message.mentions AS TEXT), $2) > 0 THEN 1 ELSE 0 END) AS mentions
    FROM plan_reader
    JOIN plan_message ON plan_message.plan = plan_reader.plan AND plan_message.posted > plan_reader.read_to
        AND plan_message.author <> $1 AND plan_message.deleted_at IS NULL
    JOIN week_plan ON week_plan.id = plan_reader.plan
    JOIN person ON person.id = week_plan.owner
    WHERE plan_reader.person = $1
    GROUP BY week_plan.owner, person.name, week_plan.week
    ORDER BY week_plan.week DESC, person.name";

const KEY: &str = "SELECT owner, week FROM week_plan WHERE id = $1";
