//! From a scene to everybody's stage: at once, or, for who wants it, as the next one that is cut to with a second press.

use domain::ids::SceneId;
use domain::names::isolated;
use domain::{Command, scene};
use leptos::prelude::*;

use crate::room::Room;

/// Which scene comes next, and what is edited. Copied freely; it ends with the page.
#[derive(Clone, Copy)]
pub(crate) struct Program {
    /// Whether a scene that is chosen waits for the cut.
    pub preview: RwSignal<bool>,
    /// The scene that waits.
    pub next: RwSignal<Option<SceneId>>,
    /// The scene that the editor changes; none where it makes a new one.
    pub edited: RwSignal<Option<SceneId>>,
}

impl Program {
    pub fn provide() -> Self {
        let program =
            Self { preview: RwSignal::new(false), next: RwSignal::new(None), edited: RwSignal::new(None) };
        provide_context(program);
        program
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Somebody chose a scene: it is live, or the next one. Before the class it is edited.
    pub fn choose(self, room: Room, scene: SceneId) {
        if !room.live.phase.get_untracked().is_live() {
            self.edited.set(Some(scene));
            room.dialogs.scene.set(true);
        } else if self.preview.get_untracked() {
            self.next.set(Some(scene));
        } else {
            switch(room, scene);
        }
    }

    /// The scene with that number key.
    pub fn choose_nth(self, room: Room, place: usize) {
        let scene = room.live.view.with_untracked(|view| view.scene.scenes.get(place).map(|scene| scene.id));
        if let Some(scene) = scene {
            self.choose(room, scene);
        }
    }

    /// Shows everybody the scene that waits. Says whether one did.
    pub fn cut(self, room: Room) -> bool {
        let next = self.waiting(room);
        if let Some((scene, _)) = &next {
            switch(room, *scene);
            self.next.set(None);
        }
        next.is_some()
    }

    /// The scene that waits and is still there, with its name; follows both.
    pub fn waiting(self, room: Room) -> Option<(SceneId, String)> {
        let next = self.next.get().filter(|_| self.preview.get())?;
        room.live.view.with(|view| {
            let live = view.scene.on_air.as_ref().map(|shown| shown.scene);
            let (place, scene) = view.scene.find(next).filter(|_| live != Some(next))?;
            Some((next, name_of(place, scene)))
        })
    }
}

/// What a scene is called; one whose name was erased by its place.
pub(super) fn name_of(place: usize, scene: &scene::Scene) -> String {
    match scene.wording.name.as_str() {
        "" => format!("Scene {}", place + 1),
        name => name.to_owned(),
    }
}

fn switch(room: Room, scene: SceneId) {
    room.live.send(Command::Scene(scene::Command::Switch { scene }));
}

/// The button that cuts to the scene that waits.
#[component]
pub(crate) fn CutButton() -> impl IntoView {
    let room = Room::expect();
    let program = Program::expect();
    let name = Memo::new(move |_| program.waiting(room).map(|(_, name)| name));
    move || {
        name.get().map(|name| {
            view! {
                <button class="button button--primary button--large cut" type="button" aria-keyshortcuts="Enter" on:click=move |_| { program.cut(room); }>
                    <span>"Cut to "{isolated(name)}</span>
                    <kbd aria-hidden="true">"Enter"</kbd>
                </button>
            }
        })
    }
}
