//! The document around the app.

use http::request::Parts;
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use super::{App, path};
use crate::caller::Caller;
use crate::ui::DocumentHead;

/// The whole document. The sign-in page needs no program, so none is sent with it.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = Caller::of_request().map(|caller| caller.theme).unwrap_or_default();
    let plain = use_context::<Parts>().is_some_and(|parts| parts.uri.path() == path::SIGN_IN);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.attribute()>
            <head>
                <DocumentHead/>
                {(!plain).then(|| view! { <HydrationScripts options/> })}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
