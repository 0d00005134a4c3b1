//! Logins as they end: the database notifies every server at once.

use classroom::ports::records::StoreError;
use sqlx::postgres::PgListener;

use crate::Store;
use crate::error::Fault;

/// What the database calls them by (migrations/0017).
const CHANNEL: &str = "logins_ended";

/// Hears of logins that end. While the database is away some are missed.
pub struct EndedLogins(PgListener);

impl Store {
    /// Hears of every login that ends from now on, on whichever server and for whichever reason.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn ended_logins(&self) -> Result<EndedLogins, StoreError> {
        let listening = async {
            let mut listener = PgListener::connect_with(&self.pool).await?;
            listener.listen(CHANNEL).await?;
            Ok::<_, sqlx::Error>(EndedLogins(listener))
        };
        Ok(listening.await.map_err(Fault::from)?)
    }
}

impl EndedLogins {
    /// The next one, by the hash of its token.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn next(&mut self) -> Result<[u8; 32], StoreError> {
        loop {
            let notification = self.0.recv().await.map_err(Fault::from)?;
            let mut hash = [0; 32];
            if hex::decode_to_slice(notification.payload(), &mut hash).is_ok() {
                return Ok(hash);
            }
        }
    }
}
