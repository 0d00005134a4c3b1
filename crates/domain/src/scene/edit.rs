//! Making scenes, and changing what they are.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::SceneId;
use crate::rejection::Rejection;
use crate::scene::switch::switched;
use crate::scene::{Definition, Fact, MOST_SCENES, Scene, Scenes};

/// Makes a scene at a place among the others, before the class or in it.
///
/// # Errors
/// After the class, where there are [`MOST_SCENES`], where one of that id is there, and as [`Definition::checked`].
pub fn create(
    class: &Core,
    own: &Scenes,
    scene: SceneId,
    place: u16,
    definition: &Definition,
) -> Result<Vec<Fact>, Rejection> {
    class.must_not_be_over()?;
    if own.find(scene).is_some() {
        return Err(Rejection::AlreadyThere);
    }
    if own.scenes.len() >= MOST_SCENES {
        return Err(Rejection::TooManyScenes { most: MOST_SCENES });
    }
    let Definition { layout, wording } = definition.checked()?;
    let place = place.min(u16::try_from(own.scenes.len()).unwrap_or(u16::MAX));
    Ok(vec![Fact::Created { scene, place, layout, by: None, wording: wording.words() }])
}

/// Makes a scene something else. Where it is live everybody sees that at once.
///
/// # Errors
/// After the class, where there is no such scene, and as [`Definition::checked`].
pub fn change(
    class: &Core,
    own: &Scenes,
    asking: Asking,
    scene: SceneId,
    definition: &Definition,
) -> Result<Vec<Fact>, Rejection> {
    class.must_not_be_over()?;
    let (_, there) = own.known(scene)?;
    let Definition { layout, wording } = definition.checked()?;
    if (there.layout, &there.wording) == (layout, &wording) {
        return Ok(vec![]);
    }
    let mut facts = vec![Fact::Changed { scene, layout, wording: wording.words() }];
    if own.is_live(scene) {
        facts.push(switched(&Scene { id: scene, layout, by: asking.actor, wording }, false));
    }
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::role::Role;
    use crate::scene::{
        self, Card, Definition, LONGEST_COUNTDOWN, LONGEST_NAME, LONGEST_TEXT, Layout, MOST_SCENES,
    };
    use crate::session;
    use crate::testing::{Class, TEACHER, id, named, scene};
    use crate::words::BadText;

    #[test]
    fn a_class_has_so_many_scenes_and_each_id_once() {
        let mut class = Class::live();
        for n in 0..MOST_SCENES as u128 {
            class.does(TEACHER, scene(n, Layout::Camera));
        }
        let full = Err(Rejection::TooManyScenes { most: MOST_SCENES });
        assert_eq!(class.ask(TEACHER, scene(900, Layout::Camera)), full);
        assert_eq!(class.ask(TEACHER, scene(0, Layout::Camera)), Err(Rejection::AlreadyThere));
        let delete = Command::Scene(scene::Command::Delete { scene: id(3).into() });
        class.does(TEACHER, delete);
        class.does(TEACHER, scene(3, Layout::Camera));
    }

    #[test]
    fn scenes_are_prepared_before_the_class_and_shown_in_it() {
        let switch = || Command::Scene(scene::Command::Switch { scene: id(1).into(), fade: false });
        let mut class = Class::scheduled();
        class.does(TEACHER, scene(1, Layout::Camera));
        assert_eq!(class.ask(TEACHER, switch()), Err(Rejection::NotLive));
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::Start));
        class.join(TEACHER, Role::Teacher).unwrap();
        class.does(TEACHER, switch());
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        assert_eq!(class.ask(TEACHER, scene(2, Layout::Camera)), Err(Rejection::ClassOver));
    }

    #[test]
    fn texts_and_countdowns_are_bounded() {
        let class = Class::live();
        let ask = |definition: Definition| {
            let command = scene::Command::Create { scene: id(1).into(), place: 0, definition };
            class.ask(TEACHER, Command::Scene(command))
        };
        let with = |change: &dyn Fn(&mut Definition)| {
            let mut definition = named(1, Layout::Camera);
            change(&mut definition);
            ask(definition)
        };
        let long = |most| Err(Rejection::BadText(BadText::TooLong { most, got: most + 1 }));
        assert_eq!(with(&|it| it.wording.name = " ".into()), Err(Rejection::BadText(BadText::Empty)));
        assert_eq!(with(&|it| it.wording.name = "n".repeat(LONGEST_NAME + 1)), long(LONGEST_NAME));
        assert_eq!(with(&|it| it.wording.text = "n".repeat(LONGEST_TEXT + 1)), long(LONGEST_TEXT));
        for minutes in [0, LONGEST_COUNTDOWN + 1] {
            let layout = Layout::Card { card: Card::Break, minutes: Some(minutes) };
            let refused = Err(Rejection::BadCountdown { most: LONGEST_COUNTDOWN });
            assert_eq!(with(&|it| it.layout = layout), refused);
        }
        assert!(with(&|_| ()).is_ok());
    }

    #[test]
    fn a_change_of_the_live_scene_is_shown_at_once_and_another_one_is_not() {
        let mut class = Class::live();
        class.does(TEACHER, scene(1, Layout::Camera));
        class.does(TEACHER, scene(2, Layout::Gallery));
        class.does(TEACHER, Command::Scene(scene::Command::Switch { scene: id(1).into(), fade: false }));
        let since = class.view.scene.on_air.as_ref().map(|shown| shown.since);
        class.pass_ms(5_000);
        let change = |n, layout| {
            Command::Scene(scene::Command::Change { scene: id(n).into(), definition: named(n, layout) })
        };
        class.does(TEACHER, change(2, Layout::TwoSpeakers));
        assert_eq!(class.view.scene.layout(), Layout::Camera);
        class.does(TEACHER, change(1, Layout::TwoSpeakers));
        assert_eq!(class.view.scene.layout(), Layout::TwoSpeakers);
        assert_eq!(class.view.scene.on_air.as_ref().map(|shown| shown.since), since, "it goes on");
        assert_eq!(class.ask(TEACHER, change(1, Layout::TwoSpeakers)), Ok(vec![]));
    }
}
