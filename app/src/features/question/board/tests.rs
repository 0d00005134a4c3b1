//! What each reads and is offered.

use chrono::DateTime;
use domain::event::{Event, Fact};
use domain::ids::{CommandId, QuestionId, Sequence, UserId};
use domain::question;
use domain::role::Role;
use domain::view::apply;
use uuid::Uuid;

use super::*;
use crate::live::Progress;

const TEACHER: UserId = UserId(Uuid::from_u128(100));
const ASSISTANT: UserId = UserId(Uuid::from_u128(101));
const ME: UserId = UserId(Uuid::from_u128(1));
const OTHER: UserId = UserId(Uuid::from_u128(2));

const AS_TEACHER: Viewer = Viewer { user: TEACHER, role: Role::Teacher };
const AS_ME: Viewer = Viewer { user: ME, role: Role::Student };

fn id(n: u128) -> QuestionId {
    QuestionId(Uuid::from_u128(n))
}

/// One fact a second.
fn class(facts: Vec<(UserId, Fact)>) -> ClassView {
    let mut view = ClassView::default();
    for (n, (actor, fact)) in (1..).zip(facts) {
        let command = CommandId(Uuid::from_u128(n.into()));
        let offset = Offset(i64::try_from(n).unwrap() * 1_000);
        let at = DateTime::UNIX_EPOCH;
        apply(&mut view, &Event { sequence: Sequence(n), offset, at, actor: Some(actor), command, fact });
    }
    view
}

fn asked(n: u128) -> Fact {
    Fact::Question(question::Fact::Asked {
        question: id(n),
        text: "why?".into(),
        anonymous: false,
        pending: false,
    })
}

fn pending(n: u128) -> Fact {
    Fact::Question(question::Fact::Asked {
        question: id(n),
        text: "why?".into(),
        anonymous: false,
        pending: true,
    })
}

fn upvoted(n: u128) -> Fact {
    Fact::Question(question::Fact::Upvoted { question: id(n) })
}

fn owed(n: u128, command: Command) -> Owed {
    Owed { id: CommandId(Uuid::from_u128(n)), command, progress: Progress::Waiting }
}

fn open(view: &ClassView, viewer: Viewer, order: Order) -> Vec<u128> {
    board(view, &[], viewer, order).open.iter().map(|id| id.0.as_u128()).collect()
}

#[test]
fn pending_ones_come_first_then_the_stage_then_votes_or_the_newest() {
    let mut facts = vec![(ME, asked(1)), (ME, asked(2)), (ME, asked(3)), (ME, pending(4))];
    facts.push((OTHER, upvoted(2)));
    let mut view = class(facts.clone());
    assert_eq!(open(&view, AS_TEACHER, Order::Votes), [4, 2, 1, 3]);
    assert_eq!(open(&view, AS_TEACHER, Order::Newest), [4, 3, 2, 1]);
    assert_eq!(board(&view, &[], AS_TEACHER, Order::Votes).waiting, 1);
    assert_eq!(unanswered(&view, AS_TEACHER), (4, true));
    facts.push((TEACHER, Fact::Question(question::Fact::Staged { question: id(3) })));
    view = class(facts);
    assert_eq!(open(&view, AS_TEACHER, Order::Votes), [4, 3, 2, 1]);
}

#[test]
fn what_is_answered_goes_below_but_not_from_its_askers_sight() {
    let answered = Fact::Question(question::Fact::Answered { question: id(1), text: "because".into() });
    let view = class(vec![(ME, asked(1)), (OTHER, asked(2)), (TEACHER, answered)]);
    let staff = board(&view, &[], AS_TEACHER, Order::Votes);
    assert_eq!((staff.open, staff.settled), (vec![id(2)], vec![id(1)]));
    let mine = board(&view, &[], AS_ME, Order::Votes);
    assert_eq!(mine.open, [id(1), id(2)]);
    assert_eq!(mine.asked[&id(1)].said.answer.as_ref().unwrap().1, "because");
    assert_eq!(mine.asked[&id(1)].acts, [Act::Resolve]);
    assert_eq!(mine.asked[&id(2)].acts, []);
}

#[test]
fn only_the_last_one_is_being_answered_aloud() {
    let aloud = |n| (TEACHER, Fact::Question(question::Fact::AnsweredAloud { question: id(n) }));
    let mut facts = vec![(ME, asked(1)), (ME, asked(2)), aloud(1), aloud(2)];
    let view = class(facts.clone());
    let now = board(&view, &[], AS_TEACHER, Order::Votes);
    assert_eq!(now.open, [id(2)]);
    assert_eq!(now.asked[&id(2)].said.meta, "Asked at 0:02 · Somebody · answering now");
    assert_eq!(now.asked[&id(1)].said.meta, "Asked at 0:01 · Somebody · answered aloud at 0:03");
    assert_eq!(now.asked[&id(2)].acts[0], Act::Answered);
    facts.push((TEACHER, Fact::Question(question::Fact::Resolved { question: id(2) })));
    assert_eq!(
        open(&class(facts), AS_TEACHER, Order::Votes),
        [0_u128; 0],
        "the one before is not taken up again"
    );
}

