//! The home page: the class that is next or live, the week, courses, replays.

#[cfg(feature = "ssr")]
mod found;
#[cfg(feature = "ssr")]
mod shown;

use leptos::prelude::*;

#[cfg(feature = "ssr")]
pub(crate) use shown::class_row;

use crate::error::PageError;
use crate::model::home::HomeView;

/// The home page of the person who is signed in.
#[server(prefix = "/rpc", endpoint = "home")]
pub async fn home() -> Result<HomeView, PageError> {
    let view = crate::context::RequestContext::answer(|context| async move {
        let found = found::at_home(&context.classroom, &context.actor).await?;
        let view = shown::home_view(&context.actor, &found);
        let since = context.classroom.calendar_address_since(&context.actor).await?;
        Ok(HomeView { calendar_since: since.map(|at| found.reader.moment("UTC", at)), ..view })
    });
    view.await
}
