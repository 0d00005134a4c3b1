//! The composition root: every port gets its implementation, once.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use adapters::bus::{MemoryBus, RedisBus, RedisError};
use adapters::livekit::LiveKit;
use adapters::object_storage::ObjectStorage;
use classroom::ports::bus::Bus;
use classroom::ports::clock::{Clock, SystemClock};
use classroom::ports::mail::Mail;
use classroom::ports::media::MediaError;
use classroom::ports::nodes::Nodes;
use classroom::ports::object_store::ObjectError;
use classroom::ports::records::StoreError;
use classroom::{Classroom, Parts};
use decks::{Limits, Renderer};
use store::Store;
use worker::mail::Letterhead;
use worker::{WorkerParts, WorkerSettings};

use crate::config::{Config, Part};
use crate::embedded::Services;
use crate::steps::Step;

/// The word that has this program draw slides, walled in; what follows is for [`decks::child::main`].
pub const DRAW_DECK: &str = "draw-deck";
/// How long the start waits to hear from object storage.
const FOR_STORAGE: Duration = Duration::from_secs(5);

/// The use cases on their real ports, and the store for those who need more of it.
pub struct Composed {
    /// The use cases.
    pub classroom: Classroom,
    /// Postgres.
    pub store: Store,
}

/// Connects everything. `port` tells servers on one machine apart.
///
/// # Errors
/// A [`ComposeError`] that names the setting and says what to do.
pub async fn compose(config: &Config, services: &Services, port: u16) -> Result<Composed, ComposeError> {
    let step = Step::begin("schema");
    let store = store::open(&services.database_url, &services.master_key.0).await?;
    let store = if config.mail.is_some() { store.notifying() } else { store };
    let store = match &config.log_keys {
        Some(keys) => store.signing_with(keys.clone()),
        None => store,
    };
    step.done("schema up to date");
    if config.demo {
        store::seed::demo(&store, SystemClock.now())
            .await
            .map_err(|error| ComposeError::Seed(error.to_string()))?;
    } else if config.part != Part::Worker {
        // Workers let nobody in, and need not be told whether there is a demo.
        store::seed::close(&store).await.map_err(|error| ComposeError::Seed(error.to_string()))?;
    }
    let settings = &services.livekit;
    let media = LiveKit::new(&settings.url, &settings.api_key, &settings.api_secret);
    match media.check().await {
        Ok(()) => {}
        Err(MediaError::Refused(why)) => return Err(ComposeError::LiveKitKey(why)),
        Err(MediaError::Unavailable(why)) => {
            tracing::warn!(%why, "LiveKit doesn't answer yet: classes run without sound and picture until it does");
        }
    }
    let objects = ObjectStorage::new(&services.objects);
    if config.objects.is_some() {
        check(&objects).await?;
    }
    let bus: Arc<dyn Bus> = match &config.redis {
        None => Arc::new(MemoryBus::default()),
        Some(settings) => Arc::new(RedisBus::connect(settings).await?),
    };
    let parts = Parts {
        log: Arc::new(store.clone()),
        snapshots: Arc::new(store.clone()),
        bus,
        records: Arc::new(store.clone()),
        plans: Arc::new(store.clone()),
        people: Arc::new(store.clone()),
        ballots: Arc::new(store.clone()),
        assets: Arc::new(store.clone()),
        prepared_polls: Arc::new(store.clone()),
        kept_scenes: Arc::new(store.clone()),
        media: Arc::new(media),
        effects: Arc::new(store.clone()),
        objects: Arc::new(objects),
        clock: Arc::new(SystemClock),
    };
    let classroom = Classroom {
        notifies: config.mail.is_some(),
        recorded: config.records,
        ..Classroom::new(&node(port), parts)
    };
    let nodes: Arc<dyn Nodes> = Arc::new(store.clone());
    // Before the first tab comes: the others would take it for a dead server's.
    nodes.beat(classroom.classes.node()).await?;
    tokio::spawn(classroom.classes.clone().listen());
    tokio::spawn(classroom.classes.clone().watch(nodes));
    Ok(Composed { classroom, store })
}

/// Whether somebody's object storage takes our key and has the bucket. The one inside this process isn't served yet.
async fn check(objects: &ObjectStorage) -> Result<(), ComposeError> {
    let why = match tokio::time::timeout(FOR_STORAGE, objects.check()).await {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(ObjectError::Refused(why))) => return Err(ComposeError::ObjectsKey(why)),
        Ok(Err(ObjectError::Unavailable(why))) => why,
        Err(_) => "no answer".to_owned(),
    };
    tracing::warn!(%why, "object storage doesn't answer yet: recordings wait for it");
    Ok(())
}

/// The worker inside this process; `None` where workers are processes of their own.
pub fn worker(config: &Config, composed: &Composed, address: SocketAddr) -> Option<WorkerParts> {
    if config.part == Part::Server {
        return None;
    }
    Some(WorkerParts {
        classroom: composed.classroom.clone(),
        store: composed.store.clone(),
        mail: mail(config, address),
        renderer: Arc::new(renderer()),
        settings: WorkerSettings {
            node: node(address.port()),
            spool: config.state.join("spool"),
            model: config.speech_model.as_deref().and_then(|name| model_file(config, name)),
            threads: 1,
            records: config.records,
            processes: true,
        },
    })
}

/// What draws slides: children of this very program.
fn renderer() -> Renderer {
    let program = std::env::current_exe().unwrap_or_else(|_| "lectern-server".into());
    Renderer::new(program, &[DRAW_DECK], Limits::default())
}

/// Who carries letters, and what stands above them.
fn mail(config: &Config, address: SocketAddr) -> Option<(Arc<dyn Mail>, Letterhead)> {
    let mail = config.mail.clone()?;
    let origin = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let head = Letterhead { from: mail.sender(), origin };
    Some((Arc::new(mail), head))
}

/// The model's file: a path as it stands, a name in the folder of models. `None` where it isn't there.
fn model_file(config: &Config, name: &str) -> Option<std::path::PathBuf> {
    let as_path = std::path::PathBuf::from(name);
    let file = if as_path.is_file() { as_path } else { config.models.join(format!("ggml-{name}.bin")) };
    if !file.is_file() {
        tracing::warn!(model = name, "the speech model isn't installed: replays have no transcript");
        return None;
    }
    Some(file)
}

/// This server's name among those of the installation: the same after a restart.
fn node(port: u16) -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}:{port}", host.trim())
}

/// Why the server can't be put together.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::OpenError),
    /// The list of servers.
    #[error("the list of servers can't be written: {0}")]
    Nodes(#[from] StoreError),
    /// The demo's rows.
    #[error("the demo school could not be made: {0}")]
    Seed(String),
    /// LiveKit knows neither key nor secret.
    #[error(
        "LiveKit refuses LIVEKIT_API_KEY and LIVEKIT_API_SECRET ({0}): copy both from the LiveKit project that LIVEKIT_URL points at"
    )]
    LiveKitKey(String),
    /// Object storage knows neither key nor secret, or has no such bucket.
    #[error(
        "object storage at S3_ENDPOINT refuses: check S3_ACCESS_KEY, S3_SECRET_KEY and S3_REGION, and that the bucket S3_BUCKET is there and this key may list it ({0})"
    )]
    ObjectsKey(String),
    /// The bus's address.
    #[error(transparent)]
    Redis(#[from] RedisError),
}
