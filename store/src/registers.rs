//! What many meetings point to and hardly ever is different: kinds, categories and places.
//!
//! They are kept at hand. Whoever reads meetings reads along how often any of these was written, and after another time
//! they are read again: they are never older than the meetings that point to them, whichever process wrote them. So a
//! calendar need not have three of them looked up for each meeting.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::kind::{EventType, Hue};
use uuid::Uuid;

use crate::db::{Runs, Tx, all, run};
use crate::error::{Error, Result};
use crate::kinds::hue;
use crate::words::meaning;

/// The last that were read.
#[derive(Clone, Default)]
pub(crate) struct AtHand(Arc<RwLock<Arc<Registers>>>);

#[derive(Default)]
pub(crate) struct Registers {
    /// How often any of them had been written.
    written: i64,
    event_types: HashMap<Uuid, EventType>,
    colors: HashMap<Uuid, Hue>,
    places: HashMap<Uuid, String>,
}

impl AtHand {
    /// As they were when any of them had been written so often, or later. `on` reads what is committed: of a write that
    /// fails others would be told otherwise.
    pub(crate) async fn as_of(&self, written: i64, on: &mut impl Runs) -> Result<Arc<Registers>> {
        let last = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        if last.written >= written {
            return Ok(last);
        }
        let read = Arc::new(Registers::read(on).await?);
        let mut last = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if last.written < read.written {
            *last = Arc::clone(&read);
        }
        Ok(read)
    }
}

impl Registers {
    async fn read(on: &mut impl Runs) -> Result<Self> {
        let rows: Vec<Row> = all!(on, ALL)?;
        let mut registers = Self::default();
        for Row { written, id, event_type, color, place } in rows {
            registers.written = written;
            if let Some(event_type) = event_type {
                registers.event_types.insert(id, meaning(&event_type)?);
            }
            if let Some(color) = color {
                registers.colors.insert(id, hue(color)?);
            }
            if let Some(place) = place {
                registers.places.insert(id, place);
            }
        }
        Ok(registers)
    }

    pub(crate) fn event_type(&self, kind: Uuid) -> Result<EventType> {
        self.event_types.get(&kind).copied().ok_or_else(|| Error::unreadable("a kind that is not there"))
    }

    pub(crate) fn color(&self, category: Uuid) -> Result<Hue> {
        self.colors.get(&category).copied().ok_or_else(|| Error::unreadable("a category that is not there"))
    }

    pub(crate) fn place(&self, place: Uuid) -> Result<String> {
        self.places.get(&place).cloned().ok_or_else(|| Error::unreadable("a place that is not there"))
    }
}

/// Notes that one of them was written.
pub(crate) async fn note(tx: &mut Tx) -> Result<()> {
    run!(tx, NOTE)
}

#[derive(sqlx::FromRow)]
struct Row {
    written: i64,
    id: Uuid,
    event_type: Option<String>,
    color: Option<i32>,
    place: Option<String>,
}

/// In one statement, so that they are of one state.
const ALL: &str = "
    SELECT counter.registers AS written, register.id, register.event_type, register.color, register.place
    FROM counter CROSS JOIN (
        SELECT id, event_type, NULL AS color, NULL AS place FROM kind
        UNION ALL SELECT id, NULL, color, NULL FROM category
        UNION ALL SELECT id, NULL, NULL, name FROM place
    ) AS register";

const NOTE: &str = "UPDATE counter SET registers = registers + 1 WHERE id = 1";
