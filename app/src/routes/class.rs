//! `/classes/SESSION`: the class, from before it begins until it is over; then its replay.

use domain::ids::SessionId;
use domain::session::Phase;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::loaded::loaded_bare;
use super::path;
use super::redirect::GoTo;
use crate::api::class::{ClassPage as Data, class_page};
use crate::error::PageError;
use crate::pages::class::ClassPage;
use crate::ui::Skeleton;

#[component]
pub(super) fn ClassRoute() -> impl IntoView {
    let session = session_of_path();
    let data = Resource::new(session, |session| async move { class_page(session?).await });
    loaded_bare(data, ClassSkeleton, |Data { opened, waiting }| {
        if matches!(opened.view.phase, Phase::Ended { .. }) {
            return view! { <GoTo path=path::replay(opened.session)/> }.into_any();
        }
        view! { <Title text=waiting.title.clone()/><ClassPage opened waiting/> }.into_any()
    })
}

/// The class that the address names. What isn't the name of a class is not found, as a stranger's class is.
pub(super) fn session_of_path() -> impl Fn() -> Result<SessionId, PageError> + Copy + Send + Sync + 'static {
    let params = use_params_map();
    move || {
        let named = params.with(|params| params.get("session").and_then(|name| name.parse().ok()));
        named.ok_or_else(PageError::not_found)
    }
}

#[component]
fn ClassSkeleton() -> impl IntoView {
    view! {
        <main class="waiting" id="main" aria-busy="true">
            <p class="visually-hidden" role="status">"Opening the class"</p>
            <div class="waiting__head"><Skeleton width="40%"/></div>
            <div class="stage"></div>
        </main>
    }
}
