//! What events cause outside, as jobs that are written in the transaction of their events (`domain::effect`).

use std::collections::BTreeMap;

use async_trait::async_trait;
use classroom::ports::effects::Effects;
use classroom::ports::event_log::ClassKey;
use classroom::ports::records::StoreError;
use domain::effect::{Effect, Task, effects};
use domain::event::Event;
use domain::ids::{SessionId, TenantId};
use domain::step::Step;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use crate::error::Fault;
use crate::tenant::Tx;
use crate::{Store, jobs, notices};

/// The job that performs a task.
pub const EFFECT: &str = "effect";
/// Tries before a task is given up; waits between them grow by e, so the last comes half an hour after the first.
const TRIES: i32 = 8;

/// A task as its job carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskJob {
    /// The tenant to name first.
    pub tenant: TenantId,
    /// The class.
    pub session: SessionId,
    /// What to do.
    pub task: Task,
}

impl TaskJob {
    /// The class it is about.
    #[must_use]
    pub fn class(&self) -> ClassKey {
        ClassKey { tenant: self.tenant, session: self.session }
    }
}

#[async_trait]
impl Effects for Store {
    async fn add(&self, class: ClassKey, task: &Task) -> Result<(), StoreError> {
        Ok(add_alone(self, class, task).await?)
    }
}

async fn add_alone(store: &Store, class: ClassKey, task: &Task) -> Result<(), Fault> {
    let mut tx = store.pool.begin().await?;
    add(&mut tx, class, &task.key(), task).await?;
    Ok(tx.commit().await?)
}

/// Writes the jobs that the events cause; with `notifies` those of letters, too.
pub(crate) async fn cause(
    tx: &mut Tx,
    class: ClassKey,
    events: &[Event],
    notifies: bool,
) -> Result<(), Fault> {
    // Of many tasks of one key in a batch the last is enough, and in one order no two servers wait for each other.
    let mut tasks: BTreeMap<String, Task> = BTreeMap::new();
    let mut steps: Vec<Step> = Vec::new();
    let mut letters = false;
    for effect in events.iter().flat_map(effects) {
        match effect {
            Effect::Do(task) => drop(tasks.insert(task.key(), task)),
            Effect::Process(step) => steps.push(step),
            Effect::Draw(deck) => jobs::add_deck(tx, jobs::DRAW, class, deck).await?,
            Effect::Discard(deck) => jobs::add_deck(tx, jobs::DISCARD, class, deck).await?,
            Effect::Letters => letters = notifies,
        }
    }
    for (name, task) in &tasks {
        add(tx, class, name, task).await?;
    }
    for step in steps {
        jobs::add(tx, step, class).await?;
    }
    if letters { notices::cause(tx, class, events).await } else { Ok(()) }
}

/// The key makes those that have it one job. One that can wait keeps its time, so that it comes however often it is added; one
/// that failed before is due anew.
async fn add(tx: &mut Tx, class: ClassKey, name: &str, task: &Task) -> Result<(), Fault> {
    let after_ms = task.after_ms();
    let mode = if after_ms > 0 { "preserve_run_at" } else { "replace" };
    let ClassKey { tenant, session } = class;
    sqlx::query(
        "select from graphile_worker.add_job(
             identifier => $1, payload => $2::json, run_at => now() + $3::bigint * interval '1 millisecond',
             max_attempts => $4, job_key => $5, job_key_mode => $6)",
    )
    .bind(EFFECT)
    .bind(Json(TaskJob { tenant, session, task: task.clone() }))
    .bind(after_ms)
    .bind(TRIES)
    .bind(format!("{EFFECT}:{session}:{name}"))
    .bind(mode)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
