//! Several servers write one class: the first wins, the other reads on and decides again.

use std::collections::BTreeSet;
use std::time::Duration;

use classroom::class::News;
use domain::ids::Sequence;
use domain::view::Audience;

use crate::{Refusal, School, hear, say};

#[tokio::test]
async fn two_servers_write_one_log_without_gap_or_duplicate() {
    let school = School::new().await;
    let classes = [school.class("a").await, school.class("b").await];
    let mut writing = Vec::new();
    for n in 0..200 {
        let class = classes[n % 2].clone();
        writing.push(tokio::spawn(async move { say(&class, &n.to_string()).await }));
    }
    let mut answered = BTreeSet::new();
    for written in writing {
        assert!(answered.insert(written.await.unwrap().unwrap()), "each has its own place");
    }
    let events = school.events().await;
    assert!(events.iter().map(|event| event.sequence).eq((1..=202).map(Sequence)));
    let texts: BTreeSet<_> = school.chat().await.into_iter().collect();
    assert_eq!(texts, (0..200).map(|n: usize| n.to_string()).collect());
}

#[tokio::test]
async fn what_one_server_wrote_the_other_hears_by_a_wake_up() {
    let school = School::new().await;
    let (a, b) = (school.class("a").await, school.class("b").await);
    let (_, mut news) = b.follow(&Audience::Students.anybody(), None);
    say(&a, "do you hear me?").await.unwrap();
    hear(&mut news, |news| matches!(news, News::Committed(_))).await;
    assert_eq!(a.read(Clone::clone), b.read(Clone::clone));
}

#[tokio::test(start_paused = true)]
async fn without_a_bus_it_hears_by_asking() {
    let school = School::new().await;
    let (a, b) = (school.class("a").await, school.class("b").await);
    school.bus.set_cut(true);
    let (_, mut news) = b.follow(&Audience::Students.anybody(), None);
    say(&a, "do you hear me?").await.unwrap();
    let heard = hear(&mut news, |news| matches!(news, News::Committed(_)));
    tokio::time::timeout(Duration::from_secs(5), heard).await.expect("within seconds");
    assert_eq!(a.read(Clone::clone), b.read(Clone::clone));
}

#[tokio::test(start_paused = true)]
async fn who_comes_from_another_server_finds_what_that_one_answered() {
    let school = School::new().await;
    let (a, b) = (school.class("a").await, school.class("b").await);
    school.bus.set_cut(true);
    let last = say(&a, "answered over there").await.unwrap();
    assert!(b.read(|view| view.sequence) < last, "nobody knocked");
    b.catch_up().await.unwrap();
    assert_eq!(b.read(|view| view.sequence), last);
    school.log.set_down(true);
    assert_eq!(b.catch_up().await, Err(Refusal::Paused), "who comes in a pause isn't held up");
    assert!(b.is_paused());
}

#[tokio::test(start_paused = true)]
async fn a_class_that_nobody_holds_is_closed_and_opens_again() {
    let school = School::new().await;
    let server = school.server("here");
    let held = server.open(school.key).await.unwrap();
    say(&held, "still here").await.unwrap();
    tokio::time::sleep(Duration::from_secs(300)).await;
    assert_eq!(server.count(), 1, "somebody holds it");
    drop(held);
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(server.count(), 0);
    let again = server.open(school.key).await.unwrap();
    say(&again, "and back").await.unwrap();
    assert_eq!(school.chat().await, ["still here", "and back"]);
}
