//! Parts of a page whose code comes after the page is shown.
//!
//! cargo-leptos splits such a part off the page's program: what only the part needs is a file of its own. A part is a set of functions that draw it, so that it is asked for once and then there for good.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
pub use leptos::wasm_split;
use leptos::wasm_split::SplitLoaderError;

/// Waits between tries, in seconds; the last one is for all that follow.
const WAITS: [u64; 4] = [1, 2, 5, 10];

/// Loads a part; an error where it didn't come.
pub type Load<P> = fn() -> Pin<Box<dyn Future<Output = Result<P, SplitLoaderError>>>>;

/// Where the code of a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coming<P> {
    /// Not asked for, or on its way.
    Soon,
    /// The server didn't give it. It is asked again.
    Late,
    /// Here.
    Here(P),
}

/// Asks for a part once `wanted` says so, until it comes. On the server nothing comes: nothing of a part is in sight when
/// a page is shown first.
pub(crate) fn come<P: Copy + Send + Sync + 'static>(
    wanted: Signal<bool>,
    load: Option<Load<P>>,
) -> ReadSignal<Coming<P>> {
    let (coming, set_coming) = signal(Coming::Soon);
    Effect::new(move |asked: Option<bool>| {
        let asked = asked.unwrap_or(false);
        let Some(load) = load.filter(|_| !asked && wanted.get()) else {
            return asked;
        };
        spawn_local(async move {
            for tries in 0_usize.. {
                let Err(error) = load().await.map(|part| set_coming.try_set(Coming::Here(part))) else {
                    return;
                };
                leptos::logging::warn!("a part of the page: {error}");
                // The page is gone.
                if set_coming.try_set(Coming::Late).is_some() {
                    return;
                }
                let seconds = WAITS[tries.min(WAITS.len() - 1)];
                gloo_timers::future::sleep(Duration::from_secs(seconds)).await;
            }
        });
        true
    });
    coming
}

/// Draws what `draw` makes of a part once it is here, and until then nothing.
pub(crate) fn here<P: Copy + Send + Sync + 'static>(
    coming: ReadSignal<Coming<P>>,
    draw: impl Fn(P) -> AnyView + Send + 'static,
) -> AnyView {
    let view = move || match coming.get() {
        Coming::Here(part) => Some(draw(part)),
        Coming::Soon | Coming::Late => None,
    };
    view.into_any()
}

/// Says that a part is on its way, where it would stand.
pub(crate) fn on_its_way<P: Copy + Send + Sync + 'static>(coming: ReadSignal<Coming<P>>) -> AnyView {
    let words = move || match coming.get() {
        Coming::Here(_) => None,
        Coming::Soon => Some("Loading"),
        Coming::Late => Some("This part could not be loaded. It is tried again."),
    };
    let view = move || words().map(|words| view! { <p class="muted later" role="status">{words}</p> });
    view.into_any()
}
