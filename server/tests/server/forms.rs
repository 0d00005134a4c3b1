//! Forms that say what no form of ours can: each is refused in words, and nothing is done instead.

use classroom::ports::polls::PreparedPolls as _;
use domain::poll::{Form, Prepared};
use reqwest::StatusCode;
use store::seed;
use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::endpoints::{Stage, prepared};
use crate::installation::{Installation, everybody};

/// Sends a form. The answer's status, and its words.
async fn sent(visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let answer = visitor.post(path).form(fields).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test]
async fn what_is_asked_of_prepared_polls_is_done_or_refused_in_words() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, _, student, _] = everybody(&server).await;
    let polls = format!("/lessons/{}/polls", seed::lesson(1));
    let new = |kind: &str| {
        let poll = Uuid::now_v7().to_string();
        [("poll", poll), ("question", "Why?".to_owned()), ("kind", kind.to_owned())]
    };
    for kind in ["riddle", "", "Text", "text "] {
        let fields = new(kind);
        let fields = fields.each_ref().map(|(name, value)| (*name, &**value));
        for fields in [&fields[..], &fields[..2]] {
            let (status, page) = sent(&teacher, &format!("{polls}/new"), fields).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(page.contains("Choose what people answer with.") && page.contains("Why?"), "{page}");
        }
    }
    let fields = new("text");
    let fields = fields.each_ref().map(|(name, value)| (*name, &**value));
    let (status, _) = sent(&teacher, &format!("{polls}/new"), &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let there = place.database.store.of_lesson(seed::TENANT, seed::lesson(1)).await.unwrap();
    let [Prepared { poll, definition }] = &there[..] else { panic!("{there:?}") };
    assert_eq!((definition.form, &*definition.question), (Form::Text, "Why?"));

    let (here, nowhere) = (format!("{polls}/{poll}"), format!("{polls}/{}", Uuid::now_v7()));
    for to in ["sideways", "", "UP"] {
        let (status, page) = sent(&teacher, &format!("{here}/move"), &[("to", to)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{to}");
        assert!(page.contains("Say whether the poll goes up or down."), "{page}");
        assert_eq!(sent(&student, &format!("{here}/move"), &[("to", to)]).await.0, StatusCode::FORBIDDEN);
    }
    for path in [format!("{nowhere}/move"), format!("{nowhere}/delete")] {
        let (status, page) = sent(&teacher, &path, &[("to", "up")]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.contains("That poll isn") && page.contains("Why?"), "{page}");
    }
    for path in
        [format!("{polls}/1/move"), format!("{polls}/1/delete"), "/lessons/1/polls/1/delete".to_owned()]
    {
        assert_eq!(sent(&teacher, &path, &[("to", "up")]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    for (path, status) in [
        (format!("{here}/move"), StatusCode::SEE_OTHER),
        (format!("{here}/delete"), StatusCode::SEE_OTHER),
        (format!("{here}/delete"), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(sent(&teacher, &path, &[("to", "down")]).await.0, status, "{path}");
    }
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn which_classes_are_cancelled_is_said_or_none_is() {
    let place = Installation::new().await;
    let class = prepared(&place, Stage::Scheduled).await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let path = format!("/classes/{}/cancel", class.session);
    let command = Uuid::now_v7().to_string();
    let (status, page) =
        sent(&teacher, &path, &[("command", &command), ("reason", "I am ill."), ("which", "sideways")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Choose whether this is about one class"), "{page}");
    assert_eq!(place.events(class).await.len(), 1, "nothing was cancelled");
    drop(place.database.take_jobs().await);
}
