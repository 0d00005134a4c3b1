//! What the people in a class see when a part is away.

use std::time::Duration;

use reqwest::StatusCode;
use store::{Flaw, seed};
use testkit::tab::Tab;
use uuid::Uuid;

use crate::installation::{Installation, chat, everybody};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_class_without_its_database_pauses_and_goes_on_where_it_was() {
    let place = Installation::new().await;
    let class = place.class().await;
    let server = place.server().await;
    let [teacher, _, student, _] = everybody(&server).await;
    let [mut teacher, mut student] = [teacher, student].map(|visitor| Tab::new(&visitor, class.session));
    assert!(teacher.listen(SOON, |tab| tab.view.core.here() > 0).await);
    assert!(student.listen(SOON, |tab| tab.view.core.here() > 1).await);

    place.database.go_away().await;
    let (id, command) = chat("Can you hear me?");
    teacher.submit(id, command).await;
    assert!(teacher.listen(SOON, Tab::is_paused).await, "who wrote sees the pause");
    assert!(student.listen(SOON, Tab::is_paused).await, "so does everybody else");
    assert!(!teacher.accepted.contains(&id));

    place.database.come_back().await;
    assert!(teacher.listen(SOON, |tab| tab.is_content() && !tab.is_paused()).await);
    assert!(teacher.accepted.contains(&id), "it was sent again by itself");
    assert!(student.listen(SOON, |tab| tab.view.chat.messages.len() == 1 && !tab.is_paused()).await);
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn a_class_whose_log_was_cut_pauses_until_it_is_whole_and_is_named_in_the_log() {
    let place = Installation::new().await;
    let class = place.class().await;
    let log = std::env::temp_dir().join(format!("lectern-{}.log", Uuid::now_v7()));
    let mut server = place.server_logging(&log).await;
    let mut admin = place.database.admin().await;
    sqlx::raw_sql("create table kept (like session_state_events)").execute(&mut admin).await.unwrap();
    // While it runs, and while it doesn't.
    for restarts in [false, true] {
        let [teacher, ..] = everybody(&server).await;
        let mut teacher = Tab::new(&teacher, class.session);
        assert!(teacher.listen(SOON, |tab| tab.view.core.here() > 0).await);
        if restarts {
            server.kill().await.unwrap();
        }
        let cut = "with cut as (
            delete from session_state_events
            where session_id = $1 and sequence = (select max(sequence) from session_state_events where session_id = $1)
            returning *)
            insert into kept select * from cut";
        let cut = sqlx::query(cut).bind(class.session.0).execute(&mut admin).await.unwrap();
        assert_eq!(cut.rows_affected(), 1);
        if restarts {
            server.start_again().await.unwrap();
        }
        let (id, command) = chat("Can you hear me?");
        teacher.submit(id, command).await;
        assert!(teacher.listen(SOON, Tab::is_paused).await, "it pauses visibly");
        assert!(!teacher.accepted.contains(&id));
        assert!(matches!(place.database.store.verify(class).await.unwrap(), Err(Flaw::Shortened { .. })));
        let said = std::fs::read_to_string(&log).unwrap();
        let named = |line: &&str| line.contains("ERROR") && line.contains(&class.session.to_string());
        let line = said.lines().rfind(named).unwrap();
        assert!(line.contains("its end is missing"), "{line}");

        let put_back =
            "with back as (delete from kept returning *) insert into session_state_events select * from back";
        sqlx::query(put_back).execute(&mut admin).await.unwrap();
        assert!(teacher.listen(SOON, |tab| tab.is_content() && !tab.is_paused()).await);
        assert!(teacher.accepted.contains(&id), "it was sent again by itself");
        assert_eq!(place.database.store.verify(class).await.unwrap(), Ok(()));
    }
    std::fs::remove_file(log).unwrap();
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn a_server_without_its_database_lives_says_that_it_can_not_work_and_keeps_counting() {
    let place = Installation::new().await;
    let class = place.class().await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let mut tab = Tab::new(&teacher, class.session);
    assert!(tab.listen(SOON, |tab| tab.view.core.here() > 0).await);
    let figures = teacher.text("/metrics").await.unwrap();
    for line in [
        "lectern_live_sockets 1",
        "lectern_classes_open 1",
        "lectern_jobs_open 0",
        "lectern_http_request_seconds_count{route=\"/sign-in\",status=\"303\"} 4",
    ] {
        assert!(figures.lines().any(|found| found == line), "{line} is missing in\n{figures}");
    }
    for secret in [seed::PEOPLE[0].email, seed::PEOPLE[0].name, &class.session.to_string()] {
        assert!(!figures.contains(secret), "counts only: {secret} is in\n{figures}");
    }

    let ready = async || teacher.get("/readyz").send().await.unwrap().status();
    assert_eq!(ready().await, StatusCode::OK);
    place.database.go_away().await;
    assert_eq!(ready().await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(teacher.text("/healthz").await.unwrap(), "ok", "it isn't to be restarted for that");
    let figures = teacher.text("/metrics").await.unwrap();
    assert!(figures.contains("lectern_live_sockets 1"), "{figures}");
    place.database.come_back().await;
    let back = async {
        while ready().await != StatusCode::OK {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, back).await.expect("it is ready again by itself");
    drop(place.database.take_jobs().await);
}
