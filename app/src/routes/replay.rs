//! `/replays/SESSION`: the class after its end; before it, the class itself.

use leptos::prelude::*;
use leptos_meta::Title;

use super::class::session_of_path;
use super::loaded::loaded_bare;
use super::path;
use super::redirect::GoTo;
use crate::api::replay::replay;
use crate::error::{PageError, Problem};
use crate::pages::replay::{ReplayPage, ReplaySkeleton};

#[component]
pub(super) fn ReplayRoute() -> impl IntoView {
    let session = session_of_path();
    let data = Resource::new(session, |session| async move {
        let session = session?;
        match replay(session).await {
            Ok(replay) => Ok((session, Some(replay))),
            Err(PageError { problem: Problem::Conflict, .. }) => Ok((session, None)),
            Err(error) => Err(error),
        }
    });
    loaded_bare(data, ReplaySkeleton, |(session, replay)| match replay {
        Some(replay) => view! { <Title text=replay.class.title.clone()/><ReplayPage replay/> }.into_any(),
        None => view! { <GoTo path=path::class(session)/> }.into_any(),
    })
}
