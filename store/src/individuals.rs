//! Natural persons outside the organisation who belong to no client (S33).

use chrono::{DateTime, Utc};
use domain::id::IndividualId;
use domain::people::Individual;
use domain::permission::Action;
use uuid::Uuid;

use crate::db::{Tx, all, run};
use crate::error::Result;
use crate::words::{Sought, folded};
use crate::{Listed, Page, Store, Who};

impl Store {
    /// Individuals by name, the archived ones last. `find` is the beginnings of words of the name or the
    /// address.
    pub async fn individuals(&self, who: Who, page: Page, find: &str) -> Result<Listed<Individual>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let sought = Sought::by(find);
        let [a, b, c, d] = sought.words();
        let rows: Vec<IndividualRow> = all!(tx, LIST, a, b, c, d, page.cursor(), page.rows())?;
        let individuals = rows.into_iter().map(IndividualRow::individual).collect();
        Ok(page.of(individuals, |individual| individual.id.0))
    }

    /// Creates an individual, or makes an existing one what is given.
    pub async fn save_individual(
        &self,
        who: Who,
        individual: Individual,
        now: DateTime<Utc>,
    ) -> Result<Individual> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        individual.check()?;
        let individual = Individual { name: individual.name.trim().to_owned(), ..individual };
        put(&mut write.tx, &individual).await?;
        write.commit_directory().await?;
        Ok(individual)
    }
}

/// Writes it as it is; the rules are the verb's.
pub(crate) async fn put(tx: &mut Tx, individual: &Individual) -> Result<()> {
    run!(
        tx,
        PUT,
        individual.id.0,
        individual.name.as_str(),
        individual.email.as_str(),
        individual.phone.as_str(),
        folded(&[&individual.name, &individual.email]),
        individual.archived,
    )
}

#[derive(sqlx::FromRow)]
struct IndividualRow {
    id: Uuid,
    name: String,
    email: String,
    phone: String,
    archived: bool,
}

impl IndividualRow {
    fn individual(self) -> Individual {
        Individual {
            id: IndividualId(self.id),
            name: self.name,
            email: self.email,
            phone: self.phone,
            archived: self.archived,
        }
    }
}

const LIST: &str = "
    SELECT id, name, email, phone, archived FROM individual
    WHERE instr(folded, $1) > 0 AND instr(folded, $2) > 0 AND instr(folded, $3) > 0 AND instr(folded, $4) > 0
        AND ($5 IS NULL OR (archived, folded, id) > (SELECT archived, folded, id FROM individual WHERE id = $5))
    ORDER BY archived, folded, id LIMIT $6";

const PUT: &str = "
    INSERT INTO individual (id, name, email, phone, folded, archived) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, phone = excluded.phone,
        folded = excluded.folded, archived = excluded.archived";
