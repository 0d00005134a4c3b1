//! The secret address of a person's calendar: made, made anew, ended.

use leptos::prelude::*;

use crate::error::PageError;

#[cfg(feature = "ssr")]
use crate::context::RequestContext;

/// Makes the caller's calendar a new address, and ends the one it had. Gives its path: it can't be asked for again.
#[server(prefix = "/rpc", endpoint = "new_calendar_address")]
pub async fn new_calendar_address() -> Result<String, PageError> {
    let made = RequestContext::answer(|context| async move {
        context.classroom.new_calendar_address(&context.actor).await
    });
    Ok(domain::route::CALENDAR.to(made.await?))
}

/// Ends the address of the caller's calendar.
#[server(prefix = "/rpc", endpoint = "end_calendar_address")]
pub async fn end_calendar_address() -> Result<(), PageError> {
    let ended = RequestContext::answer(|context| async move {
        context.classroom.end_calendar_address(&context.actor).await
    });
    ended.await
}
