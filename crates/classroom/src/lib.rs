//! Use cases of a class and the ports they need. No SQL, no HTTP, no vendor's client.

pub mod board;
pub mod calendar;
pub mod class;
pub mod command;
pub mod identity;
pub mod participant;
pub mod permit;
pub mod poll;
pub mod ports;
pub mod refusal;
pub mod replay;
pub mod scene;
pub mod session;
pub mod slides;

use std::sync::Arc;

pub use class::{Class, Classes};
pub use refusal::Refusal;

use ports::assets::Assets;
use ports::bus::Bus;
use ports::clock::Clock;
use ports::effects::Effects;
use ports::event_log::EventLog;
use ports::media::MediaRooms;
use ports::object_store::ObjectStore;
use ports::people::People;
use ports::plans::Plans;
use ports::polls::{Ballots, PreparedPolls};
use ports::records::Records;
use ports::scenes::KeptScenes;
use ports::snapshots::Snapshots;

/// Everything the use cases need: the ports, and the classes that are open on this server.
#[derive(Clone)]
pub struct Classroom {
    /// The classes that are open here.
    pub classes: Arc<Classes>,
    /// Rows behind pages.
    pub records: Arc<dyn Records>,
    /// What is planned of classes beside their logs.
    pub plans: Arc<dyn Plans>,
    /// Accounts and logins.
    pub people: Arc<dyn People>,
    /// The secrets of anonymous polls.
    pub ballots: Arc<dyn Ballots>,
    /// Files that staff bring into a class.
    pub assets: Arc<dyn Assets>,
    /// Polls that wait for their class.
    pub prepared_polls: Arc<dyn PreparedPolls>,
    /// Scenes outside of any class.
    pub kept_scenes: Arc<dyn KeptScenes>,
    /// The media server.
    pub media: Arc<dyn MediaRooms>,
    /// What is to happen outside.
    pub effects: Arc<dyn Effects>,
    /// Recordings and artifacts.
    pub objects: Arc<dyn ObjectStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Whether people are notified of their classes by mail; off unless it is set.
    pub notifies: bool,
    /// Whether classes are recorded; on unless it is set.
    pub recorded: bool,
}

impl Classroom {
    /// Puts the use cases together. `node` names this server among those of the installation.
    #[must_use]
    pub fn new(node: &str, parts: Parts) -> Self {
        let classes = Classes::new(node, parts.log, parts.snapshots, parts.bus, parts.clock.clone());
        Self {
            classes: Arc::new(classes),
            records: parts.records,
            plans: parts.plans,
            people: parts.people,
            ballots: parts.ballots,
            assets: parts.assets,
            prepared_polls: parts.prepared_polls,
            kept_scenes: parts.kept_scenes,
            media: parts.media,
            effects: parts.effects,
            objects: parts.objects,
            clock: parts.clock,
            notifies: false,
            recorded: true,
        }
    }
}

/// The ports, each filled in by the composition root.
pub struct Parts {
    /// The log of every class.
    pub log: Arc<dyn EventLog>,
    /// Classes as they are stored folded.
    pub snapshots: Arc<dyn Snapshots>,
    /// How servers wake each other.
    pub bus: Arc<dyn Bus>,
    /// Rows behind pages.
    pub records: Arc<dyn Records>,
    /// What is planned of classes beside their logs.
    pub plans: Arc<dyn Plans>,
    /// Accounts and logins.
    pub people: Arc<dyn People>,
    /// The secrets of anonymous polls.
    pub ballots: Arc<dyn Ballots>,
    /// Files that staff bring into a class.
    pub assets: Arc<dyn Assets>,
    /// Polls that wait for their class.
    pub prepared_polls: Arc<dyn PreparedPolls>,
    /// Scenes outside of any class.
    pub kept_scenes: Arc<dyn KeptScenes>,
    /// The media server.
    pub media: Arc<dyn MediaRooms>,
    /// What is to happen outside.
    pub effects: Arc<dyn Effects>,
    /// Recordings and artifacts.
    pub objects: Arc<dyn ObjectStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}
