//! A page that needs data: its shape while the data comes, the page itself, or what stands in its place.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_url;

use super::frame::Frame;
use super::path;
use super::redirect::GoTo;
use crate::error::{PageError, Problem};
use crate::pages::messages::{FailedPage, NotAllowedPage, NotFoundPage};
use crate::ui::Place;

/// What a page asks the server for.
pub(super) type Loading<T> = Resource<Result<T, PageError>>;

/// Shows `page` with the data; until it is there `skeleton`, and where it can't be had, why. While the data is asked for
/// again, what is shown stays. It stands in a [`Frame`].
pub(super) fn loaded<T, S, V>(
    data: Loading<T>,
    skeleton: impl Fn() -> S + Copy + Send + Sync + 'static,
    page: impl Fn(T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    S: IntoView + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition fallback=skeleton>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(data) => page(data).into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// As [`loaded`], for a page that fills the window: only what stands in its place has a frame.
pub(super) fn loaded_bare<T, S, V>(
    data: Loading<T>,
    skeleton: impl Fn() -> S + Copy + Send + Sync + 'static,
    page: impl Fn(T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    S: IntoView + 'static,
    V: IntoView + 'static,
{
    view! {
        <Suspense fallback=skeleton>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(data) => page(data).into_any(),
                    Err(error) => {
                        view! { <Frame place=Place::Elsewhere><Instead error=error.clone()/></Frame> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

/// What stands in place of a page that can't be shown.
#[component]
pub(super) fn Instead(error: PageError) -> impl IntoView {
    let PageError { message, problem, request_id, .. } = error;
    answer_with(problem);
    match problem {
        Problem::SignedOut => {
            let here = use_url().with_untracked(|url| match url.search() {
                "" => url.path().to_owned(),
                search => format!("{}?{search}", url.path()),
            });
            view! { <GoTo path=path::sign_in(&here)/> }.into_any()
        }
        Problem::NotFound => view! { <Title text="Nothing here"/><NotFoundPage/> }.into_any(),
        Problem::NotAllowed => {
            view! { <Title text="Not allowed"/><NotAllowedPage what="this page" who=message/> }.into_any()
        }
        _ => view! { <Title text="Not now"/><FailedPage what=message request_id/> }.into_any(),
    }
}

/// The page of every address that there is no other page for.
#[component]
pub(super) fn NotFoundRoute() -> impl IntoView {
    answer_with(Problem::NotFound);
    view! {
        <Title text="Nothing here"/>
        <Frame place=Place::Elsewhere>
            <NotFoundPage/>
        </Frame>
    }
}

/// Gives the server's answer the status of the problem.
fn answer_with(problem: Problem) {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(crate::caller::status(problem));
    }
    #[cfg(not(feature = "ssr"))]
    let _ = problem;
}
