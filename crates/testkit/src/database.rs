//! A database for each test, in a real Postgres, gone when the test is over.
#![expect(clippy::expect_used, reason = "a test without its database fails")]

use std::str::FromStr as _;

use domain::effect::Task;
use serde_json::Value;
use sqlx::postgres::PgConnectOptions;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};
use store::Store;
use store::effects::{EFFECT, TaskJob};
use uuid::Uuid;

/// Seals what tests write.
pub const MASTER_KEY: [u8; 32] = [7; 32];

/// A fresh database with the schema, owned by a role that is neither superuser nor BYPASSRLS: what the
/// application sees.
///
/// Dropping it drops database and role, whoever is still connected, and fails the test where jobs are left
/// over: take those that are expected with [`Database::take_jobs`]. What events cause in rooms ([`Database::tasks`]) is none of
/// them: that waits in each class that somebody has left.
pub struct Database {
    /// The store on it.
    pub store: Store,
    place: TemporaryDatabase,
}

impl Database {
    /// Makes database, role and schema.
    ///
    /// # Panics
    /// Where `LECTERN_TEST_DATABASE_URL` is not set or no superuser's Postgres is behind it.
    pub async fn fresh() -> Self {
        Self::opened_by(1).await.0
    }

    /// [`Database::fresh`], opened by that many servers at once; the other servers' stores come beside it.
    ///
    /// # Panics
    /// As [`Database::fresh`].
    pub async fn opened_by(servers: usize) -> (Self, Vec<Store>) {
        let admin = std::env::var("LECTERN_TEST_DATABASE_URL")
            .expect("LECTERN_TEST_DATABASE_URL is not set: `./lectern test integration` starts a Postgres and sets it");
        Self::made(&admin, servers).await
    }

    async fn made(admin: &str, servers: usize) -> (Self, Vec<Store>) {
        let place = TemporaryDatabase::make(admin).await;
        let url: String = place.0.owner().to_url_lossy().into();
        let opening: Vec<_> = (0..servers)
            .map(|_| {
                let url = url.clone();
                tokio::spawn(async move { store::open(&url, &MASTER_KEY).await })
            })
            .collect();
        let mut stores = Vec::with_capacity(servers);
        for store in opening {
            stores.push(store.await.expect("no panic").expect("a fresh database opens"));
        }
        let store = stores.pop().expect("one server at least");
        (Self { store, place }, stores)
    }

    /// [`Database::fresh`] with the demo school in it.
    ///
    /// # Panics
    /// As [`Database::fresh`].
    pub async fn with_demo() -> Self {
        Self::fresh().await.seeded().await
    }

    /// [`Database::with_demo`] in another Postgres than the others', of which `admin` is a superuser's address.
    ///
    /// # Panics
    /// Where no superuser's Postgres is there.
    pub async fn with_demo_at(admin: &str) -> Self {
        Self::made(admin, 1).await.0.seeded().await
    }

    async fn seeded(self) -> Self {
        store::seed::demo(&self.store, chrono::Utc::now()).await.expect("the demo school");
        self
    }

    /// Another server's store on the same database, with connections and caches of its own.
    ///
    /// # Panics
    /// Where the database has gone.
    pub async fn second_store(&self) -> Store {
        store::open(&self.url(), &MASTER_KEY).await.expect("the database opens again")
    }

    /// Its address, as the application's role.
    #[must_use]
    pub fn url(&self) -> String {
        self.place.0.owner().to_url_lossy().into()
    }

    /// Its address, as a superuser.
    #[must_use]
    pub fn admin_url(&self) -> String {
        self.place.0.superuser().to_url_lossy().into()
    }

    /// A superuser's connection to it, which sees over the tenants' walls.
    ///
    /// # Panics
    /// Where the database has gone.
    pub async fn admin(&self) -> PgConnection {
        self.place.0.superuser().connect().await.expect("the superuser connects")
    }

    /// Cuts every connection of the application and takes no new one, as a database that is down.
    ///
    /// # Panics
    /// Where the database has gone for good.
    pub async fn go_away(&self) {
        let mut admin = self.admin().await;
        let name = &self.place.0.name;
        let nologin = AssertSqlSafe(format!("alter role {name} nologin"));
        sqlx::raw_sql(nologin).execute(&mut admin).await.expect("nobody may log in");
        sqlx::query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1")
            .bind(name)
            .execute(&mut admin)
            .await
            .expect("nobody is connected");
    }

    /// Is back after [`Database::go_away`].
    ///
    /// # Panics
    /// As there.
    pub async fn come_back(&self) {
        let login = AssertSqlSafe(format!("alter role {} login", self.place.0.name));
        sqlx::raw_sql(login).execute(&mut self.admin().await).await.expect("everybody may log in");
    }

    /// What events have caused in rooms and nobody has done yet, oldest first.
    ///
    /// # Panics
    /// Where the database has gone.
    pub async fn tasks(&self) -> Vec<Task> {
        let jobs: Vec<Json<TaskJob>> = sqlx::query_scalar(
            "select payload from graphile_worker._private_jobs jobs
             join graphile_worker._private_tasks tasks on tasks.id = task_id
             where identifier = $1 order by jobs.id",
        )
        .bind(EFFECT)
        .fetch_all(self.store.pool())
        .await
        .expect("the jobs");
        jobs.into_iter().map(|Json(job)| job.task).collect()
    }

