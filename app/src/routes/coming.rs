//! `/classes`: the classes to come, month by month.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::outcome::{RouteOutcome, static_page};
use crate::model::NavSection;
use crate::pages::coming::read::coming_view;
use crate::pages::coming::{ComingPage, ComingView};

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
