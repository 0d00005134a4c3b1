//! Durable jobs: graphile_worker's tables in the same database, so that a job is added by the transaction
//! that causes it.
//!
//! They lie outside the tenants' walls: a job names its tenant, and whoever runs it names that tenant first.
//! The statements here aren't checked at compile time, since graphile_worker brings its own schema.

use classroom::ports::event_log::ClassKey;
use classroom::ports::records::StoreError;
use domain::ids::{DeckId, SessionId, TenantId};
use domain::step::Step;
use graphile_worker::WorkerUtils;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;

use crate::Store;
use crate::effects::EFFECT;
use crate::error::{Fault, OpenError};
use crate::tenant::Tx;

/// The schema that holds the jobs.
pub const SCHEMA: &str = "graphile_worker";
/// Tries before a job is dead; waits between them grow by e, so the last comes four minutes after the first.
const TRIES: i32 = 6;

/// A pipeline job's payload. Its identifier is the step's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassJob {
    /// The tenant to name first.
    pub tenant: TenantId,
    /// The class.
    pub session: SessionId,
}

impl ClassJob {
    /// The class it works for.
    #[must_use]
    pub fn class(self) -> ClassKey {
        ClassKey { tenant: self.tenant, session: self.session }
    }
}

/// The job that draws a deck's pages.
pub const DRAW: &str = "draw_deck";
/// The job that removes what lies in object storage of a deck that is gone.
pub const DISCARD: &str = "discard_deck";
/// The job that has a deck gone whose uploader was erased.
pub const ERASE: &str = "erase_deck";
/// Tries of the jobs that remove something, of which nothing may stay: the last comes days after the first.
const TRIES_TO_REMOVE: i32 = 25;

/// A deck to work on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeckJob {
    /// The tenant to name first.
    pub tenant: TenantId,
    /// The class.
    pub session: SessionId,
    /// The deck.
    pub deck: DeckId,
}

impl DeckJob {
    /// The class it works for.
    #[must_use]
    pub fn class(self) -> ClassKey {
        ClassKey { tenant: self.tenant, session: self.session }
    }
}

/// A job that has used up its tries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// The class it was to work for.
    pub class: ClassKey,
    /// The step it was to run.
    pub step: Step,
    /// What its last try ended with.
    pub error: String,
}

impl Store {
    /// Adds a step's job, or starts it again from its first try. A class has one job a step.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn add_job(&self, step: Step, class: ClassKey) -> Result<(), StoreError> {
        Ok(add_alone(&self.pool, step, class).await?)
    }

    /// The pipeline's jobs that nobody will try again, of every tenant.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn dead_jobs(&self) -> Result<Vec<DeadJob>, StoreError> {
        Ok(dead(&self.pool).await?)
    }

    /// How many jobs of the pipeline and letters wait or run. What is done in rooms isn't among them: it is soon done, or of no
    /// use any more.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn open_jobs(&self) -> Result<i64, StoreError> {
        let open = sqlx::query_scalar(
            "select count(*) from graphile_worker._private_jobs jobs
             join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
             where (attempts < max_attempts or locked_at is not null) and identifier <> $1",
        )
        .bind(EFFECT);
        Ok(open.fetch_one(&self.pool).await.map_err(Fault::from)?)
    }
}

/// Brings graphile_worker's schema up to date.
pub(crate) async fn migrate(pool: &PgPool) -> Result<(), OpenError> {
    WorkerUtils::new(pool, SCHEMA).migrate().await.map_err(|error| OpenError::Migration(error.to_string()))
}

async fn add_alone(pool: &PgPool, step: Step, class: ClassKey) -> Result<(), Fault> {
    let mut tx = pool.begin().await?;
    add(&mut tx, step, class).await?;
    Ok(tx.commit().await?)
}

/// [`Store::add_job`] within a transaction. The key makes it one job: adding it again resets the one that waits.
pub(crate) async fn add(tx: &mut Tx, step: Step, class: ClassKey) -> Result<(), Fault> {
    let key = format!("{}:{}", step.word(), class.session);
    // graphile_worker would put a dead job aside, where it would be listed as dead for ever.
    sqlx::query(
        "delete from graphile_worker._private_jobs
         where key = $1 and attempts >= max_attempts and locked_at is null",
    )
    .bind(&key)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "select from graphile_worker.add_job(
             identifier => $1, payload => $2::json, max_attempts => $3, job_key => $4)",
    )
    .bind(step.word())
    .bind(Json(ClassJob { tenant: class.tenant, session: class.session }))
    .bind(TRIES)
    .bind(&key)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Has something done about a deck: `work` is [`DRAW`], [`DISCARD`] or [`ERASE`].
pub(crate) async fn add_deck(tx: &mut Tx, work: &str, class: ClassKey, deck: DeckId) -> Result<(), Fault> {
    let ClassKey { tenant, session } = class;
    sqlx::query(
        "select from graphile_worker.add_job(
             identifier => $1, payload => $2::json, max_attempts => $3, job_key => $4)",
    )
    .bind(work)
    .bind(Json(DeckJob { tenant, session, deck }))
    .bind(if work == DRAW { TRIES } else { TRIES_TO_REMOVE })
    .bind(format!("{work}:{session}:{deck}"))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn dead(pool: &PgPool) -> Result<Vec<DeadJob>, Fault> {
    let rows: Vec<(String, Json<ClassJob>, Option<String>)> = sqlx::query_as(
        "select tasks.identifier, jobs.payload, jobs.last_error
         from graphile_worker._private_jobs jobs
         join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
         where jobs.attempts >= jobs.max_attempts and jobs.locked_at is null
           and tasks.identifier = any($1)
         order by jobs.id",
    )
    .bind(Step::ALL.map(Step::word))
    .fetch_all(pool)
    .await?;
    let jobs = rows.into_iter().filter_map(|(word, Json(job), error)| {
        let step = Step::ALL.into_iter().find(|step| step.word() == word)?;
        Some(DeadJob { class: job.class(), step, error: error.unwrap_or_default() })
    });
    Ok(jobs.collect())
}
