//! A PostgreSQL cluster that lives as long as the tests do.

use std::fs;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tempfile::TempDir;

use crate::setup::packages;
use crate::step::{self, OrSay as _, Result, Trouble};

/// The variable that tells store tests where databases may be created.
pub(crate) const TEST_POSTGRES: &str = "DAYBOOK_TEST_POSTGRES";

/// A running server with a superuser `postgres` and no password, reachable from this machine only.
/// When it is dropped, the server is stopped and its files are removed.
pub(crate) struct Cluster {
    server: Child,
    folder: TempDir,
    port: u16,
}

/// What a committed row survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// The end of the process that wrote it. Tests ask for no more.
    Process,
    /// A power cut, as in earnest.
    Full,
}

/// Serves a cluster until Ctrl-C.
///
/// # Errors
/// PostgreSQL is missing and cannot be installed, or does not start.
pub(crate) fn until_interrupted() -> Result<()> {
    packages::postgres()?;
    let cluster = Cluster::start(Durability::Process)?;
    println!("{TEST_POSTGRES}={}", cluster.url());
    println!("It is gone after Ctrl-C.");
    while !step::interrupted() {
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

impl Cluster {
    /// # Errors
    /// PostgreSQL's programs are missing, or it does not start; its own words are then in the sentence.
    pub(crate) fn start(durability: Durability) -> Result<Self> {
        let programs = programs().ok_or_else(|| {
            Trouble::new("PostgreSQL's server programs (initdb, postgres) are not installed")
                .remedy("`cargo xtask setup` installs them on Debian; elsewhere put them into the PATH")
        })?;
        let account = Account::without_privileges()?;
        let folder = tempfile::Builder::new()
            .prefix("daybook-postgres-")
            .tempdir()
            .or_say("a temporary folder cannot be made")?;
        if let Some(account) = &account {
            chown(folder.path(), Some(account.user), Some(account.group))
                .or_say("the cluster's folder cannot be given away")?;
        }

        let mut initdb = Command::new(programs.join("initdb"));
        initdb.args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--pgdata",
        ]);
        become_account(&mut initdb, account.as_ref(), folder.path());
        step::read(initdb.arg(folder.path().join("data")))?;

        for _ in 0..PORTS_TO_TRY {
            let port = free_port()?;
            let log =
                fs::File::create(folder.path().join("log")).or_say("the cluster's log cannot be made")?;
            let mut postgres = Command::new(programs.join("postgres"));
            become_account(&mut postgres, account.as_ref(), folder.path());
            postgres.stdout(Stdio::null()).stderr(log).arg("-D").arg(folder.path().join("data"));
            let settings: &[&str] = if durability == Durability::Full { &[] } else { &HASTY };
            for setting in SETTINGS.iter().chain(settings).map(|setting| (*setting).to_owned()).chain([
                format!("port={port}"),
                format!("unix_socket_directories={}", folder.path().display()),
            ]) {
                postgres.arg("-c").arg(setting);
            }
            let mut server = step::start(&mut postgres)?;
            if answers(&mut server, port)? {
                return Ok(Self { server, folder, port });
            }
        }
        let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        Err(Trouble::new(format!("PostgreSQL does not start: {}", log.trim())))
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Its "immediate shutdown": the files are thrown away anyway.
        step::stop(&mut self.server, Signal::QUIT);
        // Files that other accounts own go with the folder when we are root, and are ours otherwise.
        drop(fs::remove_dir_all(self.folder.path()));
    }
}

/// The folder that holds `initdb` and `postgres`: the PATH's, or the newest of Debian's.
pub(crate) fn programs() -> Option<PathBuf> {
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    debian.sort();
    debian.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = debian.into_iter().chain(std::env::split_paths(&path));
    folders
        .into_iter()
        .find(|folder| ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file()))
}

/// PostgreSQL refuses to run as root, so root lends it another account.
struct Account {
    user: u32,
    group: u32,
}

impl Account {
    fn without_privileges() -> Result<Option<Self>> {
        let we_are_root = fs::metadata("/proc/self").or_say("/proc cannot be read")?.uid() == 0;
        if !we_are_root {
            return Ok(None);
        }
        let accounts = fs::read_to_string("/etc/passwd").or_say("/etc/passwd cannot be read")?;
        ["postgres", "nobody"].iter().find_map(|name| Self::named(name, &accounts)).map(Some).ok_or_else(
            || {
                Trouble::new(
                    "PostgreSQL does not run as root, and there is no account `postgres` or `nobody`",
                )
                .remedy("run this as another user than root")
            },
        )
    }

    /// `accounts` is the text of `/etc/passwd`: name:password:user:group:…
    fn named(name: &str, accounts: &str) -> Option<Self> {
        let fields: Vec<&str> = accounts
            .lines()
            .map(|line| line.split(':').collect())
            .find(|fields: &Vec<_>| fields.first() == Some(&name))?;
        Some(Self { user: fields.get(2)?.parse().ok()?, group: fields.get(3)?.parse().ok()? })
    }
}

fn become_account(command: &mut Command, account: Option<&Account>, folder: &Path) {
    command.current_dir(folder);
    if let Some(account) = account {
        command.uid(account.user).gid(account.group);
    }
}

/// A port that nobody listens on. Somebody may take it before we do; then another one is tried.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).or_say("there is no free port")?;
    Ok(listener.local_addr().or_say("a port has no number")?.port())
}

/// Waits until the server takes connections. `false`: it ended instead.
fn answers(server: &mut Child, port: u16) -> Result<bool> {
    let since = Instant::now();
    while since.elapsed() < START_LIMIT && !step::interrupted() {
        if server.try_wait().or_say("PostgreSQL cannot be waited for")?.is_some() {
            return Ok(false);
        }
        match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            Ok(_) => return Ok(true),
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
                std::thread::sleep(Duration::from_millis(20))
            }
            Err(error) => return Err(Trouble::new(format!("PostgreSQL cannot be reached: {error}"))),
        }
    }
    step::stop(server, Signal::QUIT);
    Ok(false)
}

const PORTS_TO_TRY: u32 = 3;
const START_LIMIT: Duration = Duration::from_secs(30);

/// Many tests connect at once.
const SETTINGS: [&str; 2] = ["listen_addresses=127.0.0.1", "max_connections=300"];

/// Nothing has to outlive a power cut.
const HASTY: [&str; 3] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let accounts = "root:x:0:0:root:/root:/bin/bash\npostgres2:x:7:7::/:\npostgres:x:101:104:,,,:/var/lib/postgresql:/bin/bash\n";
        let account = Account::named("postgres", accounts).map(|account| (account.user, account.group));
        assert_eq!(account, Some((101, 104)));
        assert!(Account::named("nobody", accounts).is_none());
        assert!(Account::named("broken", "broken:x:many").is_none());
    }
}
