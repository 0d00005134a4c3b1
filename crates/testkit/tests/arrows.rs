//! Which crate may use which: docs/ARCHITECTURE.md's table, held against the workspace.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Each crate, and those of ours that it may use. What only its tests use may be anything.
const ARROWS: [(&str, &[&str]); 11] = [
    ("lean-derive", &[]),
    ("lean", &["lean-derive"]),
    ("domain", &["lean"]),
    ("classroom", &["domain"]),
    ("store", &["classroom", "domain"]),
    ("adapters", &["classroom", "domain"]),
    ("app", &["classroom", "domain", "lean"]),
    ("frontend", &["app"]),
    ("worker", &["adapters", "classroom", "domain", "store", "testkit"]),
    ("server", &["adapters", "app", "classroom", "domain", "store", "worker"]),
    ("testkit", &["classroom", "domain", "store"]),
];

#[test]
fn no_crate_uses_what_it_must_not() {
    let workspace = MetadataCommand::new().no_deps().other_options(["--offline".to_owned()]).exec().unwrap();
    let allowed = BTreeMap::from(ARROWS);
    let ours: BTreeSet<&str> = workspace.packages.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(
        ours,
        allowed.keys().copied().collect(),
        "a crate without its line in the table, or a line without its crate"
    );
    for package in &workspace.packages {
        let uses = package.dependencies.iter().filter(|used| used.kind != DependencyKind::Development);
        for used in uses.filter(|used| ours.contains(used.name.as_str())) {
            let name = package.name.as_str();
            assert!(allowed[name].contains(&used.name.as_str()), "{name} must not use {}", used.name);
        }
    }
    assert!(allowed.values().flat_map(|used| used.iter()).all(|used| ours.contains(used)));
}

/// The page is compiled for the browser: nothing of the server may come along.
#[test]
fn what_the_server_needs_stays_out_of_the_page() {
    let workspace = MetadataCommand::new().no_deps().other_options(["--offline".to_owned()]).exec().unwrap();
    let app = workspace.packages.iter().find(|package| package.name.as_str() == "app").unwrap();
    let classroom = app.dependencies.iter().find(|used| used.name == "classroom").unwrap();
    assert!(classroom.optional, "only the server's half of the app uses the use cases");
    assert!(!app.features["browser"].iter().any(|feature| feature.contains("classroom")));
}
