//! What each surface of the stage is in the class.

use domain::ids::UserId;
use leptos::prelude::*;

use super::parts::ComingParts;
use super::preview::OwnPicture;
use crate::media::{Connection, Picture, Publisher, Sent};
use crate::mount::later::{here, on_its_way};
use crate::room::{Room, user_of};
use crate::stage::{CardSurface, Cell, Surface, nothing_yet};
use crate::ui::{Avatar, AvatarSize, Glyph, Icon};

/// Somebody who sends a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Sender {
    identity: String,
    user: Option<UserId>,
    own: bool,
}

impl Sender {
    pub fn of(publisher: &Publisher) -> Self {
        Self {
            identity: publisher.identity.clone(),
            user: user_of(&publisher.identity),
            own: publisher.local,
        }
    }

    fn name(&self, room: Room) -> String {
        self.user.map_or_else(|| "Somebody".to_owned(), |user| room.name_of(user))
    }
}

/// Draws a surface of the class's stage.
pub(super) fn draw(surface: Surface<Sender>, cell: Cell) -> AnyView {
    let room = Room::expect();
    match surface {
        Surface::Camera(sender) => view! { <Tile sender cell/> }.into_any(),
        Surface::Screen(sender) => screen(room, sender),
        Surface::Slides(_) => nothing_yet(Glyph::Slides, "No slides yet."),
        Surface::Board(board) => {
            let parts = expect_context::<ComingParts>();
            view! { {on_its_way(parts)}{here(parts, move |parts| (parts.board)(board))} }.into_any()
        }
        Surface::Card => card(room),
        Surface::Absent(user) => absent(room, user),
        Surface::Nobody => {
            nothing_yet(Glyph::Waiting, "Waiting for the teacher. Picture and sound come by themselves.")
        }
        Surface::NoScreen => nothing_yet(Glyph::Screen, "Nobody shares a screen at the moment."),
    }
}

fn screen(room: Room, sender: Sender) -> AnyView {
    let name = sender.name(room);
    view! {
        <div class="tile tile--screen">
            <Picture identity=Some(sender.identity) what=Sent::Screen/>
            <span class="tile__name"><bdi>{format!("{name}’s screen")}</bdi></span>
        </div>
    }
    .into_any()
}

fn card(room: Room) -> AnyView {
    let shown = Signal::derive(move || {
        room.live.view.with(|view| view.scene.on_air.as_ref().map(|shown| (**shown).clone()))
    });
    let clock = Signal::derive(move || room.clock().0);
    view! { <CardSurface shown clock/> }.into_any()
}

/// Who speaks is here without a picture.
fn absent(room: Room, user: UserId) -> AnyView {
    if user == room.viewer.user {
        return view! { <div class="tile tile--self"><OwnPicture/></div> }.into_any();
    }
    let connected = move || room.media.connection.get() == Connection::Connected;
    view! {
        <div class="stage__empty">
            {move || view! { <Avatar name=room.name_of(user) size=AvatarSize::Large/> }}
            <p>{move || if connected() { format!("{}’s camera is off.", room.name_of(user)) } else { "Picture and sound are on their way.".to_owned() }}</p>
        </div>
    }
    .into_any()
}

/// Somebody's camera with their name. The picture fills its place unless too little of the person would be left.
#[component]
fn Tile(sender: Sender, cell: Cell) -> impl IntoView {
    let room = Room::expect();
    let ratio = RwSignal::new(16.0 / 9.0);
    let named = sender.clone();
    let Sender { identity, own, .. } = sender;
    let speaks = {
        let identity = identity.clone();
        Memo::new(move |_| room.media.speakers.with(|speakers| speakers.contains(&identity)))
    };
    let silent = {
        let identity = identity.clone();
        Memo::new(move |_| {
            room.media.publishers.with(|all| all.iter().any(|p| p.identity == identity && !p.microphone))
        })
    };
    view! {
        <div class="tile" class:tile--self=own class:tile--whole=move || cell.must_be_whole(ratio.get()) class:tile--speaking=move || speaks.get()>
            <Picture identity=Some(identity) ratio/>
            <span class="tile__name">
                {move || silent.get().then(|| view! { <Icon glyph=Glyph::MicOff/> })}
                <bdi>{move || named.name(room)}</bdi>
            </span>
        </div>
    }
    .into_any()
}
