//! Points: what somebody has earned, and what is expected of people.

use domain::id::PersonId;
use domain::points::{Period, PointsSheet, Target, TeamPoints};
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// What somebody has earned in a period: oneself, or somebody whom one leads.
#[server(name = AskPoints, prefix = "/fn", endpoint = "points", input = Wire, output = Wire)]
pub async fn points(owner: PersonId, period: Period) -> Result<PointsSheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.points(who, owner, period, now).await?)
}

/// The points of everybody whom one leads.
#[server(name = AskTeamPoints, prefix = "/fn", endpoint = "team_points", input = Wire, output = Wire)]
pub async fn team_points(period: Period) -> Result<TeamPoints, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.team_points(who, period, now).await?)
}

#[server(prefix = "/fn", endpoint = "targets", input = Wire, output = Wire)]
pub async fn targets() -> Result<Vec<Target>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.targets(who).await?)
}

#[server(prefix = "/fn", endpoint = "keep_target", input = Wire, output = Wire)]
pub async fn keep_target(target: Target) -> Result<Target, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_target(who, target, now).await?)
}
