//! What happens to a class after it ended, step by step: its sound is taken stock of, speech becomes words, words get
//! their place on the class's clock, chapters and highlights are found.
//!
//! Every step may run twice or be cut off anywhere: what it keeps it replaces as a whole, and only then says that it
//! is done and has the next one run.

mod align;
mod dead;
mod derive;
mod error;
mod extract;
mod jobs;
mod progress;
mod quiet;
mod transcribe;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use classroom::ports::event_log::ClassKey;
use classroom::{Classroom, Refusal};
use domain::ids::CommandId;
use domain::recording::Track;
use domain::step::Step;
use domain::{SystemCommand, pipeline};
use store::Store;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::speech::{Recognizer, SpeechError, Transcriber};

pub use error::StepError;

/// The steps and what they need.
pub struct Pipeline {
    classroom: Classroom,
    store: Store,
    /// `None` where no speech model is configured: classes get no transcript then.
    model: Option<Arc<dyn SpeechModel>>,
}

/// A speech model that is loaded while a class is transcribed and takes no memory otherwise.
pub trait SpeechModel: Send + Sync {
    /// Its name: words recognised by another model are another result.
    fn name(&self) -> String;

    /// Loads it. Blocking, for a second or less.
    ///
    /// # Errors
    /// [`SpeechError::Model`] where it can't be used.
    fn load(&self) -> Result<Box<dyn Recognizer>, SpeechError>;
}

/// A Whisper model in whisper.cpp's format.
#[derive(Debug, Clone)]
pub struct WhisperModel {
    /// The file.
    pub path: PathBuf,
    /// Threads for one recognition.
    pub threads: usize,
}

impl SpeechModel for WhisperModel {
    fn name(&self) -> String {
        let stem = self.path.file_stem().unwrap_or(Path::new("model").as_os_str());
        stem.to_string_lossy().into_owned()
    }

    fn load(&self) -> Result<Box<dyn Recognizer>, SpeechError> {
        Ok(Box::new(Transcriber::open(&self.path, self.threads)?))
    }
}

impl Pipeline {
    /// A pipeline that keeps what it makes through `classroom` and `store`.
    #[must_use]
    pub fn new(classroom: Classroom, store: Store, model: Option<Arc<dyn SpeechModel>>) -> Self {
        Self { classroom, store, model }
    }

    /// Runs a step to its end: results kept, the fact in the log, the next step's job there.
    ///
    /// # Errors
    /// A [`StepError`] that may pass; what can't is written into the log, and there is nothing to try again.
    async fn run_step(
        &self,
        step: Step,
        class: ClassKey,
        is_last_try: bool,
        stop: &CancellationToken,
    ) -> Result<(), StepError> {
        let began = Instant::now();
        self.say(class, SystemCommand::Pipeline(pipeline::SystemCommand::Progress { step, percent: 0 }))
            .await?;
        let failure = match self.work(step, class, stop).await {
            Ok(()) => {
                self.say(class, SystemCommand::Pipeline(pipeline::SystemCommand::Finish { step })).await?;
                if let Some(next) = step.next() {
                    self.store.add_job(next, class).await?;
                }
                let seconds = began.elapsed().as_secs_f64();
                metrics::histogram!("lectern_stage_seconds", "stage" => step.word()).record(seconds);
                tracing::info!(session = %class.session, step = step.word(), seconds, "a step is done");
                return Ok(());
            }
            Err(StepError::Stopped) => return Err(StepError::Stopped),
            Err(failure) => failure,
        };
        let session = class.session;
        let why = failure.with_cause();
        tracing::warn!(%session, step = step.word(), why, is_last_try, "a step failed");
        if failure.is_for_good() || is_last_try {
            metrics::counter!("lectern_stages_failed_total", "stage" => step.word()).increment(1);
            self.say(
                class,
                SystemCommand::Pipeline(pipeline::SystemCommand::Fail { step, reason: failure.to_string() }),
            )
            .await?;
        }
        if failure.is_for_good() { Ok(()) } else { Err(failure) }
    }

    /// What the step does, without a word to anybody.
    async fn work(&self, step: Step, class: ClassKey, stop: &CancellationToken) -> Result<(), StepError> {
        match step {
            Step::Extract => self.extract(class).await,
            Step::Transcribe => self.transcribe(class, stop).await,
            Step::Align => self.align(class).await,
            Step::Derive => self.derive(class).await,
        }
    }

    /// Writes a fact into the class's log. What is already so isn't written again, so any id will do.
    async fn say(&self, class: ClassKey, command: SystemCommand) -> Result<(), StepError> {
        say(&self.classroom, class, command).await.map_err(StepError::Log)
    }

    /// The tracks that are heard, in their order.
    async fn sounds(&self, class: ClassKey) -> Result<Vec<Track>, StepError> {
        let mut tracks = self.store.tracks(class).await?;
        tracks.retain(|track| track.source.is_audio());
        Ok(tracks)
    }
}

async fn say(classroom: &Classroom, class: ClassKey, command: SystemCommand) -> Result<(), Refusal> {
    let class = classroom.classes.open(class).await?;
    class.write_system(CommandId(Uuid::now_v7()), None, command).await.map(drop)
}

#[cfg(test)]
mod tests;
