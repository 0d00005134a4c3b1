//! What one may do about a person: one menu for all, shown beside the person who asked for it.

use domain::ids::UserId;
use domain::media::Source;
use domain::permission::Permission;
use domain::{Command, hand, participant, permission};
use leptos::prelude::*;

use super::list::{May, may};
use super::send_out::{SendOut, SendingOut};
use crate::room::may_write_to;
use crate::room::{Room, user_of};
use crate::ui::{Glyph, menu_button};

/// The menu's id, for the buttons that open it.
pub(super) const ID: &str = "person-menu";

/// Whose menu is open.
#[derive(Clone, Copy, Default)]
pub(super) struct Chosen(pub RwSignal<Option<UserId>>);

/// What the menu depends on; while none of it changes the menu stays as it is, and so does the focus in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    user: UserId,
    may: May,
    hand: bool,
    large: bool,
    floor: bool,
    microphone: bool,
    camera: bool,
    screen: bool,
    document: bool,
}

/// The menu.
#[component]
pub(super) fn PersonMenu(chosen: Chosen) -> impl IntoView {
    let room = Room::expect();
    let shown = Memo::new(move |_| {
        let user = chosen.0.get()?;
        let (microphone, camera, screen, document) = room.media.publishers.with(|publishers| {
            let theirs = publishers.iter().find(|p| user_of(&p.identity) == Some(user));
            theirs.map_or_else(Default::default, |p| (p.microphone, p.camera, p.screen, p.document))
        });
        room.live.view.with(|view| {
            let person = view.core.people.get(&user)?;
            Some(Shown {
                user,
                may: may(view, room.viewer, user, may_write_to(view, room.viewer, user)),
                hand: view.hand.hands.iter().any(|hand| hand.user == user),
                large: view.core.spotlight == Some(user),
                floor: view.core.permits(user, person.role, Permission::Microphone),
                microphone,
                camera,
                screen,
                document,
            })
        })
    });
    view! {
        <div class="menu__list" id=ID popover="auto">
            {move || shown.get().map(items)}
        </div>
    }
    .into_any()
}

fn items(shown: Shown) -> AnyView {
    let room = Room::expect();
    let sending_out = expect_context::<SendingOut>();
    let live = room.live;
    let Shown { user, may, hand, large, floor, microphone, camera, screen, document } = shown;
    let send = move |command: Command| {
        live.send(command);
    };
    let grant = move |permission, allowed| {
        send(Command::Permission(permission::Command::Grant { user, permission, allowed }))
    };
    let floor_words = if floor { "Take the floor back" } else { "Give the floor" };
    // What holds for all holds for them again: while the class is locked, or has no microphones, that is nothing.
    let give = move || {
        for permission in [Permission::Microphone, Permission::Camera] {
            grant(permission, if floor { Some(false) } else { Some(true) });
        }
    };
    let send_out = move |for_good| {
        sending_out.0.set(Some(SendOut { user, for_good }));
        room.dialogs.send_out.set(true);
    };
    let spotlight = Command::Participant(participant::Command::Spotlight { user: (!large).then_some(user) });
    let stop = move |source| Command::Participant(participant::Command::StopMedia { user, source });
    let stop_screen = move || {
        send(stop(Source::Screen));
        send(stop(Source::ScreenAudio));
    };
    view! {
        {may.write.then(|| item(Glyph::Chat, "Write to them alone", move || room.write_to.set(Some(user))))}
        {may.permit.then(|| item(Glyph::Mic, floor_words, give))}
        {(may.guide && hand).then(|| item(Glyph::Hand, "Lower the hand", move || send(Command::Hand(hand::Command::Lower { user }))))}
        {may.guide.then(|| item(Glyph::Fullscreen, if large { "End the spotlight" } else { "Spotlight" }, move || send(spotlight.clone())))}
        {(may.moderate && microphone).then(|| item(Glyph::MicOff, "Mute the microphone", move || send(stop(Source::Microphone))))}
        {(may.moderate && camera).then(|| item(Glyph::CameraOff, "Stop the camera", move || send(stop(Source::Camera))))}
        {(may.moderate && screen).then(|| item(Glyph::Screen, "Stop the screen", stop_screen))}
        {(may.moderate && document).then(|| item(Glyph::CameraOff, "Stop the second camera", move || send(stop(Source::Document))))}
        {may.permit.then(|| permissions(user))}
        {may.moderate.then(|| view! {
            <hr class="menu__separator"/>
            {item(Glyph::Leave, "Send out", move || send_out(false))}
            {item(Glyph::X, "Remove for good", move || send_out(true))}
        })}
        {may.let_back.then(|| item(Glyph::Check, "Let back in", move || send(Command::Participant(participant::Command::Unban { user }))))}
    }
    .into_any()
}

/// What they in person may do.
fn permissions(user: UserId) -> AnyView {
    const ASKED: [(Permission, &str); 6] = [
        (Permission::Chat, "May write"),
        (Permission::Ask, "May ask questions"),
        (Permission::Vote, "May vote"),
        (Permission::RaiseHand, "May raise the hand"),
        (Permission::Screen, "May share their screen"),
        (Permission::Draw, "May draw"),
    ];
    let room = Room::expect();
    let one = move |(permission, words): (Permission, &'static str)| {
        let allowed = Memo::new(move |_| {
            room.live.view.with(|view| {
                view.core
                    .people
                    .get(&user)
                    .is_some_and(|person| view.core.permits(user, person.role, permission))
            })
        });
        view! {
            <label class="menu__item">
                <input
                    type="checkbox"
                    prop:checked=move || allowed.get()
                    on:change=move |event| {
                        let allowed = Some(event_target_checked(&event));
                        room.live.send(Command::Permission(permission::Command::Grant { user, permission, allowed }));
                    }
                />
                {words}
            </label>
        }
    };
    view! { <hr class="menu__separator"/> {ASKED.map(one).collect_view()} }.into_any()
}

fn item(glyph: Glyph, words: &'static str, act: impl Fn() + 'static) -> AnyView {
    menu_button(ID, glyph, words, act)
}
