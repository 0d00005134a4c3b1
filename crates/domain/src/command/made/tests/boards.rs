//! The commands of boards.

use super::*;
use crate::board::{
    self, Added, Change, Command as Said, Form as Drawn, Grouped, Paper, Pile, Place, Placed, Rubbed, Shape,
    Span, Style, Styled, drawn,
};
use crate::command::{SystemCommand, UseCaseCommand};
use crate::ids::BoardId;
use crate::slides;

const BOARD: u128 = 80;

pub fn boards() -> Vec<Case> {
    let mut class = Class::live();
    for (n, title) in [(BOARD, "Energy"), (BOARD + 1, "Waves")] {
        class.does(TEACHER, Command::Board(Said::Create { board: id(n).into(), title: title.into() }));
    }
    class.does(TEACHER, page(BOARD, 2));
    let there = || Class { view: class.view.clone(), log: vec![], now: class.now };
    let create = |n, title: &str| Command::Board(Said::Create { board: id(n).into(), title: title.into() });
    let on = |change: Change| changed(BOARD, change, 1);
    let elsewhere = |change: Change| changed(BOARD + 1, change, 1);
    let add = |object, page| Change::Add { object: id(object).into(), page };
    let redraw = |object| Change::Redraw { object: id(object).into() };
    let remove = |page, object| Change::Remove { page, objects: vec![id(object).into()] };
    let restore = |n| Change::Restore { removal: id(n).into() };
    let place = |object, x| Change::Place {
        objects: vec![Placed { object: id(object).into(), place: Place { x, ..Place::default() } }],
    };
    let clear = |page| Change::Clear { page };
    let add_all = |object, page| Change::AddAll { page, objects: vec![Added::as_drawn(id(object).into())] };
    let style = |object, width| Change::Style {
        objects: vec![Styled {
            object: id(object).into(),
            style: Style { colour: [0; 3], width, filled: false },
        }],
    };
    let stack = |object, page| Change::Stack {
        page,
        piles: vec![Pile { above: None, objects: vec![id(object).into()] }],
    };
    let group = |object, group| Change::Group {
        objects: vec![Grouped { object: id(object).into(), group: Some(id(group).into()) }],
    };
    let lock = |object, locked| Change::Lock { objects: vec![id(object).into()], locked };
    let rub = |object, page| Change::Rub {
        page,
        strokes: vec![Rubbed { object: id(object).into(), parts: vec![] }],
    };
    let paper = |page, paper| Change::Paper { page, paper };
    let graph = Paper::Graph;
    vec![
        case(Class::live(), TEACHER, create(1, "one"), vec![create(2, "one"), create(1, "two")]),
        bound(),
        case(there(), TEACHER, page(BOARD, 3), vec![page(BOARD, 2), page(BOARD + 1, 3)]),
        case(
            there(),
            TEACHER,
            on(add(1, 1)),
            vec![
                elsewhere(add(1, 1)),
                on(add(2, 1)),
                on(add(1, 2)),
                on(redraw(1)),
                changed(BOARD, add(1, 1), 2),
            ],
        ),
        case(
            there(),
            TEACHER,
            on(redraw(1)),
            vec![elsewhere(redraw(1)), on(redraw(2)), changed(BOARD, redraw(1), 2), on(add(1, 1))],
        ),
        case(
            there(),
            TEACHER,
            on(remove(1, 1)),
            vec![elsewhere(remove(1, 1)), on(remove(2, 1)), on(remove(1, 2)), on(clear(1))],
        ),
        case(
            there(),
            TEACHER,
            on(place(1, 5)),
            vec![elsewhere(place(1, 5)), on(place(2, 5)), on(place(1, 6)), on(remove(1, 1))],
        ),
        case(there(), TEACHER, on(clear(1)), vec![elsewhere(clear(1)), on(clear(2)), on(remove(1, 1))]),
        case(
            there(),
            TEACHER,
            on(add_all(1, 1)),
            vec![
                on(restore(1)),
                elsewhere(add_all(1, 1)),
                on(add_all(2, 1)),
                on(add_all(1, 2)),
                changed(BOARD, add_all(1, 1), 2),
            ],
        ),
        case(
            there(),
            TEACHER,
            on(style(1, 5)),
            vec![on(restore(1)), elsewhere(style(1, 5)), on(style(2, 5)), on(style(1, 6))],
        ),
        case(
            there(),
            TEACHER,
            on(stack(1, 1)),
            vec![on(restore(1)), elsewhere(stack(1, 1)), on(stack(2, 1)), on(stack(1, 2))],
        ),
        case(
            there(),
            TEACHER,
            on(group(1, 5)),
            vec![on(restore(1)), elsewhere(group(1, 5)), on(group(2, 5)), on(group(1, 6))],
        ),
        case(
            there(),
            TEACHER,
            on(lock(1, true)),
            vec![on(restore(1)), elsewhere(lock(1, true)), on(lock(2, true)), on(lock(1, false))],
        ),
        case(
            there(),
            TEACHER,
            on(rub(1, 1)),
            vec![on(restore(1)), elsewhere(rub(1, 1)), on(rub(2, 1)), on(rub(1, 2))],
        ),
        case(
            there(),
            TEACHER,
            on(paper(1, graph)),
            vec![on(restore(1)), elsewhere(paper(1, graph)), on(paper(2, graph)), on(paper(1, Paper::Plain))],
        ),
        case(there(), TEACHER, on(restore(1)), vec![elsewhere(restore(1)), on(restore(2)), on(clear(1))]),
    ]
}

/// A board on the slides of a deck that is shown, where there are two.
fn bound() -> Case {
    let mut class = Class::live();
    for deck in [1, 2] {
        let name = format!("{deck}.pdf");
        let add = slides::UseCaseCommand::Add { deck: id(deck).into(), name, instead_of: None };
        class.does(TEACHER, UseCaseCommand::Slides(add));
        let draw =
            slides::SystemCommand::Draw { deck: id(deck).into(), pages: 3, drawn: 3, undrawable: vec![] };
        class.system(SystemCommand::Slides(draw)).unwrap();
        class.does(TEACHER, Command::Slides(slides::Command::Show { deck: id(deck).into(), page: 1 }));
    }
    let bind = |deck| Command::Board(Said::Bind { deck: id(deck).into() });
    case(class, TEACHER, bind(1), vec![bind(2)])
}

fn page(board: u128, page: u16) -> Command {
    Command::Board(Said::AddPage { board: id(board).into(), page })
}

/// A change that draws the `n`-th line, where it draws.
fn changed(board: u128, change: Change, n: i32) -> Command {
    let form = Drawn::Line(Span { from: (0, 0), to: (n, n) });
    let line = drawn(&Shape { colour: [0; 3], width: 16, fine: 0, form });
    let drawn = change.draws().then_some(line);
    Command::Board(board::Command::Change { board: BoardId(id(board)), change, drawn })
}
