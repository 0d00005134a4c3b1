//! What events cause stands with them, or not at all.

use classroom::ports::effects::Effects as _;
use classroom::ports::event_log::{EventLog as _, LogError};
use domain::effect::Task;
use domain::event::Fact;
use domain::ids::{ConnectionId, UserId};
use domain::session::EndReason;
use domain::{participant, session};
use testkit::database::Database;
use testkit::script::{STUDENT, Script, joined, posted};
use uuid::Uuid;

fn banned(user: UserId) -> Fact {
    Fact::Participant(participant::Fact::Banned { user })
}

fn left() -> Fact {
    Fact::Participant(participant::Fact::Left {
        user: STUDENT,
        connection: ConnectionId(Uuid::now_v7()),
        for_good: false,
    })
}

#[tokio::test]
async fn an_event_and_what_it_causes_are_written_together() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    class.write(&database.store, vec![joined(STUDENT, "Amina"), posted("hi")]).await;
    assert_eq!(database.tasks().await, [], "talking causes nothing");
    class.write(&database.store, vec![banned(STUDENT), left()]).await;
    let tasks = database.tasks().await;
    assert_eq!(tasks.len(), 2, "{tasks:?}");
    assert!(tasks.contains(&Task::SendOut { user: STUDENT }) && tasks.contains(&Task::ReviewLater));
}

#[tokio::test]
async fn a_commit_that_fails_causes_nothing() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let mut late = class.clone();
    class.write(&database.store, vec![posted("first")]).await;
    let events =
        late.events(vec![banned(STUDENT), Fact::Session(session::Fact::Ended { reason: EndReason::Ended })]);
    let lost = database.store.append(late.key, &events).await;
    assert!(matches!(lost, Err(LogError::Conflict)), "{lost:?}");
    // A class has one replay, so its end can't be written twice.
    let ends = || Fact::Session(session::Fact::Ended { reason: EndReason::Ended });
    let events = class.events(vec![banned(STUDENT), ends(), ends()]);
    let broken = database.store.append(class.key, &events).await;
    assert!(matches!(broken, Err(LogError::Broken(_))), "{broken:?}");
    assert_eq!(database.tasks().await, []);
}

#[tokio::test]
async fn a_repeated_command_causes_nothing_again() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let first = class.write(&database.store, vec![banned(STUDENT)]).await;
    sqlx::query("delete from graphile_worker._private_jobs").execute(database.store.pool()).await.unwrap();
    let mut again = class.events(vec![banned(UserId(Uuid::now_v7()))]);
    again[0].command = first[0].command;
    let refused = database.store.append(class.key, &again).await;
    assert!(matches!(refused, Err(LogError::Conflict)), "{refused:?}");
    assert_eq!(database.tasks().await, []);
}

#[tokio::test]
async fn what_is_caused_again_and_again_waits_once_and_keeps_its_time() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::started(store).await;
    let due = || async {
        sqlx::query_scalar::<_, f64>(
            "select extract(epoch from run_at)::float8 from graphile_worker._private_jobs",
        )
        .fetch_all(store.pool())
        .await
        .unwrap()
    };
    class.write(store, vec![left(), left()]).await;
    let first = due().await;
    assert_eq!(first.len(), 1, "one a class");
    class.write(store, vec![left()]).await;
    assert_eq!(due().await, first, "a class that people leave all the time is looked at all the same");

    // One that waits after a failure is due anew.
    sqlx::query("update graphile_worker._private_jobs set attempts = 3, run_at = now() + interval '1 hour'")
        .execute(store.pool())
        .await
        .unwrap();
    store.add(class.key, &Task::ReviewLater).await.unwrap();
    let anew = due().await;
    assert!(anew.len() == 1 && anew[0] < first[0] + 600.0, "{anew:?} after {first:?}");
}
