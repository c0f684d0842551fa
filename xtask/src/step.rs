//! Runs one command after another, says what each is for, and stops all of them on Ctrl-C.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

pub(crate) type Result<T, E = Trouble> = std::result::Result<T, E>;

/// Why something could not be done: one sentence, and where there is one, the remedy.
#[derive(Debug)]
pub(crate) struct Trouble {
    what: String,
    remedy: Option<String>,
}

impl Trouble {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: None }
    }

    pub(crate) fn remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.remedy {
            Some(remedy) => write!(f, "{}; {remedy}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

/// Says what was being done when something else failed.
pub(crate) trait OrSay<T> {
    fn or_say(self, what: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> OrSay<T> for Result<T, E> {
    fn or_say(self, what: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Trouble::new(format!("{what}: {error:#}")))
    }
}

/// Announces what comes next.
pub(crate) fn say(what: impl fmt::Display) {
    println!("\n==> {what}");
}

/// Runs a command whose output is shown as it comes.
///
/// # Errors
/// The command cannot be started or does not succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let child = start(command)?;
    succeeded(command, wait(child)?)
}

/// Runs a command that is given up after `limit`.
///
/// # Errors
/// The command cannot be started, does not succeed, or takes longer.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let child = start(command)?;
    match wait_within(child, Some(limit))? {
        Some(status) => succeeded(command, status),
        None => Err(Trouble::new(format!("`{}` took longer than {} s", shown(command), limit.as_secs()))),
    }
}

/// Runs a command and passes each line it prints to `line`; whatever else it says is shown.
///
/// # Errors
/// The command cannot be started. Whether it succeeded is in the status.
pub(crate) fn lines(command: &mut Command, mut line: impl FnMut(&str) + Send) -> Result<ExitStatus> {
    let mut child = start(command.stdout(Stdio::piped()))?;
    let printed = child.stdout.take();
    thread::scope(|scope| {
        scope.spawn(move || {
            for text in
                printed.into_iter().flat_map(|pipe| BufReader::new(pipe).lines()).map_while(|line| line.ok())
            {
                line(&text);
            }
        });
        wait(child)
    })
}

/// What a command prints.
///
/// # Errors
/// The command cannot be started or does not succeed; what it complained of is shown.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let mut printed = String::new();
    let status = lines(command, |line| {
        printed.push_str(line);
        printed.push('\n');
    })?;
    succeeded(command, status)?;
    Ok(printed)
}

/// Starts a command in a process group of its own, so that it can be stopped with all it has started.
///
/// # Errors
/// The command cannot be started.
pub(crate) fn start(command: &mut Command) -> Result<Child> {
    command
        .process_group(0)
        .stdin(Stdio::null())
        .spawn()
        .or_say(format_args!("`{}` does not start", shown(command)))
}

/// Waits for a command to end; on Ctrl-C, ends it.
///
/// # Errors
/// Somebody asked to stop.
pub(crate) fn wait(child: Child) -> Result<ExitStatus> {
    wait_within(child, None).map(Option::unwrap_or_default)
}

/// `None`: it took longer than `limit` and was ended.
fn wait_within(mut child: Child, limit: Option<Duration>) -> Result<Option<ExitStatus>> {
    let since = Instant::now();
    loop {
        if let Some(status) = child.try_wait().or_say("a command cannot be waited for")? {
            return if interrupted() { Err(stopped()) } else { Ok(Some(status)) };
        }
        let late = limit.is_some_and(|limit| since.elapsed() > limit);
        if interrupted() || late {
            stop(&mut child, Signal::TERM);
            return if interrupted() { Err(stopped()) } else { Ok(None) };
        }
        thread::sleep(LOOK_AGAIN);
    }
}

/// Asks a command and all it has started to end, and ends them if they do not.
pub(crate) fn stop(child: &mut Child, signal: Signal) {
    let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else { return };
    // It may be gone already, which is all that is wanted.
    let _ = kill_process_group(group, signal);
    let asked = Instant::now();
    while asked.elapsed() < PATIENCE {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(LOOK_AGAIN);
    }
    let _ = kill_process_group(group, Signal::KILL);
    drop(child.wait());
}

/// From now on Ctrl-C and a polite request to end are noticed by [`wait`] instead of ending this process.
///
/// # Errors
/// The system does not let us listen.
pub(crate) fn stop_on_signals() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed)).or_say("signals cannot be received")
}

pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

fn stopped() -> Trouble {
    Trouble::new("stopped on request")
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        Ok(())
    } else {
        Err(Trouble::new(format!("`{}` failed ({status})", shown(command))))
    }
}

fn shown(command: &Command) -> String {
    let mut text = program_name(command);
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

fn program_name(command: &Command) -> String {
    std::path::Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned()
}

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

const LOOK_AGAIN: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_secs(10);
