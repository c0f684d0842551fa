//! Interaction kinds with their checklist templates, and categories.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::id::{CategoryId, ChecklistId, KindId, TemplateItemId};
use domain::kind::{Category, EventType, Hue, Kind, Predefined, TemplateItem};
use domain::permission::Action;
use domain::refusal::Field;
use domain::{Refusal, Refused};
use uuid::Uuid;

use crate::db::{Db, Tx, all, first, run};
use crate::error::{Error, Result};
use crate::words::{folded, meaning, word};
use crate::{Store, Who, registers};

impl Store {
    /// Every kind with its checklist, by name, the archived ones last.
    pub async fn kinds(&self, who: Who) -> Result<Vec<Kind>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let rows: Vec<KindRow> = all!(tx, KINDS)?;
        let items: Vec<ItemRow> = all!(tx, ITEMS)?;
        let mut checklists: BTreeMap<Uuid, Vec<TemplateItem>> = BTreeMap::new();
        for row in items {
            checklists.entry(row.kind).or_default().push(row.item()?);
        }
        rows.into_iter()
            .map(|row| {
                let checklist = checklists.remove(&row.id).unwrap_or_default();
                row.kind(checklist)
            })
            .collect()
    }

    /// Creates a kind, or makes an existing one what is given. Which kind is a predefined one never changes,
    /// and the checklists of existing meetings stay as they are (S53).
    pub async fn save_kind(&self, who: Who, kind: Kind, now: DateTime<Utc>) -> Result<Kind> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepDirectory)?;
        kind.check()?;
        let mut reasons = Vec::new();
        if kind.points > MOST_POINTS {
            reasons.push(Refusal::TooLong { field: Field::Points, max: MOST_POINTS });
        }
        let ids: BTreeSet<_> = kind.checklist.iter().map(|item| item.id.0).collect();
        if ids.len() < kind.checklist.len() {
            reasons.push(Refusal::Duplicate { field: Field::Checklist });
        }
        Refused::unless_empty(reasons)?;
        let predefined = Predefined::ALL.into_iter().find(|predefined| predefined.id() == kind.id);
        let kind = Kind { name: kind.name.trim().to_owned(), predefined, ..kind };
        put(&mut write.tx, &kind, now).await?;
        write.commit_directory().await?;
        Ok(kind)
    }

    /// Every category, by name, the archived ones last.
    pub async fn categories(&self, who: Who) -> Result<Vec<Category>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let rows: Vec<CategoryRow> = all!(tx, CATEGORIES)?;
        rows.into_iter().map(CategoryRow::category).collect()
    }

    /// Creates a category, or makes an existing one what is given.
    pub async fn save_category(&self, who: Who, category: Category, now: DateTime<Utc>) -> Result<Category> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepDirectory)?;
        category.check()?;
        let category = Category { name: category.name.trim().to_owned(), ..category };
        put_category(&mut write.tx, &category).await?;
        write.commit_directory().await?;
        Ok(category)
    }
}

/// Writes it as it is; the rules are the verb's.
pub(crate) async fn put_category(tx: &mut Tx, category: &Category) -> Result<()> {
    run!(
        tx,
        PUT_CATEGORY,
        category.id.0,
        category.name.as_str(),
        folded(&[&category.name]),
        i32::from(u16::from(category.color)),
        category.archived,
    )?;
    registers::note(tx).await
}

/// Puts the kinds into a new database that every Daybook has (S8, S43).
pub(crate) async fn lay_down_predefined(db: &Db) -> Result<()> {
    let missing = async |tx: &mut Tx| -> Result<Vec<Predefined>> {
        let mut missing = Vec::new();
        for predefined in Predefined::ALL {
            let there: Option<(Uuid,)> = first!(tx, KIND_KNOWN, predefined.id().0)?;
            if there.is_none() {
                missing.push(predefined);
            }
        }
        Ok(missing)
    };
    if missing(&mut db.begin_read().await?).await?.is_empty() {
        return Ok(());
    }
    let mut tx = db.begin_write().await?;
    for predefined in missing(&mut tx).await? {
        // Without items there is no checklist that would have to be told from a later one.
        put(&mut tx, &as_laid_down(predefined), DateTime::UNIX_EPOCH).await?;
    }
    tx.commit().await
}

