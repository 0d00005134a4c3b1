//! The worker as a whole: recordings, the pipeline, slides and letters, until it is told to stop.

use std::path::PathBuf;
use std::sync::Arc;

use classroom::Classroom;
use classroom::ports::mail::Mail;
use store::Store;
use tokio_util::sync::CancellationToken;

use crate::bot::Spool;
use crate::mail::{Letterhead, PostOffice};
use crate::pipeline::{Pipeline, SpeechModel, WhisperModel};
use crate::slides::{DeckRenderer, Decks};
use crate::supervisor::{LogSink, Supervisor};

/// What a worker is made of; the same inside the server's process and in one of its own.
pub struct WorkerParts {
    /// The use cases with their ports.
    pub classroom: Classroom,
    /// Leases, jobs, and what the pipeline keeps.
    pub store: Store,
    /// Who carries letters to people, and what stands above them; nobody is written to without.
    pub mail: Option<(Arc<dyn Mail>, Letterhead)>,
    /// What draws slides.
    pub renderer: Arc<dyn DeckRenderer>,
    /// How this worker works.
    pub settings: WorkerSettings,
}

/// How a worker works.
#[derive(Debug, Clone)]
pub struct WorkerSettings {
    /// This worker's name among those of the installation.
    pub node: String,
    /// The folder for recordings on their way to storage. It must survive a restart.
    pub spool: PathBuf,
    /// The speech model's file; `None` for no transcripts.
    pub model: Option<PathBuf>,
    /// Threads for speech recognition.
    pub threads: usize,
    /// Whether classes are recorded by the room bot (else by somebody else, as LiveKit's egress).
    pub records: bool,
    /// Whether the pipeline runs here.
    pub processes: bool,
}

/// Records classes and makes their replays until `stop`. Outages are waited for; it returns when every bot has left its
/// room and what it held is sent or safe in the spool.
pub async fn run(parts: WorkerParts, stop: CancellationToken) {
    let WorkerParts { classroom, store, mail, renderer, settings } = parts;
    let writing = async {
        if let Some((mail, head)) = mail {
            let office = PostOffice::new(classroom.clone(), store.clone(), mail, head);
            Arc::new(office).run(stop.clone()).await;
        }
    };
    let recording = async {
        if settings.records {
            let sink = LogSink::new(classroom.clone(), store.clone());
            let spool = Spool::new(&settings.spool, classroom.objects.clone(), Arc::new(sink.clone()));
            let supervisor = Supervisor::new(&settings.node, classroom.clone(), store.clone(), spool, sink);
            supervisor.run(stop.clone()).await;
        }
    };
    let processing = async {
        if settings.processes {
            let threads = settings.threads;
            let model = settings
                .model
                .clone()
                .map(|path| Arc::new(WhisperModel { path, threads }) as Arc<dyn SpeechModel>);
            let pipeline = Pipeline::new(classroom.clone(), store.clone(), model);
            let decks = Decks::new(classroom.clone(), store.clone(), renderer);
            tokio::join!(Arc::new(pipeline).run(stop.clone()), Arc::new(decks).run(stop.clone()));
        }
    };
    tokio::join!(recording, processing, writing);
}
