//! A conversation under load: a thousand sockets in fifty conversations, two hundred messages a second, the server on
//! the same cores; then one message to a thousand sockets, beside a bare broadcast by Node; then the load again with the
//! server killed in the middle of it.
//!
//! `DAYBOOK_BENCH_BINARY` names the program, `DAYBOOK_TEST_POSTGRES` a Postgres to be measured beside SQLite.

mod ears;
mod organisation;
mod process;
mod speakers;

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bench::database::Database;
use bench::{Timings, figure, line, mark, show, title};
use ears::{Ears, Heard};
use organisation::Organisation;
use process::Process;
use speakers::{Said, Speakers};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Everything that is measured is told in the time since this.
static BEGAN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);

const SOCKETS: usize = 1_000;
const EVERY: Duration = Duration::from_millis(5);
const LASTS: Duration = Duration::from_secs(30);
/// What has been said is heard by then, or it is lost.
const SETTLES: Duration = Duration::from_secs(5);
/// Of the load with the server killed in the middle, seconds before and after.
const HALF: Duration = Duration::from_secs(10);

/// One message to everybody: so many of them, so often.
const BROADCASTS: usize = 200;
const BETWEEN_BROADCASTS: Duration = Duration::from_millis(100);

#[tokio::main]
async fn main() -> Result<()> {
    let binary =
        std::env::var("DAYBOOK_BENCH_BINARY").map_err(|_| "DAYBOOK_BENCH_BINARY names no program")?;
    measure("SQLite", Database::sqlite().map_err(plain)?, &binary).await?;
    if let Ok(cluster) = std::env::var("DAYBOOK_TEST_POSTGRES") {
        measure("Postgres", Database::postgres(&cluster, "bench_chat").await.map_err(plain)?, &binary)
            .await?;
    }
    Ok(())
}

fn plain(error: Box<dyn Error>) -> Box<dyn Error + Send + Sync> {
    error.to_string().into()
}

async fn measure(engine: &str, database: Database, binary: &str) -> Result<()> {
    let organisation = Organisation::found(&database.url).await?;
    let server = Process::daybook(binary, &database.url, None).await?;
    let organisation = Arc::new(organisation.signed_in(server.addr).await?);

    title(&format!("{engine}: {SOCKETS} sockets in {} conversations", organisation.conversations.len()));
    let empty = server.memory()?;
    let ears = Ears::in_conversations(&organisation, server.addr, SOCKETS).await?;
    figure(
        "memory of the server for each socket",
        format!("{:.1} kB", (server.memory()? - empty) / SOCKETS as f64 / 1e3),
    );
    let (before, began) = (server.cpu()?, Instant::now());
    let speakers = Speakers::begin(&organisation, server.addr, EVERY);
    tokio::time::sleep(LASTS).await;
    let said = speakers.end().await?;
    let (cpu, lasted) = (server.cpu()? - before, began.elapsed());
    let heard = ears.after(SETTLES).await?;
    judge(&said, &heard, &organisation)?;
    figure("messages a second, acknowledged", format!("{:.0}", said.len() as f64 / lasted.as_secs_f64()));
    line("from sending to the acknowledgement", &answers(&said));
    let delivered = deliveries(&heard);
    line("from sending to a socket", &delivered);
    mark("that, at the 99th percentile", delivered.percentile(99).as_secs_f64() * 1e3, 100.0, "ms");
    figure(
        "the server's share of one core",
        format!("{:.0} %", cpu.as_secs_f64() / lasted.as_secs_f64() * 1e2),
    );

    fan_out(&organisation, &server, engine).await?;

    title(&format!("{engine}: the same load, with the server killed in the middle"));
    let ears = Ears::in_conversations(&organisation, server.addr, SOCKETS).await?;
    let speakers = Speakers::begin(&organisation, server.addr, EVERY);
    tokio::time::sleep(HALF).await;
    let addr = server.addr;
    server.kill().await?;
    let killed = Instant::now();
    let server = Process::daybook(binary, &database.url, Some(addr)).await?;
    figure("down for", show(killed.elapsed()));
    tokio::time::sleep(HALF).await;
    let said = speakers.end().await?;
    let heard = ears.after(SETTLES).await?;
    judge(&said, &heard, &organisation)?;
    figure("sockets that came back by themselves", heard.iter().filter(|ear| ear.connected > 1).count());
    figure("of them those that read again over HTTP", heard.iter().filter(|ear| ear.read_again > 0).count());
    server.kill().await?;
    database.drop().await.map_err(plain)
}

