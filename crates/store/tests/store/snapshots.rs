//! A stored class that isn't of this log, this build and this moment counts as nothing.

use classroom::ports::event_log::{ClassKey, EventLog as _};
use classroom::ports::snapshots::Snapshots as _;
use domain::ClassView;
use domain::ids::Sequence;
use domain::view::apply;
use sqlx::AssertSqlSafe;
use store::seed;
use testkit::cases::whole;
use testkit::database::Database;
use testkit::script::{STUDENT, Script, joined, posted};

/// A class of seven events, stored at the sixth.
async fn stored(database: &Database) -> Script {
    let mut class = Script::started(&database.store).await;
    class.write(&database.store, (0..4).map(|n| posted(&format!("secret {n}"))).collect()).await;
    database.store.renew(class.key, 1).await.unwrap();
    class.write(&database.store, vec![posted("one more")]).await;
    class
}

/// Does what only who owns the database can.
async fn change(database: &Database, class: ClassKey, change: &str) {
    let change = change.replace("$class", &format!("'{}'", class.session));
    let done = sqlx::query(AssertSqlSafe(change)).execute(&mut database.admin().await).await.unwrap();
    assert!(done.rows_affected() > 0);
}

/// Where the class is stored, if what is stored can be used.
async fn usable(database: &Database, class: ClassKey) -> Option<Sequence> {
    database.store.load(class).await.ok().flatten().map(|view| view.sequence)
}

