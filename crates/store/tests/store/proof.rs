//! The hash chain finds what was changed behind our back.

use domain::ids::Sequence;
use store::BrokenAt;
use testkit::database::Database;
use testkit::script::{Script, posted};

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
        assert_eq!(found, Err(BrokenAt(Sequence(4))), "{change}");
    }
}