    /// Makes all that events have caused in rooms due now, however often it was tried in vain.
    ///
    /// # Panics
    /// Where the database has gone.
    pub async fn make_tasks_due(&self) {
        sqlx::query(
            "update graphile_worker._private_jobs set run_at = now()
             from graphile_worker._private_tasks tasks where tasks.id = task_id and identifier = $1",
        )
        .bind(EFFECT)
        .execute(self.store.pool())
        .await
        .expect("the jobs");
    }

    /// Removes the jobs that wait, oldest first, and gives identifier and payload of each.
    ///
    /// # Panics
    /// Where the database has gone.
    pub async fn take_jobs(&self) -> Vec<(String, Value)> {
        sqlx::query_as(
            "with taken as (
                 delete from graphile_worker._private_jobs jobs using graphile_worker._private_tasks tasks
                 where tasks.id = task_id and identifier <> $1
                 returning jobs.id, identifier, payload
             )
             select identifier, payload::jsonb from taken order by id",
        )
        .bind(EFFECT)
        .fetch_all(self.store.pool())
        .await
        .expect("the jobs")
    }

    /// How long each job that waits was to wait yet, in seconds, oldest first; now it is due.
    ///
    /// # Panics
    /// Where the database has gone.
    pub async fn make_due(&self) -> Vec<f64> {
        sqlx::query_scalar(
            "with waiting as (
                 select jobs.id, extract(epoch from run_at - now())::float8 as wait
                 from graphile_worker._private_jobs jobs
                 join graphile_worker._private_tasks tasks on tasks.id = task_id
                 where locked_at is null and identifier <> $1
             ), due as (
                 update graphile_worker._private_jobs jobs set run_at = now() from waiting where jobs.id = waiting.id
             )
             select wait from waiting order by id",
        )
        .bind(EFFECT)
        .fetch_all(self.store.pool())
        .await
        .expect("the jobs")
    }

    /// As if a worker that died an hour ago had been at the last try of every job.
    ///
    /// # Panics
    /// Where the database has gone.
    pub async fn leave_to_dead_worker(&self) {
        sqlx::query(
            "update graphile_worker._private_jobs
             set attempts = max_attempts, locked_by = 'dead', locked_at = now() - interval '1 hour'",
        )
        .execute(self.store.pool())
        .await
        .expect("the jobs");
    }
}

/// A database and the role that owns it, dropped with this.
struct TemporaryDatabase(Address);

impl TemporaryDatabase {
    async fn make(admin: &str) -> Self {
        let admin =
            PgConnectOptions::from_str(admin).expect("a Postgres address").disable_statement_logging();
        let place = Self(Address { name: format!("test_{}", Uuid::now_v7().simple()), admin });
        let name = &place.0.name;
        place
            .0
            .run(&[
                format!("create role {name} login password '{name}' nosuperuser nobypassrls"),
                format!("create database {name} owner {name}"),
            ])
            .await
            .expect("a superuser makes a database");
        place
    }
}

impl Drop for TemporaryDatabase {
    fn drop(&mut self) {
        let failing = std::thread::panicking();
        let address = self.0.clone();
        // A thread of its own: the test's runtime can't be waited for from within.
        let clean_up = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let left_over = address.jobs().await.ok();
                let name = &address.name;
                let drop = [format!("drop database {name} with (force)"), format!("drop role {name}")];
                address.run(&drop).await.ok().and(left_over)
            })
        };
        let left_over = std::thread::spawn(clean_up).join().ok().flatten();
        assert!(
            failing || !matches!(left_over, Some(1..)),
            "the test leaves jobs behind that nobody expected: {left_over:?}"
        );
    }
}

/// Where the database is.
#[derive(Clone)]
struct Address {
    /// The database's name, its owner's, and the owner's password.
    name: String,
    /// A superuser, on the cluster's own database.
    admin: PgConnectOptions,
}

impl Address {
    fn owner(&self) -> PgConnectOptions {
        self.admin.clone().username(&self.name).password(&self.name).database(&self.name)
    }

    fn superuser(&self) -> PgConnectOptions {
        self.admin.clone().database(&self.name)
    }

    /// Statements of our own making, each in a transaction of its own.
    async fn run(&self, statements: &[String]) -> Result<(), sqlx::Error> {
        let mut admin = self.admin.connect().await?;
        for statement in statements {
            sqlx::raw_sql(AssertSqlSafe(statement.as_str())).execute(&mut admin).await?;
        }
        admin.close().await
    }

    async fn jobs(&self) -> Result<i64, sqlx::Error> {
        let mut admin = self.superuser().connect().await?;
        let jobs = sqlx::query_scalar(
            "select count(*) from graphile_worker._private_jobs
             join graphile_worker._private_tasks tasks on tasks.id = task_id where identifier <> $1",
        )
        .bind(EFFECT)
        .fetch_one(&mut admin)
        .await;
        admin.close().await?;
        jobs
    }
}
