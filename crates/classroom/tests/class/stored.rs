//! A class that begins with what is stored of it is the one that its log folds to, and forgets nothing that was said.

use std::time::Duration;

use classroom::Refusal;
use classroom::ports::snapshots::Snapshots as _;
use domain::ids::{CommandId, MessageId, Sequence};
use domain::view::Audience;
use domain::wire::ServerFrame;
use domain::{ClassView, Command, Rejection, chat};
use testkit::cases::whole;
use testkit::script::{STUDENT, TEACHER};
use uuid::Uuid;

use crate::{School, say};

/// The class as its log folds.
async fn folded(school: &School) -> ClassView {
    let mut view = ClassView::default();
    school.events().await.iter().for_each(|event| domain::view::apply(&mut view, event));
    view
}

/// A class with so many messages, stored at its end.
async fn stored(messages: usize) -> School {
    let school = School::new().await;
    let class = school.class("before").await;
    for n in 0..messages {
        say(&class, &n.to_string()).await.unwrap();
    }
    school.log.renew(school.key, 1).await.unwrap();
    school
}

#[tokio::test]
async fn it_begins_with_what_is_stored_and_reads_the_end_of_its_log_alone() {
    let school = stored(3_000).await;
    let writer = school.class("writer").await;
    say(&writer, "after it was stored").await.unwrap();
    let before = school.log.events_read();
    let class = school.class("here").await;
    // The last of those that are stored and the one after them; the other servers may read that one meanwhile.
    let read = school.log.events_read() - before;
    assert!((1_025..1_100).contains(&read), "{read} of 3,003");
    assert_eq!(class.read(whole), whole(&folded(&school).await));

    let (tail, _) = class.follow(&Audience::Students.anybody(), Some(Sequence(2_500)));
    let frame: ServerFrame = serde_json::from_slice(&tail.frames[0]).unwrap();
    assert!(matches!(frame, ServerFrame::Events { after: Sequence(2_500), .. }), "who was away gets events");
    say(&class, "and on").await.unwrap();
    assert_eq!(class.read(whole), whole(&folded(&school).await));
}

#[tokio::test]
async fn what_is_stored_and_of_no_use_is_done_without() {
    let school = stored(50).await;
    let bytes = school.log.put_snapshot(school.key, b"").unwrap();
    for spoilt in [b"".as_slice(), b"{}", &bytes[..bytes.len() / 2], &bytes[..bytes.len() - 1]] {
        school.log.put_snapshot(school.key, spoilt);
        let class = school.class("here").await;
        assert_eq!(class.read(whole), whole(&folded(&school).await));
        say(&class, "it works").await.unwrap();
    }
}

#[tokio::test]
async fn a_command_from_long_ago_has_the_answer_of_then_and_acts_once() {
    let school = School::new().await;
    let class = school.class("before").await;
    let message = MessageId(Uuid::now_v7());
    let post = Command::chat(message, "long ago");
    let pin = Command::Chat(chat::Command::Pin { message });
    let unpin = Command::Chat(chat::Command::Unpin { message });
    // Said again, the rules would refuse the first, the second would change nothing, and the third something.
    let said = [post.clone(), pin.clone(), unpin].map(|command| (CommandId(Uuid::now_v7()), command));
    let mut answers = Vec::new();
    for (id, command) in &said {
        answers.push(class.write_assumed(*id, Some(TEACHER), command.clone()).await.unwrap());
    }
    class.write_assumed(CommandId(Uuid::now_v7()), Some(TEACHER), pin).await.unwrap();
    for n in 0..1_100 {
        say(&class, &n.to_string()).await.unwrap();
    }
    school.log.renew(school.key, 1).await.unwrap();
    let length = school.log.length(school.key);

    let class = school.class("here").await;
    for _ in 0..2 {
        for ((id, command), answer) in said.iter().zip(&answers) {
            let again = class.write_assumed(*id, Some(TEACHER), command.clone()).await;
            assert_eq!(again, Ok(*answer), "{command:?}");
        }
    }
    let taken = Err(Refusal::Rejected(Rejection::NameTaken));
    let (id, other) = (said[0].0, Command::chat(MessageId(Uuid::now_v7()), "something else"));
    assert_eq!(class.write_assumed(id, Some(STUDENT), post).await, taken, "somebody else's");
    assert_eq!(class.write_assumed(id, Some(TEACHER), other).await, taken, "something else");
    assert_eq!(school.log.length(school.key), length, "nothing happened again");
    assert_eq!(class.read(|view| view.chat.pins.clone()), [message]);
    say(&class, "and on").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_class_is_stored_when_it_has_grown_and_when_it_is_closed() {
    let school = School::new().await;
    let server = school.server("here");
    let class = server.open(school.key).await.unwrap();
    for n in 0..600 {
        say(&class, &n.to_string()).await.unwrap();
    }
    assert_eq!(school.log.stored_through(school.key), None, "there is little of it");
    drop(class);
    while server.count() > 0 {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(school.log.stored_through(school.key), Some(Sequence(602)), "when it is closed");

    let class = server.open(school.key).await.unwrap();
    for n in 0..4_100 {
        say(&class, &n.to_string()).await.unwrap();
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let stored = school.log.stored_through(school.key).unwrap();
    assert!(stored >= Sequence(4_602), "while it is open: {stored}");
}
