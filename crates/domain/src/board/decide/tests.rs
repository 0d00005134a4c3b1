use crate::board::{
    self, Added, Boards, Change, Fact, Form, Grouped, MOST_AT_ONCE, MOST_DRAWN, MOST_DRAWN_IN_CLASS,
    MOST_OBJECTS, Paper, Part, Pile, Place, Placed, Rubbed, Shape, Span, Style, Styled, WIDEST, drawn,
    drawn_together,
};
use crate::command::Command;
use crate::core::{FeatureCommand as _, Stamp};
use crate::ids::{BoardId, ObjectId};
use crate::permission::{self, Permission};
use crate::policy::Action;
use crate::rejection::{BadDrawing, Rejection};
use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, user};

const BOARD: u128 = 50;

fn board() -> BoardId {
    id(BOARD).into()
}

fn line() -> String {
    let form = Form::Line(Span { from: (0, 0), to: (9, 9) });
    drawn(&Shape { colour: [0; 3], width: 16, fine: 0, form })
}

fn change(change: Change) -> Command {
    let drawn = change.draws().then(line);
    Command::Board(board::Command::Change { board: board(), change, drawn })
}

fn add(n: u128) -> Command {
    change(Change::Add { object: id(n).into(), page: 1 })
}

fn with_board() -> Class {
    let mut class = Class::live();
    class.does(TEACHER, Command::Board(board::Command::Create { board: board(), title: "Energy".into() }));
    class
}

fn lets_draw(class: &mut Class, allowed: Option<bool>) {
    let grant = permission::Command::Grant { user: user(STUDENT), permission: Permission::Draw, allowed };
    class.does(TEACHER, Command::Permission(grant));
}

#[test]
fn staff_draw_and_students_when_they_are_let() {
    let mut class = with_board();
    let refused = Err(Rejection::NotPermitted { permission: Permission::Draw });
    assert!(class.ask(TEACHER, add(1)).is_ok());
    assert_eq!(class.ask(STUDENT, add(1)), refused);
    lets_draw(&mut class, Some(true));
    assert!(class.ask(STUDENT, add(1)).is_ok());
    assert_eq!(class.ask(OTHER, add(1)), refused, "one of them");
    lets_draw(&mut class, None);
    assert_eq!(class.ask(STUDENT, add(1)), refused, "in the middle of a stroke, too");
    let all = permission::Command::Permit { permission: Permission::Draw, allowed: true };
    class.does(TEACHER, Command::Permission(all));
    assert!(class.ask(OTHER, add(1)).is_ok());
}

#[test]
fn what_is_not_there_and_what_is_too_much_is_refused_with_its_reason() {
    let mut class = with_board();
    let bad = |bad| Err(Rejection::BadDrawing(bad));
    let elsewhere = board::Command::Change {
        board: id(99).into(),
        change: Change::Add { object: id(1).into(), page: 1 },
        drawn: Some(line()),
    };
    assert_eq!(class.ask(TEACHER, Command::Board(elsewhere)), Err(Rejection::NoSuchBoard));
    for page in [0, 2] {
        let on = change(Change::Add { object: id(1).into(), page });
        assert_eq!(class.ask(TEACHER, on), Err(Rejection::NoSuchBoard));
    }
    let many: Vec<ObjectId> = (0..=MOST_AT_ONCE as u128).map(|n| id(n).into()).collect();
    let too_many = bad(BadDrawing::TooManyObjects { most: MOST_AT_ONCE });
    for objects in [many, vec![]] {
        assert_eq!(class.ask(TEACHER, change(Change::Remove { page: 1, objects })), too_many);
    }
    let drawn = |drawn: Option<&str>| {
        let change = Change::Add { object: id(1).into(), page: 1 };
        Command::Board(board::Command::Change { board: board(), change, drawn: drawn.map(str::to_owned) })
    };
    for nothing in [None, Some(""), Some("not a drawing")] {
        assert_eq!(class.ask(TEACHER, drawn(nothing)), bad(BadDrawing::Unreadable));
    }
    let full = board::Board {
        id: board(),
        title: "Energy".into(),
        made: crate::ids::Offset(0),
        pages: vec![MOST_OBJECTS],
        drawn: 0,
        decks: vec![],
        from: None,
    };
    class.view.board.boards.insert(board(), full.into());
    assert_eq!(class.ask(TEACHER, add(1)), bad(BadDrawing::PageFull { most: MOST_OBJECTS }));
}

