//! The facts of scenes.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp};
use crate::ids::{SceneId, UserId};
use crate::role::Viewer;
use crate::scene::{Layer, Layout};
use crate::words::Words;

/// A fact of scenes. What a scene is made of before it is shown is for staff; showing it says all of it to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// A scene was made.
    #[serde(rename = "scene.created")]
    Created {
        scene: SceneId,
        /// Its place among the scenes, from 0 on.
        place: u16,
        layout: Layout,
        /// Who wrote its words, where that is not who made it: it comes from an earlier class.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        /// See [`crate::scene::Wording`].
        wording: Words,
    },
    /// It is something else now, in the same place.
    #[serde(rename = "scene.changed")]
    Changed { scene: SceneId, layout: Layout, wording: Words },
    /// It stands elsewhere among the scenes.
    #[serde(rename = "scene.moved")]
    Moved {
        scene: SceneId,
        /// Its place once it is taken out of the others, from 0 on.
        place: u16,
    },
    /// It is gone.
    #[serde(rename = "scene.deleted")]
    Deleted { scene: SceneId },
    /// It is live: what everybody sees.
    #[serde(rename = "scene.switched")]
    Switched {
        scene: SceneId,
        layout: Layout,
        /// Whether it fades in.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        fade: bool,
        /// Who wrote its words, where that is not who switched.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        wording: Words,
    },
    /// No scene is live any more, since the one that was is gone: the stage is as it is in a class without scenes.
    #[serde(rename = "scene.cleared")]
    Cleared,
    /// Something lies over the stage, or says something else now.
    #[serde(rename = "scene.layer_shown")]
    LayerShown { layer: Layer, text: Words },
    /// It lies there no more.
    #[serde(rename = "scene.layer_hidden")]
    LayerHidden { layer: Layer },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        match self {
            Self::Created { by, .. } | Self::Switched { by, .. } => by.or(actor),
            Self::Changed { .. }
            | Self::Moved { .. }
            | Self::Deleted { .. }
            | Self::Cleared
            | Self::LayerShown { .. }
            | Self::LayerHidden { .. } => actor,
        }
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Created { .. } | Self::Changed { .. } | Self::Moved { .. } | Self::Deleted { .. } => {
                Reach::staff()
            }
            Self::Switched { .. } | Self::Cleared | Self::LayerShown { .. } | Self::LayerHidden { .. } => {
                Reach::everybody()
            }
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {}

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        vec![]
    }
}
