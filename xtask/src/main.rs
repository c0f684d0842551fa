//! The project's commands: `cargo xtask run`, `test`, `build`, `dev`, `bench`, `setup`, `postgres`.
//!
//! Each sets up what it needs and says what it does. A new command is a file here and a line in `main`;
//! a thing that a machine may lack goes to `setup/`. Nothing of the product lives here.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "telling what is going on is this program's work"
)]

mod bench;
mod build;
mod check;
mod dev;
mod place;
mod postgres;
mod run;
mod setup;
mod step;
mod tally;
mod test;

use std::process::ExitCode;

use step::{Result, Trouble};

const HELP: &str = "\
cargo xtask COMMAND

  run [ARGUMENTS]    build for release and serve the demo on http://127.0.0.1:3000; arguments go to `daybook serve`
  test [PART ...]    everything, or only the parts named: checks, rust, browser;
                     what follows -- goes to `cargo test` or Playwright
  build              the self-contained release binary, target/release/daybook
  dev [ARGUMENTS]    serve a debug build; rebuild and restart on a change
  bench [PART ...]   the measurements as tables, or only the parts named: grid, store, chat, browser
  setup              only what is missing on this machine
  postgres           a throw-away PostgreSQL for tests run by hand, until Ctrl-C";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let arguments: Vec<String> = arguments.collect();

    match step::stop_on_signals().and_then(|()| carry_out(&command, &arguments)) {
        Ok(code) => code,
        Err(trouble) => {
            eprintln!("\nxtask: {trouble}.");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: &str, arguments: &[String]) -> Result<ExitCode> {
    match command {
        "run" => run::run(arguments)?,
        "test" => return test::test(arguments),
        "build" => build::release().map(drop)?,
        "dev" => dev::dev(arguments)?,
        "bench" => bench::bench(arguments)?,
        "setup" => setup::everything()?,
        "postgres" => postgres::until_interrupted()?,
        "" | "help" | "--help" | "-h" => println!("{HELP}"),
        other => {
            return Err(
                Trouble::new(format!("there is no command `{other}`")).remedy("see `cargo xtask help`")
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}
