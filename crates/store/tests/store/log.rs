//! Appending and reading: what goes in comes out, whole, in order, once.

use classroom::ports::event_log::{ClassKey, EventLog as _, LogError};
use domain::event::{Event, Fact};
use domain::ids::{Sequence, TenantId};
use testkit::database::Database;
use uuid::Uuid;

use crate::class::{STUDENT, Script, joined, posted};

#[tokio::test]
async fn what_was_appended_is_read_with_its_words() {
    let database = Database::with_demo().await;
    let mut class = Script::new();
    let facts = vec![
        class.schedule("Überschwinger"),
        Fact::SessionStarted,
        joined(STUDENT, "Amina"),
        posted("hi 👋"),
    ];
    let events = class.write(&database.store, facts).await;
    assert_eq!(class.read(&database.store).await.unwrap(), events);
    assert_eq!(class.read(&database.second_store().await).await.unwrap(), events, "on another server");

    let tail = database.store.read(class.key, Sequence(2), 1).await.unwrap();
    assert_eq!(tail, events[2..3], "after 2, one at the most");
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
async fn who_comes_second_loses_and_writes_nothing() {
    let database = Database::with_demo().await;
    let other = database.second_store().await;
    let mut class = Script::started(&database.store).await;
    let mut late = class.clone();
    class.write(&database.store, vec![posted("first")]).await;
    let events = late.events(vec![posted("second"), posted("third")]);
    let lost = other.append(late.key, &events).await;
    assert!(matches!(lost, Err(LogError::Conflict)), "{lost:?}");
    assert_eq!(class.read(&other).await.unwrap().len(), 3);
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
async fn a_gap_is_refused() {
    let database = Database::with_demo().await;
    for store in [&database.store, &database.second_store().await] {
        let mut class = Script::started(store).await;
        class.last = class.last.next();
        let events = class.events(vec![posted("one too far")]);
        assert!(matches!(store.append(class.key, &events).await, Err(LogError::Conflict)));
        let mut torn = class.events(vec![posted("a"), posted("b")]);
        torn[1].sequence = torn[1].sequence.next();
        assert!(matches!(store.append(class.key, &torn).await, Err(LogError::Broken(_))));
    }
}

#[tokio::test]
async fn a_command_has_one_effect() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let command = Uuid::now_v7().into();
    let mut twofold: Vec<Event> = class.events(vec![posted("a"), posted("b")]);
    twofold.iter_mut().for_each(|event| event.command = command);
    database.store.append(class.key, &twofold).await.unwrap();

    let mut again = class.events(vec![posted("a")]);
    again[0].command = command;
    assert!(matches!(database.store.append(class.key, &again).await, Err(LogError::Conflict)));
    assert_eq!(class.read(&database.store).await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_class_must_be_scheduled_first() {
    let database = Database::with_demo().await;
    let mut class = Script::new();
    let events = class.events(vec![posted("into the void")]);
    assert!(matches!(database.store.append(class.key, &events).await, Err(LogError::Broken(_))));
}

#[tokio::test]
async fn another_tenants_class_can_neither_be_read_nor_taken() {
    let database = Database::with_demo().await;
    let class = Script::started(&database.store).await;
    let stranger = TenantId(Uuid::now_v7());
    sqlx::query("insert into tenants (id, name) values ($1, 'Elsewhere')")
        .bind(stranger.0)
        .execute(&mut database.admin().await)
        .await
        .unwrap();

    let mut theirs = Script::new();
    theirs.key = ClassKey { tenant: stranger, session: class.key.session };
    assert_eq!(theirs.read(&database.store).await.unwrap(), []);
    let events = theirs.events(vec![theirs.schedule("Mine now"), Fact::SessionStarted]);
    let taken = database.store.append(theirs.key, &events).await;
    assert!(matches!(taken, Err(LogError::Broken(_))), "a conflict would be tried for ever: {taken:?}");
    assert_eq!(class.read(&database.store).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_database_that_went_away_is_unavailable_and_comes_back() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let mut admin = database.admin().await;
    let role: String =
        sqlx::query_scalar("select current_database()::text").fetch_one(&mut admin).await.unwrap();
    let may_log_in = |may| sqlx::AssertSqlSafe(format!("alter role {role} {may}"));
    sqlx::raw_sql(may_log_in("nologin")).execute(&mut admin).await.unwrap();
    sqlx::query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1")
        .bind(&role)
        .execute(&mut admin)
        .await
        .unwrap();
    let events = class.events(vec![posted("are you there?")]);
    let lost = database.store.append(class.key, &events).await;
    assert!(matches!(lost, Err(LogError::Unavailable(_))), "{lost:?}");

    sqlx::raw_sql(may_log_in("login")).execute(&mut admin).await.unwrap();
    database.store.append(class.key, &events).await.unwrap();
    assert_eq!(class.read(&database.store).await.unwrap().len(), 3);
}
