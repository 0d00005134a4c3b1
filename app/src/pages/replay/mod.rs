//! The replay: a class after its end, to be used rather than watched. It plays as soon as the recording is there, and
//! gets its words while it is open.

mod asked;
mod captions;
mod chat;
mod clock;
mod controls;
mod header;
mod highlights;
mod keys;
mod making;
mod panel;
mod parts;
mod player;
mod rail;
mod renewal;
mod scene;
mod stage;
mod timeline;
mod transcript;
mod watching;
mod words;

pub use domain::replay::Replay;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
pub use parts::{Parts, load_parts_with, parts};

use self::controls::Controls;
use self::header::Header;
use self::highlights::Highlights;
use self::keys::{KeySheet, use_keys};
use self::panel::Panel;
use self::renewal::keep_renewing;
use self::stage::Stage;
use self::watching::Watching;
use crate::living::Living;

impl Living for Replay {
    const PROGRAM: &'static str = "replay";

    fn show(self) -> AnyView {
        view! { <ReplayPage replay=self/> }.into_any()
    }
}

/// The page. It has a header of its own, and asks for what is still being made by itself.
#[component]
fn ReplayPage(
    /// The class after its end.
    replay: Replay,
) -> impl IntoView {
    let watching = Watching::provide(replay);
    keep_renewing(watching);
    parts::provide(watching);
    use_keys(watching);
    view! {
        <a class="skip-link" href="#main">"Skip to the page"</a>
        <div class="replay">
            <Header/>
            <main class="replay__main" id="main">
                <Stage/>
                <Controls/>
                <Highlights/>
            </main>
            <Panel/>
        </div>
        <KeySheet/>
    }
}