#[test]
fn staff_do_what_the_state_allows() {
    let view = class(vec![
        (ME, asked(1)),
        (ME, pending(2)),
        (TEACHER, Fact::Question(question::Fact::Claimed { question: id(1), by: TEACHER })),
    ]);
    let acts = board(&view, &[], AS_TEACHER, Order::Votes).asked;
    assert_eq!(acts[&id(2)].acts, [Act::Approve, Act::Dismiss, Act::Claim, Act::Merge]);
    assert_eq!(acts[&id(1)].acts[..2], [Act::Stage, Act::AnswerAloud]);
    assert!(!acts[&id(1)].acts.contains(&Act::Claim), "it is claimed by the viewer");
    let assistant = Viewer { user: ASSISTANT, role: Role::Assistant };
    let theirs = board(&view, &[], assistant, Order::Votes).asked;
    assert!(theirs[&id(1)].acts.contains(&Act::Claim), "the assistant may take over");
    let dismissed = Fact::Question(question::Fact::Dismissed {
        question: id(1),
        asker: Some(ME),
        reason: "later".into(),
    });
    let view = class(vec![(ME, asked(1)), (TEACHER, dismissed)]);
    let gone = &board(&view, &[], AS_TEACHER, Order::Votes).asked[&id(1)];
    assert_eq!(gone.acts, []);
    assert_eq!(gone.said.answer, Some(("Dismissed".to_owned(), "later".to_owned())));
}

#[test]
fn an_anonymous_asker_is_known_to_staff_and_to_themselves() {
    let fact = Fact::Question(question::Fact::Asked {
        question: id(1),
        text: "why?".into(),
        anonymous: true,
        pending: false,
    });
    let view = class(vec![(ME, fact)]);
    let said =
        |view: &ClassView, viewer| board(view, &[], viewer, Order::Votes).asked[&id(1)].said.meta.clone();
    assert_eq!(said(&view, AS_TEACHER), "Asked at 0:01 · Somebody, who is anonymous to students");
    assert_eq!(said(&view, AS_ME), "Asked at 0:01 · You, without your name");
    let other = Viewer { user: OTHER, role: Role::Student };
    assert_eq!(said(&view.for_viewer(&other), other), "Asked at 0:01 · Anonymous");
}

#[test]
fn one_votes_once_and_sees_it_before_the_class_does() {
    let view = class(vec![(OTHER, asked(1)), (ME, asked(2)), (OTHER, upvoted(2))]);
    let votes =
        |view: &ClassView, owed: &[Owed], n| board(view, owed, AS_ME, Order::Votes).asked[&id(n)].votes;
    assert_eq!(votes(&view, &[], 1), Votes { count: 0, voted: false, may: true });
    assert!(!votes(&view, &[], 2).may, "one's own");
    let up = owed(1, Command::Question(question::Command::Upvote { question: id(1) }));
    let down = owed(2, Command::Question(question::Command::Unvote { question: id(1) }));
    assert_eq!(votes(&view, std::slice::from_ref(&up), 1), Votes { count: 1, voted: true, may: true });
    assert_eq!(votes(&view, &[up.clone(), down.clone()], 1), Votes { count: 0, voted: false, may: true });
    let there = class(vec![(OTHER, asked(1)), (ME, upvoted(1))]);
    assert_eq!(votes(&there, &[up], 1).count, 1, "not once more");
    assert_eq!(votes(&there, &[down], 1).count, 0);
    let mut locked = view;
    locked.core.locked = true;
    assert!(!votes(&locked, &[], 1).may);
}

#[test]
fn ones_own_question_shows_once_whether_on_the_way_or_there() {
    let ask = |n| {
        Command::Question(question::Command::Ask {
            question: id(n),
            text: "how?".to_owned(),
            anonymous: false,
        })
    };
    let view = class(vec![(ME, asked(1))]);
    let board = board(&view, &[owed(1, ask(1)), owed(2, ask(2))], AS_ME, Order::Votes);
    assert_eq!(board.open, [id(2), id(1)]);
    assert_eq!(board.asked[&id(2)].said.mark, Mark::Unsent);
    assert_eq!(board.asked[&id(2)].acts, []);
    assert_eq!(board.asked[&id(1)].said.mark, Mark::None);
}

#[test]
fn a_merged_question_says_with_which() {
    let merged = Fact::Question(question::Fact::Merged { question: id(2), into: id(1), votes: 3 });
    let view = class(vec![(ME, asked(1)), (OTHER, asked(2)), (TEACHER, merged)]);
    let board = board(&view, &[], AS_ME, Order::Votes);
    assert_eq!((board.open, board.settled), (vec![id(1)], vec![id(2)]));
    assert_eq!(board.asked[&id(1)].votes.count, 3);
    assert_eq!(board.asked[&id(2)].said.answer, Some(("Asks the same as".to_owned(), "why?".to_owned())));
}
