//! `/`: the home page.

use leptos::prelude::*;
use leptos_meta::Title;

use super::frame::Frame;
use super::loaded::loaded;
use crate::api::home::home;
use crate::pages::home::{HomePage, HomeSkeleton};
use crate::ui::Place;

#[component]
pub(super) fn HomeRoute() -> impl IntoView {
    let data = Resource::new(|| (), |()| home());
    view! {
        <Title text="Home"/>
        <Frame place=Place::Home>{loaded(data, HomeSkeleton, |view| view! { <HomePage view/> })}</Frame>
    }
}
