//! `/classes/new` and `/classes/SESSION/edit`: the schedule form.

use leptos::prelude::*;

use super::answer::{Answer, answer, framed};
use super::class::session_of_path;
use crate::api::schedule::schedule_form;
use crate::pages::framed::Inside;
use crate::ui::Place;

#[component]
pub(super) fn NewClassRoute() -> impl IntoView {
    answer(Place::Schedule, || async {
        let inside = Inside::Schedule(Box::new(schedule_form(None).await?));
        Ok(Answer::Page("Schedule a class".to_owned(), framed(Place::Schedule, inside).await))
    })
}

#[component]
pub(super) fn EditClassRoute() -> impl IntoView {
    let session = session_of_path();
    answer(Place::Schedule, move || {
        let session = session.clone();
        async move {
            let inside = Inside::Schedule(Box::new(schedule_form(Some(session?)).await?));
            Ok(Answer::Page("Change the class".to_owned(), framed(Place::Schedule, inside).await))
        }
    })
}
