//! The home page: the class that is next or live, the week, courses, replays.

#[cfg(feature = "ssr")]
mod found;
#[cfg(feature = "ssr")]
mod shown;

use leptos::prelude::*;

use crate::error::PageError;
use crate::pages::home::HomeView;

/// The home page of the person who is signed in.
#[server(endpoint = "home")]
pub async fn home() -> Result<HomeView, PageError> {
    let door = crate::caller::Door::open()?;
    let found = found::at_home(&door.classroom, &door.actor).await.map_err(|refusal| door.refuse(refusal))?;
    Ok(shown::home_view(&door.actor, &found))
}
