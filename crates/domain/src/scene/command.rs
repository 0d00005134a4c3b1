//! The commands of scenes.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::ids::SceneId;
use crate::policy::Action;
use crate::scene::{Definition, Fact, Layer, Scene};
use crate::words::says;

/// What a page may say over its live channel about scenes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Make a scene. A scene that was deleted comes back under its id.
    #[serde(rename = "create_scene")]
    Create {
        scene: SceneId,
        /// Its place among the scenes, from 0 on; beyond the last it is the last.
        place: u16,
        definition: Definition,
    },
    /// Make it something else; everybody sees that at once where it is live.
    #[serde(rename = "change_scene")]
    Change { scene: SceneId, definition: Definition },
    /// Put it elsewhere among the scenes.
    #[serde(rename = "move_scene")]
    Move {
        scene: SceneId,
        /// Its place once it is taken out of the others, from 0 on; beyond the last it is the last.
        place: u16,
    },
    /// Take it away.
    #[serde(rename = "delete_scene")]
    Delete { scene: SceneId },
    /// Show it to everybody.
    #[serde(rename = "switch_scene")]
    Switch {
        scene: SceneId,
        /// Whether it fades in, instead of being there at once.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        fade: bool,
    },
    /// Lay something over the stage, or change what it says.
    ShowLayer {
        layer: Layer,
        /// What it says, 1 to [`crate::scene::LONGEST_LAYER`] characters.
        text: String,
    },
    /// Take it from the stage.
    HideLayer { layer: Layer },
}

/// What the server says of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum SystemCommand {
    /// Have these before those that were made in the class itself.
    #[serde(rename = "prepare_scenes")]
    Prepare {
        /// What was prepared for the class's lesson, in order.
        scenes: Vec<Scene>,
    },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        Action::RunStage
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (
                Self::Create { scene, place, definition },
                [Fact::Created { scene: there, place: put, layout, by: _, wording }],
            ) => scene == there && may_be_put(*place, *put) && definition.could_be(*layout, wording),
            (
                Self::Change { scene, definition },
                [Fact::Changed { scene: there, layout, wording }, shown @ ..],
            ) => {
                scene == there
                    && definition.could_be(*layout, wording)
                    && shown.iter().all(|fact| is_switch_to(fact, *scene, false))
            }
            (Self::Move { scene, place }, [Fact::Moved { scene: there, place: put }]) => {
                scene == there && may_be_put(*place, *put)
            }
            (
                Self::Delete { scene },
                [Fact::Deleted { scene: there }] | [Fact::Deleted { scene: there }, Fact::Cleared],
            ) => scene == there,
            (Self::Switch { scene, fade }, [fact]) => is_switch_to(fact, *scene, *fade),
            (Self::ShowLayer { layer, text }, [Fact::LayerShown { layer: there, text: said }]) => {
                layer == there && says(said, text)
            }
            (Self::HideLayer { layer }, [Fact::LayerHidden { layer: there }]) => layer == there,
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}

fn is_switch_to(fact: &Fact, scene: SceneId, fades: bool) -> bool {
    matches!(fact, Fact::Switched { scene: there, fade, .. } if (*there, *fade) == (scene, fades))
}

/// Whether who asked for a place may have got this one: it is that one, or the last where there were fewer scenes.
fn may_be_put(asked: u16, got: u16) -> bool {
    got <= asked
}
