//! What the rules have to know of the things that a draft points to.

use std::collections::BTreeMap;

use domain::id::{ClientId, ContactId, MeetingId};
use domain::kind::EventType;
use domain::meeting::{Attendee, Draft, References, Standing};
use domain::people::check_reachable;
use domain::permission::Actor;
use uuid::Uuid;

use crate::db::{Differs, Ids, Tx, all, among, one};
use crate::error::Result;
use crate::kinds::count;
use crate::meetings::rows::location;
use crate::places::{Opening, collisions};
use crate::words::meaning;
use crate::zones;

/// Reads it within the transaction that will write the meeting, so that it stays true until then.
pub(crate) async fn of(tx: &mut Tx, actor: &Actor, meeting: MeetingId, draft: &Draft) -> Result<References> {
    let mut references = standings(tx, draft).await?;
    if let (Some(place), Some(rules)) = (draft.place, zones::rules(draft.when.zone()))
        && draft.when.check().is_none()
    {
        let span = draft.when.span(&rules);
        references.collisions = collisions(tx, actor, place, span, meeting).await?;
        references.closures.extend(Opening::of(tx, place).await?.closure(&draft.when, &span));
    }
    Ok(references)
}

/// The same without what else the room is booked for, which is another question for each date of a series.
pub(crate) async fn standings(tx: &mut Tx, draft: &Draft) -> Result<References> {
    let row: ReferencesRow = one!(
        tx,
        REFERENCES,
        draft.kind.0,
        draft.place.map(|place| place.0),
        draft.responsible.0,
        draft.client.map(|client| client.0),
        draft.contact.map(|contact| contact.0),
        draft.category.map(|category| category.0),
        draft.particulars.interest.map(|interest| interest.0),
        draft.particulars.department.map(|department| department.0),
    )?;
    let zone_is_known = zones::rules(draft.when.zone()).is_some();
    let Asked { participants, unreachable } = participants(tx, draft).await?;
    Ok(References {
        kind: standing(row.kind),
        // Of a kind that is unknown it is unknown where its meetings are.
        event_type: row.event_type.as_deref().map_or(Ok(EventType::Other), meaning)?,
        checklist: crate::kinds::template(tx, draft.kind).await?,
        place: draft.place.map(|_| standing(row.place)),
        responsible: standing(row.responsible),
        client: draft.client.map(|_| standing(row.client)),
        main_contact: row.main_contact.map(ContactId),
        main_address: location(row.address, row.latitude, row.longitude)?,
        contact: draft.contact.map(|_| {
            // Of a contact that is unknown it is unknown whom it works for.
            let works_for = row.works_for.or(draft.client.map(|client| client.0)).unwrap_or_default();
            (standing(row.contact), ClientId(works_for))
        }),
        category: draft.category.map(|_| standing(row.category)),
        interest: draft
            .particulars
            .interest
            .map(|_| (standing(row.interest), ClientId(row.interested.unwrap_or_default()))),
        department: draft.particulars.department.map(|_| standing(row.department)),
        attributes: crate::attributes::read(tx).await?,
        participants,
        unreachable,
        zone: if zone_is_known { Standing::Active } else { Standing::Unknown },
        seats: row.seats.map(count).transpose()?,
        collisions: Vec::new(),
        closures: Vec::new(),
    })
}

/// Those whom a draft invites.
struct Asked {
    participants: Vec<(Attendee, Standing)>,
    unreachable: Vec<Attendee>,
}

async fn participants(tx: &mut Tx, draft: &Draft) -> Result<Asked> {
    let (mut people, mut contacts, mut individuals) = (Vec::new(), Vec::new(), Vec::new());
    for invitee in &draft.participants {
        match invitee.attendee {
            Attendee::Person(person) => people.push(person.0),
            Attendee::Contact(contact) => contacts.push(contact.0),
            Attendee::Individual(individual) => individuals.push(individual.0),
        }
    }
    let rows: Vec<(Uuid, bool, String, String)> = if draft.participants.is_empty() {
        Vec::new()
    } else {
        all!(tx, PARTICIPANTS, Ids(people), Ids(contacts), Ids(individuals))?
    };
    let known: BTreeMap<Uuid, (bool, bool)> = rows
        .into_iter()
        .map(|(id, archived, email, phone)| (id, (archived, check_reachable(&email, &phone).is_none())))
        .collect();
    let known = |attendee: Attendee| {
        let (Attendee::Person(domain::id::PersonId(id))
        | Attendee::Contact(ContactId(id))
        | Attendee::Individual(domain::id::IndividualId(id))) = attendee;
        known.get(&id).copied()
    };
    let asked = || draft.participants.iter().map(|each| each.attendee);
    Ok(Asked {
        participants: asked()
            .map(|attendee| (attendee, standing(known(attendee).map(|(archived, _)| archived))))
            .collect(),
        unreachable: asked().filter(|attendee| matches!(known(*attendee), Some((_, false)))).collect(),
    })
}

fn standing(archived: Option<bool>) -> Standing {
    match archived {
        None => Standing::Unknown,
        Some(false) => Standing::Active,
        Some(true) => Standing::Archived,
    }
}

/// Of each thing whether it is archived; nothing where it is unknown.
#[derive(sqlx::FromRow)]
struct ReferencesRow {
    kind: Option<bool>,
    event_type: Option<String>,
    place: Option<bool>,
    seats: Option<i32>,
    responsible: Option<bool>,
    client: Option<bool>,
    main_contact: Option<Uuid>,
    address: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    contact: Option<bool>,
    works_for: Option<Uuid>,
    category: Option<bool>,
    interest: Option<bool>,
    interested: Option<Uuid>,
    department: Option<bool>,
}

/// A main contact who has left is nobody to meet, and an office that was given up is nowhere to go.
const REFERENCES: &str = "
    SELECT
        (SELECT archived FROM kind WHERE id = $1) AS kind,
        (SELECT event_type FROM kind WHERE id = $1) AS event_type,
        (SELECT archived FROM place WHERE id = $2) AS place,
        (SELECT capacity FROM place WHERE id = $2) AS seats,
        (SELECT archived FROM person WHERE id = $3) AS responsible,
        (SELECT archived FROM client WHERE id = $4) AS client,
        (SELECT contact.id FROM client JOIN contact ON contact.id = client.main_contact
            WHERE client.id = $4 AND NOT contact.archived) AS main_contact,
        (SELECT archived FROM contact WHERE id = $5) AS contact,
        (SELECT client FROM contact WHERE id = $5) AS works_for,
        (SELECT archived FROM category WHERE id = $6) AS category,
        (SELECT archived FROM interest WHERE id = $7) AS interest,
        (SELECT client FROM interest WHERE id = $7) AS interested,
        (SELECT archived FROM department WHERE id = $8) AS department,
        office.text AS address, office.latitude, office.longitude
    FROM (SELECT 1) AS once
    LEFT JOIN client AS visited ON visited.id = $4
    LEFT JOIN address AS office ON office.id = visited.main_address AND NOT office.archived";

const PARTICIPANTS: Differs = among!(
    "SELECT id, archived, email, phone FROM person WHERE id ",
    "$1",
    " UNION ALL SELECT id, archived, email, phone FROM contact WHERE id ",
    "$2",
    " UNION ALL SELECT id, archived, email, phone FROM individual WHERE id ",
    "$3",
    "",
);
