//! `daybook demo`

use std::io::{self, Write as _};
use std::time::Instant;

use clap::Args;
use domain::people::Language;
use domain::samples::{FEWEST_PEOPLE, PASSWORD};
use domain::time::{ZoneName, ZoneRules};
use server::Hashing;
use server::clock::Clock;
use server::config::DatabaseSettings;
use store::Store;

use super::{Failed, Result, language_here, open, say, zone_here};

#[derive(Args)]
pub(crate) struct Settings {
    #[command(flatten)]
    database: DatabaseSettings,
    #[command(flatten)]
    size: Size,
}

/// How big the organisation is.
#[derive(Args)]
pub(crate) struct Size {
    /// How many people work there
    #[arg(long, default_value_t = USUAL.people, value_parser = clap::value_parser!(u32).range(i64::from(FEWEST_PEOPLE)..=100_000))]
    people: u32,

    /// Over how many weeks the meetings are spread, this one in the middle
    #[arg(long, default_value_t = USUAL.weeks, value_parser = clap::value_parser!(u32).range(1..=520))]
    weeks: u32,

    /// How many meetings there are
    #[arg(long, default_value_t = USUAL.meetings, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    meetings: u32,

    /// The same seed gives the same people and meetings
    #[arg(long, default_value_t = USUAL.seed)]
    seed: u64,

    /// What is spoken there: en or ru [default: the language of this machine]
    #[arg(long, env = "DAYBOOK_DEMO_LANGUAGE", value_parser = language)]
    language: Option<Language>,

    /// The zone of its offices, such as Europe/Moscow [default: the zone of this machine]
    #[arg(long, env = "DAYBOOK_DEMO_ZONE")]
    zone: Option<String>,
}

/// What `cargo xtask run` shows.
const USUAL: domain::samples::Size = domain::samples::Size::demo(Language::English);

impl Default for Size {
    /// The usual one, as the environment wants it.
    fn default() -> Self {
        let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
        Self {
            people: USUAL.people,
            weeks: USUAL.weeks,
            meetings: USUAL.meetings,
            seed: USUAL.seed,
            language: set("DAYBOOK_DEMO_LANGUAGE").and_then(|tag| Language::preferred(&tag)),
            zone: set("DAYBOOK_DEMO_ZONE"),
        }
    }
}

fn language(tag: &str) -> Result<Language, &'static str> {
    Language::preferred(tag).ok_or("either en or ru")
}

pub(crate) async fn run(settings: Settings, clock: Clock) -> Result<()> {
    let store = open(&settings.database).await?;
    fill(&store, &settings.size, clock).await?;
    store.close().await;
    Ok(())
}

/// Fills an empty database, and says how far it is.
pub(super) async fn fill(store: &Store, size: &Size, clock: Clock) -> Result<()> {
    let rules = size.rules()?;
    let hash = Hashing::default().hash(PASSWORD).await.map_err(Failed::say)?;
    let size = domain::samples::Size {
        people: size.people,
        weeks: size.weeks,
        meetings: size.meetings,
        seed: size.seed,
        language: size.language.unwrap_or_else(language_here),
    };
    let started = Instant::now();
    let mut told = 0;
    let progress = |progress: store::Progress| {
        let percent = u64::from(progress.meetings) * 100 / u64::from(progress.of.max(1));
        if percent >= told + 5 {
            told = percent;
            // It goes on whether somebody looks or not.
            let _ =
                writeln!(io::stderr(), "{percent:>3} % · {} of {} meetings", progress.meetings, progress.of);
        }
    };
    store.fill(&size, &rules, &hash, clock.now(), progress).await?;
    let seconds = started.elapsed().as_secs_f64();
    say(format_args!(
        "The demo organisation is there: {} people, {} meetings in {seconds:.1} s. Everybody's password is {PASSWORD}.",
        size.people, size.meetings
    ))
}

impl Size {
    fn rules(&self) -> Result<std::sync::Arc<ZoneRules>> {
        let zone = self.zone.clone().map_or_else(zone_here, ZoneName);
        store::zones::rules(&zone).ok_or_else(|| Failed::say(format!("there is no zone \"{zone}\"")))
    }
}
