//! From what a page needs to the page: itself, another one, or what stands in its place.

use std::future::Future;

use domain::route;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use leptos_router::hooks::use_url;

use crate::api::viewer::viewer;
use crate::error::{PageError, Problem};
use crate::model::NavSection;
use crate::mount::{Mount, Mounted};
use crate::pages::framed::{Framed, Inside};
use crate::ui::Shell;

/// What stands at an address for who asks.
#[derive(Clone)]
pub(super) enum RouteOutcome<P> {
    /// A page, under its title.
    Page(String, P),
    /// Another page in its place, in the frame, under its title.
    Framed(String, Box<Framed>),
    /// Another address.
    GoTo(String),
}

/// Shows the answer as soon as it is there; where there is none, why, in the frame of `place`.
pub(super) fn mounted_page<L: Mounted, F>(
    place: NavSection,
    ask: impl Fn() -> F + Send + Sync + 'static,
) -> impl IntoView
where
    F: Future<Output = Result<RouteOutcome<L>, PageError>> + Send + 'static,
{
    route_page(place, ask, |page| view! { <Mount page/> }.into_any())
}

/// [`mounted_page`] for a page that isn't mounted: it stands in the frame as `show` draws it, and no program comes along.
pub(super) fn static_page<P, F>(
    place: NavSection,
    ask: impl Fn() -> F + Send + Sync + 'static,
    show: fn(P) -> AnyView,
) -> impl IntoView
where
    P: Clone + Send + Sync + 'static,
    F: Future<Output = Result<RouteOutcome<P>, PageError>> + Send + 'static,
{
    let ask = move || {
        let answer = ask();
        async move {
            Ok(match answer.await? {
                // Without the person there would have been no answer.
                RouteOutcome::Page(title, page) => RouteOutcome::Page(title, (viewer().await?, page)),
                RouteOutcome::Framed(title, page) => RouteOutcome::Framed(title, page),
                RouteOutcome::GoTo(path) => RouteOutcome::GoTo(path),
            })
        }
    };
    route_page(place, ask, move |(viewer, page)| match viewer {
        Some(view) => view! { <Shell view place is_static=true>{show(page)}</Shell> }.into_any(),
        None => show(page),
    })
}

fn route_page<P, F>(
    place: NavSection,
    ask: impl Fn() -> F + Send + Sync + 'static,
    show: impl Fn(P) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    P: Clone + Send + Sync + 'static,
    F: Future<Output = Result<RouteOutcome<P>, PageError>> + Send + 'static,
{
    let asked = AsyncDerived::new(move || {
        let answer = ask();
        async move {
            match answer.await {
                Ok(answer) => Ok(answer),
                Err(error) => Err((framed(place, Inside::Problem(error.clone())).await, error)),
            }
        }
    });
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match asked.await {
                    Ok(RouteOutcome::Page(title, page)) => view! { <Title text=title/>{show(page)} }.into_any(),
                    Ok(RouteOutcome::Framed(title, page)) => view! { <Title text=title/><Mount page=*page/> }.into_any(),
                    Ok(RouteOutcome::GoTo(path)) => view! { <GoTo path/> }.into_any(),
                    Err((page, error)) => view! { <Instead page error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// A page in the frame, for who looks.
pub(super) async fn framed(place: NavSection, inside: Inside) -> Framed {
    // Who can't be found out is treated as nobody: the page matters more than its frame.
    Framed { viewer: viewer().await.ok().flatten(), place, inside }
}

/// What stands in place of a page that can't be shown.
#[component]
fn Instead(page: Framed, error: PageError) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(crate::error::status(error.problem));
    }
    let title = match error.problem {
        Problem::SignedOut => {
            let here = use_url().with_untracked(|url| match url.search() {
                "" => url.path().to_owned(),
                search => format!("{}?{search}", url.path()),
            });
            return view! { <GoTo path=sign_in(&here)/> }.into_any();
        }
        Problem::NotFound => "Nothing here",
        Problem::NotAllowed => "Not allowed",
        _ => "Not now",
    };
    let page = match page.viewer {
        Some(_) => view! { <Mount page/> }.into_any(),
        // It needs no program.
        None => page.show(),
    };
    view! { <Title text=title/>{page} }.into_any()
}

/// Leads to another page, by the answer's status.
#[component]
pub(super) fn GoTo(
    /// A path of ours.
    path: String,
) -> impl IntoView {
    let response = use_context::<leptos_axum::ResponseOptions>();
    if let (Some(response), Ok(location)) = (response, http::HeaderValue::from_str(&path)) {
        response.insert_header(http::header::LOCATION, location);
        response.set_status(http::StatusCode::SEE_OTHER);
    }
}

/// The sign-in that leads back to `next`, a path of ours.
fn sign_in(next: &str) -> String {
    let escaped = leptos_router::location::Url::escape(next);
    format!("{}?next={escaped}", route::SIGN_IN.path())
}
