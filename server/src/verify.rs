//! `verify HOST`: proves that no class's log of a school was altered, and names where one was.

use std::process::ExitCode;

use classroom::ports::event_log::LogError;
use classroom::ports::people::People as _;
use classroom::ports::records::StoreError;
use domain::ids::TenantId;
use store::Store;

use crate::config::Config;
use crate::embedded::{self, EmbeddedError, Running};

/// Computes the hash chain of every class of the school at `host` anew. A failure where one is broken, or can't be read.
pub async fn verify(config: &Config, host: &str) -> ExitCode {
    prove(config, host).await.unwrap_or_else(|error| {
        eprintln!("Nothing is proved: {error}");
        ExitCode::FAILURE
    })
}

async fn prove(config: &Config, host: &str) -> Result<ExitCode, VerifyError> {
    // A database of somebody's own may be read while servers run on it; one inside a state folder has one user.
    let (url, key, running) = match (&config.database_url, &config.master_key) {
        (Some(url), Some(key)) => (url.clone(), key.clone(), Running::default()),
        _ => {
            let database = embedded::start_database(config).await?;
            (database.url, database.master_key, database.running)
        }
    };
    let proved = match store::open(&url, &key.0).await {
        Ok(store) => prove_all(&store, host).await,
        Err(error) => Err(error.into()),
    };
    running.stop().await;
    proved
}

async fn prove_all(store: &Store, host: &str) -> Result<ExitCode, VerifyError> {
    let tenant: TenantId =
        store.tenant_of_host(host).await?.ok_or_else(|| VerifyError::NoSchool(host.to_owned()))?;
    let classes = store.classes_of(tenant).await?;
    let mut broken = 0;
    for class in &classes {
        if let Err(at) = store.verify(*class).await? {
            broken += 1;
            println!("class {}: {at}", class.session);
        }
    }
    println!("{} of {} classes are as they were written", classes.len() - broken, classes.len());
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Why nothing was proved.
#[derive(Debug, thiserror::Error)]
enum VerifyError {
    /// The embedded database.
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
    /// The database.
    #[error(transparent)]
    Open(#[from] store::OpenError),
    /// The rows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Nobody has that name.
    #[error(
        "no school is at {0}: say the host that its people use, as in lectern-server verify school.example"
    )]
    NoSchool(String),
}
