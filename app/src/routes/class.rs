//! A class, from before it begins until it is over; its replay, who was in it, and what came of its polls and questions.

use domain::ids::SessionId;
use domain::route;
use domain::session::Phase;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::outcome::{RouteOutcome, framed, mounted_page, static_page};
use crate::api::class::class_page;
use crate::api::replay::replay;
use crate::error::{PageError, Problem};
use crate::model::NavSection;
use crate::pages::attendance::read::attendance_view;
use crate::pages::attendance::{AttendancePage, AttendanceView, Order};
use crate::pages::framed::Inside;
use crate::pages::results::read::results_view;
use crate::pages::results::{ResultsPage, ResultsView};

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

#[component]
pub(super) fn AttendanceRoute() -> impl IntoView {
    let session = session_of_path();
    let order = use_query_map()
        .with_untracked(|query| query.get("order").and_then(|word| Order::from_word(&word)))
        .unwrap_or_default();
    let ask = move || {
        let session = session.clone();
        async move {
            let session = session?;
            match attendance_view(session, order).await {
                Ok(page) => Ok(RouteOutcome::Page(format!("Attendance of {}", page.title), page)),
                Err(PageError { problem: Problem::Conflict, .. }) => {
                    Ok(RouteOutcome::GoTo(route::CLASS.to(session)))
                }
                Err(error) => Err(error),
            }
        }
    };
    static_page(NavSection::Elsewhere, ask, |view: AttendanceView| {
        view! { <AttendancePage view/> }.into_any()
    })
}

#[component]
pub(super) fn ResultsRoute() -> impl IntoView {
    let session = session_of_path();
    let ask = move || {
        let session = session.clone();
        async move {
            let session = session?;
            match results_view(session).await {
                Ok(page) => Ok(RouteOutcome::Page(format!("Results of {}", page.title), page)),
                Err(PageError { problem: Problem::Conflict, .. }) => {
                    Ok(RouteOutcome::GoTo(route::CLASS.to(session)))
                }
                Err(error) => Err(error),
            }
        }
    };
    static_page(NavSection::Elsewhere, ask, |view: ResultsView| view! { <ResultsPage view/> }.into_any())
}
