//! In the place of a class that won't take place: that, and why.

use leptos::prelude::*;

use crate::features::unheard::{Whose, unheard};
use crate::live::{Unheard, Which};
use crate::model::waiting::WaitingView;
use crate::ui::{ButtonKind, Glyph, Icon, LinkButton, TimeText};
use domain::route;

/// The page, inside the shell.
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
