//! The order of scenes, and taking one away.

use crate::core::Core;
use crate::ids::SceneId;
use crate::rejection::Rejection;
use crate::scene::{Fact, Scenes};

/// Puts a scene elsewhere among the others.
///
/// # Errors
/// Outside a live class, and where there is no such scene.
pub fn move_to(class: &Core, own: &Scenes, scene: SceneId, place: u16) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let (from, _) = own.known(scene)?;
    let last = own.scenes.len().saturating_sub(1);
    let to = usize::from(place).min(last);
    let place = u16::try_from(to).unwrap_or(u16::MAX);
    Ok(if to == from { vec![] } else { vec![Fact::Moved { scene, place }] })
}

/// Takes a scene away. Where it was live the stage is as in a class without scenes.
///
/// # Errors
/// Outside a live class. A scene that isn't there is gone already.
pub fn delete(class: &Core, own: &Scenes, scene: SceneId) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    if own.find(scene).is_none() {
        return Ok(vec![]);
    }
    let cleared = own.is_live(scene).then_some(Fact::Cleared);
    Ok([Fact::Deleted { scene }].into_iter().chain(cleared).collect())
}
