//! Sees to it that every class that is being taught is recorded: claims leases, runs one room bot a class, and takes
//! over from workers that died.

mod recording;
mod sink;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use classroom::Classroom;
use domain::ids::SessionId;
use store::Store;
use store::leases::Lease;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::bot::Spool;
use recording::{Ended, Recording};

pub use sink::LogSink;

/// How often the supervisor looks for classes that nobody records.
const LOOK: Duration = Duration::from_millis(500);
/// How long a class stays claimed by a worker that says nothing: what a crash costs at most, before another one comes.
const LEASE: Duration = Duration::from_secs(5);
/// How often a claim is renewed.
const RENEW: Duration = Duration::from_millis(1_500);
/// How often the spool is looked through for tracks that an outage or a crash left there.
const LEFTOVERS: Duration = Duration::from_secs(15);

/// Claims classes and has them recorded.
pub struct Supervisor {
    classroom: Classroom,
    store: Store,
    spool: Spool,
    sink: LogSink,
    /// This process's name on leases; another process of the same server is another holder.
    holder: String,
    recorded: Arc<Mutex<HashSet<SessionId>>>,
}

impl Supervisor {
    /// A supervisor for this process. `spool` is the folder for recordings on their way to storage, and `sink` the
    /// one that the spool reports to.
    #[must_use]
    pub fn new(node: &str, classroom: Classroom, store: Store, spool: Spool, sink: LogSink) -> Self {
        let holder = format!("{node}/{}", Uuid::new_v4());
        Self { classroom, store, spool, sink, holder, recorded: Arc::default() }
    }

    /// Runs until `stop`: then every bot leaves its room, what it holds is sent or kept in the spool, and the classes
    /// are free for other workers.
    pub async fn run(self, stop: CancellationToken) {
        let supervisor = Arc::new(self);
        let leftovers = tokio::spawn({
            let (spool, stop) = (supervisor.spool.clone(), stop.clone());
            async move { spool.keep_sending(LEFTOVERS, stop).await }
        });
        let mut recordings = JoinSet::new();
        let mut can_look = true;
        while !stop.is_cancelled() {
            let now = supervisor.classroom.clock.now();
            match supervisor.store.claim_lease(&supervisor.holder, now, LEASE).await {
                Ok(Some(lease)) => {
                    if supervisor.begin(lease.class.session) {
                        recordings.spawn(supervisor.clone().keep(lease, stop.child_token()));
                        continue;
                    }
                }
                Ok(None) => can_look = true,
                Err(error) => {
                    if std::mem::replace(&mut can_look, false) {
                        tracing::warn!(%error, "can't look for classes to record");
                    }
                }
            }
            while recordings.try_join_next().is_some() {}
            let _ = tokio::time::timeout(LOOK, stop.cancelled()).await;
        }
        while recordings.join_next().await.is_some() {}
        let _ = leftovers.await;
    }

    /// Whether this process doesn't record the class already: a claim that was renewed too late comes back to us.
    fn begin(&self, session: SessionId) -> bool {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner).insert(session)
    }

    fn end(&self, session: SessionId) {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner).remove(&session);
    }

    /// Records a class for as long as the claim on it holds.
    async fn keep(self: Arc<Self>, lease: Lease, stop: CancellationToken) {
        let session = lease.class.session;
        tracing::info!(%session, ended = lease.ended, "recording");
        metrics::gauge!("lectern_recorders").increment(1);
        let recording = Recording {
            classroom: self.classroom.clone(),
            spool: self.spool.clone(),
            sink: self.sink.clone(),
            class: lease.class,
            id: lease.recording,
        };
        let run = recording.run(&stop);
        tokio::pin!(run);
        let ended = tokio::select! {
            ended = &mut run => ended,
            () = self.renew_while_ours(session) => {
                tracing::warn!(%session, "another worker records this class now");
                stop.cancel();
                run.await
            }
        };
        self.give_up_claim(session, ended).await;
        metrics::gauge!("lectern_recorders").decrement(1);
        self.end(session);
    }

    /// Renews the claim; returns when it is somebody else's. While the database is down nobody else can claim it, and
    /// the recording goes on.
    async fn renew_while_ours(&self, session: SessionId) {
        loop {
            tokio::time::sleep(RENEW).await;
            let now = self.classroom.clock.now();
            match self.store.renew_lease(session, &self.holder, now, LEASE).await {
                Ok(Some(_)) => {}
                Ok(None) => return,
                Err(error) => tracing::warn!(%session, %error, "the claim on a recording can't be renewed"),
            }
        }
    }

    async fn give_up_claim(&self, session: SessionId, ended: Ended) {
        let done = match ended {
            Ended::Finalized => self.store.finish_lease(session, &self.holder).await,
            Ended::Interrupted => {
                let now = self.classroom.clock.now();
                self.store.renew_lease(session, &self.holder, now, Duration::ZERO).await.map(drop)
            }
        };
        if let Err(error) = done {
            // It runs out by itself, and whoever claims it then finds the work done.
            tracing::warn!(%session, %error, "the claim on a recording can't be given back");
        }
    }
}

#[cfg(test)]
mod tests;
