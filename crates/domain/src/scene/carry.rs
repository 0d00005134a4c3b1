//! Scenes that go from one class of a lesson to the next.

use crate::ids::BoardId;
use crate::scene::{Fact, Layout, MOST_SCENES, Scene, Scenes};

/// The scenes of a class for the one that continues it ([`crate::SystemCommand::ContinueFrom`]): what they say and how they are laid
/// out, without the decks that are this class's own and with the `boards` that go on, too. One whose words were erased stays behind.
#[must_use]
pub fn for_the_next(own: &Scenes, boards: &[BoardId]) -> Vec<Scene> {
    let goes_on = |layout: Layout| match layout {
        Layout::Board { board: Some(board), .. } if boards.contains(&board) => layout,
        Layout::Board { .. }
        | Layout::Camera
        | Layout::Slides { .. }
        | Layout::Screen { .. }
        | Layout::TwoSpeakers
        | Layout::Gallery
        | Layout::Interview { .. }
        | Layout::Card { .. } => layout.elsewhere(),
    };
    let written = own.scenes.iter().filter(|scene| !scene.wording.name.is_empty());
    written.map(|scene| Scene { layout: goes_on(scene.layout), ..(**scene).clone() }).collect()
}

/// Makes them scenes of a class that has none: what somebody prepared for it counts more.
#[must_use]
pub fn take_over(own: &Scenes, scenes: &[Scene]) -> Vec<Fact> {
    if !own.scenes.is_empty() {
        return vec![];
    }
    begin_with(own, scenes)
}

/// Puts scenes that were prepared elsewhere before those of a class, as far as there is room.
#[must_use]
pub fn begin_with(own: &Scenes, scenes: &[Scene]) -> Vec<Fact> {
    let room = MOST_SCENES.saturating_sub(own.scenes.len());
    let mut taken: Vec<&Scene> = Vec::new();
    for scene in scenes {
        let new = own.find(scene.id).is_none() && taken.iter().all(|there| there.id != scene.id);
        if taken.len() < room && new {
            taken.push(scene);
        }
    }
    (0..)
        .zip(taken)
        .map(|(place, scene)| Fact::Created {
            scene: scene.id,
            place,
            layout: scene.layout,
            by: scene.by,
            wording: scene.wording.words(),
        })
        .collect()
}
