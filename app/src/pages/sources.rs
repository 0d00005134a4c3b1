//! What holds for every page's source, so that a new one can't forget it.

use std::fs;
use std::path::{Path, PathBuf};

/// The sources of a crate: their names, and what stands before their tests, without comments.
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let source = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
                let source = code.collect::<Vec<_>>().join("\n");
                found.push((path.display().to_string(), source));
            }
        }
    }
    assert!(found.len() > 20, "{folder}");
    found
}

fn ours() -> Vec<(String, String)> {
    let mut all = sources("src");
    all.retain(|(name, _)| !name.ends_with("pages/sources.rs") && !name.contains("pages/direction/"));
    all
}

/// The tags of a name, each up to its end or that of its element.
fn tags<'a>(source: &'a str, name: &str) -> Vec<&'a str> {
    let close = format!("</{name}>");
    let begin = format!("<{name}");
    let tag = |at: usize| {
        let tag = &source[at..];
        let end = [tag.find("/>"), tag.find(&close)].into_iter().flatten().min().unwrap_or(tag.len());
        &tag[..end]
    };
    source.match_indices(&begin).map(|(at, _)| tag(at)).collect()
}

#[test]
fn every_field_for_words_takes_its_direction_from_them() {
    let kinds = ["checkbox", "radio", "hidden", "number", "range", "email", "password", "file"]
        .map(|kind| format!("type=\"{kind}\""));
    for (name, source) in ours() {
        for tag in tags(&source, "input").into_iter().chain(tags(&source, "textarea")) {
            let other = kinds.iter().any(|kind| tag.contains(kind))
                || tag.contains("readonly")
                || tag.contains("type=if");
            assert!(other || tag.contains("dir="), "{name}: {tag}");
        }
    }
}

#[test]
fn words_that_people_write_take_their_direction_from_themselves() {
    // The classes of elements that hold nothing else.
    const WORDS: [&str; 19] = [
        "chapter__title",
        "chat__author",
        "chat__text",
        "cue__text",
        "floating__name",
        "hero__title",
        "item__why",
        "poll__question",
        "poll__who",
        "prepare__question",
        "question__text",
        "queue__text",
        "replay__course",
        "replay__title",
        "staged__by",
        "staged__text",
        "toast__text",
        "transcript__heading",
        "unheard__text",
    ];
    for class in WORDS {
        let mut found = 0;
        for (name, source) in ours() {
            for (at, _) in source.match_indices(&format!("class=\"{class}\"")) {
                let tag = source[at..].split('>').next().unwrap_or_default();
                assert!(tag.contains("dir=\"auto\""), "{name}: {tag}");
                found += 1;
            }
        }
        assert!(found > 0, "nothing has the class {class} any more");
    }
}

#[test]
fn nothing_cuts_off_what_is_written() {
    for (name, source) in ours() {
        assert!(
            !source.contains("maxlength"),
            "{name}: what is too long is kept, counted and refused with words"
        );
    }
}

#[test]
fn keys_are_read_in_one_place() {
    for (name, source) in ours().into_iter().filter(|(name, _)| !name.ends_with("ui/keys.rs")) {
        for raw in ["event.key()", "event.code()", "is_composing", "key_code"] {
            assert!(!source.contains(raw), "{name}: {raw} forgets that somebody may be composing a word");
        }
    }
}

#[test]
fn whether_a_text_is_empty_is_asked_in_one_way() {
    let mut all = ours();
    all.extend(sources("../crates/domain/src"));
    all.extend(sources("../crates/classroom/src"));
    for (name, source) in all {
        assert!(
            !source.contains(".trim().is_empty()"),
            "{name}: `domain::text::is_blank` knows what can't be seen"
        );
    }
}
