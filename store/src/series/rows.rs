//! Series as rows, and rows as series.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::change::Revision;
use domain::id::{MeetingId, PersonId, SeriesId};
use domain::meeting::{Attendee, Draft, Reply, Series};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Connection, Differs, Ids, Tx, all, among, first, one, run};
use crate::error::Result;
use crate::meetings::rows::recurrence;

/// A series as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) series: Series,
    /// Every date up to this one is a meeting, or was one.
    pub(crate) through: NaiveDate,
    /// There are no further dates.
    pub(crate) complete: bool,
    pub(crate) removed: bool,
}

pub(crate) async fn read(tx: &mut Tx, id: SeriesId) -> Result<Option<Kept>> {
    let row: Option<SeriesRow> = first!(tx, READ, id.0)?;
    row.map(SeriesRow::kept).transpose()
}

pub(crate) async fn insert(tx: &mut Tx, kept: &Kept) -> Result<()> {
    let Kept { series, through, complete, .. } = kept;
    run!(
        tx,
        INSERT,
        series.id.0,
        series.version.0,
        series.author.0,
        Json(&series.card),
        series.recurrence.rule.to_string(),
        Json(&series.recurrence.exceptions),
        Json(&series.recurrence.additions),
        Json(&series.replies),
        *through,
        *complete,
    )
}

pub(crate) async fn update(tx: &mut Tx, kept: &Kept) -> Result<()> {
    let Kept { series, through, complete, .. } = kept;
    run!(
        tx,
        UPDATE,
        series.id.0,
        series.version.0,
        Json(&series.card),
        series.recurrence.rule.to_string(),
        Json(&series.recurrence.exceptions),
        Json(&series.recurrence.additions),
        Json(&series.replies),
        *through,
        *complete,
    )
}

pub(crate) async fn remove(tx: &mut Tx, id: SeriesId, version: Revision, at: DateTime<Utc>) -> Result<()> {
    run!(tx, REMOVE, id.0, version.0, at)
}

/// Notes what a series was before the change of this revision, so that it can be taken back.
pub(crate) async fn keep_before(tx: &mut Tx, kept: &Kept, revision: Revision) -> Result<()> {
    let Kept { series, through, complete, .. } = kept;
    run!(
        tx,
        KEEP_BEFORE,
        series.id.0,
        revision.0,
        series.recurrence.rule.to_string(),
        Json(&series.recurrence.exceptions),
        Json(&series.recurrence.additions),
        *through,
        *complete,
    )
}

/// What a series was before the change of this revision, if that was noted; its version is the present one.
pub(crate) async fn read_before(tx: &mut Tx, current: Kept, revision: Revision) -> Result<Option<Kept>> {
    let row: Option<BeforeRow> = first!(tx, READ_BEFORE, current.series.id.0, revision.0)?;
    let Some(BeforeRow { rule, exceptions, additions, planned_through, complete }) = row else {
        return Ok(None);
    };
    let recurrence = recurrence(&rule, Some(exceptions), Some(additions))?;
    let series = Series { recurrence, ..current.series };
    Ok(Some(Kept { series, through: planned_through, complete, removed: false }))
}

/// Lets a series go on as it is given, although it was removed.
pub(crate) async fn bring_back(tx: &mut Tx, kept: &Kept) -> Result<()> {
    update(tx, kept).await?;
    run!(tx, BRING_BACK, kept.series.id.0)
}

/// The occurrences that were removed by the change of this revision, and have not come back since.
pub(crate) async fn removed_at(tx: &mut Tx, id: SeriesId, revision: Revision) -> Result<Vec<MeetingId>> {
    let rows: Vec<(Uuid,)> = all!(tx, REMOVED_AT, revision.0, id.0)?;
    Ok(rows.into_iter().map(|(meeting,)| MeetingId(meeting)).collect())
}

/// Gives occurrences to another series.
pub(crate) async fn hand_over(tx: &mut Tx, meetings: &[MeetingId], to: SeriesId) -> Result<()> {
    run!(tx, HAND_OVER, Ids::of(meetings), to.0)
}

