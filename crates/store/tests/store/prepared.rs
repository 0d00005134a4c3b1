//! Polls that wait for their class: kept sealed, in their order, each in its lesson.

use classroom::permit::{self, Permit};
use classroom::ports::polls::PreparedPolls as _;
use classroom::ports::records::Records as _;
use domain::ids::{PollId, UserId};
use domain::poll::{Definition, Form, Prepared};
use domain::role::Role;
use store::Store;
use store::seed::{self, COURSE, TENANT};
use testkit::database::Database;
use testkit::script::{STUDENT, TEACHER};
use uuid::Uuid;

fn asks(question: &str) -> Prepared {
    let options = vec!["yes".to_owned(), "no".to_owned()];
    let definition =
        Definition { form: Form::Single, question: question.into(), options, anonymous: false, key: None };
    Prepared { poll: PollId(Uuid::now_v7()), definition }
}

/// Somebody who may prepare polls.
fn by(user: UserId) -> Permit {
    Permit::assumed(TENANT, user, permit::PermitScope::Course(COURSE))
}

async fn questions(store: &Store, lesson: i32) -> Vec<String> {
    let polls = store.of_lesson(TENANT, seed::lesson(lesson)).await.unwrap();
    polls.into_iter().map(|prepared| prepared.definition.question).collect()
}

#[tokio::test]
async fn polls_stay_in_the_order_they_are_put_in() {
    let database = Database::with_demo().await;
    let (store, lesson) = (&database.store, seed::lesson(1));
    let polls = ["one", "two", "three"].map(asks);
    for poll in &polls {
        store.keep(&by(TEACHER), lesson, poll).await.unwrap();
    }
    assert_eq!(store.of_lesson(TENANT, lesson).await.unwrap(), polls);

    let [one, two, three] = polls.map(|prepared| prepared.poll);
    store.arrange(&by(TEACHER), lesson, &[three, one, two]).await.unwrap();
    let changed = Prepared { poll: one, ..asks("one, said better") };
    store.keep(&by(TEACHER), lesson, &changed).await.unwrap();
    assert_eq!(questions(store, 1).await, ["three", "one, said better", "two"]);

    store.discard(&by(TEACHER), lesson, three).await.unwrap();
    store.discard(&by(TEACHER), lesson, three).await.unwrap();
    assert_eq!(questions(store, 1).await, ["one, said better", "two"]);
}

#[tokio::test]
async fn a_poll_of_another_lesson_is_left_alone() {
    let database = Database::with_demo().await;
    let (store, poll) = (&database.store, asks("mine"));
    store.keep(&by(TEACHER), seed::lesson(1), &poll).await.unwrap();
    let taken = Prepared { poll: poll.poll, ..asks("yours") };
    assert!(!store.keep(&by(TEACHER), seed::lesson(2), &taken).await.unwrap());
    store.discard(&by(TEACHER), seed::lesson(2), poll.poll).await.unwrap();
    assert_eq!(questions(store, 1).await, ["mine"]);
    assert_eq!(questions(store, 2).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_somebody_wrote_goes_with_them() {
    let database = Database::with_demo().await;
    let store = &database.store;
    store.keep(&by(TEACHER), seed::lesson(1), &asks("mine")).await.unwrap();
    store.keep(&by(STUDENT), seed::lesson(1), &asks("theirs")).await.unwrap();
    let plain: i64 =
        sqlx::query_scalar("select count(*) from lesson_polls where position('theirs'::bytea in sealed) > 0")
            .fetch_one(&mut database.admin().await)
            .await
            .unwrap();
    assert_eq!(plain, 0, "sealed");
    store.erase_person(TENANT, STUDENT).await.unwrap();
    assert_eq!(questions(store, 1).await, ["mine"]);
}

#[tokio::test]
async fn who_could_come_is_who_is_enrolled() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let enrolled = store.enrolled(TENANT, COURSE).await.unwrap();
    let names: Vec<_> = enrolled.iter().map(|person| (person.name.as_str(), person.role)).collect();
    let expected = [
        ("Amina Diallo", Role::Student),
        ("Jonas Weber", Role::Student),
        ("Tomás Ferreira", Role::Assistant),
        ("Vera Lindqvist", Role::Teacher),
    ];
    assert_eq!(names, expected);
    store.erase_person(TENANT, STUDENT).await.unwrap();
    assert_eq!(store.enrolled(TENANT, COURSE).await.unwrap().len(), 3);
}
