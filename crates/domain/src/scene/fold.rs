//! What the facts about scenes make of a class.

use crate::core::Stamp;
use crate::ids::{Offset, SceneId, UserId};
use crate::scene::{Fact, LaidOver, OnAir, Scene, Scenes, Wording};
use crate::shared::Shared;

pub(crate) fn fold(own: &mut Scenes, fact: &Fact, stamp: Stamp) {
    fold_at(own, fact, stamp.actor, stamp.offset);
}

/// The same outside of a class, where no clock runs.
pub(super) fn fold_prepared(own: &mut Scenes, fact: &Fact, by: UserId) {
    fold_at(own, fact, Some(by), Offset::default());
}

fn fold_at(own: &mut Scenes, fact: &Fact, actor: Option<UserId>, offset: Offset) {
    match fact {
        Fact::Created { scene, place, layout, by, wording } => {
            let by = by.or(actor);
            let made = Scene { id: *scene, layout: *layout, by, wording: Wording::read(wording) };
            insert(own, *place, made.into());
        }
        Fact::Changed { scene, layout, wording } => {
            if let Some(there) = own.scenes.iter_mut().find(|there| there.id == *scene) {
                there.layout = *layout;
                there.by = actor;
                there.wording = Wording::read(wording);
            }
        }
        Fact::Moved { scene, place } => {
            if let Some(from) = own.scenes.iter().position(|there| there.id == *scene) {
                let moved = own.scenes.remove(from);
                insert(own, *place, moved);
            }
        }
        Fact::Deleted { scene } => own.scenes.retain(|there| there.id != *scene),
        Fact::Switched { scene, layout, fade, wording, by: _ } => {
            let since = own.since(*scene).unwrap_or(offset);
            let shown =
                OnAir { scene: *scene, layout: *layout, wording: Wording::read(wording), since, fade: *fade };
            own.on_air = Some(shown.into());
        }
        Fact::Cleared => own.on_air = None,
        Fact::LayerShown { layer, text } => {
            own.layers.insert(*layer, LaidOver { text: text.clone(), on: true });
        }
        Fact::LayerHidden { layer } => {
            if let Some(there) = own.layers.get_mut(layer) {
                there.on = false;
            }
        }
    }
}

fn insert(own: &mut Scenes, place: u16, scene: Shared<Scene>) {
    let place = usize::from(place).min(own.scenes.len());
    own.scenes.insert(place, scene);
}

impl Scenes {
    /// Since when a scene is live, if it is.
    fn since(&self, scene: SceneId) -> Option<Offset> {
        self.on_air.as_ref().filter(|shown| shown.scene == scene).map(|shown| shown.since)
    }
}