async fn rows(database: &Database) -> i64 {
    sqlx::query_scalar("select count(*) from class_snapshots")
        .fetch_one(&mut database.admin().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_was_changed_or_is_foreign_or_old_is_not_used_and_is_made_anew() {
    let database = Database::with_demo().await;
    for spoil in [
        "update class_snapshots set sealed = substr(sealed, 1, length(sealed) - 1) where session_id = $class",
        "update class_snapshots set sealed = '' where session_id = $class",
        "update class_snapshots set sealed = set_byte(sealed, 99, 255 - get_byte(sealed, 99)) where session_id = $class",
        "update class_snapshots set sequence = sequence - 1 where session_id = $class",
        "update class_snapshots set sequence = sequence + 99 where session_id = $class",
        "update class_snapshots set fold = sha256('another build') where session_id = $class",
        "update class_snapshots set sealed = (select sealed from class_snapshots where session_id <> $class limit 1)
         where session_id = $class",
    ] {
        let other = stored(&database).await;
        let class = stored(&database).await;
        assert_eq!(usable(&database, class.key).await, Some(Sequence(6)));
        change(&database, class.key, spoil).await;
        assert_eq!(usable(&database, class.key).await, None, "{spoil}");
        assert_eq!(usable(&database, other.key).await, Some(Sequence(6)), "the other class has nothing to do with it");
        database.store.renew(class.key, 1).await.unwrap();
        let again = database.store.load(class.key).await.unwrap().unwrap();
        let mut folded = ClassView::default();
        class.read(&database.store).await.unwrap().iter().for_each(|event| apply(&mut folded, event));
        assert_eq!(whole(&again), whole(&folded), "{spoil}");
    }
}

#[tokio::test]
async fn what_was_stored_of_another_log_is_not_used() {
    let database = Database::with_demo().await;
    let class = stored(&database).await;
    // An older log was put back, and went on in another way.
    let spoil = "update session_state_events set hash = sha256('another log') where session_id = $class and sequence = 6";
    change(&database, class.key, spoil).await;
    assert_eq!(usable(&database, class.key).await, None);
    assert!(database.store.renew(class.key, 1).await.is_err(), "nor is that log stored");
    assert_eq!(usable(&database, class.key).await, None);
}

#[tokio::test]
async fn a_changed_log_is_not_stored_so_that_nothing_of_it_is_left_when_it_is_put_back() {
    let database = Database::with_demo().await;
    let class = stored(&database).await;
    change(&database, class.key, "delete from class_snapshots where session_id = $class").await;
    for (spoil, repair) in [
        (
            "update session_state_events set offset_ms = offset_ms + 1 where session_id = $class and sequence = 3",
            "update session_state_events set offset_ms = offset_ms - 1 where session_id = $class and sequence = 3",
        ),
        (
            "update session_state_events set sequence = 99 where session_id = $class and sequence = 3",
            "update session_state_events set sequence = 3 where session_id = $class and sequence = 99",
        ),
    ] {
        change(&database, class.key, spoil).await;
        assert!(database.store.renew(class.key, 1).await.is_err(), "{spoil}");
        change(&database, class.key, repair).await;
        assert_eq!(usable(&database, class.key).await, None, "{spoil}");
    }
    database.store.renew(class.key, 1).await.unwrap();
    assert_eq!(usable(&database, class.key).await, Some(Sequence(7)));
}

#[tokio::test]
async fn there_is_one_a_class_at_most_and_no_word_of_it_can_be_read() {
    let database = Database::with_demo().await;
    let class = stored(&database).await;
    let row = "select encode(sealed, 'escape') from class_snapshots";
    let first: String = sqlx::query_scalar(row).fetch_one(&mut database.admin().await).await.unwrap();
    assert!(!first.contains("secret"));
    database.store.renew(class.key, 2).await.unwrap();
    assert_eq!(usable(&database, class.key).await, Some(Sequence(6)), "it hasn't grown by so much");
    database.store.renew(class.key, 1).await.unwrap();
    assert_eq!(usable(&database, class.key).await, Some(Sequence(7)));
    assert_eq!(rows(&database).await, 1);
}

#[tokio::test]
async fn who_is_erased_is_in_no_stored_class_whoever_stores_it() {
    let database = Database::with_demo().await;
    let other = database.second_store().await;
    let mut class = Script::started(&database.store).await;
    let theirs =
        [class.event(STUDENT, joined(STUDENT, "Amina Diallo")), class.event(STUDENT, posted("my secret"))];
    database.store.append(class.key, &theirs).await.unwrap();
    // It remembers the keys from here on, and opens the words for a while.
    assert_eq!(other.read(class.key, Sequence(0), 9).await.unwrap().len(), 4);
    other.renew(class.key, 1).await.unwrap();
    let before = whole(&other.load(class.key).await.unwrap().unwrap());
    assert!(before.contains("my secret") && before.contains("Amina"));

    // One that was read before the erasure, as a backup or a slow server has it.
    let mut admin = database.admin().await;
    sqlx::query("create table kept as select * from class_snapshots").execute(&mut admin).await.unwrap();
    database.store.erase_person(seed::TENANT, STUDENT).await.unwrap();
    assert_eq!(rows(&database).await, 0, "it goes with the key");
    sqlx::query("insert into class_snapshots select * from kept").execute(&mut admin).await.unwrap();
    assert_eq!(usable(&database, class.key).await, None, "it isn't used after it");
    sqlx::query("update class_snapshots set erasures = erasures + 1").execute(&mut admin).await.unwrap();
    assert_eq!(usable(&database, class.key).await, None, "nor as one of now");

    other.renew(class.key, 1).await.unwrap();
    let after = whole(&other.load(class.key).await.unwrap().unwrap());
    assert!(!after.contains("my secret") && !after.contains("Amina"), "{after}");
}

#[tokio::test]
async fn who_reads_before_an_erasure_and_stores_after_it_stores_nothing() {
    let database = Database::with_demo().await;
    let class = stored(&database).await;
    let mut admin = database.admin().await;
    // An erasure that is under way holds up who stores, who then finds that it was read too early.
    sqlx::raw_sql("begin; update tenants set erasures = erasures + 1").execute(&mut admin).await.unwrap();
    let store = database.store.clone();
    let storing = tokio::spawn(async move { store.renew(class.key, 1).await });
    let waits = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    let mut watcher = database.admin().await;
    while sqlx::query_scalar::<_, i64>(waits).fetch_one(&mut watcher).await.unwrap() == 0 {
        assert!(!storing.is_finished(), "it doesn't wait for the erasure");
        tokio::task::yield_now().await;
    }
    sqlx::raw_sql("delete from class_snapshots; commit").execute(&mut admin).await.unwrap();
    storing.await.unwrap().unwrap();
    assert_eq!(rows(&database).await, 0);
}
