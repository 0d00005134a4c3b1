//! What can go wrong with the database, in the ports' words.

use classroom::ports::event_log::LogError;
use classroom::ports::records::StoreError;

use crate::log::Flaw;

/// Why the store couldn't be opened. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address can't be read.
    #[error("DATABASE_URL is no Postgres address: {0}")]
    Address(String),
    /// Nobody answers there, or not to us.
    #[error("the database can't be reached ({0}): check that it runs and that DATABASE_URL is right")]
    Unreachable(String),
    /// Such a role would see every tenant's rows.
    #[error(
        "the database role \"{role}\" is a superuser or has BYPASSRLS, so row-level security would not hold: \
         connect as a role without them that owns the database \
         (create role lectern login password '…'; create database lectern owner lectern)"
    )]
    RoleTooStrong {
        /// The role we connected as.
        role: String,
    },
    /// The schema can't be brought up to date.
    #[error("the schema can't be brought up to date: {0}")]
    Migration(String),
    /// What people wrote here was sealed under another key.
    #[error(
        "LECTERN_MASTER_KEY is not the key this database was made with: what people wrote can't be read with it"
    )]
    WrongMasterKey,
}

/// What a statement or a seal failed with.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// Somebody else's transaction won.
    Conflict,
    /// Another tenant has a class of that id.
    Taken,
    /// A log isn't as this installation left it.
    Altered(Flaw),
    /// The database can't be reached, now.
    Unavailable(String),
    /// It won't work the next time either.
    Broken(String),
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable(error.to_string()),
            sqlx::Error::Database(database) => match database.code().as_deref() {
                // serialization_failure, deadlock_detected
                Some("40001" | "40P01") => Self::Conflict,
                // Class 08: connection; 53: out of connections, memory, disk; 57P: shut down, starting up;
                // 58: its disk; 25006: a standby or a full disk made it read-only; 25P03: we were too slow;
                // 55P03: a lock was.
                Some(code)
                    if ["08", "53", "57P", "58"].iter().any(|class| code.starts_with(class))
                        || matches!(code, "25006" | "25P03" | "55P03") =>
                {
                    Self::Unavailable(error.to_string())
                }
                _ => Self::Broken(error.to_string()),
            },
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl From<Flaw> for Fault {
    fn from(flaw: Flaw) -> Self {
        Self::Altered(flaw)
    }
}

impl From<Fault> for LogError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Conflict => Self::Conflict,
            Fault::Taken => Self::Taken,
            Fault::Altered(flaw) => Self::Altered(flaw.to_string()),
            Fault::Unavailable(why) => Self::Unavailable(why),
            Fault::Broken(why) => Self::Broken(why),
        }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Conflict => Self::Unavailable("another transaction won".into()),
            Fault::Taken => Self::Broken("the class's name is taken".into()),
            Fault::Altered(flaw) => Self::Broken(flaw.to_string()),
            Fault::Unavailable(why) => Self::Unavailable(why),
            Fault::Broken(why) => Self::Broken(why),
        }
    }
}
