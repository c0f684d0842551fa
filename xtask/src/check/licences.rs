//! Every dependency comes from the registry under a licence that `deny.toml` allows.
//!
//! The same file steers cargo-deny, where somebody has it; this check needs no network.

use std::collections::BTreeSet;
use std::fs;

use serde::Deserialize;
use spdx::Expression;

use crate::place;
use crate::step::{self, OrSay as _, Result, Trouble};

/// # Errors
/// A dependency's licence is not allowed, or it comes from elsewhere than the registry.
pub(crate) fn are_allowed() -> Result<()> {
    let rules = fs::read_to_string(place::root().join("deny.toml")).or_say("deny.toml cannot be read")?;
    let rules: Rules = toml::from_str(&rules).or_say("deny.toml cannot be understood")?;
    let mut wrong = BTreeSet::new();
    for platform in &rules.graph.targets {
        let mut cargo = place::cargo("metadata");
        cargo.args(["--format-version", "1", "--locked", "--filter-platform", platform]);
        let metadata: Metadata = serde_json::from_str(&step::read(&mut cargo)?)
            .or_say("what cargo tells of the crates cannot be read")?;
        wrong.extend(metadata.packages.iter().filter_map(|package| package.wrong(&rules)));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let wrong: Vec<String> = wrong.into_iter().collect();
    Err(Trouble::new(wrong.join("; ")).remedy("do without it, or allow it in deny.toml with the reason"))
}

/// The part of `deny.toml` that is checked here.
#[derive(Deserialize)]
struct Rules {
    graph: Graph,
    licenses: Licences,
    sources: Sources,
}

#[derive(Deserialize)]
struct Graph {
    targets: Vec<String>,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    package: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Sources {
    #[serde(rename = "allow-registry")]
    allow_registry: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    license: Option<String>,
    /// The project's own crates have none.
    source: Option<String>,
}

impl Package {
    /// What is wrong with it, if anything.
    fn wrong(&self, rules: &Rules) -> Option<String> {
        let from_registry = |source: &String| {
            let address = source.trim_start_matches("registry+").trim_start_matches("sparse+");
            rules.sources.allow_registry.iter().any(|allowed| allowed == address)
        };
        if self.source.as_ref().is_some_and(|source| !from_registry(source)) {
            return Some(format!("{} comes from elsewhere than the registry", self.name));
        }
        let Some(licence) = &self.license else {
            return Some(format!("{} names no licence", self.name));
        };
        let excepted = rules.licenses.exceptions.iter().filter(|exception| exception.package == self.name);
        let allowed: Vec<&str> = rules
            .licenses
            .allow
            .iter()
            .chain(excepted.flat_map(|exception| &exception.allow))
            .map(String::as_str)
            .collect();
        (!permits(licence, &allowed)).then(|| format!("{} is under {licence}", self.name))
    }
}

/// Whether a licence expression can be met by `allowed` licences alone.
fn permits(expression: &str, allowed: &[&str]) -> bool {
    // Old manifests write `MIT/Apache-2.0`.
    Expression::parse_mode(expression, spdx::ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|requirement| allowed.contains(&requirement.to_string().as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_met_by_allowed_licences_alone() {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"];
        for (expression, permitted) in [
            ("MIT", true),
            ("MIT OR GPL-3.0-only", true),
            ("MIT AND GPL-3.0-only", false),
            ("(MIT OR GPL-3.0-only) AND ISC", true),
            ("MIT/Apache-2.0", true),
            ("Apache-2.0 WITH LLVM-exception OR LGPL-2.1-only", true),
            ("GPL-3.0-only", false),
            ("no licence at all", false),
        ] {
            assert_eq!(permits(expression, &allowed), permitted, "{expression}");
        }
        assert!(!permits("Apache-2.0 WITH LLVM-exception", &["Apache-2.0"]));
    }

    #[test]
    fn a_package_is_judged_by_its_licence_and_where_it_comes_from() {
        let rules: Rules = toml::from_str(
            "[graph]\ntargets = []\n[licenses]\nallow = [\"MIT\"]\nexceptions = [{ crate = \"roots\", allow = [\"CDLA-Permissive-2.0\"] }]\n\
             [sources]\nallow-registry = [\"https://registry.example\"]",
        )
        .unwrap();
        let wrong = |name: &str, license: Option<&str>, source: Option<&str>| {
            let package = Package {
                name: name.into(),
                license: license.map(Into::into),
                source: source.map(Into::into),
            };
            package.wrong(&rules)
        };
        let registry = Some("registry+https://registry.example");
        assert_eq!(wrong("a", Some("MIT"), registry), None);
        assert_eq!(wrong("domain", Some("MIT"), None), None);
        assert_eq!(wrong("roots", Some("CDLA-Permissive-2.0"), registry), None);
        assert!(wrong("branches", Some("CDLA-Permissive-2.0"), registry).is_some());
        assert!(wrong("a", None, registry).is_some());
        assert!(wrong("a", Some("MIT"), Some("git+https://elsewhere.example")).is_some());
    }
}
