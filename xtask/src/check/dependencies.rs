//! Which crate may know which: ARCHITECTURE.md's arrows, proved from the manifests.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::place;
use crate::step::{self, OrSay as _, Result, Trouble};

/// Each crate of the project and the ones it may name.
const MAY_NAME: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("app", &["domain", "store"]),
    ("frontend", &["app"]),
    ("server", &["app", "domain", "store"]),
    ("bench", &["app", "domain", "server", "store"]),
    ("xtask", &[]),
];

/// What must not be found anywhere below a crate.
struct Without {
    package: &'static str,
    target: Option<&'static str>,
    forbidden: &'static [&'static str],
    why: &'static str,
}

const WITHOUT: [Without; 2] = [
    Without {
        package: "domain",
        target: None,
        forbidden: &["tokio", "sqlx", "axum", "leptos", "web-sys"],
        why: "domain is rules; it does no input or output",
    },
    Without {
        package: "frontend",
        target: Some("wasm32-unknown-unknown"),
        forbidden: &["store", "server", "sqlx", "tokio", "axum"],
        why: "what runs in the browser holds nothing of the server",
    },
];

/// # Errors
/// A crate names one that it must not know.
pub(crate) fn point_the_right_way() -> Result<()> {
    let metadata =
        step::read(place::cargo("metadata").args(["--format-version", "1", "--no-deps", "--locked"]))?;
    let mut found = wrong_edges(&metadata)?;
    for without in &WITHOUT {
        let mut tree = place::cargo("tree");
        tree.args([
            "--package",
            without.package,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--locked",
        ]);
        tree.args(without.target.iter().flat_map(|target| ["--target", target]));
        for name in named_in(&step::read(&mut tree)?, without.forbidden) {
            found.push(format!("{} depends on {name}, but {}", without.package, without.why));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(Trouble::new(found.join("; "))) }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Only crates of the project have one.
    path: Option<String>,
}

/// Dependencies between the project's crates that [`MAY_NAME`] does not have.
fn wrong_edges(metadata: &str) -> Result<Vec<String>> {
    let metadata: Metadata =
        serde_json::from_str(metadata).or_say("what cargo tells of the crates cannot be read")?;
    let allowed: BTreeMap<&str, &[&str]> = MAY_NAME.into_iter().collect();
    let mut found = Vec::new();
    for package in &metadata.packages {
        let Some(may) = allowed.get(package.name.as_str()) else {
            found.push(format!("{} has no place in xtask/src/check/dependencies.rs", package.name));
            continue;
        };
        let named = package.dependencies.iter().filter(|dependency| dependency.path.is_some());
        // A crate may name itself, to test with a feature of its own.
        for other in named.filter(|other| other.name != package.name && !may.contains(&other.name.as_str())) {
            found.push(format!("{} must not depend on {}", package.name, other.name));
        }
    }
    Ok(found)
}

/// Which of `forbidden` a printed tree holds.
fn named_in<'a>(tree: &str, forbidden: &[&'a str]) -> Vec<&'a str> {
    let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    forbidden.iter().copied().filter(|name| names.contains(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(name: &str, dependency: &str, path: &str) -> String {
        format!(
            r#"{{"packages":[{{"name":"{name}","dependencies":[{{"name":"{dependency}","path":{path}}}]}}]}}"#
        )
    }

    #[test]
    fn arrows_point_down_only() {
        let here = r#""/daybook""#;
        for (from, to, path, allowed) in [
            ("store", "domain", here, true),
            ("domain", "store", here, false),
            ("store", "server", here, false),
            ("frontend", "store", here, false),
            ("domain", "domain", here, true),
            ("domain", "serde", "null", true),
            ("attic", "domain", here, false),
        ] {
            let wrong = wrong_edges(&metadata(from, to, path)).unwrap();
            assert_eq!(wrong.is_empty(), allowed, "{from} -> {to}: {wrong:?}");
        }
    }

    #[test]
    fn a_forbidden_crate_is_found_by_its_whole_name() {
        let tree = "domain v0.1.0 (/daybook/domain)\ntokio-util v0.7.1\nserde v1.0.2 (*)\n";
        assert!(named_in(tree, &["tokio", "sqlx"]).is_empty());
        assert_eq!(named_in(tree, &["serde", "sqlx"]), ["serde"]);
    }
}
