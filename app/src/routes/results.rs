//! `/classes/SESSION/results`: what came of the class's polls and questions; before it begins, the class itself.

use leptos::prelude::*;

use super::answer::{Answer, answer_still};
use super::class::session_of_path;
use crate::api::results::results_view;
use crate::error::{PageError, Problem};
use crate::pages::results::{ResultsPage, ResultsView};
use crate::path;
use crate::ui::Place;

#[component]
pub(super) fn ResultsRoute() -> impl IntoView {
    let session = session_of_path();
    let ask = move || {
        let session = session.clone();
        async move {
            let session = session?;
            match results_view(session).await {
                Ok(page) => Ok(Answer::Page(format!("Results of {}", page.title), page)),
                Err(PageError { problem: Problem::Conflict, .. }) => Ok(Answer::GoTo(path::class(session))),
                Err(error) => Err(error),
            }
        }
    };
    answer_still(Place::Elsewhere, ask, |view: ResultsView| view! { <ResultsPage view/> }.into_any())
}
