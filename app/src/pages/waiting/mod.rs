//! The page of a class that one can't be in: it has not begun, or one waits to be let in, or was sent away.

use domain::route;
use leptos::prelude::*;

use crate::features::unheard::{Whose, unheard};
use crate::live::{Unheard, Which};
use crate::model::waiting::WaitingView;
use crate::ui::{ButtonKind, Countdown, Glyph, Icon, LinkButton, TimeText, left_in_digits};

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

/// In the place of a class that won't take place: that, and why. Inside the shell.
#[component]
pub fn CancelledPage(
    /// The class.
    view: WaitingView,
) -> impl IntoView {
    let WaitingView { session, user, .. } = view;
    let by = view.teacher.map(|teacher| view! { <bdi>{teacher}</bdi>" · " });
    view! {
        <main class="message" id="main">
            <Icon glyph=Glyph::Calendar class="message__icon"/>
            <h1>"This class was cancelled"</h1>
            <p class="message__text">
                <b><bdi>{view.title}</bdi></b>" · "<bdi>{view.course}</bdi><br/>
                {by}<TimeText moment=view.starts/>
            </p>
            {view.cancelled_because.map(|reason| view! { <p class="message__text" dir="auto">"“"{reason}"”"</p> })}
            <div class="message__actions">
                <LinkButton href=route::HOME.path() kind=ButtonKind::Primary>"Home"</LinkButton>
            </div>
        </main>
        {unheard(Whose { session, user, over: false }, move || Unheard::of(session, user, None, Which::All))}
    }
}
