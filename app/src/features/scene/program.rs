//! From a scene to everybody's stage: at once, or, for who wants it, as the next one that is cut to with a second press.

use domain::ids::SceneId;
use domain::names::isolated;
use domain::scene::{Command, Scene};
use leptos::prelude::*;

use super::desk::SceneDesk;
use super::thumbnail::thumbnail;

/// Which scene comes next, and what is edited. Copied freely; it ends with the page.
#[derive(Clone, Copy)]
pub(crate) struct Program {
    /// Where the scenes are.
    pub desk: SceneDesk,
    /// Whether a scene that is chosen waits for the cut.
    pub preview: RwSignal<bool>,
    /// Whether scenes fade in.
    pub fade: RwSignal<bool>,
    /// The scene that waits.
    pub next: RwSignal<Option<SceneId>>,
    /// The scene that the editor changes; none where it makes a new one.
    pub edited: RwSignal<Option<SceneId>>,
}

impl Program {
    pub fn provide(desk: SceneDesk) -> Self {
        let program = Self {
            desk,
            preview: RwSignal::new(false),
            fade: RwSignal::new(false),
            next: RwSignal::new(None),
            edited: RwSignal::new(None),
        };
        provide_context(program);
        program
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Somebody chose a scene: it is live, or the next one. Before the class it is edited.
    pub fn choose(self, scene: SceneId) {
        if !self.desk.live.get_untracked() {
            self.edited.set(Some(scene));
            self.desk.editor.set(true);
        } else if self.preview.get_untracked() {
            self.next.set(Some(scene));
        } else {
            self.switch(scene);
        }
    }

    /// The scene with that number key.
    pub fn choose_nth(self, place: usize) {
        let scene = self.desk.scenes.with_untracked(|own| own.scenes.get(place).map(|scene| scene.id));
        if let Some(scene) = scene {
            self.choose(scene);
        }
    }

    /// Shows everybody the scene that waits. Says whether one did.
    pub fn cut(self) -> bool {
        let next = self.waiting();
        if let Some((scene, _)) = &next {
            self.switch(*scene);
            self.next.set(None);
        }
        next.is_some()
    }

    /// The scene that waits and is still there, with its name; follows both.
    pub fn waiting(self) -> Option<(SceneId, String)> {
        let next = self.next.get().filter(|_| self.preview.get())?;
        self.desk.scenes.with(|own| {
            let live = own.on_air.as_ref().map(|shown| shown.scene);
            let (place, scene) = own.find(next).filter(|_| live != Some(next))?;
            Some((next, name_of(place, scene)))
        })
    }

    fn switch(self, scene: SceneId) {
        self.desk.send(Command::Switch { scene, fade: self.fade.get_untracked() });
    }
}

/// What a scene is called; one whose name was erased by its place.
pub(super) fn name_of(place: usize, scene: &Scene) -> String {
    match scene.wording.name.as_str() {
        "" => format!("Scene {}", place + 1),
        name => name.to_owned(),
    }
}

/// The button that cuts to the scene that waits.
#[component]
pub(crate) fn CutButton() -> impl IntoView {
    let program = Program::expect();
    let next = Memo::new(move |_| {
        let (scene, name) = program.waiting()?;
        program.desk.look(scene, |_, scene| (name, scene.layout, scene.wording.clone()))
    });
    let words = move || if program.fade.get() { "Fade to " } else { "Cut to " };
    move || {
        next.get().map(|(name, layout, wording)| {
            view! {
                <span class="cut__next">{thumbnail(layout, &wording)}</span>
                <button class="button button--primary button--large cut" type="button" aria-keyshortcuts="Enter" on:click=move |_| { program.cut(); }>
                    <span>{words}{isolated(name)}</span>
                    <kbd aria-hidden="true">"Enter"</kbd>
                </button>
            }
        })
    }
}
