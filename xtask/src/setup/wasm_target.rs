//! The standard library for the browser, `wasm32-unknown-unknown`.
//!
//! From the nearest source: it is there; rustup has it; it is built, once, from the library's own source.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::place;
use crate::step::{self, OrSay as _, Result, Trouble};

const TARGET: &str = "wasm32-unknown-unknown";

/// Names an archive or a folder with the source of the standard library of exactly this rustc.
const RUST_SRC: &str = "DAYBOOK_RUST_SRC";

/// # Errors
/// It is missing and can neither be fetched nor built.
pub(crate) fn present() -> Result<()> {
    if compiles() {
        return Ok(());
    }
    step::say(format_args!("Setting up {TARGET}: Rust's standard library for the browser"));
    if add_with_rustup(&["target", "add", TARGET]) && compiles() {
        return Ok(());
    }
    let rustc = Rustc::ask()?;
    let unpacked = temporary_folder()?;
    let library = find_source(&rustc, unpacked.path())?;
    let library = fs::canonicalize(library).or_say("the library's source cannot be found")?;
    build(&rustc, &library)?;
    if compiles() {
        Ok(())
    } else {
        Err(Trouble::new(format!("{TARGET} was built and rustc still does not find it"))
            .remedy(OTHER_TOOLCHAIN))
    }
}

/// The library's source where `-Zbuild-std` looks for it, for as long as the value lives; `None` where it cannot be had.
/// What is built without it works, and is larger.
pub(crate) fn source() -> Option<LinkedSource> {
    let in_vain = place::scratch().join("rust-src/looked-for-in-vain");
    if in_vain.exists() {
        return None;
    }
    let found = lasting_source().and_then(|source| fetch_what_it_needs().map(|()| source));
    if let Err(trouble) = &found {
        println!("{trouble}; the library is taken as it is shipped, and the program gets larger by a third");
        // Once is enough: it takes minutes.
        drop(fs::create_dir_all(place::scratch().join("rust-src")));
        drop(fs::write(in_vain, trouble.to_string()));
    }
    found.ok()
}

fn lasting_source() -> Result<LinkedSource> {
    let rustc = Rustc::ask()?;
    let expected = expected_source(&rustc.sysroot);
    if is_library(&expected) || (add_with_rustup(&["component", "add", "rust-src"]) && is_library(&expected))
    {
        return Ok(LinkedSource { link: None });
    }
    let kept = place::scratch().join("rust-src").join(&rustc.commit);
    if !is_library(&kept) {
        let unpacked = temporary_folder()?;
        let library = find_source(&rustc, unpacked.path())?;
        drop(fs::remove_dir_all(&kept));
        fs::create_dir_all(&kept).or_say(format_args!("{} cannot be made", kept.display()))?;
        step::run(Command::new("cp").arg("--archive").arg(library.join(".")).arg(&kept))?;
    }
    LinkedSource::into(&rustc.sysroot, &kept)
}

/// The library stands on a few crates, which a machine without a network may not have.
fn fetch_what_it_needs() -> Result<()> {
    let mut fetch = place::cargo("fetch");
    fetch.args(["--quiet", "-Zbuild-std=std,panic_abort", "--target", TARGET]).env("RUSTC_BOOTSTRAP", "1");
    step::run(&mut fetch)
}

