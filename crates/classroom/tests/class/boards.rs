//! Boards that go on from class to class.

use classroom::Refusal;
use classroom::ports::event_log::EventLog as _;
use domain::board::{self, Change, Form, Shape, Span, drawn};
use domain::ids::{BoardId, ObjectId, Sequence, SessionId};
use testkit::script::Script;
use uuid::Uuid;

use super::School;

const BOARD: BoardId = BoardId(Uuid::from_u128(9));

fn object(n: u128) -> ObjectId {
    Uuid::from_u128(n).into()
}

fn add(n: u128) -> board::Fact {
    let form = Form::Line(Span { from: (0, 0), to: (16, 16) });
    let shape = Shape { colour: [0; 3], width: 16, fine: 0, form };
    let change = Change::Add { object: object(n), page: 1 };
    board::Fact::Updated { board: BOARD, change, drawn: drawn(&shape).into() }
}

fn goes_on(from: SessionId, through: Sequence) -> board::Fact {
    board::Fact::Continued { board: BOARD, from, through, pages: vec![1], drawn: 20 }
}

/// What is on the board in a class, the lowest first.
async fn objects(school: &School, script: &Script) -> Result<Vec<ObjectId>, Refusal> {
    let server = school.server("here");
    let class = server.open(script.key).await.unwrap();
    server.drawn(&class, BOARD, |drawing| drawing.objects().map(|object| object.id).collect()).await
}

#[tokio::test]
async fn a_board_has_what_was_drawn_in_each_class_that_it_went_through() {
    let school = School::new().await;
    let mut classes: Vec<Script> = Vec::new();
    for n in 1..=3 {
        let mut script = Script::new();
        let begun = match classes.last() {
            Some(before) => goes_on(before.key.session, before.last),
            None => board::Fact::Created { board: BOARD, title: "Energy".into() },
        };
        let facts = vec![script.schedule("Energy"), begun.into(), add(n).into(), add(10 * n).into()];
        let events = script.events(facts);
        school.log.append(script.key, &events).await.unwrap();
        classes.push(script);
    }
    let [first, second, third] = &mut classes[..] else { unreachable!("three classes") };
    // What comes into an earlier class afterwards is nothing of the later ones.
    let late = first.events(vec![add(7).into()]);
    school.log.append(first.key, &late).await.unwrap();
    assert_eq!(objects(&school, first).await, Ok([1, 10, 7].map(object).to_vec()));
    assert_eq!(objects(&school, second).await, Ok([1, 10, 2, 20].map(object).to_vec()));
    assert_eq!(objects(&school, third).await, Ok([1, 10, 2, 20, 3, 30].map(object).to_vec()));
}

#[tokio::test]
async fn a_board_whose_earlier_class_is_gone_begins_empty() {
    let school = School::new().await;
    let mut script = Script::new();
    let gone = goes_on(SessionId(Uuid::from_u128(77)), Sequence(5));
    let facts = vec![script.schedule("Energy"), gone.into(), add(1).into()];
    let events = script.events(facts);
    school.log.append(script.key, &events).await.unwrap();
    assert_eq!(objects(&school, &script).await, Ok(vec![object(1)]));
}
