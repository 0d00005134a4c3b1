//! Showing the class a screen or what a second camera sees: the button, and the scene that goes with it.

use domain::ids::SceneId;
use domain::scene::{self, Definition, Inset, Layout, Place, Shape, Size, Wording};
use domain::{ClassView, Command};
use leptos::prelude::*;
use uuid::Uuid;

use crate::media::{Local, Publisher, Source};
use crate::room::{Room, user_of};
use crate::ui::{Button, ButtonSize, Glyph, Icon};

/// The button that shares a screen and stops again; nothing for who may not, and where the browser can't.
#[component]
pub(crate) fn ShareControl() -> impl IntoView {
    let room = Room::expect();
    let media = room.media;
    let may = Memo::new(move |_| room.sends(Source::Screen));
    let can = Memo::new(move |_| media.devices.with(|devices| devices.screen));
    let seen = Memo::new(move |_| room.sends(Source::Document));
    for (may, source) in [(may, Source::Screen), (seen, Source::Document)] {
        Effect::new(move |before: Option<bool>| {
            let now = may.get();
            if before == Some(true) && !now {
                media.turn_off(source);
            }
            now
        });
    }
    scene_goes_with_it(room);
    let on = move || media.screen.with(Local::is_on);
    let words = move || match media.screen.get() {
        Local::On(_) => "Stop sharing",
        Local::Starting => "Choose what to share",
        Local::Off | Local::Muted | Local::Failed(_) => "Share your screen",
    };
    view! {
        <Show when=move || may.get() && can.get()>
            <button
                class="control"
                class:control--on=on
                type="button"
                aria-label=words
                data-hint=words
                data-key="D"
                aria-keyshortcuts="D"
                on:click=move |_| media.toggle(Source::Screen)
            >
                <Icon glyph=Glyph::Screen/>
            </button>
        </Show>
    }
    .into_any()
}

/// The scene that was live, and the one that shows the screen.
type Turned = (SceneId, SceneId);

/// Has the class look at what its staff begin to show, and at what it looked at before once they stop.
fn scene_goes_with_it(room: Room) {
    if !room.is_staff() {
        return;
    }
    let shows = Memo::new(move |_| {
        [Source::Screen, Source::Document].iter().any(|source| room.media.own(*source).with(Local::is_on))
    });
    let turned = StoredValue::new(None::<Turned>);
    Effect::new(move |before: Option<bool>| {
        let now = shows.get();
        match (before.unwrap_or(false), now) {
            (false, true) => turned.set_value(turn(room)),
            (true, false) => {
                if let Some(turned) = turned.try_update_value(Option::take).flatten() {
                    turn_back(room, turned);
                }
            }
            (true, true) | (false, false) => {}
        }
        now
    });
}

/// Shows everybody the screens, where the live scene doesn't. A class without scenes shows them by itself.
fn turn(room: Room) -> Option<Turned> {
    let (live, there) = room.live.view.with_untracked(|view| {
        let there = view.scene.scenes.iter().find(|scene| is_of_screens(scene.layout)).map(|scene| scene.id);
        (live(view), there)
    });
    let (left, _) = live.filter(|(_, layout)| !is_of_screens(*layout))?;
    let screen = there.unwrap_or_else(|| {
        let scene = SceneId(Uuid::new_v4());
        let camera = Inset { place: Place::TopRight, size: Size::Small, shape: Shape::Rectangle };
        let layout = Layout::Screen { camera: Some(camera) };
        let wording = Wording { name: "Screen".to_owned(), ..Wording::default() };
        let definition = Definition { layout, wording };
        room.live.send(Command::Scene(scene::Command::Create { scene, place: u16::MAX, definition }));
        scene
    });
    room.live.send(Command::Scene(scene::Command::Switch { scene: screen, fade: false }));
    Some((left, screen))
}

/// Unless another scene was chosen meanwhile, or somebody else shows something still.
fn turn_back(room: Room, (left, screen): Turned) {
    let others =
        room.media.publishers.with_untracked(|all| all.iter().any(|one| !one.local && shows_something(one)));
    let stands = room.live.view.with_untracked(|view| {
        live(view).is_some_and(|(scene, _)| scene == screen)
            && view.scene.scenes.iter().any(|scene| scene.id == left)
    });
    if stands && !others {
        room.live.send(Command::Scene(scene::Command::Switch { scene: left, fade: false }));
    }
}

fn live(view: &ClassView) -> Option<(SceneId, Layout)> {
    view.scene.on_air.as_ref().map(|shown| (shown.scene, shown.layout))
}

fn is_of_screens(layout: Layout) -> bool {
    matches!(layout, Layout::Screen { .. })
}

fn shows_something(publisher: &Publisher) -> bool {
    publisher.screen || publisher.document
}

/// For staff: somebody shows something that the live scene has no place for.
#[component]
pub(crate) fn SharedNote() -> impl IntoView {
    let room = Room::expect();
    let ignored = RwSignal::new(Vec::<String>::new());
    let waiting = Memo::new(move |_| {
        let covered =
            room.live.view.with(|view| live(view).is_some_and(|(_, layout)| !is_of_screens(layout)));
        room.media.publishers.with(|all| {
            let shown = all
                .iter()
                .filter(|one| !one.local && shows_something(one))
                .find(|one| covered && !ignored.with(|ignored| ignored.contains(&one.identity)));
            shown.map(|one| one.identity.clone())
        })
    });
    // Whoever stops and shares again is spoken of again.
    Effect::new(move || {
        room.media.publishers.with(|all| {
            let shows = |who: &String| all.iter().any(|one| one.identity == *who && shows_something(one));
            if ignored.with_untracked(|ignored| !ignored.iter().all(shows)) {
                ignored.update(|ignored| ignored.retain(shows));
            }
        });
    });
    let shown = move || {
        waiting.get().map(|identity| {
            let name = user_of(&identity).map_or_else(|| "Somebody".to_owned(), |user| room.name_of(user));
            view! {
                <div class="banner" role="status">
                    {format!("{name} shares something that this scene doesn’t show.")}
                    <Button size=ButtonSize::Small on:click=move |_| { turn(room); }>"Show it"</Button>
                    <Button size=ButtonSize::Small on:click=move |_| ignored.update(|all| all.push(identity.clone()))>"Not now"</Button>
                </div>
            }
        })
    };
    view! { {shown} }.into_any()
}