/// One message to everybody in one conversation, beside the same by a bare server.
async fn fan_out(organisation: &Arc<Organisation>, server: &Process, engine: &str) -> Result<()> {
    title(&format!("{engine}: one message to {SOCKETS} sockets"));
    let ears = Ears::in_the_large_one(organisation, server.addr, SOCKETS).await?;
    let before = server.cpu()?;
    let (said, sample) =
        speakers::broadcast(organisation, server.addr, BROADCASTS, BETWEEN_BROADCASTS).await?;
    let heard = ears.after(Duration::from_secs(1)).await?;
    let ours = (server.cpu()? - before).as_secs_f64() * 1e6 / (BROADCASTS * SOCKETS) as f64;
    judge_large(&said, &heard)?;
    let delivered = deliveries(&heard);
    line("from sending to a socket", &delivered);
    figure("that, at the 99th percentile", show(delivered.percentile(99)));

    let bare = Process::node().await?;
    let ears = Ears::at_a_bare_server(bare.addr, SOCKETS).await?;
    let before = bare.cpu()?;
    speakers::broadcast_bare(bare.addr, &sample, BROADCASTS, BETWEEN_BROADCASTS).await?;
    let heard = ears.after(Duration::from_secs(1)).await?;
    let theirs = (bare.cpu()? - before).as_secs_f64() * 1e6 / (BROADCASTS * SOCKETS) as f64;
    if heard.iter().any(|ear| ear.live.len() != BROADCASTS) {
        return Err("the bare server has not told everybody".into());
    }
    line("the same from a bare server in Node", &deliveries(&heard));
    bare.kill().await?;
    figure("of the bare server, CPU for each delivery", format!("{theirs:.1} µs"));
    mark("of ours, with the session, the store and the log", ours, theirs, "µs");
    Ok(())
}

/// That everybody heard what was acknowledged in their conversation, once, in the same order.
fn judge(said: &[Said], heard: &[Heard], organisation: &Organisation) -> Result<()> {
    for (number, _) in organisation.conversations.iter().enumerate() {
        let mut spoken: Vec<&Said> = said.iter().filter(|said| said.conversation == number).collect();
        spoken.sort_by_key(|said| said.posted);
        let order: Vec<_> = spoken.iter().map(|said| said.id).collect();
        for ear in heard.iter().filter(|ear| ear.conversation == number) {
            same(&order, ear)?;
        }
    }
    figure("lost, twice, or in another order", "none");
    Ok(())
}

fn judge_large(said: &[Said], heard: &[Heard]) -> Result<()> {
    let order: Vec<_> = said.iter().map(|said| said.id).collect();
    heard.iter().try_for_each(|ear| same(&order, ear))
}

fn same(order: &[uuid::Uuid], ear: &Heard) -> Result<()> {
    let mut once = std::collections::HashSet::new();
    if let Some(message) = ear.live.iter().find(|message| !once.insert(message.id)) {
        return Err(format!("a socket was told twice of {}", message.id).into());
    }
    let whole = ear.whole();
    if whole == order {
        return Ok(());
    }
    let lost = order.iter().filter(|id| !whole.contains(id)).count();
    let unasked = whole.iter().filter(|id| !order.contains(id)).count();
    Err(format!(
        "a socket lacks {lost} messages, has {unasked} that nobody said, or has them in another order"
    )
    .into())
}

fn deliveries(heard: &[Heard]) -> Timings {
    heard.iter().flat_map(|ear| &ear.live).map(|message| message.after).collect()
}

fn answers(said: &[Said]) -> Timings {
    said.iter().map(|said| said.after).collect()
}
