//! The rail: the scenes in their order, and what is done with all of them.

use domain::ids::SceneId;
use domain::names::isolated;
use domain::scene::{Command, Definition, MOST_SCENES};
use leptos::prelude::*;

use super::desk::definition;
use super::program::{Program, name_of};
use super::row::row;
use crate::room::focus;
use crate::ui::{Button, ButtonKind, ButtonSize, Glyph, Icon, each};

/// A scene that was deleted just now, to be had again.
#[derive(Debug, Clone, PartialEq)]
struct Deleted {
    scene: SceneId,
    place: u16,
    name: String,
    definition: Definition,
}

/// What the rows of the rail share. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct RailState {
    pub program: Program,
    /// The scene that is dragged.
    pub dragged: RwSignal<Option<SceneId>>,
    deleted: RwSignal<Option<Deleted>>,
    /// The scene that the focus follows when it has moved: an element that moves loses it.
    followed: RwSignal<Option<SceneId>>,
}

impl RailState {
    fn send(self, command: Command) {
        self.program.desk.send(command);
    }

    /// Moves a scene by some places; the focus goes along.
    pub fn step(self, scene: SceneId, down: bool) {
        let place = untrack(|| self.program.desk.look(scene, |place, _| place)).unwrap_or(0);
        let place = if down { place + 1 } else { place.saturating_sub(1) };
        self.followed.set(Some(scene));
        self.put(scene, place);
    }

    /// Puts a scene at a place.
    pub fn put(self, scene: SceneId, place: usize) {
        self.send(Command::Move { scene, place: u16::try_from(place).unwrap_or(u16::MAX) });
    }

    /// Makes another scene of the same, behind it.
    pub fn duplicate(self, scene: SceneId) {
        let copy = untrack(|| self.program.desk.look(scene, |place, scene| (place + 1, definition(scene))));
        if let Some((place, definition)) = copy {
            let place = u16::try_from(place).unwrap_or(u16::MAX);
            let scene = SceneId(uuid::Uuid::new_v4());
            self.send(Command::Create { scene, place, definition });
        }
    }

    /// Takes a scene away; it can be had again until another one is.
    pub fn delete(self, scene: SceneId) {
        let gone = untrack(|| {
            self.program.desk.look(scene, |place, there| Deleted {
                scene,
                place: u16::try_from(place).unwrap_or(u16::MAX),
                name: name_of(place, there),
                definition: definition(there),
            })
        });
        self.deleted.set(gone);
        self.send(Command::Delete { scene });
        focus::give("scenes-undo".to_owned());
    }

    fn undo(self) {
        if let Some(Deleted { scene, place, definition, .. }) = self.deleted.get_untracked() {
            self.send(Command::Create { scene, place, definition });
            self.deleted.set(None);
            focus::give("scenes-add".to_owned());
        }
    }
}

/// The id of a scene's button.
pub(super) fn row_id(scene: SceneId) -> String {
    format!("scene-{scene}")
}

/// The rail of the studio.
#[component]
pub(crate) fn Rail() -> impl IntoView {
    let program = Program::expect();
    let desk = program.desk;
    let rail = RailState {
        program,
        dragged: RwSignal::new(None),
        deleted: RwSignal::new(None),
        followed: RwSignal::new(None),
    };
    let scenes = Memo::new(move |_| {
        desk.scenes.with(|own| own.scenes.iter().map(|scene| scene.id).collect::<Vec<_>>())
    });
    Effect::new(move || {
        scenes.track();
        if let Some(scene) = rail.followed.get_untracked() {
            rail.followed.set(None);
            focus::give(row_id(scene));
        }
    });
    // Before the class nothing is shown yet: there is nothing to lie over, and nothing to cut to.
    let live = desk.live;
    let full = Signal::derive(move || scenes.with(Vec::len) >= MOST_SCENES);
    let add = move |_| {
        program.edited.set(None);
        desk.editor.set(true);
    };
    let undo = move || {
        rail.deleted.get().map(|gone| {
            view! {
                <p class="scenes__undo">
                    <span>{format!("{} is deleted.", isolated(gone.name))}</span>
                    <button class="button button--small" id="scenes-undo" type="button" on:click=move |_| rail.undo()>"Undo"</button>
                </p>
            }
        })
    };
    let choice = move |words: &'static str, chosen: RwSignal<bool>| {
        view! {
            <label class="scenes__preview" hidden=move || scenes.with(Vec::is_empty) || !live.get()>
                <input
                    type="checkbox"
                    prop:checked=move || chosen.get()
                    on:change=move |event| chosen.set(event_target_checked(&event))
                />
                {words}
            </label>
        }
    };
    view! {
        <div class="scenes__head">
            <h2>"Scenes"</h2>
            <button
                class="button button--ghost button--small button--icon"
                type="button"
                aria-label="Over the stage"
                title="Over the stage: names, logo, ticker"
                hidden=move || !live.get()
                on:click=move |_| { desk.layers.iter().for_each(|open| open.set(true)); }
            >
                <Icon glyph=Glyph::Text/>
            </button>
            <button
                class="button button--ghost button--small button--icon"
                id="scenes-add"
                type="button"
                aria-label="New scene"
                title=move || if full.get() { format!("{MOST_SCENES} scenes are the most") } else { "New scene".to_owned() }
                disabled=move || full.get()
                on:click=add
            >
                <Icon glyph=Glyph::Plus/>
            </button>
        </div>
        <Show when=move || scenes.with(Vec::is_empty)>
            <div class="scenes__none">
                <p class="muted">{move || if live.get() { "No scenes yet. Everybody sees who teaches." } else { "What you prepare here is one press away in class." }}</p>
                <Button kind=ButtonKind::Plain size=ButtonSize::Small glyph=Glyph::Plus on:click=add>"New scene"</Button>
            </div>
        </Show>
        <ol class="scenes">{each(move || scenes.get(), |scene| *scene, move |scene| row(rail, scene))}</ol>
        <div role="status">{undo}</div>
        {choice("Choose first, then cut", program.preview)}
        {choice("Fade from scene to scene", program.fade)}
    }
    .into_any()
}