/// Whether this rustc compiles for the target. A library of another rustc does not count.
fn compiles() -> bool {
    let Ok(folder) = temporary_folder() else { return false };
    let source = folder.path().join("empty.rs");
    if fs::write(&source, "").is_err() {
        return false;
    }
    let mut rustc = Command::new(place::rustc());
    rustc
        .args(["--crate-type=lib", "--emit=metadata", "--target", TARGET, "--out-dir"])
        .arg(folder.path())
        .arg(&source);
    rustc.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn add_with_rustup(what: &[&str]) -> bool {
    let Some(rustup) = place::program(&["rustup"], &[]) else { return false };
    println!("rustup {}", what.join(" "));
    let mut add = Command::new(rustup);
    add.args(what).env("RUSTUP_MAX_RETRIES", "1").env("RUSTUP_AUTO_INSTALL", "0");
    let added = step::run_within(&mut add, RUSTUP_LIMIT);
    if let Err(trouble) = &added {
        println!("{trouble}; another way is tried");
    }
    added.is_ok()
}

/// What the compiler says of itself.
struct Rustc {
    /// Such as `1.95.0`.
    release: String,
    commit: String,
    sysroot: PathBuf,
}

impl Rustc {
    fn ask() -> Result<Self> {
        let about = step::read(Command::new(place::rustc()).args(["--version", "--verbose"]))?;
        let field = |name: &str| {
            let value = about.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            value.map(str::to_owned).ok_or_else(|| Trouble::new(format!("rustc does not tell its {name}")))
        };
        let sysroot = step::read(Command::new(place::rustc()).args(["--print", "sysroot"]))?;
        Ok(Self { release: field("release")?, commit: field("commit-hash")?, sysroot: sysroot.trim().into() })
    }
}

/// The folder `library` of exactly this rustc's source, in the order in which it costs least.
fn find_source(rustc: &Rustc, unpacked: &Path) -> Result<PathBuf> {
    let in_sysroot = expected_source(&rustc.sysroot);
    if is_library(&in_sysroot) {
        return Ok(in_sysroot);
    }
    if let Some(given) = std::env::var_os(RUST_SRC).filter(|given| !given.is_empty()) {
        return given_source(Path::new(&given), unpacked);
    }
    debian_source(rustc, unpacked).map_err(|trouble| {
        Trouble::new(format!(
            "{TARGET} is missing, rustup cannot add it, and there is no source of Rust {} to build it from ({trouble})",
            rustc.release
        ))
        .remedy(format!("set {RUST_SRC} to one, or {OTHER_TOOLCHAIN}"))
    })
}

fn given_source(given: &Path, unpacked: &Path) -> Result<PathBuf> {
    let tree = if given.is_dir() {
        given.to_owned()
    } else {
        println!("Unpacking {}", given.display());
        step::run(
            Command::new("tar").arg("--extract").arg("--file").arg(given).arg("--directory").arg(unpacked),
        )
        .map_err(|trouble| {
            trouble.remedy(format!("let {RUST_SRC} name an archive that tar reads, or a folder"))
        })?;
        unpacked.to_owned()
    };
    library_within(&tree).ok_or_else(|| {
        Trouble::new(format!("{} holds no source of Rust's standard library", given.display()))
            .remedy(format!("let {RUST_SRC} name the archive or the tree of the component rust-src"))
    })
}

/// Unpacks Debian's package `rust-src`, if the archive has it for this release. Nothing is installed.
fn debian_source(rustc: &Rustc, unpacked: &Path) -> Result<PathBuf> {
    let Some(apt) = place::program(&["apt-get"], &[]) else {
        return Err(Trouble::new("Debian's package rust-src needs apt-get"));
    };
    let sites =
        step::read(Command::new(&apt).args(["indextargets", "--format", "$(SITE)", "Created-By: Packages"]))?;
    let site = sites
        .lines()
        .find(|site| !site.contains("security"))
        .ok_or_else(|| Trouble::new("apt-get knows no archive"))?;

    let list = unpacked.join("sources.list");
    let source = format!("deb [signed-by={DEBIAN_KEYS}] {site} {NEWER_SUITE} main\n");
    fs::write(&list, source).or_say("a list of sources cannot be written")?;
    for folder in ["lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(unpacked.join(folder)).or_say("a temporary folder cannot be made")?;
    }
    let here = |program: &str| {
        let mut command = Command::new(apt.with_file_name(program));
        for (option, path) in [
            ("Dir::Etc::sourcelist", list.as_path()),
            ("Dir::Etc::sourceparts", Path::new("/dev/null")),
            ("Dir::State::lists", &unpacked.join("lists")),
            ("Dir::Cache", &unpacked.join("cache")),
        ] {
            command.arg("-o").arg(format!("{option}={}", path.display()));
        }
        // Root's temporary folder is closed to the account that apt would fetch with.
        command.args(["-o", "APT::Sandbox::User=root", "--quiet"]).current_dir(unpacked);
        command
    };
    println!("Looking for Debian's rust-src {} in {NEWER_SUITE}", rustc.release);
    let unreachable = |_| Trouble::new("Debian's archive cannot be reached");
    step::run(here("apt-get").arg("update")).map_err(unreachable)?;
    let offered = step::read(here("apt-cache").args(["madison", "rust-src"]))?;
    let version = version_of_release(&offered, &rustc.release).ok_or_else(|| {
        Trouble::new(format!("Debian's rust-src is of another version than {}", rustc.release))
    })?;
    step::run(here("apt-get").args(["download", &format!("rust-src={version}")])).map_err(unreachable)?;

    let package = fs::read_dir(unpacked)
        .or_say("what was downloaded cannot be read")?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .ok_or_else(|| Trouble::new("apt-get downloaded nothing"))?;
    let tree = unpacked.join("tree");
    step::run(Command::new("dpkg").arg("-x").arg(package).arg(&tree))?;
    library_within(&tree).ok_or_else(|| Trouble::new("Debian's rust-src holds no library"))
}

/// The offered version whose upstream part is `release`. Each line is `package | version | where`.
fn version_of_release<'a>(offered: &'a str, release: &str) -> Option<&'a str> {
    let versions = offered.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
    versions.into_iter().find(|version| version.split(['+', '-', '~']).next() == Some(release))
}

