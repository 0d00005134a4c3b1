//! Row-level security: who forgets the tenant sees nothing, of any table.

use sqlx::AssertSqlSafe;
use testkit::database::Database;
use testkit::script::{Script, posted};

/// Tables of ours, not graphile_worker's, not what workers share.
const TABLES: &str = "select format('%I.%I', nspname, relname) from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p') and nspname = 'public' and relname <> '_sqlx_migrations' order by 1";

async fn tables(database: &Database) -> Vec<String> {
    sqlx::query_scalar(TABLES).fetch_all(database.store.pool()).await.unwrap()
}

async fn count(database: &Database, before: &str, table: &str) -> i64 {
    let mut tx = database.store.pool().begin().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(before.to_owned())).execute(&mut *tx).await.unwrap();
    let count = AssertSqlSafe(format!("select count(*) from {table}"));
    sqlx::query_scalar(count).fetch_one(&mut *tx).await.unwrap()
}

#[tokio::test]
async fn every_table_is_walled() {
    let database = Database::fresh().await;
    let open: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
        "select walled from ({TABLES}) as t(walled) join pg_class on oid = walled::regclass
         where not (relrowsecurity and relforcerowsecurity)
            or not exists (select from pg_policy where polrelid = pg_class.oid and polname = 'tenant' and polcmd = '*')"
    )))
    .fetch_all(database.store.pool())
    .await
    .unwrap();
    assert_eq!(open, Vec::<String>::new(), "tables without `call wall(…)`");
    assert!(tables(&database).await.len() > 25);
}

#[tokio::test]
async fn without_a_tenant_nothing_is_seen() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    class.write(&database.store, vec![posted("secret")]).await;
    let mut seen_by_tenant = 0;
    for table in tables(&database).await {
        for forgetful in [
            "select",
            "set local lectern.tenant = ''",
            "set local lectern.tenant = '00000000-0000-7000-8000-00000000beef'",
        ] {
            assert_eq!(count(&database, forgetful, &table).await, 0, "{table} after {forgetful:?}");
        }
        let named = format!("set local lectern.tenant = '{}'", store::seed::TENANT);
        seen_by_tenant += i64::from(count(&database, &named, &table).await > 0);
    }
    assert!(seen_by_tenant >= 10, "the tables have rows to hide");
}

#[tokio::test]
async fn a_tenant_named_once_is_forgotten_after_the_transaction() {
    let database = Database::with_demo().await;
    let mut connection = database.store.pool().acquire().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!(
        "begin; set local lectern.tenant = '{}'; commit",
        store::seed::TENANT
    )))
    .execute(&mut *connection)
    .await
    .unwrap();
    let users: i64 =
        sqlx::query_scalar("select count(*) from users").fetch_one(&mut *connection).await.unwrap();
    assert_eq!(users, 0);
}

#[tokio::test]
async fn nobody_writes_into_another_tenant() {
    let database = Database::with_demo().await;
    let mut tx = database.store.pool().begin().await.unwrap();
    sqlx::raw_sql("set local lectern.tenant = '00000000-0000-7000-8000-00000000beef'")
        .execute(&mut *tx)
        .await
        .unwrap();
    let written =
        sqlx::query("insert into courses (tenant_id, id, title) values ($1, gen_random_uuid(), 'Mine')")
            .bind(store::seed::TENANT.0)
            .execute(&mut *tx)
            .await;
    assert!(written.unwrap_err().to_string().contains("row-level security"));
}
