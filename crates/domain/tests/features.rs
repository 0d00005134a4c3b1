//! A feature is one place: it knows what all features know (`core` and what stands below it) and no other feature, and what is
//! composed of features is known to none of them. Read off the sources, as a reader would.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a class is made of, apart from its core.
const FEATURES: [&str; 7] = ["chapter", "chat", "hand", "pipeline", "poll", "question", "recording"];
/// The parts of the core, by the names under which the crate exports them.
const CORE: [&str; 5] = ["core", "lobby", "participant", "permission", "session"];
/// What is composed of features, or is about whole classes.
const COMPOSED: [&str; 13] = [
    "attendance",
    "catalog",
    "command",
    "decide",
    "digest",
    "effect",
    "event",
    "icalendar",
    "live",
    "replay",
    "stream",
    "view",
    "wire",
];

/// The modules of the crate's root that each of them names, outside its tests and comments.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if module != "lib" && module != "testing" {
            let named = uses.entry(module).or_default();
            read(&path, named);
        }
    }
    uses
}

fn read(path: &Path, named: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            read(&entry.unwrap().path(), named);
        }
    } else if !path.ends_with("tests.rs") {
        let source = std::fs::read_to_string(path).unwrap();
        let (code, _) = source.split_once("#[cfg(test)]").unwrap_or((&source, ""));
        let code: String = code
            .lines()
            .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
            .collect::<Vec<_>>()
            .join("\n");
        named.extend(code.split("crate::").skip(1).flat_map(first_names));
    }
}

/// The names right behind a `crate::`: one, or those in braces.
fn first_names(behind: &str) -> Vec<String> {
    let word =
        |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    match behind.strip_prefix('{') {
        Some(list) => list.split('}').next().unwrap_or_default().split(',').map(word).collect(),
        None => vec![word(behind)],
    }
}

fn assert_apart(who: &str, named: &BTreeSet<String>, others: &[&str]) {
    let wrong: Vec<_> = others.iter().filter(|other| **other != who && named.contains(**other)).collect();
    assert!(wrong.is_empty(), "{who} names {wrong:?}");
}

#[test]
fn no_feature_knows_another_or_what_is_composed_of_them() {
    let uses = uses();
    for feature in FEATURES {
        let named = &uses[feature];
        assert!(named.contains("core"), "{feature} was read: {named:?}");
        assert_apart(feature, named, &FEATURES);
        assert_apart(feature, named, &COMPOSED);
    }
}

#[test]
fn the_core_knows_no_feature() {
    let uses = uses();
    let named = &uses["core"];
    assert!(CORE.iter().filter(|part| named.contains(**part)).count() > 2, "it was read: {named:?}");
    assert_apart("core", named, &FEATURES);
    assert_apart("core", named, &COMPOSED);
}

#[test]
fn what_stands_below_the_core_knows_no_feature_either() {
    let above: BTreeSet<&str> = FEATURES.into_iter().chain(CORE).chain(COMPOSED).collect();
    for (module, named) in uses().iter().filter(|(module, _)| !above.contains(module.as_str())) {
        assert_apart(module, named, &FEATURES);
        assert_apart(module, named, &COMPOSED);
    }
}

/// What serde skips doesn't go out. It is stored all the same (`view::write_whole`), or made anew when it is read.
#[test]
fn what_is_not_written_is_stored_by_name_or_made_anew() {
    fn skipped(path: &Path, found: &mut BTreeSet<String>) {
        if path.is_dir() {
            std::fs::read_dir(path).unwrap().for_each(|entry| skipped(&entry.unwrap().path(), found));
            return;
        }
        let source = std::fs::read_to_string(path).unwrap();
        for rest in source.split("#[serde(skip)]").skip(1) {
            found.insert(rest.trim_start().lines().next().unwrap_or_default().to_owned());
        }
    }
    let mut found = BTreeSet::new();
    skipped(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let known = [
        "index: Index,",
        "index: index::Index,",
        "pub(crate) paces: Paces<Paced>,",
        "pub(crate) paces: Paces<participant::Paced>,",
    ];
    assert_eq!(found, known.map(str::to_owned).into());
}
