//! The order of scenes, and taking one away.

use crate::core::Core;
use crate::ids::SceneId;
use crate::rejection::Rejection;
use crate::scene::{Fact, Scenes};

/// Puts a scene elsewhere among the others, before the class or in it.
///
/// # Errors
/// After the class, and where there is no such scene.
pub fn move_to(class: &Core, own: &Scenes, scene: SceneId, place: u16) -> Result<Vec<Fact>, Rejection> {
    class.must_not_be_over()?;
    let (from, _) = own.known(scene)?;
    let last = own.scenes.len().saturating_sub(1);
    let to = usize::from(place).min(last);
    let place = u16::try_from(to).unwrap_or(u16::MAX);
    Ok(if to == from { vec![] } else { vec![Fact::Moved { scene, place }] })
}

/// Takes a scene away. Where it was live the stage is as in a class without scenes.
///
/// # Errors
/// After the class. A scene that isn't there is gone already.
pub fn delete(class: &Core, own: &Scenes, scene: SceneId) -> Result<Vec<Fact>, Rejection> {
    class.must_not_be_over()?;
    if own.find(scene).is_none() {
        return Ok(vec![]);
    }
    let cleared = own.is_live(scene).then_some(Fact::Cleared);
    Ok([Fact::Deleted { scene }].into_iter().chain(cleared).collect())
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::scene::{self, Layout};
    use crate::testing::{Class, TEACHER, id, scene};

    fn order(class: &Class) -> Vec<String> {
        class.view.scene.scenes.iter().map(|scene| scene.wording.name.clone()).collect()
    }

    fn three() -> Class {
        let mut class = Class::live();
        (1..=3).for_each(|n| class.does(TEACHER, scene(n, Layout::Camera)));
        class
    }

    #[test]
    fn a_scene_goes_to_its_place_among_the_others() {
        let move_to = |n, place| Command::Scene(scene::Command::Move { scene: id(n).into(), place });
        let mut class = three();
        class.does(TEACHER, move_to(1, 2));
        assert_eq!(order(&class), ["scene 2", "scene 3", "scene 1"]);
        class.does(TEACHER, move_to(1, 0));
        assert_eq!(order(&class), ["scene 1", "scene 2", "scene 3"]);
        class.does(TEACHER, move_to(2, 900));
        assert_eq!(order(&class), ["scene 1", "scene 3", "scene 2"]);
        assert_eq!(class.ask(TEACHER, move_to(2, 2)), Ok(vec![]));
        assert_eq!(class.ask(TEACHER, move_to(9, 0)), Err(Rejection::NoSuchScene));
    }

    #[test]
    fn without_its_live_scene_the_stage_is_as_in_a_class_without_scenes() {
        let delete = |n| Command::Scene(scene::Command::Delete { scene: id(n).into() });
        let mut class = three();
        class.does(TEACHER, Command::Scene(scene::Command::Switch { scene: id(2).into(), fade: false }));
        class.does(TEACHER, delete(1));
        assert!(class.view.scene.on_air.is_some());
        class.does(TEACHER, delete(2));
        assert!(class.view.scene.on_air.is_none());
        assert_eq!(order(&class), ["scene 3"]);
        assert_eq!(class.ask(TEACHER, delete(2)), Ok(vec![]));
    }
}
