//! What Lectern brings along: Postgres, LiveKit and object storage, each started where no address is set for it.

mod child;
mod lend;
mod livekit;
mod objects;
mod postgres;
mod secret;
mod state;
mod supervise;

use std::{net::SocketAddr, path::PathBuf};

use adapters::{embedded_s3::EmbeddedS3, object_storage::S3Settings};

use crate::{
    config::{Config, LiveKitSettings, MasterKey},
    steps::Step,
};

pub use lend::lend_postgres;
pub use objects::routes as object_routes;
pub use postgres::Durability;
pub use state::forget;

/// The outside systems' addresses, wherever they run, and the embedded ones among them.
pub struct Services {
    /// Postgres, as the application's own role.
    pub database_url: String,
    /// LiveKit's address and keys.
    pub livekit: LiveKitSettings,
    /// Object storage.
    pub objects: S3Settings,
    /// To be mounted with [`object_routes`] where object storage is inside the process.
    pub embedded_objects: Option<EmbeddedS3>,
    /// Wraps the data keys of people.
    pub master_key: MasterKey,
    /// What has to be stopped at the end.
    pub running: Running,
}

/// The embedded parts that are processes. Call [`Running::stop`] once nobody uses them any more.
#[derive(Default)]
pub struct Running {
    livekit: Option<livekit::LiveKit>,
    postgres: Option<postgres::Postgres>,
    _state: Option<state::StateLock>,
}

/// Starts what `config` leaves to us. `addr` is where our own server already listens.
///
/// # Errors
/// An [`EmbeddedError`] that says which part failed, why, and what to do. What had been started is stopped.
pub async fn start(config: &Config, addr: SocketAddr) -> Result<Services, EmbeddedError> {
    let own_address = own_address(addr);
    let Database { url: database_url, master_key, folder, mut running } = start_database(config).await?;

    let livekit = match &config.livekit {
        Some(settings) => settings.clone(),
        None => {
            let step = Step::begin("LiveKit");
            let webhook = format!("{own_address}/webhooks/livekit");
            match livekit::LiveKit::start(&folder, &config.programs, &webhook).await {
                Ok(livekit) => {
                    step.done("LiveKit ready");
                    let settings = livekit.settings().clone();
                    running.livekit = Some(livekit);
                    settings
                }
                Err(error) => {
                    running.stop().await;
                    return Err(error);
                }
            }
        }
    };

    let (objects, embedded_objects) = match &config.objects {
        Some(settings) => (settings.clone(), None),
        None => match objects::open(&folder, &own_address) {
            Ok((settings, service)) => (settings, Some(service)),
            Err(error) => {
                running.stop().await;
                return Err(error);
            }
        },
    };
    Ok(Services { database_url, livekit, objects, embedded_objects, master_key, running })
}

/// The database and what its words are sealed with.
pub struct Database {
    /// Postgres, as the application's own role.
    pub url: String,
    /// Wraps the data keys of people.
    pub master_key: MasterKey,
    /// The state folder.
    folder: PathBuf,
    /// What has to be stopped at the end.
    pub running: Running,
}

/// Of what [`start`] starts the database alone.
///
/// # Errors
/// As there.
pub async fn start_database(config: &Config) -> Result<Database, EmbeddedError> {
    let folder = state::open(&config.state)?;
    let master_key = match &config.master_key {
        Some(key) => key.clone(),
        None => MasterKey(secret::bytes(&folder.path.join("master.key"))?),
    };
    let mut running = Running { _state: Some(folder.lock), ..Running::default() };
    let url = match &config.database_url {
        Some(url) => url.clone(),
        None => {
            let step = Step::begin("database");
            let postgres =
                postgres::Postgres::start(&folder.path, &config.programs, Durability::Full).await?;
            step.done("database ready");
            let url = postgres.url().to_owned();
            running.postgres = Some(postgres);
            url
        }
    };
    Ok(Database { url, master_key, folder: folder.path, running })
}

impl Running {
    /// Stops every part and waits for its end: LiveKit first, so that its last webhooks can still be written.
    pub async fn stop(self) {
        if let Some(livekit) = self.livekit {
            livekit.stop().await;
        }
        if let Some(postgres) = self.postgres {
            postgres.stop().await;
        }
    }
}

/// How processes on this machine reach us.
fn own_address(addr: SocketAddr) -> String {
    let ip = match addr.ip() {
        ip if !ip.is_unspecified() => ip,
        std::net::IpAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
        std::net::IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
    };
    format!("http://{}", SocketAddr::new(ip, addr.port()))
}

/// Why an embedded part didn't start.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// Two servers on one state folder would spoil each other's data.
    #[error(
        "another Lectern{owner} is using the state folder {folder}: stop it, or set LECTERN_STATE to another folder"
    )]
    StateInUse {
        /// The folder.
        folder: PathBuf,
        /// ` (process N)` where known.
        owner: String,
    },
    /// A file or folder of the state can't be read or written.
    #[error("the state folder: {path}: {source}")]
    State {
        /// What we tried to use.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A program isn't there.
    #[error("{program} was not found: {hint}")]
    Missing {
        /// Its name.
        program: &'static str,
        /// How to get it, or which setting replaces it.
        hint: &'static str,
    },
    /// A program couldn't be run, or ended with an error.
    #[error("{program} failed: {reason}")]
    Failed {
        /// Its name.
        program: &'static str,
        /// Its own last words.
        reason: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_everybody_is_reached_on_this_machine() {
        assert_eq!(own_address("0.0.0.0:3000".parse().unwrap()), "http://127.0.0.1:3000");
        assert_eq!(own_address("[::]:3000".parse().unwrap()), "http://[::1]:3000");
        assert_eq!(own_address("192.168.1.5:80".parse().unwrap()), "http://192.168.1.5:80");
    }
}
