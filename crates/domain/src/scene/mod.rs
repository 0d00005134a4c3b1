//! Scenes: what stands on the stage, prepared in an order, one of them live; and what lies over it.

mod arrange;
mod carry;
mod command;
mod definition;
mod edit;
mod fact;
mod fold;
mod layer;
mod layout;
mod prepare;
mod switch;

pub use arrange::{delete, move_to};
pub use carry::{begin_with, for_the_next, take_over};
pub use command::{Command, SystemCommand};
pub use definition::{Definition, Wording};
pub use edit::{change, create};
pub use fact::Fact;
pub(crate) use fold::fold;
pub use layer::{Layer, hide_layer, show_layer};
pub use layout::{Card, Inset, Layout, Place, Shape, Size};
pub use prepare::{prepare, prepared};
pub use switch::switch;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::{Offset, SceneId, UserId};
use crate::rejection::Rejection;
use crate::shared::Shared;
use crate::sorted::SortedMap;
use crate::words::Words;

/// Scenes of a class, at most.
pub const MOST_SCENES: usize = 40;
/// Characters in a scene's name, at most.
pub const LONGEST_NAME: usize = 60;
/// Characters in a card's title, at most.
pub const LONGEST_TITLE: usize = 120;
/// Characters in a card's text, at most.
pub const LONGEST_TEXT: usize = 600;
/// Characters in what lies over the stage, at most.
pub const LONGEST_LAYER: usize = 200;
/// Minutes that a card counts down, at most.
pub const LONGEST_COUNTDOWN: u16 = 240;

/// A scene as staff see it among the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Scene {
    /// Its id.
    pub id: SceneId,
    /// What stands where.
    pub layout: Layout,
    /// Who wrote its words.
    pub by: Option<UserId>,
    /// Its name, title and text.
    pub wording: Wording,
}

/// The scene that is live, as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct OnAir {
    /// Which.
    pub scene: SceneId,
    /// What stands where.
    pub layout: Layout,
    /// Its name, title and text.
    pub wording: Wording,
    /// Since when it is live; a change leaves that as it is.
    pub since: Offset,
    /// Whether it fades in, instead of being there at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fade: bool,
}

/// What lies over the stage, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct LaidOver {
    /// What it says, or said last.
    pub text: Words,
    /// Whether it is shown.
    pub on: bool,
}

/// The scenes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Scenes {
    /// In their order; only staff see them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenes: Vec<Shared<Scene>>,
    /// The one that is live; none in a class without scenes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_air: Option<Shared<OnAir>>,
    /// What lies over the stage.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub layers: SortedMap<Layer, LaidOver>,
}

/// What a page's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide(class: &Core, own: &Scenes, asking: Asking, command: &Command) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::Create { scene, place, definition } => create(class, own, *scene, *place, definition),
        Command::Change { scene, definition } => change(class, own, asking, *scene, definition),
        Command::Move { scene, place } => move_to(class, own, *scene, *place),
        Command::Delete { scene } => delete(class, own, *scene),
        Command::Switch { scene, fade } => switch(class, own, *scene, *fade),
        Command::ShowLayer { layer, text } => show_layer(class, own, *layer, text),
        Command::HideLayer { layer } => hide_layer(class, own, *layer),
    }
}

/// What a command of the server's own makes happen.
///
/// # Errors
/// After the class.
pub fn decide_system(class: &Core, own: &Scenes, command: &SystemCommand) -> Result<Vec<Fact>, Rejection> {
    match command {
        SystemCommand::Prepare { scenes } => {
            class.must_not_be_over()?;
            Ok(begin_with(own, scenes))
        }
    }
}

impl Scenes {
    /// A scene with its place.
    #[must_use]
    pub fn find(&self, scene: SceneId) -> Option<(usize, &Scene)> {
        self.scenes
            .iter()
            .enumerate()
            .find(|(_, there)| there.id == scene)
            .map(|(place, there)| (place, &**there))
    }

    /// What stands where on the stage now.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.on_air.as_ref().map(|shown| shown.layout).unwrap_or_default()
    }

    /// What lies over the stage in this layer, where it is shown.
    #[must_use]
    pub fn shown(&self, layer: Layer) -> Option<&str> {
        self.layers
            .get(&layer)
            .filter(|there| there.on && !there.text.erased())
            .map(|there| there.text.text())
    }

    /// Keeps what a student may see.
    pub(crate) fn keep_for_student(&mut self) {
        self.scenes.clear();
    }

    fn known(&self, scene: SceneId) -> Result<(usize, &Scene), Rejection> {
        self.find(scene).ok_or(Rejection::NoSuchScene)
    }

    fn is_live(&self, scene: SceneId) -> bool {
        self.on_air.as_ref().is_some_and(|shown| shown.scene == scene)
    }
}
