//! A feature is one place: it knows what all features know and no other feature, and what is composed of features is known to
//! none of them. What a page is made of stands in layers. Read off the sources of `domain` and `app`, as a reader would.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The modules that each module of a crate names, by their paths from its root: up to two names each.
type Uses = BTreeMap<Vec<String>, BTreeSet<Vec<String>>>;

/// Reads a crate's sources, without tests and comments.
fn uses(source_folder: &str) -> Uses {
    let mut uses = Uses::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(source_folder), &[], &mut uses);
    uses
}

fn read(folder: &Path, module: &[String], uses: &mut Uses) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut inner = module.to_vec();
        inner.extend((name != "mod").then_some(name.clone()));
        if path.is_dir() {
            read(&path, &inner, uses);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && name != "tests"
            && name != "lib"
        {
            let named = paths(&std::fs::read_to_string(&path).unwrap(), &inner);
            uses.entry(short(&inner)).or_default().extend(named);
        }
    }
}

fn short(path: &[String]) -> Vec<String> {
    path.iter().take(2).cloned().collect()
}

/// What a module's source names by `crate::` and `super::`, from the crate's root on.
fn paths(source: &str, module: &[String]) -> BTreeSet<Vec<String>> {
    let mut named = BTreeSet::new();
    // The indents of the inline modules around a line; their `super` is the file's own module.
    let mut inline: Vec<usize> = Vec::new();
    let lines: Vec<&str> = source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if line.trim_start().starts_with("mod ") || line.trim_start().contains(" mod ") && line.ends_with('{')
        {
            if line.ends_with('{') {
                if is_test(&lines[..at]) {
                    return named;
                }
                inline.push(indent);
            }
        } else if line.trim() == "}" && inline.last() == Some(&indent) {
            inline.pop();
        }
        for start in ["crate::", "super::"] {
            for (begin, _) in line.match_indices(start) {
                let before = line[..begin].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                    continue;
                }
                let behind = std::iter::once(&line[begin..]).chain(lines[at + 1..].iter().copied());
                let behind = behind.take(40).collect::<Vec<_>>().join("\n");
                named.extend(absolute(&behind, module, inline.len()));
            }
        }
    }
    named
}

fn is_test(before: &[&str]) -> bool {
    before.last().is_some_and(|line| {
        line.trim().starts_with("#[cfg(") && line.contains("test") && !line.contains("any(")
    })
}

/// The paths that begin here, one or those in braces, each from the crate's root on.
fn absolute(behind: &str, module: &[String], inline: usize) -> Vec<Vec<String>> {
    let (mut base, mut rest) = match behind.strip_prefix("crate::") {
        Some(rest) => (Vec::new(), rest),
        None => (module.to_vec(), behind),
    };
    let mut outwards = 0;
    while let Some(further) = rest.strip_prefix("super::") {
        outwards += 1;
        rest = further;
    }
    if outwards > 0 {
        base.truncate(module.len().saturating_sub(outwards - inline.min(outwards)));
    }
    let leaves: Vec<Vec<String>> = match rest.strip_prefix('{') {
        Some(list) => top(list).iter().map(|leaf| words(leaf)).collect(),
        None => {
            let mut path = words(rest);
            let inside = rest.strip_prefix(&format!("{}::{{", path.join("::")));
            match inside.filter(|_| path.len() + base.len() < 2) {
                Some(list) => top(list).iter().map(|leaf| [path.clone(), words(leaf)].concat()).collect(),
                None => {
                    path.truncate(2);
                    vec![path]
                }
            }
        }
    };
    leaves.into_iter().map(|leaf| short(&[base.clone(), leaf].concat())).collect()
}

/// What stands between commas up to the closing brace.
fn top(list: &str) -> Vec<String> {
    let (mut depth, mut all) = (0, vec![String::new()]);
    for c in list.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => all.push(String::new()),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                all.last_mut().unwrap().push(c);
            }
        }
    }
    all.retain(|leaf| !leaf.trim().is_empty());
    all
}

