//! The secret address of a person's calendar: made, made anew, ended.

use leptos::prelude::*;

use crate::error::PageError;

#[cfg(feature = "ssr")]
use crate::caller::Door;

/// Makes the caller's calendar a new address, and ends the one it had. Gives its path: it can't be asked for again.
#[server(endpoint = "new_calendar_address")]
pub async fn new_calendar_address() -> Result<String, PageError> {
    let door = Door::open()?;
    let token =
        door.classroom.new_calendar_address(&door.actor).await.map_err(|refusal| door.refuse(refusal))?;
    Ok(crate::path::calendar(&token))
}

/// Ends the address of the caller's calendar.
#[server(endpoint = "end_calendar_address")]
pub async fn end_calendar_address() -> Result<(), PageError> {
    let door = Door::open()?;
    door.classroom.end_calendar_address(&door.actor).await.map_err(|refusal| door.refuse(refusal))
}