#[test]
fn what_changes_many_is_bounded_like_what_changes_one() {
    let class = with_board();
    let bad = |bad| Err(Rejection::BadDrawing(bad));
    let too_many = bad(BadDrawing::TooManyObjects { most: MOST_AT_ONCE });
    let object = ObjectId(id(1));
    let style = |width| Styled { object, style: Style { colour: [0; 3], width, filled: false } };
    let part = |from, to| Part { object: id(2).into(), from, to };
    let rub = |parts: Vec<Part>, times| {
        let strokes = vec![Rubbed { object, parts }; times];
        change(Change::Rub { page: 1, strokes })
    };
    let place = |place| change(Change::Place { objects: vec![Placed { object, place }] });
    let pile = |objects: Vec<ObjectId>| Pile { above: None, objects };
    let half = vec![object; MOST_AT_ONCE / 2 + 1];
    let refused = [
        (change(Change::Style { objects: vec![style(0)] }), bad(BadDrawing::BadStyle)),
        (change(Change::Style { objects: vec![style(WIDEST + 1)] }), bad(BadDrawing::BadStyle)),
        (change(Change::Style { objects: vec![style(16); MOST_AT_ONCE + 1] }), too_many.clone()),
        (change(Change::Style { objects: vec![] }), too_many.clone()),
        (change(Change::Stack { page: 1, piles: vec![pile(half.clone()), pile(half)] }), too_many.clone()),
        (change(Change::Stack { page: 1, piles: vec![pile(vec![])] }), too_many.clone()),
        (change(Change::Stack { page: 1, piles: vec![] }), too_many.clone()),
        (change(Change::Stack { page: 2, piles: vec![pile(vec![object])] }), Err(Rejection::NoSuchBoard)),
        (
            change(Change::Group { objects: vec![Grouped { object, group: None }; MOST_AT_ONCE + 1] }),
            too_many.clone(),
        ),
        (change(Change::Lock { objects: vec![], locked: true }), too_many.clone()),
        (rub(vec![part(0, 9), part(8, 12)], 1), bad(BadDrawing::BadParts)),
        (rub(vec![part(9, 9)], 1), bad(BadDrawing::BadParts)),
        (rub(vec![part(9, 2)], 1), bad(BadDrawing::BadParts)),
        (rub(vec![part(0, 1), part(1, 2)], MOST_AT_ONCE), too_many.clone()),
        (rub(vec![], 0), too_many),
        (place(Place { turn: Place::FULL_TURN, ..Place::default() }), bad(BadDrawing::FarAway)),
        (place(Place { x: i32::MAX, ..Place::default() }), bad(BadDrawing::FarAway)),
        (place(Place { wide: 0, ..Place::default() }), bad(BadDrawing::FarAway)),
        (place(Place { high: u32::MAX, ..Place::default() }), bad(BadDrawing::FarAway)),
        (change(Change::Paper { page: 9, paper: Paper::Graph }), Err(Rejection::NoSuchBoard)),
    ];
    for (command, why) in refused {
        assert_eq!(class.ask(TEACHER, command.clone()), why, "{command:?}");
    }
    let another = Part { object: id(3).into(), from: 9, to: 12 };
    assert!(class.ask(TEACHER, rub(vec![part(0, 9), another], 1)).is_ok());
    assert!(class.ask(TEACHER, change(Change::Style { objects: vec![style(WIDEST)] })).is_ok());
}

#[test]
fn what_is_named_twice_is_refused() {
    let class = with_board();
    let twice = Err(Rejection::BadDrawing(BadDrawing::NamedTwice));
    let object = ObjectId(id(1));
    let styled = Styled { object, style: Style { colour: [0; 3], width: 16, filled: false } };
    let placed = Placed { object, place: Place::default() };
    let part = |n, from| Part { object: id(n).into(), from, to: from + 1 };
    let rub = |strokes| change(Change::Rub { page: 1, strokes });
    let pile = Pile { above: None, objects: vec![object] };
    let all = [
        change(Change::Style { objects: vec![styled; 2] }),
        change(Change::Place { objects: vec![placed; 2] }),
        change(Change::Group { objects: vec![Grouped { object, group: None }; 2] }),
        change(Change::Lock { objects: vec![object; 2], locked: true }),
        change(Change::Remove { page: 1, objects: vec![object; 2] }),
        change(Change::Stack { page: 1, piles: vec![pile; 2] }),
        rub(vec![Rubbed { object, parts: vec![] }; 2]),
        rub(vec![Rubbed { object, parts: vec![part(2, 0), part(2, 5)] }]),
        rub(vec![Rubbed { object, parts: vec![part(1, 0)] }]),
        Command::Board(board::Command::Change {
            board: board(),
            change: Change::AddAll { page: 1, objects: vec![Added::as_drawn(object); 2] },
            drawn: Some(drawn_together(&vec![line(); 2])),
        }),
    ];
    for command in all {
        assert_eq!(class.ask(TEACHER, command.clone()), twice, "{command:?}");
    }
}

