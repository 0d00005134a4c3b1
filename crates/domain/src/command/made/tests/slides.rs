//! The commands of slides.

use super::{Case, case};
use crate::command::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use crate::slides::{Command as Said, SystemCommand as Report, UseCaseCommand as Brought, Zoom};
use crate::testing::{Class, TEACHER, id};

fn add(n: u128, name: &str) -> UseCaseCommand {
    UseCaseCommand::Slides(Brought::Add { deck: id(n).into(), name: name.into(), instead_of: None })
}

/// A class with a deck of three pages.
fn drawn() -> Class {
    let mut class = Class::live();
    class.does(TEACHER, add(1, "waves.pdf"));
    let report = Report::Draw { deck: id(1).into(), pages: 3, drawn: 3, undrawable: vec![] };
    class.system(SystemCommand::Slides(report)).unwrap();
    class
}

pub(super) fn slides() -> Vec<Case> {
    let show = |n, page| Command::from(Said::Show { deck: id(n).into(), page });
    let instead = UseCaseCommand::Slides(Brought::Add {
        deck: id(1).into(),
        name: "waves.pdf".into(),
        instead_of: Some(id(2).into()),
    });
    let brings = Case {
        class: Class::live(),
        by: Some(TEACHER),
        said: AnyCommand::from(add(1, "waves.pdf")),
        others: [add(2, "waves.pdf"), add(1, "other.pdf"), instead].map(AnyCommand::from).into(),
    };
    let rename = |n, name: &str| Command::from(Said::Rename { deck: id(n).into(), name: name.into() });
    let remove = |n| Command::from(Said::Remove { deck: id(n).into() });
    let zoom = |n, page, (percent, x, y)| {
        Command::from(Said::Zoom { deck: id(n).into(), page, zoom: Zoom { percent, x, y } })
    };
    let closer = (200, 5000, 5000);
    let elsewhere = [(300, 5000, 5000), (200, 6000, 5000), (200, 5000, 6000)].map(|part| zoom(1, 1, part));
    let describe =
        |n, page, text: &str| Command::from(Said::Describe { deck: id(n).into(), page, text: text.into() });
    let mut shown = drawn();
    shown.does(TEACHER, show(1, 1));
    vec![
        brings,
        case(drawn(), TEACHER, show(1, 2), vec![show(2, 2), show(1, 3)]),
        case(drawn(), TEACHER, rename(1, "Waves"), vec![rename(2, "Waves"), rename(1, "Wave")]),
        case(drawn(), TEACHER, remove(1), vec![remove(2), rename(1, "Waves")]),
        case(
            shown,
            TEACHER,
            zoom(1, 1, closer),
            [vec![zoom(2, 1, closer), zoom(1, 2, closer)], elsewhere.into()].concat(),
        ),
        case(
            drawn(),
            TEACHER,
            describe(1, 1, "A wave."),
            vec![describe(2, 1, "A wave."), describe(1, 2, "A wave."), describe(1, 1, "None.")],
        ),
    ]
}
