//! The page of a class that one can't be in: it has not begun, or one waits to be let in, or was sent away.

mod cancelled;

use leptos::prelude::*;

pub use cancelled::CancelledPage;

use crate::model::waiting::WaitingView;
use crate::ui::{Countdown, Glyph, LinkButton, TimeText, left_in_digits};

/// The page, inside the shell.
#[component]
pub fn WaitingPage(
    /// The class.
    view: WaitingView,
) -> impl IntoView {
    let by = view.teacher.map(|teacher| view! { <bdi>{teacher}</bdi>" · " });
    view! {
        <main class="waiting" id="main">
            <div class="waiting__head">
                <div>
                    <p class="muted" dir="auto">{view.course}</p>
                    <h1 dir="auto">{view.title}</h1>
                    <p class="muted">
                        {by}<TimeText moment=view.starts.clone()/>" · "{view.length_min}" min"
                    </p>
                </div>
                <div class="waiting__actions">
                    <LinkButton href=view.file_href glyph=Glyph::CalendarPlus>"Add to calendar"</LinkButton>
                    {view.edit_href.map(|href| view! { <LinkButton href>"Change"</LinkButton> })}
                </div>
            </div>
            <div class="stage">
                <div class="waiting__words">
                    <p class="waiting__note">"Starts in"</p>
                    <p class="waiting__countdown">
                        <Countdown until=view.starts.at left=view.left_s format=left_or_late/>
                    </p>
                    <p class="waiting__note">"This page opens the class by itself as soon as it starts."</p>
                </div>
            </div>
        </main>
    }
}

fn left_or_late(seconds: i64) -> String {
    if seconds <= 0 { "a moment".to_owned() } else { left_in_digits(seconds) }
}