fn as_laid_down(predefined: Predefined) -> Kind {
    let (name, event_type, default_minutes, points) = match predefined {
        Predefined::Meeting => ("Meeting", EventType::Internal, 60, 1),
        Predefined::MeetingAtClient => ("Meeting at the client's", EventType::External, 90, 3),
        Predefined::Call => ("Call", EventType::Call, 30, 1),
        Predefined::Presentation => ("Presentation", EventType::External, 120, 5),
    };
    Kind {
        id: predefined.id(),
        name: name.to_owned(),
        predefined: Some(predefined),
        purpose: String::new(),
        event_type,
        in_journal: event_type == EventType::External,
        default_minutes,
        points,
        checklist: Vec::new(),
        archived: false,
    }
}

/// Writes it with its checklist as it is; the rules are the verb's. A template that changes becomes another
/// checklist, so that meetings keep the one that they have (S53).
pub(crate) async fn put(tx: &mut Tx, kind: &Kind, now: DateTime<Utc>) -> Result<()> {
    run!(
        tx,
        PUT_KIND,
        kind.id.0,
        kind.name.as_str(),
        folded(&[&kind.name]),
        kind.predefined.as_ref().map(word).transpose()?,
        kind.purpose.as_str(),
        word(&kind.event_type)?,
        kind.in_journal,
        number(kind.default_minutes)?,
        number(kind.points)?,
        kind.archived,
    )?;
    registers::note(tx).await?;
    if template(tx, kind.id).await? == kind.checklist {
        return Ok(());
    }
    let checklist = match &kind.checklist[..] {
        [] => None,
        items => Some(lay_down(tx, kind.id, items, now).await?),
    };
    run!(tx, SET_CHECKLIST, kind.id.0, checklist.map(|checklist| checklist.0))
}

async fn lay_down(
    tx: &mut Tx,
    kind: KindId,
    items: &[TemplateItem],
    now: DateTime<Utc>,
) -> Result<ChecklistId> {
    let first: Option<(Uuid,)> = first!(tx, FIRST_CHECKLIST, kind.0)?;
    // The first one has the id of the kind.
    let id = if first.is_none() { ChecklistId(kind.0) } else { ChecklistId::generate(now) };
    run!(tx, ADD_CHECKLIST, id.0, kind.0)?;
    for (ordinal, item) in (0_i32..).zip(items) {
        let asks = word(&item.asks)?;
        run!(tx, ADD_ITEM, id.0, ordinal, item.id.0, item.text.as_str(), item.mandatory, asks)?;
    }
    Ok(id)
}

/// The checklist that meetings of a kind begin with.
pub(crate) async fn template(tx: &mut Tx, kind: KindId) -> Result<Vec<TemplateItem>> {
    let rows: Vec<ItemRow> = all!(tx, TEMPLATE, kind.0)?;
    rows.into_iter().map(ItemRow::item).collect()
}

/// What meetings of a kind begin with at present.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Present {
    pub(crate) checklist: Option<ChecklistId>,
    /// What closing one earns.
    pub(crate) points: i32,
}

pub(crate) async fn present(tx: &mut Tx) -> Result<BTreeMap<KindId, Present>> {
    let rows: Vec<(Uuid, Option<Uuid>, i32)> = all!(tx, PRESENT)?;
    let present = |(kind, checklist, points): (Uuid, Option<Uuid>, i32)| {
        (KindId(kind), Present { checklist: checklist.map(ChecklistId), points })
    };
    Ok(rows.into_iter().map(present).collect())
}

/// A count as the databases keep it.
pub(crate) fn number(count: u32) -> Result<i32> {
    i32::try_from(count).map_err(Error::unreadable)
}

