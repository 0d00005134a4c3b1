//! `/`: the home page.

use leptos::ev::visibilitychange;
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
    // Who comes back to this page finds it as things are now: a class may have begun.
    Effect::new(move || {
        let listener = window_event_listener(visibilitychange, move |_| {
            if !document().hidden() {
                data.refetch();
            }
        });
        on_cleanup(move || listener.remove());
    });
    view! {
        <Title text="Home"/>
        <Frame place=Place::Home>{loaded(data, HomeSkeleton, |view| view! { <HomePage view/> })}</Frame>
    }
}
