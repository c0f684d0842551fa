//! The checklists of meetings as rows, and rows as checklists.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::checklist::{ChecklistItem, Done, Note};
use domain::id::{ChecklistId, MeetingId, PersonId, SeriesId, TemplateItemId};
use domain::meeting::Meeting;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Tx, all, bulk, run};
use crate::error::Result;
use crate::words::meaning;

/// An item with the name of who did it.
pub(super) type Line = (ChecklistItem, Option<String>);

pub(super) async fn of(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<Line>> {
    let rows: Vec<ItemRow> = all!(tx, ITEMS, meeting.0)?;
    rows.into_iter().map(ItemRow::line).collect()
}

/// Those of every occurrence of a series that is not removed.
pub(super) async fn of_members(tx: &mut Tx, series: SeriesId) -> Result<BTreeMap<Uuid, Vec<Line>>> {
    let rows: Vec<ItemRow> = all!(tx, MEMBERS_ITEMS, series.0)?;
    let mut lines: BTreeMap<Uuid, Vec<Line>> = BTreeMap::new();
    for row in rows {
        lines.entry(row.meeting).or_default().push(row.line()?);
    }
    Ok(lines)
}

/// Writes that an item of the checklist is done, or not done any more.
pub(super) async fn write(tx: &mut Tx, meeting: &Meeting, item: TemplateItemId) -> Result<()> {
    let done = meeting.checklist.iter().find(|each| each.id == item).and_then(|each| each.done.as_ref());
    match done {
        Some(Done { by, at, note }) => {
            run!(tx, TICK, meeting.id.0, item.0, by.0, *at, note.clone().map(Json))?;
        }
        None => run!(tx, UNTICK, meeting.id.0, item.0)?,
    }
    run!(tx, SET_VERSION, meeting.id.0, meeting.version.0)
}

/// What is done already of meetings that are about to be written.
pub(super) async fn insert_ticks<'a>(
    tx: &mut Tx,
    meetings: impl Iterator<Item = (&'a Meeting, ChecklistId)>,
) -> Result<()> {
    let ticks = meetings.flat_map(|(meeting, checklist)| {
        let done = meeting.checklist.iter().filter_map(|item| Some((item.id, item.done.as_ref()?)));
        done.map(move |(item, done)| (meeting.id, item, checklist, done))
    });
    let ticks: Vec<_> = ticks.collect();
    bulk!(tx, TICKS, &ticks, |row| [
        row.0.0,
        row.1.0,
        row.2.0,
        row.3.by.0,
        row.3.at,
        row.3.note.clone().map(Json),
    ])
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    meeting: Uuid,
    id: Uuid,
    text: String,
    mandatory: bool,
    asks: String,
    former: bool,
    done_by: Option<Uuid>,
    done_at: Option<DateTime<Utc>>,
    note: Option<Json<Note>>,
    done_by_name: Option<String>,
}

impl ItemRow {
    fn line(self) -> Result<Line> {
        let note = self.note.map(|note| note.0);
        let done = self.done_by.zip(self.done_at).map(|(by, at)| Done { by: PersonId(by), at, note });
        let item = ChecklistItem {
            id: TemplateItemId(self.id),
            text: self.text,
            mandatory: self.mandatory,
            asks: meaning(&self.asks)?,
            former: self.former,
            done,
        };
        Ok((item, self.done_by_name))
    }
}

/// An [`ItemRow`] of each item of the meetings for which it holds: those of the present checklist in its order, then
/// what was done of earlier ones.
macro_rules! items {
    ($among:literal) => {
        concat!("
    SELECT meeting.id AS meeting, item.id AS id, item.text, item.mandatory, item.asks, FALSE AS former,
        item.ordinal AS ordinal, tick.done_by, tick.done_at, tick.note, person.name AS done_by_name
    FROM meeting
    JOIN checklist_item AS item ON item.checklist = meeting.checklist
    LEFT JOIN tick ON tick.meeting = meeting.id AND tick.item = item.id
    LEFT JOIN person ON person.id = tick.done_by
    WHERE meeting.id ", $among, "
    UNION ALL
    SELECT meeting.id, item.id, item.text, item.mandatory, item.asks, TRUE, item.ordinal,
        tick.done_by, tick.done_at, tick.note, person.name
    FROM tick
    JOIN meeting ON meeting.id = tick.meeting
    JOIN checklist_item AS item ON item.checklist = tick.checklist AND item.id = tick.item
    JOIN person ON person.id = tick.done_by
    LEFT JOIN checklist_item AS present ON present.checklist = meeting.checklist AND present.id = tick.item
    WHERE present.id IS NULL AND tick.meeting ", $among, "
    ORDER BY meeting, former, ordinal, id")
    };
}

const ITEMS: &str = items!("= $1");

const MEMBERS_ITEMS: &str = items!("IN (SELECT id FROM meeting WHERE series = $1 AND removed_at IS NULL)");

const TICK: &str = "
    INSERT INTO tick (meeting, item, checklist, done_by, done_at, note)
    SELECT id, $2, checklist, $3, $4, $5 FROM meeting WHERE id = $1
    ON CONFLICT (meeting, item) DO UPDATE SET checklist = excluded.checklist, done_by = excluded.done_by,
        done_at = excluded.done_at, note = excluded.note";

const UNTICK: &str = "DELETE FROM tick WHERE meeting = $1 AND item = $2";

const TICKS: &str = "INSERT INTO tick (meeting, item, checklist, done_by, done_at, note) ";

const SET_VERSION: &str = "UPDATE meeting SET version = $2 WHERE id = $1";
