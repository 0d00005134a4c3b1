//! Scenes outside of any class: prepared for a lesson, or kept by somebody for other courses.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::UserId;
use crate::rejection::Rejection;
use crate::scene::fold::fold_prepared;
use crate::scene::{Command, Definition, Scene, Scenes, decide};
use crate::session::Phase;

/// Does in a list of scenes what `command` would do in a class that is on the calendar: by the same decisions and the same fold,
/// so the same editor makes both. Decks and boards belong to one class, so none is named. Says whether anything changed.
///
/// # Errors
/// As [`decide`]: nothing goes on a stage outside of a live class.
pub fn prepare(own: &mut Scenes, by: UserId, command: &Command) -> Result<bool, Rejection> {
    let mut planned = Core::default();
    planned.phase = Phase::Scheduled;
    let facts = decide(&planned, own, Asking::from(Some(by)), &elsewhere(command))?;
    for fact in &facts {
        fold_prepared(own, fact, by);
    }
    Ok(!facts.is_empty())
}

/// A list of scenes that stands outside of any class.
#[must_use]
pub fn prepared(scenes: Vec<Scene>) -> Scenes {
    Scenes { scenes: scenes.into_iter().map(Into::into).collect(), ..Scenes::default() }
}

fn elsewhere(command: &Command) -> Command {
    let anywhere = |definition: &Definition| Definition {
        layout: definition.layout.elsewhere(),
        wording: definition.wording.clone(),
    };
    match command {
        Command::Create { scene, place, definition } => {
            Command::Create { scene: *scene, place: *place, definition: anywhere(definition) }
        }
        Command::Change { scene, definition } => {
            Command::Change { scene: *scene, definition: anywhere(definition) }
        }
        Command::Move { .. }
        | Command::Delete { .. }
        | Command::Switch { .. }
        | Command::ShowLayer { .. }
        | Command::HideLayer { .. } => command.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::SystemCommand;
    use crate::scene::{self, Layer, Layout};
    use crate::testing::{ASSISTANT, Class, TEACHER, id, scene, user};

    fn of_class(command: crate::Command) -> Command {
        match command {
            crate::Command::Scene(command) => command,
            other => panic!("{other:?}"),
        }
    }

    fn made() -> Scenes {
        let mut own = Scenes::default();
        let board = Layout::Board { board: Some(id(8).into()), camera: None };
        for (n, by, layout) in [(1, TEACHER, board), (2, ASSISTANT, Layout::Gallery)] {
            assert_eq!(prepare(&mut own, user(by), &of_class(scene(n, layout))), Ok(true));
        }
        own
    }

    #[test]
    fn a_list_outside_of_a_class_is_changed_as_one_in_a_class() {
        let mut own = made();
        let empty = Layout::Board { board: None, camera: None };
        let layouts: Vec<_> = own.scenes.iter().map(|scene| (scene.layout, scene.by)).collect();
        assert_eq!(layouts, [(empty, Some(user(TEACHER))), (Layout::Gallery, Some(user(ASSISTANT)))]);
        let (first, second) = (id(1).into(), id(2).into());
        let again = prepare(&mut own, user(TEACHER), &of_class(scene(1, Layout::Camera)));
        assert_eq!(again, Err(Rejection::AlreadyThere));
        let to_end = Command::Move { scene: first, place: 9 };
        assert_eq!(prepare(&mut own, user(TEACHER), &to_end), Ok(true));
        assert_eq!(prepare(&mut own, user(TEACHER), &to_end), Ok(false));
        assert_eq!(own.scenes.iter().map(|scene| scene.id).collect::<Vec<_>>(), [second, first]);
        assert_eq!(prepare(&mut own, user(TEACHER), &Command::Delete { scene: second }), Ok(true));
        assert_eq!(own.scenes.len(), 1);
    }

    #[test]
    fn nothing_goes_on_a_stage_outside_of_a_class() {
        let mut own = made();
        let text = "Exam on Friday".to_owned();
        for command in [
            Command::Switch { fade: false, scene: id(1).into() },
            Command::ShowLayer { layer: Layer::Ticker, text },
        ] {
            assert_eq!(prepare(&mut own, user(TEACHER), &command), Err(Rejection::NotLive));
        }
    }

    #[test]
    fn a_class_begins_with_what_its_lesson_has_before_its_own() {
        let scenes: Vec<Scene> = made().scenes.iter().map(|scene| (**scene).clone()).collect();
        let begin = SystemCommand::Scene(scene::SystemCommand::Prepare { scenes });
        let mut class = Class::scheduled();
        class.system(begin.clone()).unwrap();
        let by: Vec<_> = class.view.scene.scenes.iter().map(|scene| scene.by).collect();
        assert_eq!(by, [Some(user(TEACHER)), Some(user(ASSISTANT))], "words stay those of who wrote them");
        assert_eq!(class.system(begin.clone()), Ok(vec![]));
        let mut own = Class::scheduled();
        own.does(TEACHER, scene(9, Layout::TwoSpeakers));
        own.system(begin).unwrap();
        let order: Vec<_> = own.view.scene.scenes.iter().map(|scene| scene.id).collect();
        assert_eq!(order, [1, 2, 9].map(|n| id(n).into()));
    }
}
