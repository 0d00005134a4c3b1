//! Making scenes, and changing what they are.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::SceneId;
use crate::rejection::Rejection;
use crate::scene::switch::switched;
use crate::scene::{Definition, Fact, MOST_SCENES, Scene, Scenes};

/// Makes a scene at a place among the others.
///
/// # Errors
/// Outside a live class, where there are [`MOST_SCENES`], where one of that id is there, and as [`Definition::checked`].
pub fn create(
    class: &Core,
    own: &Scenes,
    scene: SceneId,
    place: u16,
    definition: &Definition,
) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    if own.find(scene).is_some() {
        return Err(Rejection::AlreadyThere);
    }
    if own.scenes.len() >= MOST_SCENES {
        return Err(Rejection::TooManyScenes { most: MOST_SCENES });
    }
    let Definition { layout, wording } = definition.checked()?;
    let place = place.min(u16::try_from(own.scenes.len()).unwrap_or(u16::MAX));
    Ok(vec![Fact::Created { scene, place, layout, wording: wording.words() }])
}

/// Makes a scene something else. Where it is live everybody sees that at once.
///
/// # Errors
/// Outside a live class, where there is no such scene, and as [`Definition::checked`].
pub fn change(
    class: &Core,
    own: &Scenes,
    asking: Asking,
    scene: SceneId,
    definition: &Definition,
) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let (_, there) = own.known(scene)?;
    let Definition { layout, wording } = definition.checked()?;
    if (there.layout, &there.wording) == (layout, &wording) {
        return Ok(vec![]);
    }
    let mut facts = vec![Fact::Changed { scene, layout, wording: wording.words() }];
    if own.is_live(scene) {
        facts.push(switched(&Scene { id: scene, layout, by: asking.actor, wording }));
    }
    Ok(facts)
}