#[test]
fn a_board_and_a_class_hold_so_much_that_was_drawn() {
    let full = Err(Rejection::BadDrawing(BadDrawing::BoardFull));
    for (drawn, elsewhere, fits) in [
        (MOST_DRAWN - 1, 0, true),
        (MOST_DRAWN, 0, false),
        (1, MOST_DRAWN_IN_CLASS - 2, true),
        (1, MOST_DRAWN_IN_CLASS - 1, false),
    ] {
        let mut class = with_board();
        let board = |id, drawn| {
            let pages = vec![0];
            let made = crate::ids::Offset(0);
            board::Board { id, title: "Energy".into(), made, pages, drawn, decks: vec![], from: None }
        };
        class.view.board.boards.insert(self::board(), board(self::board(), drawn).into());
        class.view.board.boards.insert(id(77).into(), board(id(77).into(), elsewhere).into());
        assert_eq!(class.ask(TEACHER, add(1)) != full, fits, "{drawn} and {elsewhere}");
        assert!(class.ask(TEACHER, change(Change::Clear { page: 1 })).is_ok(), "what takes away goes on");
    }
}

#[test]
fn a_large_change_counts_as_several() {
    let large = Change::AddAll { page: 1, objects: vec![Added::as_drawn(id(1).into()); MOST_AT_ONCE] };
    assert_eq!(large.weight(60_000), 14);
    assert_eq!(Change::Add { object: id(1).into(), page: 1 }.weight(2_500), 1);
    let part = Part { object: id(2).into(), from: 0, to: 1 };
    let rubbed = Rubbed { object: id(1).into(), parts: vec![part; 2] };
    assert_eq!(Change::Rub { page: 1, strokes: vec![rubbed; 200] }.weight(0), 10);
}

#[test]
fn several_that_are_added_are_as_many_as_are_drawn_and_fit_on_the_page() {
    let mut class = with_board();
    let add = |count: u128, drawn: usize| {
        let objects = (0..count).map(|n| Added::as_drawn(id(n).into())).collect();
        let drawn = Some(drawn_together(&vec![line(); drawn]));
        Command::Board(board::Command::Change {
            board: board(),
            change: Change::AddAll { page: 1, objects },
            drawn,
        })
    };
    let bad = |bad| Err(Rejection::BadDrawing(bad));
    assert_eq!(class.ask(TEACHER, add(2, 3)), bad(BadDrawing::Unreadable));
    assert_eq!(class.ask(TEACHER, add(3, 2)), bad(BadDrawing::Unreadable));
    assert_eq!(class.ask(TEACHER, add(0, 0)), bad(BadDrawing::TooManyObjects { most: MOST_AT_ONCE }));
    let most = MOST_AT_ONCE as u128;
    assert!(class.ask(TEACHER, add(most, MOST_AT_ONCE)).is_ok());
    let full = board::Board {
        id: board(),
        title: "Energy".into(),
        made: crate::ids::Offset(0),
        pages: vec![MOST_OBJECTS - 2],
        drawn: 0,
        decks: vec![],
        from: None,
    };
    class.view.board.boards.insert(board(), full.into());
    assert!(class.ask(TEACHER, add(2, 2)).is_ok());
    assert_eq!(class.ask(TEACHER, add(3, 3)), bad(BadDrawing::PageFull { most: MOST_OBJECTS }));
}

#[test]
fn only_staff_lock_and_change_the_paper() {
    let action = |change: Change| {
        let Command::Board(command) = self::change(change) else { panic!("it is of boards") };
        command.action()
    };
    let object = ObjectId(id(1));
    assert_eq!(action(Change::Lock { objects: vec![object], locked: false }), Action::RunBoards);
    assert_eq!(action(Change::Paper { page: 1, paper: Paper::Graph }), Action::RunBoards);
    assert_eq!(action(Change::Group { objects: vec![Grouped { object, group: None }] }), Action::Draw);
}

#[test]
fn pages_follow_one_another_and_two_who_ask_at_once_get_one() {
    let mut class = with_board();
    let page = |page| Command::Board(board::Command::AddPage { board: board(), page });
    assert_eq!(class.ask(TEACHER, page(3)), Err(Rejection::NoSuchBoard));
    class.does(TEACHER, page(2));
    assert_eq!(class.ask(TEACHER, page(2)), Ok(vec![]));
    class.does(TEACHER, page(3));
    assert_eq!(class.view.board.boards[&board()].pages, [0, 0, 0]);
}

#[test]
fn a_class_knows_how_many_objects_there_are_and_none_of_them() {
    let mut own = Boards::default();
    let stamp = |n| Stamp {
        sequence: crate::ids::Sequence(n),
        offset: crate::ids::Offset(0),
        at: chrono::DateTime::UNIX_EPOCH,
        actor: None,
    };
    board::fold(&mut own, &Fact::Created { board: board(), title: "Energy".into() }, stamp(1));
    let empty = serde_json::to_string(&own).unwrap().len();
    for n in 0..1_000 {
        let change = Change::Add { object: id(n).into(), page: 1 };
        board::fold(&mut own, &Fact::Updated { board: board(), change, drawn: line().into() }, stamp(2));
    }
    assert_eq!(own.boards[&board()].objects(1), Some(1_000));
    assert!(
        serde_json::to_string(&own).unwrap().len() <= empty + 24,
        "as large as before but for two numbers"
    );
}
