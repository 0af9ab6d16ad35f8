//! The house keeps its own rules: who may depend on whom.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// ARCHITECTURE.md, "Who may depend on whom".
const ALLOWED: &[(&str, &[&str])] = &[
    ("timeline", &[]),
    ("stats", &[]),
    ("thyroid", &["timeline"]),
    ("sieve", &[]),
    ("cluster", &["sieve"]),
    ("source", &["timeline", "sieve"]),
    ("protocol", &["timeline", "thyroid"]),
    ("cohort", &["timeline", "thyroid", "protocol"]),
    ("response", &["timeline", "thyroid", "protocol", "cohort"]),
    ("analysis", &["protocol", "response", "stats"]),
    ("figure", &[]),
    ("press", &["figure"]),
    ("audit", &["stats"]),
    ("report", &["protocol", "analysis", "figure", "press", "audit"]),
    ("simulate", &["timeline", "thyroid"]),
];

#[test]
fn crates_depend_only_on_those_below_them() {
    let edges = edges();
    let ours: BTreeSet<&String> = edges.keys().collect();
    for (name, allowed) in ALLOWED {
        let found = edges.get(*name).unwrap_or_else(|| panic!("there is no crate {name}"));
        for dependency in found.iter().filter(|dependency| ours.contains(dependency)) {
            assert!(allowed.contains(&dependency.as_str()), "{name} must not depend on {dependency}");
        }
    }
    let listed: BTreeSet<&str> = ALLOWED.iter().map(|(name, _)| *name).chain(["retreat", "tests"]).collect();
    for name in ours {
        assert!(listed.contains(name.as_str()), "the crate {name} is not in the list of allowed edges");
    }
}

/// Each crate of the workspace with its ordinary dependencies.
fn edges() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let ordinary = package["dependencies"].as_array().expect("dependencies").iter();
            let names = ordinary
                .filter(|dependency| dependency["kind"].is_null())
                .map(|dependency| dependency["name"].as_str().unwrap_or_default().to_string());
            (package["name"].as_str().unwrap_or_default().to_string(), names.collect())
        })
        .collect()
}
