//! One's own absences, and whom one stands in for.

use domain::absence::{Absence, AbsenceLine};
use domain::id::AbsenceId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// What the settings say of absences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// One's own that are not over, the next one first.
    pub mine: Vec<AbsenceLine>,
    /// For whom one stands in now.
    pub stood_in_for: Vec<AbsenceLine>,
}

#[server(name = AskAway, prefix = "/fn", endpoint = "away", input = Wire, output = Wire)]
pub async fn away() -> Result<Away, Failure> {
    let Door { store, who, now } = door()?;
    let mine = store.absences(who, who.person, now).await?;
    Ok(Away { mine, stood_in_for: store.stood_in_for(who).await? })
}

#[server(prefix = "/fn", endpoint = "keep_absence", input = Wire, output = Wire)]
pub async fn keep_absence(absence: Absence) -> Result<Absence, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_absence(who, absence, now).await?)
}

#[server(prefix = "/fn", endpoint = "remove_absence", input = Wire, output = Wire)]
pub async fn remove_absence(id: AbsenceId) -> Result<(), Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.remove_absence(who, id, now).await?)
}
