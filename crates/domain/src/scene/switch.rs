//! Which scene is live.

use crate::core::Core;
use crate::ids::SceneId;
use crate::rejection::Rejection;
use crate::scene::{Fact, Scene, Scenes};

/// Shows a scene to everybody, at once or fading in.
///
/// # Errors
/// Outside a live class, and where there is no such scene.
pub fn switch(class: &Core, own: &Scenes, scene: SceneId, fade: bool) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let (_, there) = own.known(scene)?;
    Ok(if own.is_live(scene) { vec![] } else { vec![switched(there, fade)] })
}

/// Says all of a scene to everybody.
pub(super) fn switched(scene: &Scene, fade: bool) -> Fact {
    Fact::Switched {
        scene: scene.id,
        layout: scene.layout,
        fade,
        by: scene.by,
        wording: scene.wording.words(),
    }
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::role::{Role, Viewer};
    use crate::scene::{self, Layout};
    use crate::testing::{ASSISTANT, Class, STUDENT, TEACHER, id, scene, user};

    #[test]
    fn students_know_the_scene_that_is_live_and_no_other() {
        let switch = |n| Command::Scene(scene::Command::Switch { scene: id(n).into(), fade: false });
        let mut class = Class::live();
        class.does(TEACHER, scene(1, Layout::Camera));
        class.does(TEACHER, scene(2, Layout::Gallery));
        class.does(ASSISTANT, switch(2));
        assert_eq!(class.ask(TEACHER, switch(2)), Ok(vec![]));
        assert_eq!(class.ask(TEACHER, switch(3)), Err(Rejection::NoSuchScene));
        let student = class.view.for_viewer(&Viewer { user: user(STUDENT), role: Role::Student });
        assert!(student.scene.scenes.is_empty());
        assert_eq!(student.scene.on_air.map(|shown| shown.wording.name.clone()), Some("scene 2".to_owned()));
    }

    #[test]
    fn a_scene_that_fades_in_is_there_at_once_for_who_comes_late_and_when_it_is_changed() {
        let mut class = Class::live();
        class.does(TEACHER, scene(1, Layout::Camera));
        let fade = scene::Command::Switch { scene: id(1).into(), fade: true };
        class.does(TEACHER, Command::Scene(fade));
        assert_eq!(class.view.scene.on_air.as_ref().map(|shown| shown.fade), Some(true));
        let definition = class.view.scene.scenes[0].clone();
        let definition = scene::Definition { layout: Layout::Gallery, wording: definition.wording.clone() };
        class.does(TEACHER, Command::Scene(scene::Command::Change { scene: id(1).into(), definition }));
        assert_eq!(class.view.scene.on_air.as_ref().map(|shown| shown.fade), Some(false));
    }

    #[test]
    fn words_stay_those_of_who_wrote_them_whoever_switches() {
        let mut class = Class::live();
        class.does(TEACHER, scene(1, Layout::Camera));
        class.does(ASSISTANT, Command::Scene(scene::Command::Switch { scene: id(1).into(), fade: false }));
        let last = class.log.last().unwrap();
        assert_eq!((last.actor, last.fact.speaker(last.actor)), (Some(user(ASSISTANT)), Some(user(TEACHER))));
    }
}
