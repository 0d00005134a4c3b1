//! `/replays/SESSION`: the class after its end; before it, the class itself.

use leptos::prelude::*;

use super::answer::{Answer, answer};
use super::class::session_of_path;
use crate::api::replay::replay;
use crate::error::{PageError, Problem};
use crate::path;
use crate::ui::Place;

#[component]
pub(super) fn ReplayRoute() -> impl IntoView {
    let session = session_of_path();
    answer(Place::Elsewhere, move || {
        let session = session.clone();
        async move {
            let session = session?;
            match replay(session).await {
                Ok(replay) => Ok(Answer::Page(replay.class.title.clone(), replay)),
                Err(PageError { problem: Problem::Conflict, .. }) => Ok(Answer::GoTo(path::class(session))),
                Err(error) => Err(error),
            }
        }
    })
}
