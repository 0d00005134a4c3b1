//! On the server, from an address to a page: which data it needs, and what stands in its place where there is none.

mod address;
mod class;
mod home;
mod outcome;
mod prepared;
mod shell;
mod sign_in;
#[cfg(test)]
mod tests;

pub use shell::shell;

use domain::route;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::SsrMode;
use leptos_router::components::{Route, Router, Routes};

use self::address::At;
use self::class::{AttendanceRoute, ClassRoute, ReplayRoute, ResultsRoute};
use self::home::{ComingRoute, EditClassRoute, HomeRoute, NewClassRoute};
use self::outcome::{RouteOutcome, mounted_page};
use self::prepared::{EditPreparedRoute, LessonScenesRoute, NewPreparedRoute, PreparedRoute};
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
                <Route path=At::of(route::HOME) view=HomeRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::SIGN_IN) view=SignInRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::CLASSES) view=ComingRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::NEW_CLASS) view=NewClassRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::EDIT_CLASS) view=EditClassRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::ATTENDANCE) view=AttendanceRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::RESULTS) view=ResultsRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::PREPARED) view=PreparedRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::LESSON_SCENES) view=LessonScenesRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::NEW_PREPARED) view=NewPreparedRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::EDIT_PREPARED) view=EditPreparedRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::CLASS) view=ClassRoute ssr=SsrMode::Async/>
                <Route path=At::of(route::REPLAY) view=ReplayRoute ssr=SsrMode::Async/>
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
