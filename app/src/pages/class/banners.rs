//! Sentences about the whole class, in a row of their own under the header.

use domain::role::Role;
use domain::session::Lead;
use domain::{Command, session};
use leptos::prelude::*;

use super::parts::ComingParts;
use crate::live::Link;
use crate::media::{Connection, Ending, Source};
use crate::mount::later::here;
use crate::room::Room;
use crate::ui::{Button, ButtonSize, Glyph};

/// Everything that is wrong or waits for the person, worst first; nothing when all is well.
#[component]
pub(super) fn Banners() -> impl IntoView {
    let room = Room::expect();
    let Room { live, media, call, .. } = room;
    let parts = use_context::<ComingParts>();
    let paused = move || {
        live.paused.get().then(|| view! {
            <div class="banner banner--warn" role="alert">"The class is paused, nothing is lost. It goes on by itself."</div>
        })
    };
    let closed = move || match live.link.get() {
        Link::Closed { reason } => {
            Some(view! { <div class="banner banner--error" role="alert">{reason}</div> })
        }
        _ => None,
    };
    let elsewhere = move || {
        matches!(media.connection.get(), Connection::Ended(Ending::Elsewhere)).then(|| view! {
            <div class="banner banner--warn" role="alert">
                "You see and hear this class in another tab or on another device."
                <Button size=ButtonSize::Small on:click=move |_| call.take_back(media)>"Use this one"</Button>
            </div>
        })
    };
    let removed = move || {
        let removed = matches!(media.connection.get(), Connection::Ended(Ending::Removed));
        removed.then(|| warn("You were taken out of the class's picture and sound."))
    };
    let silent = move || {
        media.hearing_blocked.get().then(|| view! {
            <div class="banner" role="alert">
                "Your browser keeps the sound off until you ask for it."
                <Button size=ButtonSize::Small glyph=Glyph::Volume on:click=move |_| media.hear()>"Turn on sound"</Button>
            </div>
        })
    };
    view! {
        <div class="studio__banner">
            {move || closed()}
            {move || paused()}
            {move || elsewhere()}
            {move || removed()}
            {move || call.trouble.get().map(warn)}
            {move || media.unavailable.get().then(|| warn("Picture and sound could not be loaded. Reload the page; chat works without them."))}
            {move || silent()}
            <LeadBanner/>
            <BreakBanner/>
            <Show when=move || room.sends(Source::Microphone)><DeviceBanner source=Source::Microphone/></Show>
            <Show when=move || room.sends(Source::Camera)>
                <DeviceBanner source=Source::Camera/>
                <DeviceBanner source=Source::Document/>
            </Show>
            <Show when=move || room.sends(Source::Screen)><DeviceBanner source=Source::Screen/></Show>
            {parts.filter(|_| room.is_staff()).map(|parts| here(parts, |parts| (parts.shared_note)()))}
        </div>
    }
    .into_any()
}

/// The teacher's break.
#[component]
fn BreakBanner() -> impl IntoView {
    let room = Room::expect();
    let since = Memo::new(move |_| room.live.view.with(|view| view.core.paused));
    let minutes = Memo::new(move |_| since.get().map(|since| (room.clock().0 - since.0).max(0) / 60_000));
    let words = move || match minutes.get() {
        None | Some(0) => "The class takes a break. It goes on by itself here.".to_owned(),
        Some(minutes) => format!("The class takes a break, {minutes} min so far. It goes on by itself here."),
    };
    let shown =
        move || since.get().is_some().then(|| view! { <div class="banner" role="status">{words}</div> });
    view! { {shown} }.into_any()
}

/// What is said about a teacher who isn't there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leading {
    /// Nothing: somebody leads.
    Fine,
    /// Gone, perhaps for a moment.
    Gone,
    /// Gone for long.
    Lost,
    /// An assistant leads.
    Taken(domain::ids::UserId),
}

/// For this many seconds a teacher who is gone is not spoken of: a reload takes as long.
const A_MOMENT: i64 = 5;

fn leading(lead: Lead, now: chrono::DateTime<chrono::Utc>) -> Leading {
    match lead {
        Lead::Teacher => Leading::Fine,
        Lead::Away { since } if (now - since).num_seconds() < A_MOMENT => Leading::Fine,
        Lead::Away { .. } => Leading::Gone,
        Lead::Lost => Leading::Lost,
        Lead::Taken { by } => Leading::Taken(by),
    }
}

/// The teacher is gone: whoever assists may take over.
#[component]
fn LeadBanner() -> impl IntoView {
    let room = Room::expect();
    let live = room.live;
    let lead = Memo::new(move |_| live.view.with(|view| leading(view.core.lead, live.now.get())));
    let takes = room.viewer.role == Role::Assistant || room.viewer.role == Role::Admin;
    let shown = move || {
        match lead.get() {
        Leading::Fine => None,
        Leading::Gone => Some(warn("The teacher’s connection is lost for the moment. The class stays open.").into_any()),
        Leading::Lost if takes => Some(view! {
            <div class="banner banner--warn" role="alert">
                "The teacher’s connection is lost."
                <Button size=ButtonSize::Small on:click=move |_| { live.send(Command::Session(session::Command::TakeOver)); }>"Take over"</Button>
                <span class="banner__detail">"You lead the class until the teacher is back."</span>
            </div>
        }
        .into_any()),
        Leading::Lost => Some(warn("The teacher’s connection is lost. The class stays open until they are back.").into_any()),
        Leading::Taken(by) if by == room.viewer.user => {
            Some(warn("You lead this class until the teacher is back.").into_any())
        }
        Leading::Taken(by) => Some(warn(format!("{} leads this class until the teacher is back.", room.name_of(by))).into_any()),
    }
    };
    view! { {shown} }.into_any()
}

fn warn(text: impl Into<String>) -> impl IntoView {
    view! { <div class="banner banner--warn" role="status">{text.into()}</div> }
}

/// What stands against one's microphone or camera; the person listens all the same, and may put the sentence away.
#[component]
fn DeviceBanner(source: Source) -> impl IntoView {
    let media = Room::expect().media;
    let problem = Memo::new(move |_| media.own(source).get().problem());
    let away = RwSignal::new(false);
    Effect::new(move || {
        problem.track();
        away.set(false);
    });
    let shown = move || {
        problem.get().filter(|_| !away.get()).map(|problem| {
            view! {
                <div class="banner banner--warn" role="status">
                    {problem.hint(source)}
                    <Button size=ButtonSize::Small on:click=move |_| media.turn_on(&[source])>"Try again"</Button>
                    <Button size=ButtonSize::Small on:click=move |_| away.set(true)>"Go on without"</Button>
                </div>
            }
        })
    };
    view! { {move || shown()} }.into_any()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use domain::session::Lead;

    use super::{Leading, leading};

    #[test]
    fn a_teacher_who_reloads_is_not_spoken_of() {
        let since = DateTime::UNIX_EPOCH;
        let after = |seconds| leading(Lead::Away { since }, since + TimeDelta::seconds(seconds));
        assert_eq!((after(2), after(9)), (Leading::Fine, Leading::Gone));
        assert_eq!(leading(Lead::Lost, since), Leading::Lost);
    }
}
