//! `/classes`: the classes to come, month by month.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::answer::{Answer, answer_still};
use crate::api::coming::coming_view;
use crate::pages::coming::{ComingPage, ComingView};
use crate::ui::Place;

#[component]
pub(super) fn ComingRoute() -> impl IntoView {
    let month = use_query_map().with_untracked(|query| query.get("month"));
    let ask = move || {
        let month = month.clone();
        async move {
            let page = coming_view(month.as_deref()).await?;
            Ok(Answer::Page(format!("Classes in {}", page.month), page))
        }
    };
    answer_still(Place::Elsewhere, ask, |view: ComingView| view! { <ComingPage view/> }.into_any())
}
