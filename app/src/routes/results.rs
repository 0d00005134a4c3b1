//! `/classes/SESSION/results`: what came of the class's polls and questions; before it begins, the class itself.

use leptos::prelude::*;

use super::class::session_of_path;
use super::outcome::{RouteOutcome, static_page};
use crate::error::{PageError, Problem};
use crate::model::NavSection;
use crate::pages::results::read::results_view;
use crate::pages::results::{ResultsPage, ResultsView};
use domain::route;

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