/// Where below `folder` the library's source is: archives and packages wrap it differently.
fn library_within(folder: &Path) -> Option<PathBuf> {
    let mut level = vec![folder.to_owned()];
    for _ in 0..DEEPEST_WRAPPING {
        if let Some(found) = level
            .iter()
            .flat_map(|folder| [folder.clone(), folder.join("library")])
            .find(|folder| is_library(folder))
        {
            return Some(found);
        }
        level = level
            .iter()
            .flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten())
            .map(|entry| entry.path())
            .filter(|path| path.is_dir())
            .collect();
    }
    None
}

fn is_library(folder: &Path) -> bool {
    folder.join("std/src/lib.rs").is_file() && folder.join("Cargo.lock").is_file()
}

/// Builds the library and puts it where rustup would have.
fn build(rustc: &Rustc, library: &Path) -> Result<()> {
    println!("Building the standard library for {TARGET}; this takes about a minute, once");
    let _linked = LinkedSource::into(&rustc.sysroot, library)?;
    let empty = temporary_folder()?;
    let write = |name: &str, text: &str| {
        fs::write(empty.path().join(name), text).or_say("a temporary file cannot be written")
    };
    write(
        "Cargo.toml",
        "[package]\nname = \"empty\"\nedition = \"2024\"\n[lib]\npath = \"empty.rs\"\n[workspace]\n",
    )?;
    write("empty.rs", "")?;

    // A panic names its place in the library; as in rustup's, that is no path of this machine.
    let mut flags = "-Cembed-bitcode=yes".to_owned();
    for source in [library, &expected_source(&rustc.sysroot)] {
        flags += &format!("\u{1f}--remap-path-prefix={}=/rustc/{}/library", source.display(), rustc.commit);
    }
    let mut cargo = place::cargo("build");
    cargo.args(["-Zbuild-std=std,panic_abort", "--release", "--target", TARGET]).current_dir(empty.path());
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", flags)
        .env("CARGO_TARGET_DIR", empty.path().join("target"));
    cargo.env_remove("RUSTFLAGS");
    step::run(&mut cargo).map_err(|trouble| trouble.remedy(OTHER_TOOLCHAIN))?;

    let built = empty.path().join("target").join(TARGET).join("release/deps");
    install(&built, &rustc.sysroot.join("lib/rustlib").join(TARGET).join("lib"))
}

/// Copies the libraries but for the empty crate's own.
fn install(built: &Path, into: &Path) -> Result<()> {
    let cannot = format!("{} cannot be written", into.display());
    let remedy = "run this as the user who owns the toolchain";
    // Libraries of another rustc are of no use to this one.
    drop(fs::remove_dir_all(into));
    fs::create_dir_all(into).or_say(&cannot).map_err(|trouble| trouble.remedy(remedy))?;
    for file in fs::read_dir(built).or_say("the built library cannot be read")?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(file.path(), into.join(&name)).or_say(&cannot)?;
        }
    }
    Ok(())
}