/// `a::b::c` as its names; what follows is left out.
fn words(path: &str) -> Vec<String> {
    let end = path.trim().find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    let path = &path.trim()[..end.unwrap_or(path.trim().len())];
    path.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The modules of the root that a module of the root names, itself left out.
fn roots(uses: &Uses, root: &str) -> BTreeSet<String> {
    let own = uses.iter().filter(|(module, _)| module[0] == root);
    own.flat_map(|(_, named)| named)
        .filter_map(|path| path.first().cloned())
        .filter(|name| name != root)
        .collect()
}

fn assert_apart(who: &str, named: &BTreeSet<String>, others: &[&str]) {
    let wrong: Vec<_> = others.iter().filter(|other| **other != who && named.contains(**other)).collect();
    assert!(wrong.is_empty(), "{who} names {wrong:?}");
}

mod domain {
    use super::*;

    /// What a class is made of, apart from its core.
    const FEATURES: [&str; 10] =
        ["board", "chapter", "chat", "hand", "pipeline", "poll", "question", "recording", "scene", "slides"];
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

    #[test]
    fn no_feature_knows_another_or_what_is_composed_of_them() {
        let uses = uses("crates/domain/src");
        for feature in FEATURES {
            let named = roots(&uses, feature);
            assert!(named.contains("core"), "{feature} was read: {named:?}");
            assert_apart(feature, &named, &FEATURES);
            assert_apart(feature, &named, &COMPOSED);
        }
    }

    #[test]
    fn the_core_knows_no_feature() {
        let named = roots(&uses("crates/domain/src"), "core");
        assert!(CORE.iter().filter(|part| named.contains(**part)).count() > 2, "it was read: {named:?}");
        assert_apart("core", &named, &FEATURES);
        assert_apart("core", &named, &COMPOSED);
    }

    #[test]
    fn what_stands_below_the_core_knows_no_feature_either() {
        let above: BTreeSet<&str> =
            FEATURES.into_iter().chain(CORE).chain(COMPOSED).chain(["testing"]).collect();
        let uses = uses("crates/domain/src");
        let below: BTreeSet<_> = uses.keys().map(|module| module[0].as_str()).collect();
        for module in below.difference(&above) {
            let named = roots(&uses, module);
            assert_apart(module, &named, &FEATURES);
            assert_apart(module, &named, &COMPOSED);
        }
    }
}

mod app {
    use super::*;

    /// The modules of the crate's root: each may name those that stand before it.
    const LAYERS: [&str; 20] = [
        "built", "platform", "model", "caller", "error", "context", "zone", "api", "ui", "mount", "media",
        "live", "markup", "stage", "room", "playback", "features", "pages", "routes", "forms",
    ];

    /// What is wrong with these uses.
    fn wrong(uses: &Uses) -> Vec<String> {
        let level = |name: &String| LAYERS.iter().position(|layer| layer == name);
        let mut wrong = Vec::new();
        for (module, named) in uses {
            let Some(own) = level(&module[0]) else {
                wrong.push(format!("{} stands in no layer", module[0]));
                continue;
            };
            for path in named {
                let higher = path.first().and_then(level).is_some_and(|other| other > own);
                let feature = module[0] == "features" && path[0] == "features";
                let other = module.len() == 2 && path.len() == 2 && module[1] != path[1];
                if higher || feature && other && uses.contains_key(path) {
                    wrong.push(format!("{} names {}", module.join("::"), path.join("::")));
                }
            }
        }
        wrong
    }

    #[test]
    fn no_feature_knows_another_and_no_layer_a_higher_one() {
        let uses = uses("app/src");
        let chat = &uses[&["features", "chat"].map(str::to_owned).to_vec()];
        assert!(chat.iter().any(|path| path[0] == "room"), "it was read: {chat:?}");
        assert_eq!(wrong(&uses), Vec::<String>::new());
    }

    #[test]
    fn pages_that_show_other_pages_go_in_no_circle() {
        let uses = uses("app/src");
        let pages = |page: &Vec<String>| {
            let named =
                uses[page].iter().filter(|path| path[0] == "pages" && path.len() == 2 && *path != page);
            named.filter(|path| uses.contains_key(*path)).cloned().collect::<Vec<_>>()
        };
        let mut open: Vec<_> =
            uses.keys().filter(|module| module[0] == "pages" && module.len() == 2).collect();
        while let Some(done) =
            open.iter().position(|page| pages(page).iter().all(|other| !open.contains(&other)))
        {
            open.remove(done);
        }
        assert!(open.is_empty(), "a circle: {open:?}");
    }

    #[test]
    fn what_must_not_be_named_is_found_however_it_is_written() {
        let found = |module: &str, source: &str| {
            let module: Vec<_> = module.split("::").map(str::to_owned).collect();
            let mut uses = uses("app/src");
            uses.entry(short(&module)).or_default().extend(paths(source, &module));
            wrong(&uses)
        };
        let chat_to_poll = ["features::chat names features::poll"];
        assert_eq!(found("features::chat", "use crate::features::poll::Polls;"), chat_to_poll);
        assert_eq!(found("features::chat", "use super::poll::Polls;"), chat_to_poll);
        assert_eq!(found("features::chat::lines", "use super::super::poll::Polls;"), chat_to_poll);
        assert_eq!(found("features::chat", "use crate::features::{\n    chat, poll,\n};"), chat_to_poll);
        assert_eq!(found("features::chat", "use crate::{\n    features::poll,\n    ui,\n};"), chat_to_poll);
        assert_eq!(found("features::chat", "fn f() { crate::features::poll::f() }"), chat_to_poll);
        let inline = "mod browser {\n    use super::super::poll::Polls;\n}";
        assert_eq!(found("features::chat", inline), chat_to_poll);
        assert_eq!(found("live", "use crate::room::Room;"), ["live names room::Room"]);
        assert_eq!(found("ui::tabs", "use super::super::pages;"), ["ui::tabs names pages"]);
        assert_eq!(found("stray", "use crate::ui;"), ["stray stands in no layer"]);
        let allowed =
            "mod browser {\n    use super::poll;\n}\nuse crate::room::Room; // crate::features::poll";
        assert!(found("features::chat", allowed).is_empty());
    }
}
