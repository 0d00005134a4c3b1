//! `verify HOST`: proves that no class's log of a school was altered or shortened, and names where one was; `sign HOST`: signs
//! those that were written before logs were signed.

use std::process::ExitCode;

use classroom::ports::event_log::LogError;
use classroom::ports::people::People as _;
use classroom::ports::records::StoreError;
use domain::ids::TenantId;
use store::{Flaw, Store};

use crate::config::Config;
use crate::embedded::{self, EmbeddedError, Running};

/// What is done with the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Each log's hash chain is computed anew and held against its signed head.
    Verify,
    /// Each log without a signature gets one, as it is found.
    Sign,
}

/// Does it for every class of the school at `host`. A failure where a log is flawed, or can't be read.
pub async fn run(task: Task, config: &Config, host: &str) -> ExitCode {
    with_store(task, config, host).await.unwrap_or_else(|error| {
        eprintln!("Nothing is proved: {error}");
        ExitCode::FAILURE
    })
}

async fn with_store(task: Task, config: &Config, host: &str) -> Result<ExitCode, VerifyError> {
    // A database of somebody's own may be read while servers run on it; one inside a state folder has one user.
    let (url, key, running) = match (&config.database_url, &config.master_key) {
        (Some(url), Some(key)) => (url.clone(), key.clone(), Running::default()),
        _ => {
            let database = embedded::start_database(config).await?;
            (database.url, database.master_key, database.running)
        }
    };
    let done = match store::open(&url, &key.0).await {
        Ok(store) => {
            let store = match &config.log_keys {
                Some(keys) => store.signing_with(keys.clone()),
                None => store,
            };
            match task {
                Task::Verify => verify(&store, host).await,
                Task::Sign => sign(&store, host).await,
            }
        }
        Err(error) => Err(error.into()),
    };
    running.stop().await;
    done
}

async fn verify(store: &Store, host: &str) -> Result<ExitCode, VerifyError> {
    let classes = store.classes_of(school(store, host).await?).await?;
    let (mut flawed, mut unsigned) = (0, 0);
    for class in &classes {
        if let Err(flaw) = store.verify(*class).await? {
            flawed += 1;
            unsigned += usize::from(flaw == Flaw::Unsigned);
            println!("class {}: {flaw}", class.session);
        }
    }
    println!("{} of {} classes are whole and as they were written", classes.len() - flawed, classes.len());
    if unsigned > 0 {
        println!(
            "Logs from before they were signed get a signature by: lectern-server sign {host}\n\
             One whose signature was taken away looks the same: sign only what you know to be older."
        );
    }
    Ok(if flawed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn sign(store: &Store, host: &str) -> Result<ExitCode, VerifyError> {
    let classes = store.classes_of(school(store, host).await?).await?;
    let mut signed = 0;
    for class in &classes {
        signed += usize::from(store.sign(*class).await?);
    }
    println!("{signed} of {} classes had no signature and have one now", classes.len());
    Ok(ExitCode::SUCCESS)
}

async fn school(store: &Store, host: &str) -> Result<TenantId, VerifyError> {
    store.tenant_of_host(host).await?.ok_or_else(|| VerifyError::NoSchool(host.to_owned()))
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
