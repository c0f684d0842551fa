//! Sets of people that somebody looks at together; each keeps their own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::Refusal;
use domain::id::{PersonId, TeamId};
use domain::people::Team;
use domain::refusal::Field;
use uuid::Uuid;

use crate::db::{Differs, Ids, Tx, all, among, first, one, run};
use crate::error::{Error, Result};
use crate::words::folded;
use crate::{Store, Who};

impl Store {
    /// The teams of whoever asks, by name. Nobody is told those of others.
    pub async fn teams(&self, who: Who) -> Result<Vec<Team>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let teams: Vec<(Uuid, String)> = all!(tx, LIST, who.person.0)?;
        let rows: Vec<(Uuid, Uuid)> = all!(tx, MEMBERS, who.person.0)?;
        let mut members: BTreeMap<Uuid, Vec<PersonId>> = BTreeMap::new();
        for (team, person) in rows {
            members.entry(team).or_default().push(PersonId(person));
        }
        let team =
            |(id, name)| Team { id: TeamId(id), name, people: members.remove(&id).unwrap_or_default() };
        Ok(teams.into_iter().map(team).collect())
    }

    /// Keeps a team, or makes an existing one what is given. Nobody is in it twice, and of two teams of one person no
    /// two have the same name. [`Error::Gone`] for the id of somebody else's. No change tells of it: it is nobody
    /// else's business.
    pub async fn save_team(&self, who: Who, mut team: Team, now: DateTime<Utc>) -> Result<Team> {
        let (mut write, _) = self.write(who, now).await?;
        require_own(&mut write.tx, who, team.id).await?;
        let mut seen = BTreeSet::new();
        team.people.retain(|person| seen.insert(*person));
        team.check()?;
        team.name = team.name.trim().to_owned();
        let name = folded(&[&team.name]);
        let same_name: Option<(Uuid,)> = first!(write.tx, SAME_NAME, who.person.0, name.as_str(), team.id.0)?;
        if same_name.is_some() {
            return Err(Refusal::Duplicate { field: Field::Name }.into());
        }
        let members = Ids(team.people.iter().map(|person| person.0).collect());
        let (known,): (i64,) = one!(write.tx, KNOWN_PEOPLE, members)?;
        if known != team.people.len() as i64 {
            return Err(Refusal::Unknown { field: Field::Participants }.into());
        }
        run!(write.tx, PUT, team.id.0, who.person.0, team.name.as_str(), name.as_str())?;
        run!(write.tx, CLEAR, team.id.0)?;
        for (ordinal, person) in (0_i32..).zip(&team.people) {
            run!(write.tx, ADD, team.id.0, ordinal, person.0)?;
        }
        write.commit_untold().await?;
        Ok(team)
    }

    /// Forgets a team of one's own; forgotten, again is well.
    pub async fn forget_team(&self, who: Who, id: TeamId, now: DateTime<Utc>) -> Result<()> {
        let (mut write, _) = self.write(who, now).await?;
        require_own(&mut write.tx, who, id).await?;
        run!(write.tx, CLEAR, id.0)?;
        run!(write.tx, FORGET, id.0)?;
        write.commit_untold().await
    }
}

/// That of somebody else is to this person as if it were not there.
async fn require_own(tx: &mut Tx, who: Who, id: TeamId) -> Result<()> {
    let owner: Option<(Uuid,)> = first!(tx, OWNER, id.0)?;
    match owner {
        Some((owner,)) if owner != who.person.0 => Err(Error::Gone),
        _ => Ok(()),
    }
}

const LIST: &str = "SELECT id, name FROM team WHERE owner = $1 ORDER BY folded, id";

const MEMBERS: &str = "
    SELECT team_member.team, team_member.person FROM team_member JOIN team ON team.id = team_member.team
    WHERE team.owner = $1 ORDER BY team_member.team, team_member.ordinal";

const OWNER: &str = "SELECT owner FROM team WHERE id = $1";

const SAME_NAME: &str = "SELECT id FROM team WHERE owner = $1 AND folded = $2 AND id <> $3";

const KNOWN_PEOPLE: Differs = among!("SELECT count(*) FROM person WHERE id ", "$1", "");

const PUT: &str = "
    INSERT INTO team (id, owner, name, folded) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded";

const CLEAR: &str = "DELETE FROM team_member WHERE team = $1";

const ADD: &str = "INSERT INTO team_member (team, ordinal, person) VALUES ($1, $2, $3)";

const FORGET: &str = "DELETE FROM team WHERE id = $1";
