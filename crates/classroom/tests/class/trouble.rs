//! The log goes away and comes back: the class pauses visibly, and nothing is lost or twice.

use std::time::Duration;

use classroom::class::News;
use domain::view::Audience;
use testkit::script::TEACHER;

use crate::{Refusal, School, chat, hear, say};

#[tokio::test(start_paused = true)]
async fn a_class_whose_log_is_away_pauses_and_goes_on_by_itself() {
    let school = School::new().await;
    let class = school.class("here").await;
    let (_, mut news) = class.follow(&Audience::Students.anybody(), None);
    school.log.set_down(true);
    let (id, command) = chat("kept");
    let refused = class.write_assumed(id, Some(TEACHER), command.clone()).await;
    assert_eq!(refused, Err(Refusal::Paused));
    hear(&mut news, |news| matches!(news, News::Paused)).await;
    assert!(class.is_paused());
    assert_eq!(say(&class, "in the pause").await, Err(Refusal::Paused), "answered at once, not held");

    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(class.is_paused(), "a minute without a log");
    school.log.set_down(false);
    hear(&mut news, |news| matches!(news, News::Resumed)).await;
    class.write_assumed(id, Some(TEACHER), command).await.unwrap();
    assert_eq!(school.chat().await, ["kept"]);
}

#[tokio::test(start_paused = true)]
async fn a_commit_whose_answer_was_lost_is_found_and_not_repeated() {
    let school = School::new().await;
    let class = school.class("here").await;
    let (_, mut news) = class.follow(&Audience::Students.anybody(), None);
    school.log.lose_next_answer();
    let (id, command) = chat("it took");
    assert_eq!(class.write_assumed(id, Some(TEACHER), command.clone()).await, Err(Refusal::Paused));
    school.log.set_down(false);
    hear(&mut news, |news| matches!(news, News::Resumed)).await;
    assert_eq!(class.read(|view| view.chat.messages.len()), 1, "seen before it is asked for again");
    let again = class.write_assumed(id, Some(TEACHER), command).await.unwrap();
    assert_eq!(again, school.events().await.last().unwrap().sequence);
    assert_eq!(school.chat().await, ["it took"]);
}

#[tokio::test(start_paused = true)]
async fn a_class_whose_log_was_changed_from_outside_stays_paused_until_it_is_put_back() {
    let school = School::new().await;
    let class = school.class("here").await;
    let (_, mut news) = class.follow(&Audience::Students.anybody(), None);
    school.log.set_altered(true);
    let (id, command) = chat("kept");
    assert_eq!(class.write_assumed(id, Some(TEACHER), command.clone()).await, Err(Refusal::Paused));
    hear(&mut news, |news| matches!(news, News::Paused)).await;
    // It can be read all the while.
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(news.try_recv().is_err(), "it doesn't seem to go on in between");
    assert!(class.is_paused());
    assert_eq!(say(&class, "in the pause").await, Err(Refusal::Paused), "answered at once, not held");
    assert_eq!(school.chat().await, [""; 0]);

    school.log.set_altered(false);
    hear(&mut news, |news| matches!(news, News::Resumed)).await;
    class.write_assumed(id, Some(TEACHER), command).await.unwrap();
    assert_eq!(school.chat().await, ["kept"]);
}

#[tokio::test(start_paused = true)]
async fn a_paused_class_that_nobody_needs_is_closed() {
    let school = School::new().await;
    let server = school.server("here");
    let class = server.open(school.key).await.unwrap();
    school.log.set_altered(true);
    assert_eq!(say(&class, "not now").await, Err(Refusal::Paused));
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert_eq!(server.count(), 1, "somebody holds it");
    drop(class);
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert_eq!(server.count(), 0);
    // And it is there again for whoever comes then.
    school.log.set_altered(false);
    say(&server.open(school.key).await.unwrap(), "here again").await.unwrap();
    assert_eq!(school.chat().await, ["here again"]);
}

#[tokio::test]
async fn one_command_that_the_log_refuses_does_not_refuse_the_others() {
    let school = School::new().await;
    let class = school.class("here").await;
    school.log.refuse("poison");
    school.log.hold(true);
    let mut asked = Vec::new();
    for text in ["before", "poison", "after"] {
        let (id, command) = chat(text);
        asked.push(class.submit_assumed(id, Some(TEACHER), command).await.unwrap());
    }
    school.log.hold(false);
    let mut answers = Vec::new();
    for submitted in asked {
        answers.push(submitted.answer().await.map(|_| ()));
    }
    assert_eq!(answers, [Ok(()), Err(Refusal::Internal), Ok(())]);
    assert_eq!(school.chat().await, ["before", "after"]);
    assert_eq!(class.read(|view| view.chat.messages.len()), 2);
}

#[tokio::test]
async fn a_class_whose_log_is_away_does_not_open() {
    let school = School::new().await;
    school.log.set_down(true);
    let server = school.server("here");
    assert!(matches!(server.open(school.key).await, Err(Refusal::Paused)));
    school.log.set_down(false);
    assert!(server.open(school.key).await.is_ok());
}
