//! The hash chain and its signed head find what was changed behind our back.

use domain::ids::{Sequence, TenantId};
use store::{Flaw, LogKeys, seed};
use testkit::database::Database;
use testkit::script::{Script, posted};
use uuid::Uuid;

#[tokio::test]
async fn an_untouched_log_is_proved() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    for _ in 0..3 {
        class.write(&database.store, (0..500).map(|n| posted(&format!("message {n}"))).collect()).await;
    }
    assert_eq!(database.store.verify(class.key).await.unwrap(), Ok(()));
}

#[tokio::test]
async fn every_kind_of_change_is_found_where_it_is() {
    for change in [
        "update session_state_events set offset_ms = offset_ms + 1 where sequence = 4",
        "update session_state_events set at = at + interval '1 ms' where sequence = 4",
        "update session_state_events set actor = null where sequence = 4",
        "update session_state_events set kind = 'chat.removed' where sequence = 4",
        "update session_state_events set payload = payload || '{\"more\": 1}' where sequence = 4",
        "update session_state_events set sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1) where sequence = 4",
        "update session_state_events set sealed = null where sequence = 4",
        "update session_state_events set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where sequence = 4",
        "delete from session_state_events where sequence = 4",
    ] {
        let database = Database::with_demo().await;
        let mut class = Script::started(&database.store).await;
        class.write(&database.store, (0..5).map(|n| posted(&format!("message {n}"))).collect()).await;
        let mut admin = database.admin().await;
        let done = sqlx::query(change).execute(&mut admin).await.unwrap();
        assert_eq!(done.rows_affected(), 1, "{change}");
        let found = database.store.verify(class.key).await.unwrap();
        assert_eq!(found, Err(Flaw::Altered(Sequence(4))), "{change}");
    }
}

/// A class with seven events, and what is found in it after each of these changes, made by who owns the database.
async fn after(database: &Database, class: &Script, changes: &[&str]) -> Result<(), Flaw> {
    let mut admin = database.admin().await;
    for change in changes {
        let change = change.replace("$class", &format!("'{}'", class.key.session));
        let done = sqlx::query(sqlx::AssertSqlSafe(change.clone())).execute(&mut admin).await.unwrap();
        assert!(done.rows_affected() > 0, "{change}");
    }
    database.store.verify(class.key).await.unwrap()
}

async fn seven_events(database: &Database) -> Script {
    let mut class = Script::started(&database.store).await;
    class.write(&database.store, (0..5).map(|n| posted(&format!("message {n}"))).collect()).await;
    class
}

#[tokio::test]
async fn an_end_that_is_missing_is_missed() {
    let shorter = "delete from session_state_events where session_id = $class and sequence > 5";
    let head = "update log_heads set sequence = 5,
        hash = (select hash from session_state_events where session_id = $class and sequence = 5)
        where session_id = $class";
    let (found, signed) = (Sequence(5), Sequence(7));
    for (changes, flaw) in [
        (&[shorter][..], Flaw::Shortened { found, signed }),
        (&[shorter, head], Flaw::Forged),
        (&[shorter, "delete from log_heads where session_id = $class"], Flaw::Unsigned),
        (
            &["delete from session_state_events where session_id = $class"],
            Flaw::Shortened { found: Sequence(0), signed },
        ),
    ] {
        let database = Database::with_demo().await;
        let class = seven_events(&database).await;
        assert_eq!(after(&database, &class, changes).await, Err(flaw), "{changes:?}");
    }
}

#[tokio::test]
async fn a_chain_that_was_computed_anew_is_not_the_one_that_was_signed() {
    let database = Database::with_demo().await;
    let (class, other) = (seven_events(&database).await, seven_events(&database).await);
    // Whoever has the code and another key can write a log whose chain is whole, and sign it: theirs takes the place of ours.
    let forger = store::open(&database.url(), &testkit::database::MASTER_KEY).await.unwrap();
    let forger = forger.signing_with(LogKeys::new(&[66; 32], &[]));
    let signed: (Vec<u8>, Vec<u8>, String) =
        sqlx::query_as("select hash, signature, key_id from log_heads where session_id = $1")
            .bind(class.key.session.0)
            .fetch_one(&mut database.admin().await)
            .await
            .unwrap();
    after(
        &database,
        &class,
        &[
            "delete from log_heads where session_id = $class",
            "delete from session_state_events where session_id = $class",
        ],
    )
    .await
    .unwrap_err();
    let mut forged = class.clone();
    forged.last = Sequence(0);
    let facts = (0..7).map(|n| posted(&format!("never said {n}"))).collect();
    forged.write(&forger, facts).await;
    assert!(matches!(database.store.verify(class.key).await.unwrap(), Err(Flaw::UnknownKey(_))));
    sqlx::query("update log_heads set hash = $2, signature = $3, key_id = $4 where session_id = $1")
        .bind(class.key.session.0)
        .bind(signed.0)
        .bind(signed.1)
        .bind(signed.2)
        .execute(&mut database.admin().await)
        .await
        .unwrap();
    assert_eq!(database.store.verify(class.key).await.unwrap(), Err(Flaw::Rewritten(Sequence(7))));
    assert_eq!(database.store.verify(other.key).await.unwrap(), Ok(()), "the other class is as it was");
}

