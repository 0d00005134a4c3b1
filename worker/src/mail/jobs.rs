//! The letters as durable jobs, beside the pipeline's: a long transcription keeps no letter waiting.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, Worker, WorkerBuildError, WorkerContext};
use serde::{Deserialize, Serialize};
use store::jobs::ClassJob;
use store::notices::{LETTERS, NOTIFY_CLASS, NOTIFY_COURSE, PersonJob, REMIND};
use tokio_util::sync::CancellationToken;

use super::PostOffice;
use crate::queue::{self, Pace};

/// A letter under way is soon sent.
const PACE: Pace = Pace { at_once: 2, look: Duration::from_secs(2), grace: Duration::from_secs(2) };

impl PostOffice {
    /// Works on jobs until `stop`.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        queue::work("letters", stop.clone(), || self.clone().worker(&stop)).await;
    }

    /// A worker that isn't running yet.
    pub(super) async fn worker(
        self: Arc<Self>,
        stop: &CancellationToken,
    ) -> Result<Worker, WorkerBuildError> {
        queue::options(&self.store, &PACE, stop)
            .add_extension(Office(self))
            .define_job::<NotifyCourse>()
            .define_job::<NotifyClass>()
            .define_job::<Remind>()
            .define_job::<Letters>()
            .init()
            .await
    }
}

/// What a job finds beside its payload.
#[derive(Clone)]
struct Office(Arc<PostOffice>);

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Office")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct NotifyCourse(ClassJob);

impl TaskHandler for NotifyCourse {
    const IDENTIFIER: &'static str = NOTIFY_COURSE;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Office(office)) = context.get_ext() else { return Err("no post office".to_owned()) };
        office.notify(self.0.class()).await.map_err(|error| error.to_string())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct NotifyClass(ClassJob);

impl TaskHandler for NotifyClass {
    const IDENTIFIER: &'static str = NOTIFY_CLASS;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        NotifyCourse(self.0).run(context).await.into_task_handler_result()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Remind(ClassJob);

impl TaskHandler for Remind {
    const IDENTIFIER: &'static str = REMIND;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Office(office)) = context.get_ext() else { return Err("no post office".to_owned()) };
        office.remind(self.0.class()).await.map_err(|error| error.to_string())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Letters(PersonJob);

impl TaskHandler for Letters {
    const IDENTIFIER: &'static str = LETTERS;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Office(office)) = context.get_ext() else { return Err("no post office".to_owned()) };
        office.write_to(self.0).await.map_err(|error| error.to_string())
    }
}
