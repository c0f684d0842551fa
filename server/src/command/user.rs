//! `daybook user add|list|password|disable`

use std::io::{self, BufRead as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::availability::WorkingHours;
use domain::change::Channel;
use domain::id::PersonId;
use domain::people::{Person, Preferences, Role};
use server::clock::Clock;
use server::config::DatabaseSettings;
use server::{Hashing, check_new_password};
use store::{Store, Who};

use super::{Failed, Result, open, say};

#[derive(Args)]
pub(crate) struct Settings {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Subcommand)]
enum Deed {
    /// Adds somebody who can sign in at once
    Add {
        #[command(flatten)]
        database: DatabaseSettings,
        email: String,
        /// What the person is called
        #[arg(long)]
        name: String,
        /// Lets the person keep users, rooms, kinds and settings
        #[arg(long)]
        administrator: bool,
        #[command(flatten)]
        password: NewPassword,
    },
    /// Shows everybody
    List {
        #[command(flatten)]
        database: DatabaseSettings,
    },
    /// Sets somebody's password and signs them out everywhere
    Password {
        #[command(flatten)]
        database: DatabaseSettings,
        email: String,
        #[command(flatten)]
        password: NewPassword,
    },
    /// Archives somebody who has left: history keeps the name, and nobody signs in by it
    Disable {
        #[command(flatten)]
        database: DatabaseSettings,
        email: String,
    },
}

/// Not on the command line itself, where every process of the machine can read it.
#[derive(Args)]
struct NewPassword {
    /// A file whose first line is the password; - is standard input [default: one is made up and printed]
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub(crate) async fn run(Settings { deed }: Settings, clock: Clock) -> Result<()> {
    match deed {
        Deed::Add { database, email, name, administrator, password } => {
            let store = open(&database).await?;
            let role = if administrator { Role::Administrator } else { Role::Member };
            add(&store, email, name, role, &password, clock).await
        }
        Deed::List { database } => list(&open(&database).await?).await,
        Deed::Password { database, email, password } => {
            set_password(&open(&database).await?, &email, &password, clock).await
        }
        Deed::Disable { database, email } => disable(&open(&database).await?, &email, clock).await,
    }
}

async fn add(
    store: &Store,
    email: String,
    name: String,
    role: Role,
    password: &NewPassword,
    clock: Clock,
) -> Result<()> {
    let now = clock.now();
    let hash = password.hash().await?;
    let person = Person {
        id: PersonId::generate(now),
        name,
        email,
        position: String::new(),
        phone: String::new(),
        department: None,
        role,
        preferences: Preferences::default(),
        hours: WorkingHours::default(),
        archived: false,
    };
    let added = format!("{} can sign in as {}.", person.name, person.email);
    store.add_user(None, person, &hash, now).await?;
    say(added)
}

async fn list(store: &Store) -> Result<()> {
    for person in store.users().await? {
        let role = match (person.archived, person.role) {
            (true, _) => "disabled",
            (false, Role::Administrator) => "administrator",
            (false, Role::Member) => "member",
        };
        say(format_args!("{:<40} {role:<14} {}", person.email, person.name))?;
    }
    Ok(())
}

async fn set_password(store: &Store, email: &str, password: &NewPassword, clock: Clock) -> Result<()> {
    let person = find(store, email).await?;
    let hash = password.hash().await?;
    store.set_password_hash(person.id, &hash, clock.now()).await?;
    store.end_sessions(person.id, None).await?;
    say(format_args!("{} has another password, and is signed out everywhere.", person.email))
}

async fn disable(store: &Store, email: &str, clock: Clock) -> Result<()> {
    let person = find(store, email).await?;
    let users = store.users().await?;
    // On behalf of an administrator: the rule that one has to remain is the same as on the screens.
    let administrator = users.iter().find(|user| !user.archived && user.role == Role::Administrator);
    let Some(administrator) = administrator else { return Err(Failed::say("there is no administrator")) };
    let who = Who { person: administrator.id, channel: Channel::CommandLine };
    let disabled = format!("{} cannot sign in any more.", person.email);
    store.save_person(who, Person { archived: true, ..person }, clock.now()).await?;
    say(disabled)
}

async fn find(store: &Store, email: &str) -> Result<Person> {
    let users = store.users().await?;
    let found = users.into_iter().find(|person| person.email.to_lowercase() == email.trim().to_lowercase());
    found.ok_or_else(|| Failed::say(format!("nobody has the address {email}")))
}

impl NewPassword {
    async fn hash(&self) -> Result<String> {
        let password = match &self.password_file {
            Some(file) => first_line(file)?,
            None => {
                let made_up = made_up();
                say(format_args!("The password is {made_up}"))?;
                made_up
            }
        };
        check_new_password(&password).map_err(store::Error::from)?;
        Hashing::default().hash(&password).await.map_err(Failed::say)
    }
}

fn first_line(file: &Path) -> Result<String> {
    let text = if file == Path::new("-") {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        line
    } else {
        let cannot = |error| Failed::say(format!("{} cannot be read: {error}", file.display()));
        std::fs::read_to_string(file).map_err(cannot)?
    };
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Twenty characters that nobody confuses: a hundred random bits.
fn made_up() -> String {
    const CHARACTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
    let random: [u8; 20] = rand::random();
    random.iter().map(|byte| char::from(CHARACTERS[usize::from(byte % 32)])).collect()
}
