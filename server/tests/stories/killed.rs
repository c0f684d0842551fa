//! What was answered is kept, even if the process dies the moment after.

use std::net::SocketAddr;
use std::process::Stdio;

use hyper::StatusCode;
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::client::Program;
use crate::house::{Database, Engine, PASSWORD, meeting, new_id};

/// The real program, on a port that the system chose.
pub(crate) struct Process {
    pub(crate) addr: SocketAddr,
    pub(crate) child: Child,
    _out: Lines<BufReader<ChildStdout>>,
}

impl Process {
    pub(crate) async fn serve(database_url: &str, flags: &[&str]) -> Self {
        let mut child = daybook(&["serve", "--addr", "127.0.0.1:0", "--database-url", database_url])
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        let addr = loop {
            let line = out.next_line().await.unwrap().expect("the server said where it listens");
            if let Some(origin) = line.strip_prefix("listening on http://") {
                break origin.parse().unwrap();
            }
        };
        Self { addr, child, _out: out }
    }

    /// kill -9: nothing is finished, nothing is tidied up.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// The program with nothing of this environment that would change what it does.
pub(crate) fn daybook(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
    let settings = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("DAYBOOK_"));
    for name in settings.collect::<Vec<_>>() {
        command.env_remove(name);
    }
    command.args(arguments).env("DAYBOOK_LOG", "warn").kill_on_drop(true);
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_that_was_answered_survives_kill_9_on_sqlite() {
    a_meeting_that_was_answered_survives_kill_9(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_that_was_answered_survives_kill_9_on_postgres() {
    a_meeting_that_was_answered_survives_kill_9(Engine::Postgres).await;
}

async fn a_meeting_that_was_answered_survives_kill_9(engine: Engine) {
    let database = Database::new(engine).await;
    let mut process = Process::serve(&database.url, &[]).await;
    let founder = [("name", "Anna"), ("email", "anna@example.org"), ("password", PASSWORD)];
    let mut browser = crate::client::Browser::at(process.addr);
    assert_eq!(browser.submit("/first-administrator", &founder).await.leads_to(), "/");

    let mut kept = Vec::new();
    for hour in 8..12 {
        let anna = Program::sign_in(process.addr, "anna@example.org", PASSWORD).await;
        let mut wanted = meeting("Right before the end", 25, hour);
        wanted["id"] = json!(new_id());
        let answer = anna.post("/meetings", &wanted).await.expect(StatusCode::CREATED);
        process.kill().await;
        kept.push(answer.json());

        process = Process::serve(&database.url, &[]).await;
        // The session is kept too.
        let anna = Program { addr: process.addr, ..anna };
        for card in &kept {
            let path = format!("/meetings/{}", card["id"].as_str().unwrap());
            assert_eq!(&anna.get(&path).await.expect(StatusCode::OK).json(), card);
        }
    }
    process.kill().await;
    database.drop().await;
}
