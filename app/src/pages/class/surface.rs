//! What each surface of the stage is in the class.

use domain::ids::{DeckId, SceneId, UserId};
use domain::scene::{Definition, Inset, Layout, Wording};
use domain::{Command, scene, slides};
use leptos::prelude::*;
use uuid::Uuid;

use super::parts::ComingParts;
use super::preview::OwnPicture;
use crate::features::slides::slides_surface;
use crate::media::{Connection, Local, Picture, Publisher, Sent};
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
    what: Sent,
}

impl Sender {
    /// By their camera.
    pub fn of(publisher: &Publisher) -> Self {
        Self::showing(publisher, Sent::Camera)
    }

    /// By something that they send.
    pub fn showing(publisher: &Publisher, what: Sent) -> Self {
        Self {
            identity: publisher.identity.clone(),
            user: user_of(&publisher.identity),
            own: publisher.local,
            what,
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
        Surface::Slides(deck) => slides(room, deck),
        Surface::Board(board) => {
            let parts = expect_context::<ComingParts>();
            view! { {on_its_way(parts)}{here(parts, move |parts| (parts.board)(board))} }.into_any()
        }
        Surface::Card => card(room),
        Surface::Absent(user) => absent(room, user),
        Surface::Nobody => {
            nothing_yet(Glyph::Waiting, "Waiting for the teacher. Picture and sound come by themselves.")
        }
        Surface::NoScreen => no_screen(room),
    }
}

fn slides(room: Room, deck: Option<DeckId>) -> AnyView {
    let class = Memo::new(move |_| room.live.view.with(|view| view.slides.on_stage(deck)));
    let parts = use_context::<ComingParts>();
    let tools =
        move |looking| parts.map(|parts| here(parts, move |parts| (parts.slide_tools)(looking))).into_any();
    slides_surface(room.session, class, tools, || nothing_yet(Glyph::Slides, "No slides yet."))
}

/// Puts a deck on the stage, at the page where it was: in the scene that is live where that shows slides, else in the first one
/// that does, else in a new one.
pub(super) fn show_slides(room: Room, deck: DeckId) {
    let (page, live, other) = room.live.view.with_untracked(|view| {
        let begin = || view.slides.decks.get(&deck).map_or(1, |deck| deck.begin.max(1));
        let page = view.slides.turned.get(&deck).map_or_else(begin, |turned| turned.page);
        let shows = |layout: Layout| {
            matches!(layout, Layout::Slides { deck: named, .. } if named.is_none_or(|named| named == deck))
        };
        let other = view.scene.scenes.iter().find(|scene| shows(scene.layout)).map(|scene| scene.id);
        (page, shows(view.scene.layout()), other)
    });
    room.live.send(Command::Slides(slides::Command::Show { deck, page }));
    if !live {
        let scene = other.unwrap_or_else(|| SceneId(Uuid::new_v4()));
        if other.is_none() {
            let layout = Layout::Slides { deck: None, camera: Some(Inset::default()) };
            let wording = Wording { name: "Slides".to_owned(), ..Wording::default() };
            let definition = Definition { layout, wording };
            room.live.send(Command::Scene(scene::Command::Create { scene, place: u16::MAX, definition }));
        }
        room.live.send(Command::Scene(scene::Command::Switch { scene, fade: false }));
    }
    room.dialogs.slides.set(false);
}

fn screen(room: Room, sender: Sender) -> AnyView {
    let name = sender.name(room);
    let Sender { identity, own, what, .. } = sender;
    let words = match what {
        Sent::Document => format!("{name}’s second camera"),
        Sent::Screen | Sent::Camera => format!("{name}’s screen"),
    };
    // A picture of the whole screen would hold a picture of itself.
    let mirrors = Memo::new(move |_| {
        own && what == Sent::Screen && room.media.screen.get() == Local::On(Some("monitor".to_owned()))
    });
    view! {
        <div class="tile tile--screen">
            {move || if mirrors.get() {
                nothing_yet(Glyph::Screen, "The class sees your whole screen.")
            } else {
                view! { <Picture identity=Some(identity.clone()) what/> }.into_any()
            }}
            <span class="tile__name"><bdi>{words}</bdi></span>
        </div>
    }
    .into_any()
}

fn no_screen(room: Room) -> AnyView {
    let hidden = Memo::new(move |_| {
        let shared = room.media.publishers.with(|all| all.iter().any(|one| one.screen || one.document));
        room.media.saving.get() && shared
    });
    let words = move || {
        if hidden.get() {
            "A screen is shared. Pictures are off here, to save data."
        } else {
            "Nobody shares a screen at the moment."
        }
    };
    nothing_yet(Glyph::Screen, words)
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
    let words = move || {
        if room.media.connection.get() != Connection::Connected {
            "Picture and sound are on their way.".to_owned()
        } else if room.media.saving.get() {
            "Pictures are off here, to save data. They are back under Settings.".to_owned()
        } else {
            format!("{}’s camera is off.", room.name_of(user))
        }
    };
    view! {
        <div class="stage__empty">
            {move || view! { <Avatar name=room.name_of(user) size=AvatarSize::Large/> }}
            <p>{words}</p>
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
        <div class="tile" class:tile--self=own class:tile--mirrored=move || own && room.media.mirrored.get() class:tile--whole=move || cell.must_be_whole(ratio.get()) class:tile--speaking=move || speaks.get()>
            <Picture identity=Some(identity) ratio/>
            <span class="tile__name">
                {move || silent.get().then(|| view! { <Icon glyph=Glyph::MicOff/> })}
                <bdi>{move || named.name(room)}</bdi>
            </span>
        </div>
    }
    .into_any()
}
