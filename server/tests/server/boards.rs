//! Whiteboards over real sockets: on two servers, for who comes late, and for who may not draw.

use std::time::Duration;

use domain::board::{
    self, Added, Change, Drawing, Form, Ink, LONGEST_CELL, MOST_AT_ONCE, MOST_COLUMNS, MOST_ROWS, Paper,
    Part, Pile, Point, Rubbed, Shape, Table, drawn, drawn_together,
};
use domain::ids::{BoardId, ObjectId, Sequence};
use domain::permission::Permission;
use domain::rejection::BadDrawing;
use domain::words::BadText;
use domain::{Command, Rejection, permission};
use reqwest::StatusCode;
use store::seed;
use testkit::redis::RedisServer;
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::installation::{Installation, ask, everybody};

const SOON: Duration = Duration::from_secs(20);

fn stroke(points: i32) -> String {
    let points = (0..points).map(|n| Point { x: n, y: n * n % 17, pressure: 32 }).collect();
    drawn(&Shape { colour: [31, 111, 92], width: 64, fine: 2, form: Form::Pen(Ink(points)) })
}

fn add(board: BoardId, n: u128) -> Command {
    let change = Change::Add { object: ObjectId(Uuid::from_u128(n)), page: 1 };
    Command::Board(board::Command::Change { board, change, drawn: Some(stroke(40)) })
}

/// Two strokes from `n` on, the first of them rubbed into two, and the second put below all.
fn several(n: u128) -> [Change; 3] {
    let object = |more| ObjectId(Uuid::from_u128(n + more));
    let part = |more, from| Part { object: object(more), from, to: from + 160 };
    let strokes = vec![Rubbed { object: object(0), parts: vec![part(2, 0), part(3, 320)] }];
    [
        Change::AddAll { page: 1, objects: [0, 1].map(|more| Added::as_drawn(object(more))).to_vec() },
        Change::Rub { page: 1, strokes },
        Change::Stack { page: 1, piles: vec![Pile { above: None, objects: vec![object(1)] }] },
    ]
}

