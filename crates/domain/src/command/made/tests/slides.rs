//! The commands of slides.

use super::{Case, case};
use crate::command::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use crate::slides::{Command as Said, SystemCommand as Report, UseCaseCommand as Brought};
use crate::testing::{Class, TEACHER, id};

fn add(n: u128, name: &str) -> UseCaseCommand {
    UseCaseCommand::Slides(Brought::Add { deck: id(n).into(), name: name.into() })
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
    let brings = Case {
        class: Class::live(),
        by: Some(TEACHER),
        said: AnyCommand::from(add(1, "waves.pdf")),
        others: [add(2, "waves.pdf"), add(1, "other.pdf")].map(AnyCommand::from).into(),
    };
    vec![brings, case(drawn(), TEACHER, show(1, 2), vec![show(2, 2), show(1, 3)])]
}
