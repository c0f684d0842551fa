//! The list of clients: found, filtered, and when each was met.

use chrono::{NaiveDateTime, NaiveTime};
use domain::client::{Client, ClientFilter, ClientLine, Met};
use domain::id::{ClientId, Named};

use super::rows::ClientRow;
use crate::db::{Tx, all, one};
use crate::error::Result;
use crate::words::{Sought, reach, sought_digits};
use crate::{Listed, Page, Store, Who};

impl Store {
    /// Clients by name, the archived ones last. `find` is the beginnings of words of the name, the taxpayer number or
    /// a contact, or digits of a phone number.
    pub async fn clients(&self, who: Who, page: Page, find: &str) -> Result<Listed<Client>> {
        let filter = ClientFilter { find: find.to_owned(), ..ClientFilter::default() };
        let listed = self.listed(who, page, &filter, NaiveDateTime::default(), BARE_LINES).await?;
        Ok(Listed { items: listed.items.into_iter().map(|line| line.client).collect(), next: listed.next })
    }

    /// The clients that a filter lets through, by name, the archived ones last; `wall` is now on the clock of `who`.
    pub async fn client_lines(
        &self,
        who: Who,
        page: Page,
        filter: &ClientFilter,
        wall: NaiveDateTime,
    ) -> Result<Listed<ClientLine>> {
        self.listed(who, page, filter, wall, LINES).await
    }

    async fn listed(
        &self,
        who: Who,
        page: Page,
        filter: &ClientFilter,
        wall: NaiveDateTime,
        lines: &'static str,
    ) -> Result<Listed<ClientLine>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let digits = sought_digits(&filter.find);
        let sought = Sought::by(if digits.is_some() { "" } else { &filter.find });
        let [a, b, c, d] = sought.words().map(reach);
        let a = digits.map_or(a, |digits| reach(&digits));
        let since = filter.unmet_since.map(|date| date.and_time(NaiveTime::MIN));
        let rows: Vec<LineRow> = all!(
            tx,
            lines,
            page.cursor(),
            page.rows(),
            who.person.0,
            wall,
            filter.responsible.map(|person| person.0),
            filter.archived,
            since,
            a[0].as_str(),
            a[1].as_str(),
            b[0].as_str(),
            b[1].as_str(),
            c[0].as_str(),
            c[1].as_str(),
            d[0].as_str(),
            d[1].as_str(),
        )?;
        Ok(page.of(rows.into_iter().map(LineRow::line).collect(), |line| line.client.id.0))
    }
}

/// When a client was met and will be.
pub(super) async fn met(tx: &mut Tx, who: Who, client: ClientId, wall: NaiveDateTime) -> Result<Met> {
    let row: (Option<NaiveDateTime>, Option<NaiveDateTime>) = one!(tx, MET, client.0, who.person.0, wall)?;
    Ok(Met { last: row.0.map(|at| at.date()), next: row.1.map(|at| at.date()) })
}

#[derive(sqlx::FromRow)]
struct LineRow {
    #[sqlx(flatten)]
    client: ClientRow,
    contact_name: Option<String>,
    responsible_name: Option<String>,
    last: Option<NaiveDateTime>,
    next: Option<NaiveDateTime>,
}

impl LineRow {
    fn line(self) -> ClientLine {
        let client = self.client.client();
        let contact = client.main_contact.zip(self.contact_name);
        let responsible = client.responsible.zip(self.responsible_name);
        let date = |at: Option<NaiveDateTime>| at.map(|at| at.date());
        ClientLine {
            contact: contact.map(|(id, name)| Named { id, name }),
            responsible: responsible.map(|(id, name)| Named { id, name }),
            met: Met { last: date(self.last), next: date(self.next) },
            client,
        }
    }
}

/// The last meeting with `$client` that took place, as far as `$viewer` may know.
macro_rules! last {
    ($client:literal, $viewer:literal, $wall:literal) => {
        concat!(
            "(SELECT met.wall_start FROM meeting AS met WHERE met.client = ",
            $client,
            " AND met.removed_at IS NULL AND met.wall_start <= ",
            $wall,
            " AND met.state IN ('in_progress', 'closed') AND (NOT met.private OR met.responsible = ",
            $viewer,
            ") ORDER BY met.wall_start DESC LIMIT 1) AS last"
        )
    };
}

/// The next one that is planned.
macro_rules! next {
    ($client:literal, $viewer:literal, $wall:literal) => {
        concat!(
            "(SELECT met.wall_start FROM meeting AS met WHERE met.client = ",
            $client,
            " AND met.removed_at IS NULL AND met.wall_start > ",
            $wall,
            " AND met.state IN ('planned', 'in_progress') AND (NOT met.private OR met.responsible = ",
            $viewer,
            ") ORDER BY met.wall_start LIMIT 1) AS next"
        )
    };
}

const MET: &str = concat!("SELECT ", last!("$1", "$2", "$3"), ", ", next!("$1", "$2", "$3"));

/// Whether a key of the client begins like a word; one that is not there begins everything, and is not looked for.
macro_rules! found {
    ($from:literal, $to:literal) => {
        concat!(
            "(",
            $from,
            " = '' OR listed.id IN (SELECT client FROM client_key WHERE kind = 'word' AND value >= ",
            $from,
            " AND value < ",
            $to,
            "))"
        )
    };
}

/// What is asked of each is asked of those alone that are shown, so the list is cut before.
macro_rules! lines {
    ($last:expr, $next:expr) => { concat!(
    "SELECT client.id, client.name, client.tax_number, client.phone, client.main_contact, client.main_address,
        client.responsible, client.archived, client.version, contact.name AS contact_name, person.name AS responsible_name, ",
    $last,
    ", ",
    $next,
    " FROM (
        SELECT listed.id, listed.archived, listed.folded FROM client AS listed
        WHERE ((listed.archived, listed.folded, listed.id)
                > (SELECT after.archived, after.folded, after.id FROM client AS after WHERE after.id = $1) OR $1 IS NULL)
            AND (listed.responsible = $5 OR $5 IS NULL)
            AND (listed.archived = $6 OR $6 IS NULL)
            AND (NOT EXISTS (
                SELECT 1 FROM meeting AS met
                WHERE met.client = listed.id AND met.removed_at IS NULL AND met.wall_start >= $7
                    AND (met.state IN ('in_progress', 'closed') OR met.state = 'planned' AND met.wall_start > $4)
                    AND (NOT met.private OR met.responsible = $3)
            ) OR $7 IS NULL)
            AND ",
    found!("$8", "$9"),
    " AND ",
    found!("$10", "$11"),
    " AND ",
    found!("$12", "$13"),
    " AND ",
    found!("$14", "$15"),
    " ORDER BY listed.archived, listed.folded, listed.id LIMIT $2
    ) AS page
    JOIN client ON client.id = page.id
    LEFT JOIN contact ON contact.id = client.main_contact
    LEFT JOIN person ON person.id = client.responsible
    ORDER BY page.archived, page.folded, page.id"
    ) };
}

const LINES: &str = lines!(last!("client.id", "$3", "$4"), next!("client.id", "$3", "$4"));

/// For who only picks one.
const BARE_LINES: &str = lines!("NULL AS last", "NULL AS next");
