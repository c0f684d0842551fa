//! The program: reads what it is told, and hands over to a command.

mod command;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::clock::Clock;
use server::config::ServeSettings;
use server::{Format, start_log};

use command::{Failed, Result};

/// Plans meetings with clients and colleagues.
#[derive(Parser)]
#[command(name = "daybook", version, about, arg_required_else_help = true)]
struct Daybook {
    #[command(subcommand)]
    command: Command,

    /// What is logged, such as info or info,store=debug
    #[arg(long, global = true, env = "DAYBOOK_LOG", default_value = "info", value_name = "FILTER")]
    log: String,

    /// How the log is written
    #[arg(long, global = true, env = "DAYBOOK_LOG_FORMAT", value_enum, default_value_t)]
    log_format: Format,
}

#[derive(Subcommand)]
enum Command {
    /// Answers browsers and programs until it is told to stop
    Serve(Box<ServeSettings>),
    /// Fills an empty database with a made-up organisation
    Demo(command::demo::Settings),
    /// Brings the database up to date
    Migrate(command::migrate::Settings),
    /// Adds, lists, and disables users, and sets their passwords
    User(command::user::Settings),
    /// Writes a copy of the database into a new file, while the server runs
    Backup(command::backup::Settings),
    /// Puts such a copy in the place of the database, while no server runs
    Restore(command::restore::Settings),
    /// Writes everything to standard output, one JSON value a line
    Export(command::export::Settings),
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Daybook::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            tracing::debug!(?failed, "failed");
            command::complain(&failed);
            ExitCode::FAILURE
        }
    }
}

async fn run(Daybook { command, log, log_format }: Daybook) -> Result<()> {
    start_log(&log, log_format).map_err(Failed::say)?;
    let clock = Clock::from_environment().map_err(Failed::say)?;
    match command {
        Command::Serve(settings) => command::serve::run(*settings, clock).await,
        Command::Demo(settings) => command::demo::run(settings, clock).await,
        Command::Migrate(settings) => command::migrate::run(settings).await,
        Command::User(settings) => command::user::run(settings, clock).await,
        Command::Backup(settings) => command::backup::run(settings).await,
        Command::Restore(settings) => command::restore::run(settings).await,
        Command::Export(settings) => command::export::run(settings).await,
    }
}
