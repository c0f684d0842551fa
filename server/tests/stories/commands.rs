//! The command line.

use std::io::Write as _;
use std::process::{Output, Stdio};

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::client::{Browser, Program};
use crate::house::{Database, Engine, PASSWORD, meeting};
use crate::killed::{Process, daybook};

/// Runs a command to its end.
async fn run(arguments: &[&str]) -> Output {
    daybook(arguments).stdin(Stdio::null()).output().await.unwrap()
}

#[track_caller]
fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn complained(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let complaint = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(complaint.starts_with("daybook: ") && complaint.lines().count() == 1, "{complaint}");
    complaint
}

/// A file with a password in its first line.
fn password_file(password: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "{password}").unwrap();
    file
}

async fn add_anna(url: &str) {
    let file = password_file(PASSWORD);
    let path = file.path().to_str().unwrap();
    let who = ["user", "add", "anna@example.org", "--name", "Anna", "--administrator"];
    let added = run(&[&who, ["--password-file", path, "--database-url", url].as_slice()].concat()).await;
    assert_eq!(said(&added), "Anna can sign in as anna@example.org.\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn users_are_kept_from_the_command_line() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = Database::new(engine).await;
        let url = database.url.as_str();
        said(&run(&["migrate", "--database-url", url]).await);
        add_anna(url).await;
        let added =
            said(&run(&["user", "add", "vera@example.org", "--name", "Vera", "--database-url", url]).await);
        let made_up = added.lines().next().unwrap().strip_prefix("The password is ").unwrap().to_owned();
        let twice = run(&["user", "add", "Vera@Example.org", "--name", "Vera", "--database-url", url]).await;
        assert!(complained(&twice).contains("duplicate"));
        let list = said(&run(&["user", "list", "--database-url", url]).await);
        assert!(list.lines().any(|line| line.contains("anna@example.org") && line.contains("administrator")));
        assert!(list.lines().any(|line| line.contains("vera@example.org") && line.contains("member")));

        let process = Process::serve(url, &[]).await;
        let mut vera = Browser::at(process.addr);
        assert_eq!(vera.sign_in("vera@example.org", &made_up).await.leads_to(), "/");
        let file = password_file("another password");
        let path = file.path().to_str().unwrap();
        said(
            &run(&["user", "password", "vera@example.org", "--password-file", path, "--database-url", url])
                .await,
        );
        assert!(!vera.is_signed_in().await);
        assert_eq!(vera.sign_in("vera@example.org", "another password").await.leads_to(), "/");
        said(&run(&["user", "disable", "vera@example.org", "--database-url", url]).await);
        assert!(!vera.is_signed_in().await);
        let last = run(&["user", "disable", "anna@example.org", "--database-url", url]).await;
        assert!(complained(&last).contains("last_administrator"));
        let nobody = run(&["user", "disable", "nobody@example.org", "--database-url", url]).await;
        assert!(complained(&nobody).contains("nobody has the address"));
        process.kill().await;
        database.drop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_while_the_server_runs_and_restored_when_it_does_not() {
    let database = Database::new(Engine::Sqlite).await;
    let url = database.url.as_str();
    let data = tempfile::tempdir().unwrap();
    let data_dir = data.path().to_str().unwrap();
    let here = ["--database-url", url, "--data-dir", data_dir];
    let command = |name: &'static str, file: &str| [&[name, file], here.as_slice()].concat().join("\n");
    let run_here = async |name, file: &str| run(&command(name, file).lines().collect::<Vec<_>>()).await;
    add_anna(url).await;
    let process = Process::serve(url, &["--data-dir", data_dir]).await;
    let anna = Program::sign_in(process.addr, "anna@example.org", PASSWORD).await;
    let kept = anna.post("/meetings", &meeting("Kept", 25, 9)).await.expect(StatusCode::CREATED).json();

    let file = format!("/meetings/{}/attachments?name=Plan", kept["id"].as_str().unwrap());
    let file = anna.post(&file, &json!(["a plan"])).await.expect(StatusCode::CREATED);
    let file = file.header("location").trim_start_matches("/api/v1").to_owned();
    let kept = anna.get(&format!("/meetings/{}", kept["id"].as_str().unwrap())).await.json();

    let backup = database.folder().join("backup.db");
    let backup = backup.to_str().unwrap();
    said(&run_here("backup", backup).await);
    assert!(complained(&run_here("backup", backup).await).contains("is there already"));
    let late = anna.post("/meetings", &meeting("Too late", 25, 10)).await.expect(StatusCode::CREATED).json();

    let running = complained(&run_here("restore", backup).await);
    assert!(running.contains("a server uses the database"), "{running}");
    process.kill().await;

    let foreign = database.folder().join("notes.txt");
    std::fs::write(&foreign, "not a database").unwrap();
    let refused = complained(&run_here("restore", foreign.to_str().unwrap()).await);
    assert!(refused.contains("not a whole SQLite database"), "{refused}");
    let empty = database.folder().join("empty.db");
    std::fs::write(&empty, "").unwrap();
    let refused = complained(&run_here("restore", empty.to_str().unwrap()).await);
    assert!(refused.contains("not a Daybook database"), "{refused}");

    std::fs::remove_dir_all(data.path().join("attachments")).unwrap();
    said(&run_here("restore", backup).await);
    let process = Process::serve(url, &["--data-dir", data_dir]).await;
    let anna = Program { addr: process.addr, ..anna };
    let card = |card: &Value| format!("/meetings/{}", card["id"].as_str().unwrap());
    assert_eq!(anna.get(&card(&kept)).await.expect(StatusCode::OK).json(), kept);
    assert_eq!(anna.get(&file).await.expect(StatusCode::OK).text(), "[\"a plan\"]");
    assert_eq!(anna.get(&card(&late)).await.status, StatusCode::NOT_FOUND);
    process.kill().await;
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_organisation_fills_an_empty_database_and_is_exported() {
    let database = Database::new(Engine::Sqlite).await;
    let url = database.url.as_str();
    let size = ["--people", "12", "--weeks", "2", "--meetings", "40", "--seed", "3", "--language", "ru"];
    let fill = [&["demo", "--database-url", url], size.as_slice()].concat();
    let told = said(&run(&fill).await);
    assert!(told.contains("12 people, 40 meetings"), "{told}");
    assert!(complained(&run(&fill).await).contains("only an empty database"));

    let export = said(&run(&["export", "--database-url", url]).await);
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for line in export.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        *counts.entry(line["type"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!((counts["person"], counts["meeting"]), (12, 40));
    for r#type in ["department", "kind", "category", "place", "client", "contact", "change"] {
        assert!(counts.contains_key(r#type), "{type} in {counts:?}");
    }
    assert!(!export.contains("$argon2id$"));

    let process = Process::serve(url, &["--demo"]).await;
    let mut rep = Browser::at(process.addr);
    assert_eq!(rep.sign_in("rep1@demo.example", "daybook-demo").await.leads_to(), "/");
    let page = Browser::at(process.addr).get("/sign-in").await.text();
    for email in domain::samples::Known::ALL.map(domain::samples::Known::email) {
        assert!(page.contains(email), "{email}");
    }
    process.kill().await;
    database.drop().await;
}

/// `cargo xtask run` begins like this.
#[tokio::test(flavor = "multi_thread")]
async fn serving_the_demo_fills_an_empty_database() {
    let database = Database::new(Engine::Sqlite).await;
    let process = Process::serve(&database.url, &["--demo"]).await;
    let mut rep = Browser::at(process.addr);
    assert_eq!(rep.submit("/demo-sign-in", &[("email", "head@demo.example")]).await.leads_to(), "/");
    assert_eq!(rep.get("/").await.status, StatusCode::OK);
    process.kill().await;
    database.drop().await;
}

/// SIGTERM: what was begun is finished, and the process ends by itself.
#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_the_server_ends_well() {
    let database = Database::new(Engine::Sqlite).await;
    let mut process = Process::serve(&database.url, &[]).await;
    let id = process.child.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let ended = tokio::time::timeout(std::time::Duration::from_secs(15), process.child.wait()).await;
    assert!(ended.expect("it ends by itself").unwrap().success());
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_work_is_said_in_one_sentence() {
    assert!(said(&run(&["--version"]).await).starts_with("daybook "));
    for command in ["serve", "demo", "migrate", "user", "backup", "restore", "export"] {
        assert!(said(&run(&["--help"]).await).contains(command));
    }
    let wrong = run(&["migrate", "--database-url", "mysql://localhost/daybook"]).await;
    assert!(complained(&wrong).contains("sqlite:// or postgres://"));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let database = Database::new(Engine::Sqlite).await;
    let in_use = run(&["serve", "--addr", &addr, "--database-url", &database.url]).await;
    assert!(complained(&in_use).contains("cannot be used"));
    database.drop().await;
}
