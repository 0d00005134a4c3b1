//! Appending and reading: what goes in comes out, whole, in order, once.

use classroom::ports::event_log::{EventLog as _, LogError};
use domain::ids::TenantId;
use testkit::cases;
use testkit::database::Database;
use testkit::script::{Script, posted};
use uuid::Uuid;

#[tokio::test]
async fn the_real_log_does_what_the_fake_does() {
    let database = Database::with_demo().await;
    let (log, other) = (&database.store, &database.second_store().await);
    cases::what_was_appended_is_read(log, other).await;
    cases::who_comes_second_loses(log, other).await;
    cases::gaps_are_refused(log).await;
    cases::gaps_are_refused(other).await;
    cases::a_command_has_one_effect(log).await;
    cases::a_class_must_be_scheduled_first(log).await;
    let stranger = TenantId(Uuid::now_v7());
    sqlx::query("insert into tenants (id, name) values ($1, 'Elsewhere')")
        .bind(stranger.0)
        .execute(&mut database.admin().await)
        .await
        .unwrap();
    cases::walls_hold(log, stranger).await;
    cases::commands_are_found(log, other, stranger).await;
    cases::a_stored_class_is_the_fold(log, other, stranger).await;
}

#[tokio::test]
async fn words_lie_encrypted() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    class.write(&database.store, vec![posted("nobody-else-reads-this")]).await;
    let mut admin = database.admin().await;
    for table in ["session_state_events", "chat_messages"] {
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "select t::text || coalesce(encode(sealed, 'escape'), '') from {table} t"
        )))
        .fetch_all(&mut admin)
        .await
        .unwrap();
        assert!(!rows.is_empty());
        assert!(!rows.iter().any(|row| row.contains("nobody-else")), "{table}");
    }
}

#[tokio::test]
async fn of_two_at_once_one_wins() {
    let database = Database::with_demo().await;
    let other = database.second_store().await;
    let mut class = Script::started(&database.store).await;
    for _ in 0..20 {
        let (mut ours, mut theirs) = (class.clone(), class.clone());
        let (ours, theirs) = (ours.events(vec![posted("a")]), theirs.events(vec![posted("b")]));
        let done = tokio::join!(database.store.append(class.key, &ours), other.append(class.key, &theirs));
        match done {
            (Ok(()), Err(LogError::Conflict)) | (Err(LogError::Conflict), Ok(())) => {}
            odd => panic!("{odd:?}"),
        }
        class.last = class.last.next();
    }
    let sequences: Vec<u64> =
        class.read(&other).await.unwrap().iter().map(|event| event.sequence.0).collect();
    assert_eq!(sequences, (1..=22).collect::<Vec<_>>());
    assert_eq!(other.verify(class.key).await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_database_that_went_away_is_unavailable_and_comes_back() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    database.go_away().await;
    let events = class.events(vec![posted("are you there?")]);
    let lost = database.store.append(class.key, &events).await;
    assert!(matches!(lost, Err(LogError::Unavailable(_))), "{lost:?}");

    database.come_back().await;
    database.store.append(class.key, &events).await.unwrap();
    assert_eq!(class.read(&database.store).await.unwrap().len(), 3);
}
