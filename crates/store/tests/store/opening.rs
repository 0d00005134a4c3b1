//! Opening the store: what it refuses, and that it can be done again.

use store::OpenError;
use testkit::database::{Database, MASTER_KEY};

#[tokio::test]
async fn a_superuser_is_refused() {
    let database = Database::fresh().await;
    let refused = store::open(&database.admin_url(), &MASTER_KEY).await.err().unwrap();
    assert!(matches!(refused, OpenError::RoleTooStrong { .. }), "{refused}");
    assert!(refused.to_string().contains("create role"), "says what to do: {refused}");
}

#[tokio::test]
async fn a_role_that_bypasses_the_walls_is_refused() {
    let database = Database::fresh().await;
    let mut admin = database.admin().await;
    let role: String = sqlx::query_scalar(
        "select pg_get_userbyid(datdba)::text from pg_database where datname = current_database()",
    )
    .fetch_one(&mut admin)
    .await
    .unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("alter role {role} bypassrls")))
        .execute(&mut admin)
        .await
        .unwrap();
    let refused = store::open(&database.url(), &MASTER_KEY).await.err().unwrap();
    assert!(matches!(refused, OpenError::RoleTooStrong { .. }), "{refused}");
}

#[tokio::test]
async fn another_master_key_is_refused() {
    let database = Database::fresh().await;
    let refused = store::open(&database.url(), &[8; 32]).await.err().unwrap();
    assert!(matches!(refused, OpenError::WrongMasterKey), "{refused}");
}

#[tokio::test]
async fn nobody_there_is_said_at_once() {
    let nobody = store::open("postgres://lectern@127.0.0.1:1/lectern", &MASTER_KEY);
    let refused = tokio::time::timeout(std::time::Duration::from_secs(1), nobody).await.unwrap();
    assert!(matches!(refused, Err(OpenError::Unreachable(_))));
    assert!(matches!(store::open("mysql://x", &MASTER_KEY).await, Err(OpenError::Address(_))));
}

#[tokio::test]
async fn several_servers_may_open_an_empty_database_at_once() {
    let (database, others) = Database::opened_by(3).await;
    assert_eq!(others.len(), 2);
    for store in others.iter().chain([&database.store]) {
        store::seed::demo(store, chrono::Utc::now()).await.unwrap();
    }
}
