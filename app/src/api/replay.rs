//! The replay of a class that is over.

use domain::ids::SessionId;
use domain::replay::Replay;
use leptos::prelude::*;

use crate::error::PageError;

#[cfg(feature = "ssr")]
use crate::caller::Door;

/// The replay, for who belongs to the class. Before the class ended the problem is a
/// [`Conflict`](crate::error::Problem::Conflict).
#[server(name = AskReplay, endpoint = "replay")]
pub async fn replay(
    /// The class.
    session: SessionId,
) -> Result<Replay, PageError> {
    let door = Door::open()?;
    let seat = door.seat(session).await?;
    door.classroom.replay(&seat).await.map_err(|refusal| door.refuse(refusal))
}
