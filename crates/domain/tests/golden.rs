//! The log's format and the wire, as they were when each kind was first written: rows stay for good, and pages of several
//! builds speak with one server. `tests/golden` holds an event of every kind, in the order of a class, what those fold to for
//! each viewer and whom each reaches, and every command of a live channel. What is there never changes; new kinds are added.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::effect::effects;
use domain::ids::UserId;
use domain::role::{Role, Viewer};
use domain::view::{apply, reach};
use domain::{ClassView, Command, Event, Fact};
use serde_json::Value;
use uuid::Uuid;

const EVENTS: &str = include_str!("golden/events.jsonl");
const COMMANDS: &str = include_str!("golden/commands.jsonl");
const VIEWS: &str = include_str!("golden/views.jsonl");
const MEANING: &str = include_str!("golden/meaning.txt");

fn events() -> Vec<Event> {
    EVENTS.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn viewer(user: u128, role: Role) -> Viewer {
    Viewer { user: UserId(Uuid::from_u128(0x7000_8000_0000_0000_0000 + user)), role }
}

#[test]
fn events_of_every_kind_are_read_and_written_as_they_were() {
    for line in EVENTS.lines() {
        let event: Event = serde_json::from_str(line).unwrap();
        assert_ne!(event.fact, Fact::Unknown, "{line}");
        assert_eq!(serde_json::to_string(&event).unwrap(), line);
        assert_eq!(lean::from_str::<Event>(line).unwrap(), event, "{line}");
        assert!(line.contains(&format!(r#""kind":"{}""#, event.fact.kind())), "{line}");
    }
    let kinds: BTreeSet<_> = events().iter().map(|event| event.fact.kind()).collect();
    assert_eq!(kinds, Fact::tags().collect(), "each kind has its line");
}

#[test]
fn commands_are_read_and_written_as_they_were() {
    for line in COMMANDS.lines() {
        let command: Command = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&command).unwrap(), line);
        assert_eq!(lean::from_str::<Command>(line).unwrap(), command, "{line}");
    }
    let is_there = |tag: &str| COMMANDS.contains(&format!(r#"{{"do":"{tag}""#));
    assert!(Command::tags().all(is_there), "each command has its line");
}

#[test]
fn a_class_folds_to_what_it_did_for_every_viewer() {
    let mut view = ClassView::default();
    for event in events() {
        apply(&mut view, &event);
    }
    let viewers = [viewer(1, Role::Teacher), viewer(3, Role::Student), viewer(4, Role::Student)];
    let mut seen = vec![view.clone()];
    seen.extend(viewers.iter().map(|viewer| view.for_viewer(viewer)));
    seen.extend(viewers.iter().map(|viewer| view.for_outsider(viewer)));
    assert_eq!(VIEWS.lines().count(), seen.len());
    for (line, view) in VIEWS.lines().zip(seen) {
        assert_eq!(serde_json::to_value(&view).unwrap(), serde_json::from_str::<Value>(line).unwrap());
        assert_eq!(serde_json::from_str::<ClassView>(line).unwrap(), view);
        assert_eq!(lean::from_str::<ClassView>(line).unwrap(), view);
    }
}

#[test]
fn each_fact_reaches_whom_it_did_and_causes_what_it_did() {
    let mut meaning = String::new();
    for event in events() {
        let (kind, speaker) = (event.fact.kind(), event.fact.speaker(event.actor));
        let words = event.fact.words().map(|words| words.text().to_owned());
        let line = format!("{kind} {:?} {words:?} {speaker:?} {:?}", reach(&event), effects(&event));
        writeln!(meaning, "{}", line.replace("00000000-0000-7000-8000-", "")).unwrap();
    }
    assert_eq!(meaning, MEANING);
}
