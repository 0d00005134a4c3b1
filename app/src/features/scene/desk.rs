//! Where scenes are made: in a class, or for a lesson before any. The rail and the editor know no more of either than this.

use domain::ids::SceneId;
use domain::scene::{Command, Definition, Scene, Scenes};
use leptos::prelude::*;

/// Scenes, and the way to change them. Copied freely; it ends with the page.
#[derive(Clone, Copy)]
pub(crate) struct SceneDesk {
    /// As they are.
    pub scenes: Signal<Scenes>,
    /// Whether one of them can be shown to everybody now.
    pub live: Signal<bool>,
    /// Changes them.
    pub send: Callback<Command>,
    /// Whether the editor is open.
    pub editor: RwSignal<bool>,
    /// Opens the dialog of what lies over the stage; none where there is no stage.
    pub layers: Option<RwSignal<bool>>,
}

impl SceneDesk {
    pub fn send(self, command: Command) {
        self.send.run(command);
    }

    /// Looks at a scene with its place.
    pub fn look<T>(self, scene: SceneId, look: impl FnOnce(usize, &Scene) -> T) -> Option<T> {
        self.scenes.with(|scenes| scenes.find(scene).map(|(place, scene)| look(place, scene)))
    }
}

/// What a scene is, without its id.
pub(super) fn definition(scene: &Scene) -> Definition {
    Definition { layout: scene.layout, wording: scene.wording.clone() }
}
