//! On the server, from an address to a page: which data it needs, and what stands in its place where there is none.

mod attendance;
mod class;
mod coming;
mod home;
mod outcome;
mod prepared;
mod redirect;
mod replay;
mod results;
mod schedule;
mod shell;
mod sign_in;
#[cfg(test)]
mod tests;

pub use shell::shell;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::SsrMode;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use self::attendance::AttendanceRoute;
use self::class::ClassRoute;
use self::coming::ComingRoute;
use self::home::HomeRoute;
use self::outcome::{RouteOutcome, mounted_page};
use self::prepared::{EditPreparedRoute, NewPreparedRoute, PreparedRoute};
use self::replay::ReplayRoute;
use self::results::ResultsRoute;
use self::schedule::{EditClassRoute, NewClassRoute};
use self::sign_in::SignInRoute;
use crate::error::PageError;
use crate::model::NavSection;
use crate::pages::framed::Framed;
use crate::ui::escaped;

/// The whole app. Every page is sent whole, with its data in it and the status that it deserves.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=in_title/>
        <Router>
            <Routes fallback=NotFoundRoute>
                <Route path=path!("/") view=HomeRoute ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignInRoute ssr=SsrMode::Async/>
                <Route path=path!("/classes") view=ComingRoute ssr=SsrMode::Async/>
                <Route path=path!("/classes/new") view=NewClassRoute ssr=SsrMode::Async/>
                <Route path=path!("/classes/:session/edit") view=EditClassRoute ssr=SsrMode::Async/>
                <Route path=path!("/classes/:session/attendance") view=AttendanceRoute ssr=SsrMode::Async/>
                <Route path=path!("/classes/:session/results") view=ResultsRoute ssr=SsrMode::Async/>
                <Route path=path!("/lessons/:lesson/polls") view=PreparedRoute ssr=SsrMode::Async/>
                <Route path=path!("/lessons/:lesson/polls/new") view=NewPreparedRoute ssr=SsrMode::Async/>
                <Route path=path!("/lessons/:lesson/polls/:poll") view=EditPreparedRoute ssr=SsrMode::Async/>
                <Route path=path!("/classes/:session") view=ClassRoute ssr=SsrMode::Async/>
                <Route path=path!("/replays/:session") view=ReplayRoute ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

/// What stands in the document's `<title>`, where the framework writes it as it is.
fn in_title(title: String) -> String {
    if title.is_empty() { "Lectern".to_owned() } else { format!("{} · Lectern", escaped(&title)) }
}

/// The page of every address that there is no other page for.
#[component]
fn NotFoundRoute() -> impl IntoView {
    mounted_page(NavSection::Elsewhere, || async { Err::<RouteOutcome<Framed>, _>(PageError::not_found()) })
}
