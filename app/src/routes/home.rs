//! The home page, the classes to come month by month, and the schedule form.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::class::session_of_path;
use super::outcome::{RouteOutcome, framed, mounted_page, static_page};
use crate::api::home::home;
use crate::api::schedule::schedule_form;
use crate::model::NavSection;
use crate::pages::coming::read::coming_view;
use crate::pages::coming::{ComingPage, ComingView};
use crate::pages::framed::Inside;

#[component]
pub(super) fn HomeRoute() -> impl IntoView {
    mounted_page(NavSection::Home, || async {
        let inside = Inside::Home(Box::new(home().await?));
        Ok(RouteOutcome::Page("Home".to_owned(), framed(NavSection::Home, inside).await))
    })
}

#[component]
pub(super) fn ComingRoute() -> impl IntoView {
    let month = use_query_map().with_untracked(|query| query.get("month"));
    let ask = move || {
        let month = month.clone();
        async move {
            let page = coming_view(month.as_deref()).await?;
            Ok(RouteOutcome::Page(format!("Classes in {}", page.month), page))
        }
    };
    static_page(NavSection::Elsewhere, ask, |view: ComingView| view! { <ComingPage view/> }.into_any())
}

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
