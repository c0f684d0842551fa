//! Who talks: fifty reps, five with each head, and one rep with a long chain of heads above.

use std::net::SocketAddr;

use chrono::{DateTime, TimeZone as _, Utc};
use domain::availability::WorkingHours;
use domain::change::Channel;
use domain::id::{DepartmentId, PersonId};
use domain::people::{Department, Person, Preferences, Role};
use store::{Store, Who};
use uuid::Uuid;

use crate::Result;
use crate::speakers::Client;

const HEADS: usize = 10;
const REPS_OF_A_HEAD: usize = 5;
/// A person has at most 64 sockets, so that a thousand in one conversation are of twenty people.
const CHAIN: usize = 19;

pub(crate) const WEEK: &str = "2026-W48";
const PASSWORD: &str = "a password for benchmarks";

/// Somebody who takes part, and the token they do it with.
#[derive(Clone)]
pub(crate) struct Speaker {
    pub(crate) token: String,
}

/// About the plan of `owner`.
pub(crate) struct Conversation {
    pub(crate) owner: PersonId,
    pub(crate) speakers: Vec<Speaker>,
}

pub(crate) struct Organisation {
    pub(crate) conversations: Vec<Conversation>,
    /// The one that many follow.
    pub(crate) large: Conversation,
}

/// The people of a conversation, the owner first.
pub(crate) struct Founded {
    conversations: Vec<Vec<PersonId>>,
    large: Vec<PersonId>,
}

pub(crate) fn moment() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 8, 0, 0).single().unwrap_or_default()
}

fn person(number: usize) -> PersonId {
    PersonId(Uuid::from_u128(0x7000_8000_0000_0000_0000 + number as u128))
}

fn department(number: usize) -> DepartmentId {
    DepartmentId(Uuid::from_u128(0x7000_8000_0000_0001_0000 + number as u128))
}

fn email(PersonId(id): PersonId) -> String {
    format!("{}@example.org", id.simple())
}

impl Organisation {
    /// # Errors
    /// The database refuses.
    pub(crate) async fn found(database: &str) -> Result<Founded> {
        let store = Store::open(database).await?;
        let hash = server::Hashing::default().hash(PASSWORD).await?;
        let hash = hash.as_str();
        let user = |id, department| Person {
            id,
            name: format!("Person {}", email(id)),
            email: email(id),
            phone: String::new(),
            position: String::new(),
            department,
            role: Role::Member,
            hours: WorkingHours::default(),
            preferences: Preferences::default(),
            archived: false,
        };
        let administrator = person(1);
        let first = Person { role: Role::Administrator, ..user(administrator, None) };
        store.add_user(None, first, hash, moment()).await?;
        let who = Who { person: administrator, channel: Channel::CommandLine };
        let mut numbers = 2..;
        let mut next = || person(numbers.next().unwrap_or_default());
        let mut conversations = Vec::new();
        for number in 0..HEADS {
            let (of, head) = (department(number), next());
            let new = Department {
                id: of,
                name: format!("Sales {number}"),
                parent: None,
                head: None,
                archived: false,
            };
            store.save_department(who, new.clone(), moment()).await?;
            store.add_user(None, user(head, Some(of)), hash, moment()).await?;
            store.save_department(who, Department { head: Some(head), ..new }, moment()).await?;
            for _ in 0..REPS_OF_A_HEAD {
                let rep = next();
                store.add_user(None, user(rep, Some(of)), hash, moment()).await?;
                conversations.push(vec![rep, head]);
            }
        }
        let mut large = Vec::new();
        let mut parent = None;
        for number in 0..CHAIN {
            let (of, head) = (department(HEADS + number), next());
            let new =
                Department { id: of, name: format!("Level {number}"), parent, head: None, archived: false };
            store.save_department(who, new.clone(), moment()).await?;
            store.add_user(None, user(head, Some(of)), hash, moment()).await?;
            store.save_department(who, Department { head: Some(head), ..new }, moment()).await?;
            large.push(head);
            parent = Some(of);
        }
        let rep = next();
        store.add_user(None, user(rep, parent), hash, moment()).await?;
        large.insert(0, rep);
        store.close().await;
        Ok(Founded { conversations, large })
    }
}

impl Founded {
    /// Everybody signs in.
    ///
    /// # Errors
    /// The server refuses somebody.
    pub(crate) async fn signed_in(self, addr: SocketAddr) -> Result<Organisation> {
        let mut client = Client::of(addr).await?;
        let mut conversations = Vec::new();
        for people in self.conversations.into_iter().chain([self.large]) {
            let mut speakers = Vec::new();
            for person in &people {
                speakers.push(Speaker { token: client.sign_in(&email(*person), PASSWORD).await? });
            }
            conversations.push(Conversation { owner: people[0], speakers });
        }
        let large = conversations.pop().ok_or("nobody talks")?;
        Ok(Organisation { conversations, large })
    }
}
