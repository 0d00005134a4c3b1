//! The commands of scenes.

use super::{Case, case};
use crate::command::Command;
use crate::scene::{Command as Said, Layer, Layout};
use crate::testing::{Class, TEACHER, id, named, scene};

/// A class with two scenes.
fn two() -> Class {
    let mut class = Class::live();
    class.does(TEACHER, scene(1, Layout::Camera));
    class.does(TEACHER, scene(2, Layout::Gallery));
    class
}

pub(super) fn scenes() -> Vec<Case> {
    let create = |n, place, called, layout| {
        Command::from(Said::Create { scene: id(n).into(), place, definition: named(called, layout) })
    };
    let change = |n, called, layout| {
        Command::from(Said::Change { scene: id(n).into(), definition: named(called, layout) })
    };
    let put = |n, place| Command::from(Said::Move { scene: id(n).into(), place });
    let delete = |n| Command::from(Said::Delete { scene: id(n).into() });
    let switch = |n| Command::from(Said::Switch { fade: false, scene: id(n).into() });
    let show = |layer, text: &str| Command::from(Said::ShowLayer { layer, text: text.into() });
    let hide = |layer| Command::from(Said::HideLayer { layer });
    let mut live = two();
    live.does(TEACHER, switch(1));
    let live = || Class { view: live.view.clone(), log: vec![], now: live.now };
    let mut shown = two();
    shown.does(TEACHER, show(Layer::Logo, "Lectern"));
    let camera = Layout::Camera;
    vec![
        case(
            two(),
            TEACHER,
            create(3, 1, 3, camera),
            vec![
                create(4, 1, 3, camera),
                create(3, 0, 3, camera),
                create(3, 1, 4, camera),
                create(3, 1, 3, Layout::Gallery),
            ],
        ),
        case(
            live(),
            TEACHER,
            change(1, 5, Layout::Gallery),
            vec![change(2, 5, Layout::Gallery), change(1, 6, Layout::Gallery), change(1, 5, camera)],
        ),
        case(two(), TEACHER, put(1, 1), vec![put(2, 1), put(1, 0)]),
        case(live(), TEACHER, delete(1), vec![delete(2)]),
        case(two(), TEACHER, switch(2), vec![switch(1)]),
        case(
            two(),
            TEACHER,
            show(Layer::Ticker, "Friday"),
            vec![show(Layer::Logo, "Friday"), show(Layer::Ticker, "Monday")],
        ),
        case(shown, TEACHER, hide(Layer::Logo), vec![hide(Layer::Ticker)]),
    ]
}
