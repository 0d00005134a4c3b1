//! Which scene is live.

use crate::core::Core;
use crate::ids::SceneId;
use crate::rejection::Rejection;
use crate::scene::{Fact, Scene, Scenes};

/// Shows a scene to everybody.
///
/// # Errors
/// Outside a live class, and where there is no such scene.
pub fn switch(class: &Core, own: &Scenes, scene: SceneId) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let (_, there) = own.known(scene)?;
    Ok(if own.is_live(scene) { vec![] } else { vec![switched(there)] })
}

/// Says all of a scene to everybody.
pub(super) fn switched(scene: &Scene) -> Fact {
    Fact::Switched { scene: scene.id, layout: scene.layout, by: scene.by, wording: scene.wording.words() }
}
