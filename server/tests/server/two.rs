//! Two servers on one database, with a real Redis between them.

use std::time::Duration;

use domain::wire::{ClientFrame, Ephemeral};
use testkit::redis::RedisServer;
use testkit::tab::Tab;

use crate::installation::{Installation, chat, everybody};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_class_on_two_servers_is_one_class_with_redis_and_without() {
    let (place, mut redis) = (Installation::new().await, RedisServer::start().unwrap());
    let class = place.class().await;
    let (one, mut two) = (place.server_on(&redis.url()).await, place.server_on(&redis.url()).await);
    let ([teacher, ..], [_, _, student, _]) = (everybody(&one).await, everybody(&two).await);
    let [mut teacher, mut student] = [teacher, student].map(|visitor| Tab::new(&visitor, class.session));
    assert!(teacher.listen(SOON, |tab| tab.view.core.here() > 0).await);
    assert!(student.listen(SOON, |tab| tab.view.core.here() > 1).await);
    assert!(
        teacher.listen(SOON, |tab| tab.view.core.here() > 1).await,
        "the other server's people are here too"
    );

    hears(&mut teacher, &mut student, "from one to two").await;
    hears(&mut student, &mut teacher, "and back").await;
    let typing = serde_json::to_string(&ClientFrame::Ephemeral { frame: Ephemeral::Typing }).unwrap();
    student.say(typing.clone()).await;
    assert!(teacher.listen(SOON, |tab| tab.shown == [Ephemeral::Typing]).await, "what is only shown as well");

    redis.kill().unwrap();
    hears(&mut teacher, &mut student, "without Redis the servers read each other's tail").await;
    hears(&mut student, &mut teacher, "in both directions").await;
    redis.start_again().unwrap();
    let healed = async {
        while teacher.shown.len() < 2 {
            student.say(typing.clone()).await;
            teacher.listen(Duration::from_millis(200), |tab| tab.shown.len() > 1).await;
        }
    };
    tokio::time::timeout(SOON, healed).await.expect("the bus heals by itself");

    // The second server dies for good: its people come to the first, and are there once.
    two.kill().await.unwrap();
    student.move_to(one.address());
    let (id, command) = chat("I am back");
    student.submit(id, command).await;
    assert!(student.listen(SOON, Tab::is_content).await);
    let one_tab_each = |tab: &Tab| {
        tab.view.core.here() == 2 && tab.view.core.people.values().all(|person| person.connections.len() == 1)
    };
    assert!(
        teacher.listen(SOON * 2, one_tab_each).await,
        "the dead server's tabs are closed: {:?}",
        teacher.view.core.people
    );
    drop(place.database.take_jobs().await);
}

/// What one writes the other reads.
async fn hears(writer: &mut Tab, reader: &mut Tab, text: &str) {
    let (id, command) = chat(text);
    writer.submit(id, command).await;
    assert!(writer.listen(SOON, Tab::is_content).await, "{text}");
    let last = |tab: &Tab| tab.view.chat.messages.last().is_some_and(|message| message.text.text() == text);
    assert!(reader.listen(SOON, last).await, "{text}");
}
