//! Which crate may use which: docs/ARCHITECTURE.md's table, held against the workspace.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

const ARCHITECTURE: &str = include_str!("../../../docs/ARCHITECTURE.md");

/// Each crate of the table, and those of ours that it may use. What only its tests use may be anything.
fn table() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let rows = ARCHITECTURE.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let rows = rows.filter_map(|row| {
        let (folder, rest) = row.split_once("` |")?;
        let (_, uses) = rest.rsplit_once('|')?;
        Some((folder.rsplit('/').next()?, uses))
    });
    let rows: Vec<_> = rows.collect();
    let is_crate = |word: &&str| rows.iter().any(|(name, _)| name == word);
    let words = |uses: &'static str| uses.split([' ', ',', ';']).filter(is_crate).collect();
    rows.iter().map(|(name, uses)| (*name, words(uses))).collect()
}

#[test]
fn no_crate_uses_what_it_must_not() {
    let workspace = MetadataCommand::new().no_deps().other_options(["--offline".to_owned()]).exec().unwrap();
    let allowed = table();
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
            assert!(allowed[name].contains(used.name.as_str()), "{name} must not use {}", used.name);
        }
    }
    assert!(
        allowed["domain"].len() == 2 && allowed["lean-derive"].is_empty(),
        "the table is read: {allowed:?}"
    );
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
