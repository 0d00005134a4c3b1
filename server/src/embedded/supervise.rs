//! Starting a program again when it ends without being asked to.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use tokio::{sync::oneshot, task::JoinHandle};

use super::{EmbeddedError, child::Process};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// A program that ran this long starts again at once.
const RAN_WELL: Duration = Duration::from_secs(60);

/// A program that is kept running.
pub(super) struct Supervised {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Supervised {
    /// Starts the program by `start`, and again whenever it ends.
    pub async fn begin<F, R>(name: &'static str, patience: Duration, start: F) -> Result<Self, EmbeddedError>
    where
        F: Fn() -> R + Send + 'static,
        R: Future<Output = Result<Process, EmbeddedError>> + Send + 'static,
    {
        let mut process = start().await?;
        let (stop, mut stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let mut pause = FIRST_PAUSE;
            loop {
                let since = Instant::now();
                tokio::select! {
                    _ = &mut stopped => return process.stop(patience).await,
                    ended = process.wait() => {
                        let status = ended.map_or_else(|error| error.to_string(), |status| status.to_string());
                        tracing::error!(program = name, status, "ended by itself and is started again");
                    }
                }
                if since.elapsed() > RAN_WELL {
                    pause = FIRST_PAUSE;
                }
                process = loop {
                    tokio::select! {
                        _ = &mut stopped => return,
                        () = tokio::time::sleep(pause) => {}
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    tokio::select! {
                        _ = &mut stopped => return,
                        started = start() => match started {
                            Ok(process) => break process,
                            Err(error) => tracing::error!(program = name, %error, "did not start"),
                        }
                    }
                };
                tracing::info!(program = name, "runs again");
            }
        });
        Ok(Self { stop, task })
    }

    /// Ends the program in good order and waits for its end.
    pub async fn stop(self) {
        self.stop.send(()).ok();
        if let Err(error) = self.task.await {
            tracing::error!(%error, "a supervisor failed");
        }
    }
}
