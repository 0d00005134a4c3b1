//! `/classes/new` and `/classes/SESSION/edit`: the schedule form.

use domain::ids::SessionId;
use leptos::prelude::*;
use leptos_meta::Title;

use super::class::session_of_path;
use super::frame::Frame;
use super::loaded::loaded;
use crate::api::schedule::schedule_form;
use crate::error::PageError;
use crate::pages::schedule::{SchedulePage, ScheduleView};
use crate::ui::{Place, Skeleton, SkeletonShape};

#[component]
pub(super) fn NewClassRoute() -> impl IntoView {
    let data = Resource::new(|| (), |()| schedule_form(None));
    view! { <Title text="Schedule a class"/><Form data/> }
}

#[component]
pub(super) fn EditClassRoute() -> impl IntoView {
    let session = session_of_path();
    let data = Resource::new(session, |session: Result<SessionId, PageError>| async move {
        schedule_form(Some(session?)).await
    });
    view! { <Title text="Change the class"/><Form data/> }
}

#[component]
fn Form(data: Resource<Result<ScheduleView, PageError>>) -> impl IntoView {
    view! {
        <Frame place=Place::Schedule>{loaded(data, FormSkeleton, |view| view! { <SchedulePage view/> })}</Frame>
    }
}

#[component]
fn FormSkeleton() -> impl IntoView {
    view! {
        <main class="page page--narrow" id="main" aria-busy="true">
            <p class="visually-hidden" role="status">"Loading the form"</p>
            <Skeleton shape=SkeletonShape::Title/>
            <section class="card">
                <Skeleton width="100%"/>
                <Skeleton width="60%"/>
                <Skeleton width="60%"/>
            </section>
        </main>
    }
}
