//! A server in a process of its own, and what it costs.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::Result;

pub(crate) struct Process {
    pub(crate) addr: SocketAddr,
    child: Child,
    id: u32,
    _out: Lines<BufReader<ChildStdout>>,
    _data: tempfile::TempDir,
}

impl Process {
    /// # Errors
    /// The program cannot be started.
    pub(crate) async fn daybook(binary: &str, database: &str, addr: Option<SocketAddr>) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let addr = addr.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)));
        let mut command = Command::new(binary);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DAYBOOK_")) {
            command.env_remove(name);
        }
        command.args(["serve", "--addr", &addr.to_string(), "--database-url", database, "--data-dir"]);
        command.arg(data.path()).env("DAYBOOK_LOG", "warn");
        Self::start(command, "listening on http://", data).await
    }

    /// What a server does that only passes on what it is given.
    ///
    /// # Errors
    /// There is no Node, or its packages are not there.
    pub(crate) async fn node() -> Result<Self> {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("broadcast/broadcast.mjs");
        let mut command = Command::new("node");
        command.arg(script);
        Self::start(command, "listening on http://", tempfile::tempdir()?).await
    }

    async fn start(mut command: Command, says: &str, data: tempfile::TempDir) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let mut out = BufReader::new(out).lines();
        let addr = loop {
            let line = out.next_line().await?.ok_or("the server has not said where it listens")?;
            if let Some(origin) = line.strip_prefix(says) {
                break origin.parse()?;
            }
        };
        let id = child.id().ok_or("the server has ended")?;
        Ok(Self { addr, child, id, _out: out, _data: data })
    }

    /// kill -9
    ///
    /// # Errors
    /// It cannot be ended.
    pub(crate) async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// What all its threads have computed so far.
    ///
    /// # Errors
    /// The system does not tell.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let mut nanoseconds = 0;
        for thread in std::fs::read_dir(format!("/proc/{}/task", self.id))? {
            let stat = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            nanoseconds += stat.split(' ').next().unwrap_or_default().parse::<u64>()?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// Bytes that are its own in memory.
    ///
    /// # Errors
    /// The system does not tell.
    pub(crate) fn memory(&self) -> Result<f64> {
        let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.id))?;
        let private = rollup.lines().filter(|line| line.starts_with("Private_"));
        let kilobytes = private.filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        Ok(kilobytes.sum::<f64>() * 1024.0)
    }
}
