//! The frame around pages, with who looks.

use leptos::prelude::*;

use crate::api::viewer::viewer;
use crate::error::PageError;
use crate::ui::{Place, Shell, ShellView};

/// Who looks: asked once, and kept while one goes from page to page.
#[derive(Clone, Copy)]
struct Looking(Resource<Result<Option<ShellView>, PageError>>);

/// Asks who looks, for every [`Frame`] below.
pub(super) fn provide_viewer() {
    provide_context(Looking(Resource::new(|| (), |()| viewer())));
}

/// The header and the page below it; the page alone where nobody is signed in, or where that can't be found out.
#[component]
pub(crate) fn Frame(
    /// Where in the app it is.
    place: Place,
    /// The page.
    children: ChildrenFn,
) -> impl IntoView {
    let Looking(viewer) = expect_context();
    view! {
        <Transition>
            {move || {
                let children = children.clone();
                Suspend::new(async move {
                    match viewer.await {
                        Ok(Some(view)) => view! { <Shell view place>{children()}</Shell> }.into_any(),
                        Ok(None) | Err(_) => children(),
                    }
                })
            }}
        </Transition>
    }
}