/// Where `-Zbuild-std` looks for the library's source.
fn expected_source(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib/src/rust/library")
}

/// The library's source where `-Zbuild-std` looks for it, until it is dropped.
pub(crate) struct LinkedSource {
    link: Option<PathBuf>,
}

impl LinkedSource {
    fn into(sysroot: &Path, library: &Path) -> Result<Self> {
        let expected = expected_source(sysroot);
        if expected == library {
            return Ok(Self { link: None });
        }
        let cannot = format!("{} cannot be written", expected.display());
        if let Some(parent) = expected.parent() {
            fs::create_dir_all(parent).or_say(&cannot)?;
        }
        // Left over from a run that was cut off.
        if expected.is_symlink() {
            fs::remove_file(&expected).or_say(&cannot)?;
        }
        symlink(library, &expected).or_say(cannot)?;
        Ok(Self { link: Some(expected) })
    }
}

impl Drop for LinkedSource {
    fn drop(&mut self) {
        if let Some(link) = &self.link {
            drop(fs::remove_file(link));
            // The two folders above it are ours only if nothing else is in them.
            for folder in link.ancestors().skip(1).take(2) {
                drop(fs::remove_dir(folder));
            }
        }
    }
}

fn temporary_folder() -> Result<TempDir> {
    tempfile::Builder::new().prefix("daybook-wasm-").tempdir().or_say("a temporary folder cannot be made")
}

/// Long enough for a slow line, short enough for a machine that has none.
const RUSTUP_LIMIT: Duration = Duration::from_secs(120);

/// The suite of Debian that has newer compilers than the stable one.
const NEWER_SUITE: &str = "trixie-backports";
const DEBIAN_KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// An archive of rust-src holds `rust-src-VERSION/rust-src/lib/rustlib/src/rust/library`.
const DEEPEST_WRAPPING: usize = 8;

const OTHER_TOOLCHAIN: &str = "use Debian's packages rustc-web, cargo-web, rust-web-src and lld, a working toolchain too, \
     with CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld and -Zbuild-std";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_upstream_version_is_taken() {
        let offered = "  rust-src | 1.96.1+dfsg1-2~bpo13+1 | http://debian.example suite/main amd64 Packages\n\
                       \x20 rust-src | 1.95.0+dfsg1-2~bpo13+1 | http://debian.example suite/main amd64 Packages\n\
                       \x20 rust-src | 1.85.0-1 | http://debian.example suite/main amd64 Packages\n";
        assert_eq!(version_of_release(offered, "1.95.0"), Some("1.95.0+dfsg1-2~bpo13+1"));
        assert_eq!(version_of_release(offered, "1.85.0"), Some("1.85.0-1"));
        assert_eq!(version_of_release(offered, "1.95.1"), None);
        assert_eq!(version_of_release(offered, "1.9"), None);
    }

    #[test]
    fn the_library_is_found_however_it_is_wrapped() {
        for wrapping in [
            "",
            "library",
            "rust-src-1.95.0/rust-src/lib/rustlib/src/rust/library",
            "usr/src/rustc-1.95.0/library",
        ] {
            let folder = temporary_folder().unwrap();
            let library = folder.path().join(wrapping);
            fs::create_dir_all(library.join("std/src")).unwrap();
            fs::write(library.join("std/src/lib.rs"), "").unwrap();
            fs::write(library.join("Cargo.lock"), "").unwrap();
            assert_eq!(library_within(folder.path()), Some(library), "{wrapping}");
        }
        assert_eq!(library_within(temporary_folder().unwrap().path()), None);
    }

    #[test]
    fn the_linked_source_leaves_no_trace() {
        let sysroot = temporary_folder().unwrap();
        let source = temporary_folder().unwrap();
        fs::create_dir_all(sysroot.path().join("lib/rustlib")).unwrap();
        let linked = LinkedSource::into(sysroot.path(), source.path()).unwrap();
        assert!(sysroot.path().join("lib/rustlib/src/rust/library").is_dir());
        drop(linked);
        assert!(!sysroot.path().join("lib/rustlib/src").exists());
        assert!(source.path().is_dir());
    }
}
