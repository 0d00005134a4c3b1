//! What every page's `<head>` needs for its looks.

use leptos::prelude::*;

use crate::built::built;

/// Character set, viewport, style sheet, the two fonts before the style sheet asks for them, the icon.
#[component]
pub fn DocumentHead() -> impl IntoView {
    let built = built();
    let watch =
        built.is_watched().then(|| view! { <script type="module" src=built.path("dev/watch.js")></script> });
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
        <meta name="color-scheme" content="light dark"/>
        <link rel="preload" href="/fonts/inter.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
        <link rel="preload" href="/fonts/serif.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
        <link rel="stylesheet" href=built.path("style/lectern.css")/>
        <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
        {watch}
    }
}
