//! A person's secret address. Only its token's hash is kept, so it is shown once; a new one ends the old one.

use chrono::{DateTime, Utc};
use domain::role::Actor;
use rand::RngCore;

use crate::Classroom;
use crate::identity::token_hash;
use crate::permit::Permit;
use crate::refusal::Refusal;

impl Classroom {
    /// A new token for the person's address: 256 random bits, in hex. The one before is worth nothing any more.
    ///
    /// # Errors
    /// Where the database is down.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn new_calendar_address(&self, actor: &Actor) -> Result<String, Refusal> {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        let token = hex::encode(bytes);
        let now = self.clock.now();
        self.people.set_calendar_address(&Permit::own(actor), Some((token_hash(&token), now))).await?;
        Ok(token)
    }

    /// Ends the person's address.
    ///
    /// # Errors
    /// Where the database is down.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn end_calendar_address(&self, actor: &Actor) -> Result<(), Refusal> {
        Ok(self.people.set_calendar_address(&Permit::own(actor), None).await?)
    }

    /// When the person's address was made, where they have one.
    ///
    /// # Errors
    /// Where the database is down.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn calendar_address_since(&self, actor: &Actor) -> Result<Option<DateTime<Utc>>, Refusal> {
        Ok(self.people.calendar_address_since(actor.tenant, actor.user).await?)
    }
}
