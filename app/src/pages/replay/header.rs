//! Above the stage: which class this was, what is still being made of it, what can be taken along.

use chrono::{DateTime, Utc};

use domain::replay::Replay;
use leptos::prelude::*;

use crate::features::recording::Summary;
use crate::markup::with_formulas;
use crate::model::Moment;
use crate::playback::watching::Watching;
use crate::ui::{ButtonSize, Glyph, Icon, LinkButton, Menu, TimeStyle, TimeText};
use domain::route;

/// The bar at the top.
#[component]
pub(super) fn Header() -> impl IntoView {
    let watching = Watching::expect();
    let (title, course, started) = watching.opened.with_value(|Replay { class, view, .. }| {
        (class.title.clone(), class.course_title.clone(), view.core.phase.started_at())
    });
    let minutes = ((watching.length + 30_000) / 60_000).max(1);
    view! {
        <header class="replay__header">
            <a class="brand" href="/">"Lectern"</a>
            <div class="replay__path">
                <a class="replay__course" href="/" dir="auto">{course}</a>
                <h1 class="replay__title" dir="auto">{with_formulas(&title)}</h1>
            </div>
            <span class="chip">
                {started.map(|at| view! { <TimeText moment=plain(at) style=TimeStyle::Day/>" · " })}
                {minutes}" min"
            </span>
            <div class="replay__actions">
                <Summary/>
                {watching.viewer.role.is_staff().then(|| view! {
                    <LinkButton href=route::ATTENDANCE.to(watching.session) size=ButtonSize::Small glyph=Glyph::Users>"Attendance"</LinkButton>
                    <LinkButton href=route::RESULTS.to(watching.session) size=ButtonSize::Small glyph=Glyph::Poll>"Results"</LinkButton>
                })}
                <Download/>
            </div>
        </header>
    }
    .into_any()
}

/// What can be kept of the class's words.
#[component]
fn Download() -> impl IntoView {
    let watching = Watching::expect();
    let session = watching.session;
    let empty = move || watching.cues.with(|cues| cues.is_empty());
    let button =
        || view! { <span class="button button--small"><Icon glyph=Glyph::Download/>"Download"</span> };
    view! {
        <div hidden=empty>
            <Menu id="replay-download" label="Download the transcript" button=button>
                <a class="menu__item" href=route::TRANSCRIPT_CAPTIONS.to(session) download="">
                    <Icon glyph=Glyph::Captions/>
                    "Captions (WebVTT)"
                </a>
                <a class="menu__item" href=route::TRANSCRIPT_TEXT.to(session) download="">
                    <Icon glyph=Glyph::Text/>
                    "Plain text"
                </a>
            </Menu>
        </div>
    }
}

/// The day in universal time, until the browser knows the viewer's own.
fn plain(at: DateTime<Utc>) -> Moment {
    let (day, time) = (at.format("%-d %b").to_string(), at.format("%H:%M").to_string());
    Moment { at, day, time, zone: "UTC".to_owned() }
}
