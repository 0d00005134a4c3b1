//! `/classes/SESSION`: the class, from before it begins until it is over; then its replay.

use domain::ids::SessionId;
use domain::session::Phase;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::outcome::{RouteOutcome, framed, mounted_page};
use crate::api::class::class_page;
use crate::error::PageError;
use crate::model::NavSection;
use crate::pages::framed::Inside;
use domain::route;

#[component]
pub(super) fn ClassRoute() -> impl IntoView {
    let session = session_of_path();
    mounted_page(NavSection::Elsewhere, move || {
        let session = session.clone();
        async move {
            let page = class_page(session?).await?;
            if matches!(page.opened.view.core.phase, Phase::Ended { .. }) {
                return Ok(RouteOutcome::GoTo(route::REPLAY.to(page.opened.session)));
            }
            let title = page.waiting.title.clone();
            if matches!(page.opened.view.core.phase, Phase::Cancelled) {
                let inside = Inside::Cancelled(page.waiting);
                return Ok(RouteOutcome::Framed(
                    title,
                    Box::new(framed(NavSection::Elsewhere, inside).await),
                ));
            }
            Ok(RouteOutcome::Page(title, page))
        }
    })
}

/// The class that the address names. What isn't the id of a class is not found, as a stranger's class is.
pub(super) fn session_of_path() -> Result<SessionId, PageError> {
    let named =
        use_params_map().with_untracked(|params| params.get("session").and_then(|name| name.parse().ok()));
    named.ok_or_else(PageError::not_found)
}