/// To which series an occurrence belongs, by which date it is known there, and whether it is not what the series
/// says.
pub(crate) async fn mark(
    tx: &mut Tx,
    meeting: MeetingId,
    series: SeriesId,
    date: NaiveDate,
    altered: bool,
) -> Result<()> {
    run!(tx, MARK, meeting.0, series.0, date, altered)
}

pub(crate) async fn has_occurrence(tx: &mut Tx, series: SeriesId, date: NaiveDate) -> Result<bool> {
    let (has,): (bool,) = one!(tx, HAS_OCCURRENCE, series.0, date)?;
    Ok(has)
}

/// Series of which something came within reach since they were planned.
pub(crate) async fn to_extend(
    reader: &mut Connection,
    horizon: NaiveDate,
    after: Option<SeriesId>,
) -> Result<Vec<SeriesId>> {
    let after = after.map_or(Uuid::nil(), |series| series.0);
    let ids: Vec<(Uuid,)> = all!(reader, TO_EXTEND, horizon, after)?;
    Ok(ids.into_iter().map(|(id,)| SeriesId(id)).collect())
}

#[derive(sqlx::FromRow)]
struct SeriesRow {
    id: Uuid,
    version: i64,
    author: Uuid,
    card: Json<Draft>,
    rule: String,
    exceptions: Json<BTreeSet<NaiveDate>>,
    additions: Json<BTreeSet<NaiveDate>>,
    replies: Json<Vec<(Attendee, Reply)>>,
    planned_through: NaiveDate,
    complete: bool,
    removed: bool,
}

impl SeriesRow {
    fn kept(self) -> Result<Kept> {
        Ok(Kept {
            series: Series {
                id: SeriesId(self.id),
                version: Revision(self.version),
                author: PersonId(self.author),
                card: self.card.0,
                recurrence: recurrence(&self.rule, Some(self.exceptions), Some(self.additions))?,
                replies: self.replies.0,
            },
            through: self.planned_through,
            complete: self.complete,
            removed: self.removed,
        })
    }
}

#[derive(sqlx::FromRow)]
struct BeforeRow {
    rule: String,
    exceptions: Json<BTreeSet<NaiveDate>>,
    additions: Json<BTreeSet<NaiveDate>>,
    planned_through: NaiveDate,
    complete: bool,
}

const KEEP_BEFORE: &str = "
    INSERT INTO series_before (series, revision, rule, exceptions, additions, planned_through, complete)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

const READ_BEFORE: &str = "
    SELECT rule, exceptions, additions, planned_through, complete FROM series_before
    WHERE series = $1 AND revision = $2";

const BRING_BACK: &str = "UPDATE series SET removed_at = NULL WHERE id = $1";

const REMOVED_AT: &str = "
    SELECT meeting.id FROM occurrence_change AS told JOIN meeting ON meeting.id = told.meeting
    WHERE told.revision = $1 AND meeting.series = $2 AND meeting.removed_at IS NOT NULL AND meeting.version = $1
    ORDER BY meeting.recurrence_id";

const READ: &str = "
    SELECT id, version, author, card, rule, exceptions, additions, replies, planned_through, complete,
        removed_at IS NOT NULL AS removed
    FROM series WHERE id = $1";

const INSERT: &str = "
    INSERT INTO series (id, version, author, card, rule, exceptions, additions, replies, planned_through, complete)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

const UPDATE: &str = "
    UPDATE series SET version = $2, card = $3, rule = $4, exceptions = $5, additions = $6, replies = $7,
        planned_through = $8, complete = $9
    WHERE id = $1";

const REMOVE: &str = "UPDATE series SET version = $2, removed_at = $3 WHERE id = $1";

const HAND_OVER: Differs = among!("UPDATE meeting SET series = $2 WHERE id ", "$1", "");

const MARK: &str = "UPDATE meeting SET series = $2, recurrence_id = $3, altered = $4 WHERE id = $1";

const HAS_OCCURRENCE: &str = "
    SELECT EXISTS (
        SELECT 1 FROM meeting
        WHERE series IS NOT NULL AND series = $1 AND recurrence_id = $2 AND removed_at IS NULL
    )";

const TO_EXTEND: &str = "
    SELECT id FROM series
    WHERE NOT complete AND removed_at IS NULL AND planned_through < $1 AND id > $2 ORDER BY id LIMIT 500";
