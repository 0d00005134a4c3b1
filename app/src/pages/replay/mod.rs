//! The replay: a class after its end, to be used rather than watched. It plays as soon as the recording is there, and
//! gets its words while it is open.

mod controls;
mod filled;
mod header;
mod highlights;
mod keys;
mod panel;
mod parts;
mod rail;
mod remote;
mod renewal;
mod stage;
mod surface;

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
use crate::features::unheard::{Whose, unheard};
use crate::live::{Unheard, Which};
use crate::mount::Mounted;
use crate::playback::watching::Watching;

impl Mounted for Replay {
    const PROGRAM: &'static str = "replay";

    fn show(self) -> AnyView {
        view! { <ReplayPage replay=self/> }.into_any()
    }
}

/// What the viewer wrote in the class and it doesn't have.
fn not_taken(watching: Watching) -> AnyView {
    let (session, user) = (watching.session, watching.viewer.user);
    let read = move || {
        watching.opened.with_value(|replay| Unheard::of(session, user, Some(&replay.view), Which::All))
    };
    unheard(Whose { session, user, over: true }, read)
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
    filled::leave_on_escape(watching);
    remote::answer(watching);
    view! {
        <a class="skip-link" href="#main">"Skip to the page"</a>
        <div class="replay" class:replay--filled=move || watching.filled.get()>
            <Header/>
            <main class="replay__main" id="main">
                {not_taken(watching)}
                <Stage/>
                <Controls/>
                <Highlights/>
            </main>
            <Panel/>
        </div>
        <KeySheet/>
    }
}
