//! `/replays/SESSION`: the class after its end; before it, the class itself.

use leptos::prelude::*;

use super::class::session_of_path;
use super::outcome::{RouteOutcome, mounted_page};
use crate::api::replay::replay;
use crate::error::{PageError, Problem};
use crate::model::NavSection;
use domain::route;

#[component]
pub(super) fn ReplayRoute() -> impl IntoView {
    let session = session_of_path();
    mounted_page(NavSection::Elsewhere, move || {
        let session = session.clone();
        async move {
            let session = session?;
            match replay(session).await {
                Ok(replay) => Ok(RouteOutcome::Page(replay.class.title.clone(), replay)),
                Err(PageError { problem: Problem::Conflict, .. }) => {
                    Ok(RouteOutcome::GoTo(route::CLASS.to(session)))
                }
                Err(error) => Err(error),
            }
        }
    })
}
