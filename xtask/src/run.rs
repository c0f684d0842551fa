//! The demo, as a visitor of the project sees it first.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::step::{self, Result, Trouble};
use crate::{build, place};

/// Serves the release build with the demo organisation from `./data`. Ends when the server ends.
///
/// # Errors
/// It cannot be built or started.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let daybook = build::release()?.daybook;
    step::say(
        "Serving the demo on http://127.0.0.1:3000 (people and passwords are on the sign-in page); Ctrl-C ends it",
    );
    let mut serve = Command::new(daybook);
    serve.args(["serve", "--demo"]).args(arguments).current_dir(place::root());
    // The server takes our place, signals included.
    Err(Trouble::new(format!("the server does not start: {}", serve.exec())))
}
