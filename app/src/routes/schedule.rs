//! `/classes/new` and `/classes/SESSION/edit`: the schedule form.

use leptos::prelude::*;

use super::class::session_of_path;
use super::outcome::{RouteOutcome, framed, mounted_page};
use crate::api::schedule::schedule_form;
use crate::model::NavSection;
use crate::pages::framed::Inside;

#[component]
pub(super) fn NewClassRoute() -> impl IntoView {
    mounted_page(NavSection::Schedule, || async {
        let inside = Inside::Schedule(Box::new(schedule_form(None).await?));
        Ok(RouteOutcome::Page("Schedule a class".to_owned(), framed(NavSection::Schedule, inside).await))
    })
}

#[component]
pub(super) fn EditClassRoute() -> impl IntoView {
    let session = session_of_path();
    mounted_page(NavSection::Schedule, move || {
        let session = session.clone();
        async move {
            let inside = Inside::Schedule(Box::new(schedule_form(Some(session?)).await?));
            Ok(RouteOutcome::Page("Change the class".to_owned(), framed(NavSection::Schedule, inside).await))
        }
    })
}
