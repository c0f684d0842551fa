//! Additional attributes that an administrator defines (S26).

use chrono::{DateTime, Utc};
use domain::attribute::{Attribute, Form};
use domain::id::{AttributeId, KindId};
use domain::permission::Action;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Tx, all, run};
use crate::error::Result;
use crate::words::folded;
use crate::{Store, Who};

impl Store {
    /// Every attribute, by name, the archived ones last.
    pub async fn attributes(&self, who: Who) -> Result<Vec<Attribute>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        read(&mut tx).await
    }

    /// Defines an attribute, or makes an existing one what is given. The values that meetings have stay.
    pub async fn save_attribute(
        &self,
        who: Who,
        attribute: Attribute,
        now: DateTime<Utc>,
    ) -> Result<Attribute> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepDirectory)?;
        attribute.check()?;
        let attribute = Attribute { name: attribute.name.trim().to_owned(), ..attribute };
        put(&mut write.tx, &attribute).await?;
        write.commit_directory().await?;
        Ok(attribute)
    }
}

pub(crate) async fn put(tx: &mut Tx, attribute: &Attribute) -> Result<()> {
    run!(
        tx,
        PUT,
        attribute.id.0,
        attribute.name.as_str(),
        folded(&[&attribute.name]),
        Json(&attribute.form),
        Json(&attribute.kinds),
        attribute.required,
        attribute.archived,
    )
}

/// Every attribute, by name, the archived ones last.
pub(crate) async fn read(tx: &mut Tx) -> Result<Vec<Attribute>> {
    let rows: Vec<AttributeRow> = all!(tx, LIST)?;
    Ok(rows.into_iter().map(AttributeRow::attribute).collect())
}

#[derive(sqlx::FromRow)]
struct AttributeRow {
    id: Uuid,
    name: String,
    form: Json<Form>,
    kinds: Json<Vec<KindId>>,
    required: bool,
    archived: bool,
}

impl AttributeRow {
    fn attribute(self) -> Attribute {
        Attribute {
            id: AttributeId(self.id),
            name: self.name,
            form: self.form.0,
            kinds: self.kinds.0,
            required: self.required,
            archived: self.archived,
        }
    }
}

const LIST: &str =
    "SELECT id, name, form, kinds, required, archived FROM attribute ORDER BY archived, folded, id";

const PUT: &str = "
    INSERT INTO attribute (id, name, folded, form, kinds, required, archived) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, form = excluded.form,
        kinds = excluded.kinds, required = excluded.required, archived = excluded.archived";