#[tokio::test]
async fn events_that_nobody_signed_are_found() {
    let database = Database::with_demo().await;
    let mut class = seven_events(&database).await;
    let before = "create table kept as select * from log_heads";
    sqlx::query(before).execute(&mut database.admin().await).await.unwrap();
    class.write(&database.store, vec![posted("one more")]).await;
    let old_head =
        "update log_heads set sequence = kept.sequence, hash = kept.hash, signature = kept.signature
        from kept where kept.session_id = log_heads.session_id and kept.session_id = $class";
    assert_eq!(after(&database, &class, &[old_head]).await, Err(Flaw::Lengthened(Sequence(7))));
}

#[tokio::test]
async fn a_log_that_changed_its_school_is_found() {
    let database = Database::with_demo().await;
    let class = seven_events(&database).await;
    let other = TenantId(Uuid::now_v7());
    let mut admin = database.admin().await;
    sqlx::query("insert into tenants (id, name) values ($1, 'Elsewhere')")
        .bind(other.0)
        .execute(&mut admin)
        .await
        .unwrap();
    sqlx::query("set session_replication_role = replica").execute(&mut admin).await.unwrap();
    for table in ["sessions", "session_state_events", "log_heads"] {
        let moved = format!("update {table} set tenant_id = $1 where tenant_id = $2");
        let moved = sqlx::query(sqlx::AssertSqlSafe(moved)).bind(other.0).bind(seed::TENANT.0);
        moved.execute(&mut admin).await.unwrap();
    }
    let moved = classroom::ports::event_log::ClassKey { tenant: other, ..class.key };
    assert_eq!(database.store.verify(moved).await.unwrap(), Err(Flaw::Forged));
}

#[tokio::test]
async fn a_log_from_before_is_signed_once_and_as_it_is_found() {
    let database = Database::with_demo().await;
    let mut class = seven_events(&database).await;
    assert!(!database.store.sign(class.key).await.unwrap(), "it is signed");
    let unsigned = ["delete from log_heads where session_id = $class"];
    assert_eq!(after(&database, &class, &unsigned).await, Err(Flaw::Unsigned));
    assert!(database.store.sign(class.key).await.unwrap());
    assert_eq!(database.store.verify(class.key).await.unwrap(), Ok(()));
    class.write(&database.store, vec![posted("and goes on")]).await;
    assert_eq!(database.store.verify(class.key).await.unwrap(), Ok(()));
    let broken = [
        "delete from log_heads where session_id = $class",
        "update session_state_events set offset_ms = offset_ms + 1 where session_id = $class and sequence = 3",
    ];
    after(&database, &class, &broken).await.unwrap_err();
    assert!(database.store.sign(class.key).await.is_err(), "what is broken isn't signed");
}

#[tokio::test]
async fn a_new_key_goes_on_where_the_old_one_stopped() {
    let database = Database::with_demo().await;
    let with = |first: [u8; 32], others: &[[u8; 32]]| {
        database.store.clone().signing_with(LogKeys::new(&first, others))
    };
    let (old, new, both) = (with([1; 32], &[]), with([2; 32], &[]), with([2; 32], &[[1; 32]]));
    let class = Script::started(&old).await;
    assert!(matches!(new.verify(class.key).await.unwrap(), Err(Flaw::UnknownKey(_))));
    assert_eq!(both.verify(class.key).await.unwrap(), Ok(()));
    let mut class = class;
    class.write(&both, vec![posted("after the change")]).await;
    assert_eq!(new.verify(class.key).await.unwrap(), Ok(()));
}
