//! What the people in a class see when a part is away.

use std::time::Duration;

use testkit::tab::Tab;

use crate::place::{Place, chat, everybody};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_class_without_its_database_pauses_and_goes_on_where_it_was() {
    let place = Place::new().await;
    let class = place.class().await;
    let server = place.server().await;
    let [teacher, _, student, _] = everybody(&server).await;
    let [mut teacher, mut student] = [teacher, student].map(|visitor| Tab::new(&visitor, class.session));
    assert!(teacher.listen(SOON, |tab| tab.view.here() > 0).await);
    assert!(student.listen(SOON, |tab| tab.view.here() > 1).await);

    place.database.go_away().await;
    let (id, command) = chat("Can you hear me?");
    teacher.wish(id, command).await;
    assert!(teacher.listen(SOON, Tab::is_paused).await, "who wrote sees the pause");
    assert!(student.listen(SOON, Tab::is_paused).await, "so does everybody else");
    assert!(!teacher.accepted.contains(&id));

    place.database.come_back().await;
    assert!(teacher.listen(SOON, |tab| tab.is_content() && !tab.is_paused()).await);
    assert!(teacher.accepted.contains(&id), "it was sent again by itself");
    assert!(student.listen(SOON, |tab| tab.view.chat.len() == 1 && !tab.is_paused()).await);
    drop(place.database.take_jobs().await);
}
