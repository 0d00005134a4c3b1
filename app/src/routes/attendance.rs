//! `/classes/SESSION/attendance`: who was in the class; before it begins, the class itself.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::class::session_of_path;
use super::outcome::{RouteOutcome, static_page};
use crate::error::{PageError, Problem};
use crate::model::NavSection;
use crate::pages::attendance::read::attendance_view;
use crate::pages::attendance::{AttendancePage, AttendanceView, Order};
use domain::route;

#[component]
pub(super) fn AttendanceRoute() -> impl IntoView {
    let session = session_of_path();
    let order = use_query_map()
        .with_untracked(|query| query.get("order").and_then(|word| Order::from_word(&word)))
        .unwrap_or_default();
    let ask = move || {
        let session = session.clone();
        async move {
            let session = session?;
            match attendance_view(session, order).await {
                Ok(page) => Ok(RouteOutcome::Page(format!("Attendance of {}", page.title), page)),
                Err(PageError { problem: Problem::Conflict, .. }) => {
                    Ok(RouteOutcome::GoTo(route::CLASS.to(session)))
                }
                Err(error) => Err(error),
            }
        }
    };
    static_page(NavSection::Elsewhere, ask, |view: AttendanceView| {
        view! { <AttendancePage view/> }.into_any()
    })
}