/// A count as the databases keep it, read back.
pub(crate) fn count(number: i32) -> Result<u32> {
    u32::try_from(number).map_err(Error::unreadable)
}

/// Nobody earns more by one meeting.
const MOST_POINTS: u32 = 10_000;

#[derive(sqlx::FromRow)]
struct KindRow {
    id: Uuid,
    name: String,
    predefined: Option<String>,
    purpose: String,
    event_type: String,
    in_journal: bool,
    default_minutes: i32,
    points: i32,
    archived: bool,
}

impl KindRow {
    fn kind(self, checklist: Vec<TemplateItem>) -> Result<Kind> {
        Ok(Kind {
            id: KindId(self.id),
            name: self.name,
            predefined: self.predefined.as_deref().map(meaning).transpose()?,
            purpose: self.purpose,
            event_type: meaning(&self.event_type)?,
            in_journal: self.in_journal,
            default_minutes: count(self.default_minutes)?,
            points: count(self.points)?,
            checklist,
            archived: self.archived,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    kind: Uuid,
    id: Uuid,
    text: String,
    mandatory: bool,
    asks: String,
}

impl ItemRow {
    fn item(self) -> Result<TemplateItem> {
        let Self { id, text, mandatory, asks, .. } = self;
        Ok(TemplateItem { id: TemplateItemId(id), text, mandatory, asks: meaning(&asks)? })
    }
}

#[derive(sqlx::FromRow)]
struct CategoryRow {
    id: Uuid,
    name: String,
    color: i32,
    archived: bool,
}

impl CategoryRow {
    fn category(self) -> Result<Category> {
        Ok(Category {
            id: CategoryId(self.id),
            name: self.name,
            color: hue(self.color)?,
            archived: self.archived,
        })
    }
}

pub(crate) fn hue(degrees: i32) -> Result<Hue> {
    let degrees = u16::try_from(degrees).map_err(Error::unreadable)?;
    Hue::try_from(degrees).map_err(Error::unreadable)
}

const KINDS: &str = "
    SELECT id, name, predefined, purpose, event_type, in_journal, default_minutes, points, archived
    FROM kind ORDER BY archived, folded, id";

/// An [`ItemRow`] of each present item of the kinds for which it holds.
macro_rules! items {
    ($where:literal) => {
        concat!(
            "SELECT kind.id AS kind, item.id, item.text, item.mandatory, item.asks
            FROM kind JOIN checklist_item AS item ON item.checklist = kind.checklist ",
            $where,
            " ORDER BY kind.id, item.ordinal"
        )
    };
}

const ITEMS: &str = items!("");

const TEMPLATE: &str = items!("WHERE kind.id = $1");

const KIND_KNOWN: &str = "SELECT id FROM kind WHERE id = $1";

const PUT_KIND: &str = "
    INSERT INTO kind (id, name, folded, predefined, purpose, event_type, in_journal, default_minutes, points,
        archived)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, purpose = excluded.purpose,
        event_type = excluded.event_type, in_journal = excluded.in_journal,
        default_minutes = excluded.default_minutes, points = excluded.points, archived = excluded.archived";

const FIRST_CHECKLIST: &str = "SELECT id FROM checklist WHERE id = $1";

const ADD_CHECKLIST: &str = "INSERT INTO checklist (id, kind) VALUES ($1, $2)";

const ADD_ITEM: &str = "
    INSERT INTO checklist_item (checklist, ordinal, id, text, mandatory, asks) VALUES ($1, $2, $3, $4, $5, $6)";

const SET_CHECKLIST: &str = "UPDATE kind SET checklist = $2 WHERE id = $1";

const PRESENT: &str = "SELECT id, checklist, points FROM kind";

const CATEGORIES: &str = "SELECT id, name, color, archived FROM category ORDER BY archived, folded, id";

const PUT_CATEGORY: &str = "
    INSERT INTO category (id, name, folded, color, archived) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, color = excluded.color,
        archived = excluded.archived";
