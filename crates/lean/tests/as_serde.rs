//! What serde writes is what is read, for every shape that is known.

#![expect(clippy::unwrap_used, reason = "a test that can't go on may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use chrono::{DateTime, Utc};
use lean::{DecodeError, FromJson};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, FromJson)]
#[serde(transparent)]
struct Name(Uuid);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
enum Plain {
    First,
    TheSecond,
    #[serde(rename = "3rd")]
    Third,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Tagged {
    Bare,
    #[serde(rename = "with.fields")]
    WithFields {
        r#type: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        maybe: Option<i64>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on: bool,
    },
    Around(Whole),
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
enum Outside {
    Bare,
    Holds(String),
    HoldsTwo(u8, bool),
    HoldsMore { number: u64, name: Name },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson)]
#[serde(default)]
struct Whole {
    number: u32,
    share: f64,
    texts: Vec<String>,
    people: BTreeMap<Name, Plain>,
    counts: BTreeMap<u16, bool>,
    places: BTreeSet<Plain>,
    pair: (bool, i64),
    when: DateTime<Utc>,
    outside: Option<Outside>,
    #[serde(skip)]
    aside: u8,
}

/// Not what its fields are by default, so that the difference shows.
impl Default for Whole {
    fn default() -> Self {
        Self {
            number: 7,
            share: 0.5,
            texts: vec!["one".to_owned()],
            people: BTreeMap::new(),
            counts: BTreeMap::new(),
            places: BTreeSet::new(),
            pair: (true, -1),
            when: DateTime::UNIX_EPOCH,
            outside: Some(Outside::Bare),
            aside: 0,
        }
    }
}

/// Written by serde and read here; and read by serde, to be sure of the case.
fn same<T: Serialize + for<'de> Deserialize<'de> + FromJson + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(lean::from_str::<T>(&text).as_ref(), Ok(value), "{text}");
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
}

/// Both read the same from JSON that serde didn't write.
fn both<T: for<'de> Deserialize<'de> + FromJson + PartialEq + Debug>(text: &str) {
    assert_eq!(lean::from_str::<T>(text).ok(), serde_json::from_str::<T>(text).ok(), "{text}");
}

fn plain() -> impl Strategy<Value = Plain> {
    prop_oneof![Just(Plain::First), Just(Plain::TheSecond), Just(Plain::Third)]
}

fn name() -> impl Strategy<Value = Name> {
    any::<u128>().prop_map(|number| Name(Uuid::from_u128(number)))
}

fn outside() -> impl Strategy<Value = Outside> {
    prop_oneof![
        Just(Outside::Bare),
        ".*".prop_map(Outside::Holds),
        any::<(u8, bool)>().prop_map(|(number, on)| Outside::HoldsTwo(number, on)),
        (any::<u64>(), name()).prop_map(|(number, name)| Outside::HoldsMore { number, name }),
    ]
}

prop_compose! {
    fn whole()(
        number: u32,
        quarters: i32,
        texts in prop::collection::vec(".*", 0..4),
        people in prop::collection::btree_map(name(), plain(), 0..4),
        counts in prop::collection::btree_map(any::<u16>(), any::<bool>(), 0..4),
        places in prop::collection::btree_set(plain(), 0..3),
        pair: (bool, i64),
        ms in 0_i64..4_000_000_000_000,
        outside in prop::option::of(outside()),
    ) -> Whole {
        let when = DateTime::from_timestamp_millis(ms).unwrap();
        Whole { number, share: f64::from(quarters) / 4.0, texts, people, counts, places, pair, when, outside, aside: 0 }
    }
}

proptest! {
    #[test]
    fn what_serde_writes_is_read(
        whole in whole(),
        (kind, maybe, on) in any::<(u8, Option<i64>, bool)>(),
        outside in outside(),
    ) {
        same(&Tagged::WithFields { r#type: kind, maybe, on });
        // serde itself doesn't read what it writes of these keys inside a tag.
        same(&Tagged::Around(Whole { counts: BTreeMap::new(), ..whole.clone() }));
        same(&Tagged::Bare);
        same(&whole);
        same(&outside);
    }
}

#[test]
fn what_is_not_there_is_what_serde_makes_of_it() {
    both::<Whole>("{}");
    both::<Whole>(r#"{"number":1,"unknown":[{}]}"#);
    both::<Whole>(r#"{"outside":null}"#);
    both::<Tagged>(r#"{"kind":"with.fields","type":1}"#);
    both::<Tagged>(r#"{"kind":"hologram","type":1}"#);
    both::<Plain>(r#""hologram""#);
}

#[test]
fn what_serde_refuses_is_refused() {
    // serde would take a list of all fields.
    assert!(lean::from_str::<Whole>("[]").is_err());
    for text in [
        "",
        "null",
        "1",
        r#"{"number":-1}"#,
        r#"{"number":4294967296}"#,
        r#"{"pair":[true]}"#,
        r#"{"texts":"a"}"#,
    ] {
        both::<Whole>(text);
        assert!(lean::from_str::<Whole>(text).is_err(), "{text}");
    }
    for text in [
        r#"{"kind":"with.fields"}"#,
        r#"{"type":1}"#,
        r#"{"kind":"with.fields","type":"1"}"#,
        r#"{"kind":3}"#,
    ] {
        both::<Tagged>(text);
        assert!(lean::from_str::<Tagged>(text).is_err(), "{text}");
    }
    both::<Outside>(r#"{"holds_more":{"number":1}}"#);
    both::<Name>(r#""not a name""#);
    assert_eq!(lean::from_str::<Name>("3"), Err(DecodeError("Uuid")));
}
