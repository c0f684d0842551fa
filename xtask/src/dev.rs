//! Serves a debug build and keeps it up to date with the code.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rustix::process::Signal;

use crate::step::{self, OrSay as _, Result};
use crate::{build, place, setup};

/// What a change of is followed by a build.
const WATCHED: [&str; 9] =
    ["Cargo.toml", "app", "domain", "frontend", "migrations", "public", "server", "store", "style"];

/// Serves the demo from `./data` until Ctrl-C. What does not compile is told, and the former build goes on serving.
///
/// # Errors
/// Something is missing and cannot be set up.
pub(crate) fn dev(arguments: &[String]) -> Result<()> {
    setup::for_building()?;
    let mut serving: Option<Serving> = None;
    loop {
        let seen = Sources::look()?;
        let began = Instant::now();
        match build::debug() {
            Ok(daybook) => {
                drop(serving.take());
                serving = Some(Serving::start(&daybook, arguments)?);
                step::say(format_args!(
                    "Up to date after {:.1} s; waiting for a change",
                    began.elapsed().as_secs_f32()
                ));
            }
            Err(trouble) if step::interrupted() => return Err(trouble),
            Err(trouble) => step::say(format_args!("{trouble}. Waiting for a change")),
        }
        while Sources::look()? == seen {
            thread::sleep(LOOK_AGAIN);
            if step::interrupted() {
                return Ok(());
            }
        }
    }
}

/// A running server that ends when it is dropped.
struct Serving(Child);

impl Serving {
    fn start(daybook: &Path, arguments: &[String]) -> Result<Self> {
        let mut serve = Command::new(daybook);
        step::start(serve.args(["serve", "--demo"]).args(arguments).current_dir(place::root())).map(Self)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        step::stop(&mut self.0, Signal::TERM);
    }
}

/// The source files and when each was written last.
#[derive(PartialEq, Eq)]
struct Sources(BTreeMap<PathBuf, SystemTime>);

impl Sources {
    fn look() -> Result<Self> {
        let mut files = BTreeMap::new();
        for path in WATCHED {
            collect(&place::root().join(path), &mut files)?;
        }
        Ok(Self(files))
    }
}

fn collect(path: &Path, files: &mut BTreeMap<PathBuf, SystemTime>) -> Result<()> {
    // What vanishes while we look is a change like any other.
    let Ok(about) = fs::metadata(path) else { return Ok(()) };
    if about.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), files)?;
        }
    } else {
        let written = about.modified().or_say(format_args!("{} has no time", path.display()))?;
        files.insert(path.to_owned(), written);
    }
    Ok(())
}

const LOOK_AGAIN: Duration = Duration::from_millis(200);