async fn fetched(visitor: &Visitor, path: &str, from: Sequence) -> Drawing {
    let answer = visitor.get(&format!("{path}?from={from}")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    Drawing::from_bytes(&answer.bytes().await.unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_board_is_the_same_on_both_servers_for_who_was_there_and_who_comes_late() {
    let (place, redis) = (Installation::new().await, RedisServer::start().unwrap());
    let class = place.class().await;
    let (one, two) = (place.server_on(&redis.url()).await, place.server_on(&redis.url()).await);
    let ([teacher, _, student, _], [_, assistant, _, late]) = (everybody(&one).await, everybody(&two).await);
    let mut tabs = [&teacher, &assistant, &student].map(|visitor| Tab::new(visitor, class.session));
    for tab in &mut tabs {
        assert!(tab.listen(SOON, |tab| tab.view.core.here() > 0).await);
    }
    let [mut teachers, mut assistants, mut students] = tabs;
    let board = BoardId(Uuid::now_v7());
    let path = format!("/classes/{}/boards/{board}", class.session);
    assert_eq!(teacher.get(&path).send().await.unwrap().status(), StatusCode::NOT_FOUND);

    let create = Command::Board(board::Command::Create { board, title: "Energy".into() });
    assert_eq!(ask(&mut teachers, create).await, None);
    for n in 0..30 {
        let tab = if n % 2 == 0 { &mut teachers } else { &mut assistants };
        assert_eq!(ask(tab, add(board, n)).await, None);
    }
    let refused = Rejection::NotPermitted { permission: Permission::Draw };
    assert_eq!(ask(&mut students, add(board, 90)).await, Some(refused.clone()));
    let user = seed::PEOPLE[2].user;
    for (allowed, expected) in [(Some(true), None), (None, Some(refused))] {
        let grant = permission::Command::Grant { user, permission: Permission::Draw, allowed };
        assert_eq!(ask(&mut teachers, Command::Permission(grant)).await, None);
        let n = 91 + u128::from(expected.is_some());
        assert_eq!(ask(&mut students, add(board, n)).await, expected);
    }
    let by_staff = [
        Change::Lock { objects: vec![ObjectId(Uuid::from_u128(1))], locked: true },
        Change::Paper { page: 1, paper: Paper::Graph },
        Change::Clear { page: 1 },
    ];
    for change in by_staff {
        let change = Command::Board(board::Command::Change { board, change, drawn: None });
        assert_eq!(ask(&mut students, change.clone()).await, Some(Rejection::NotAllowed));
        assert_eq!(ask(&mut assistants, change).await, None);
    }
    assert_eq!(ask(&mut teachers, add(board, 92)).await, None);
    for change in several(100) {
        let drawn = change.draws().then(|| drawn_together(&[stroke(40), stroke(9)]));
        assert_eq!(
            ask(&mut teachers, Command::Board(board::Command::Change { board, change, drawn })).await,
            None
        );
    }

    let end = teachers.view.sequence;
    for tab in [&mut assistants, &mut students] {
        assert!(tab.listen(SOON, |tab| tab.view.sequence >= end).await);
    }
    let [mut first, mut second] = [fetched(&student, &path, end).await, fetched(&late, &path, end).await];
    assert_eq!((first.count(1), first.paper(1)), (4, Paper::Graph));
    let through = first.sequence().max(second.sequence());
    for drawing in [&mut first, &mut second] {
        drawing.followed(through);
    }
    assert_eq!(first.to_bytes(), second.to_bytes());
    for tab in [&teachers, &assistants, &students] {
        let mut followed = tab.drawings[&board].clone();
        followed.followed(through);
        assert_eq!(followed.to_bytes(), first.to_bytes());
    }
    drop(place.database.take_jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_much_or_elsewhere_is_refused_and_the_class_goes_on() {
    let place = Installation::new().await;
    let class = place.class().await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let mut tab = Tab::new(&teacher, class.session);
    assert!(tab.listen(SOON, |tab| tab.view.core.here() > 0).await);
    let board = BoardId(Uuid::now_v7());
    let create = Command::Board(board::Command::Create { board, title: "Energy".into() });
    assert_eq!(ask(&mut tab, create).await, None);
    assert_eq!(ask(&mut tab, add(BoardId(Uuid::now_v7()), 1)).await, Some(Rejection::NoSuchBoard));
    let many = (0..=MOST_AT_ONCE).map(|n| ObjectId(Uuid::from_u128(n as u128))).collect();
    let remove = Change::Remove { page: 1, objects: many };
    let remove = Command::Board(board::Command::Change { board, change: remove, drawn: None });
    let bad = |bad| Some(Rejection::BadDrawing(bad));
    assert_eq!(ask(&mut tab, remove).await, bad(BadDrawing::TooManyObjects { most: MOST_AT_ONCE }));
    let text = Shape {
        colour: [0; 3],
        width: 16,
        fine: 0,
        form: Form::Text { at: (0, 0), text: "x".repeat(3_000) },
    };
    let change = Change::Add { object: ObjectId(Uuid::now_v7()), page: 1 };
    let long = Command::Board(board::Command::Change { board, change, drawn: Some(drawn(&text)) });
    assert!(matches!(ask(&mut tab, long).await, Some(Rejection::BadDrawing(BadDrawing::Text(_)))));
    let too_large = BadDrawing::TableTooLarge { columns: MOST_COLUMNS, rows: MOST_ROWS };
    let (most, got) = (LONGEST_CELL, LONGEST_CELL + 1);
    let too_long = BadDrawing::Text(BadText::TooLong { most, got });
    for (rows, cell, why) in
        [(40, 1, too_large), (1, got, too_long), (26, LONGEST_CELL, BadDrawing::TooLarge)]
    {
        let cells = vec!["x".repeat(cell); usize::try_from(rows).unwrap() * 3];
        let table = Table { columns: vec![0, 40, 80, 120], rows: (0..=rows).collect(), cells };
        let form = Form::Table { table, headed: false };
        let drawn = Some(drawn(&Shape { colour: [0; 3], width: 16, fine: 0, form }));
        let change = Change::Add { object: ObjectId(Uuid::now_v7()), page: 1 };
        let table = Command::Board(board::Command::Change { board, change, drawn });
        assert_eq!(ask(&mut tab, table).await, bad(why));
    }
    assert_eq!(ask(&mut tab, add(board, 1)).await, None);
    drop(place.database.take_jobs().await);
}
