//! What each sees of a poll, and may do with it.

use chrono::DateTime;
use domain::event::{Event, Fact};
use domain::ids::{BallotId, CommandId, GroupId, Offset, Sequence};
use domain::poll;
use domain::poll::{Choice, Wording};
use domain::role::Role;
use domain::view::apply;
use domain::words::Words;
use uuid::Uuid;

use super::*;
use crate::features::poll::call::call;
use crate::features::poll::own::Cast;
use crate::live::Progress;

const TEACHER: Viewer = Viewer { user: UserId(Uuid::from_u128(100)), role: Role::Teacher };
const ME: Viewer = Viewer { user: UserId(Uuid::from_u128(1)), role: Role::Student };
const OTHER: UserId = UserId(Uuid::from_u128(2));

fn id(n: u128) -> PollId {
    PollId(Uuid::from_u128(n))
}

fn class(facts: Vec<(Option<UserId>, Fact)>) -> ClassView {
    let mut view = ClassView::default();
    for (n, (actor, fact)) in (1..).zip(facts) {
        let command = CommandId(Uuid::from_u128(n.into()));
        let (offset, at) = (Offset(i64::try_from(n).unwrap() * 1_000), DateTime::UNIX_EPOCH);
        apply(&mut view, &Event { sequence: Sequence(n), offset, at, actor, command, fact });
    }
    view
}

fn opened(n: u128, form: Form, options: &[&str], again: Option<PollId>) -> (Option<UserId>, Fact) {
    let wording = Wording {
        question: "Which?".to_owned(),
        options: options.iter().map(|option| (*option).to_owned()).collect(),
    };
    let options = match form {
        Form::Scale { .. } => 0,
        _ => u8::try_from(options.len()).unwrap(),
    };
    let fact = Fact::Poll(poll::Fact::Opened {
        poll: id(n),
        form,
        options,
        anonymous: false,
        quiz: false,
        again,
        wording: wording.words(),
    });
    (Some(TEACHER.user), fact)
}

fn chosen(options: &[u8]) -> Choice {
    Choice::Options { options: options.iter().copied().collect() }
}

fn voted(n: u128, user: UserId, choice: Choice) -> (Option<UserId>, Fact) {
    (Some(user), Fact::Poll(poll::Fact::Voted { poll: id(n), choice, text: Words(None), ballot: None }))
}

fn said(user: UserId, text: &str) -> (Option<UserId>, Fact) {
    said_in(1, user, text)
}

fn said_in(n: u128, user: UserId, text: &str) -> (Option<UserId>, Fact) {
    (
        Some(user),
        Fact::Poll(poll::Fact::Voted { poll: id(n), choice: Choice::Text, text: text.into(), ballot: None }),
    )
}

fn grouped(n: u128, group: u128, title: &str, of: &[UserId]) -> (Option<UserId>, Fact) {
    let (group, answers) = (GroupId(Uuid::from_u128(group)), of.iter().map(|user| (*user).into()).collect());
    (Some(TEACHER.user), Fact::Poll(poll::Fact::Grouped { poll: id(n), group, title: title.into(), answers }))
}

fn shown(view: &ClassView, n: u128, right: &[u8]) -> (Option<UserId>, Fact) {
    let tally = view.poll.polls[&id(n)].tally();
    let right = right.iter().copied().collect();
    (
        Some(TEACHER.user),
        Fact::Poll(poll::Fact::Shown { poll: id(n), tally, right, explanation: "so".into() }),
    )
}

fn closed(n: u128) -> (Option<UserId>, Fact) {
    (Some(TEACHER.user), Fact::Poll(poll::Fact::Closed { poll: id(n) }))
}

fn one(cards: Vec<(PollId, Card)>, n: u128) -> Card {
    cards.into_iter().find(|(poll, _)| *poll == id(n)).unwrap().1
}

fn see(view: &ClassView, viewer: Viewer, n: u128) -> Card {
    one(cards(&view.for_viewer(&viewer), &[], viewer, &[]), n)
}

#[test]
fn staff_see_the_result_grow_and_who_voted_and_students_only_their_own() {
    let facts = vec![
        opened(1, Form::Single, &["a", "b"], None),
        voted(1, ME.user, chosen(&[1])),
        voted(1, OTHER, chosen(&[1])),
    ];
    let view = class(facts);
    let staff = see(&view, TEACHER, 1);
    let share = |bar: &Bar| (bar.now.votes, bar.now.percent);
    assert_eq!(staff.result.bars.iter().map(share).collect::<Vec<_>>(), [(0, 0), (2, 100)]);
    assert_eq!(staff.voters, [("b".to_owned(), vec!["Somebody".to_owned(); 2])]);
    assert_eq!(staff.offers, [Offer::Close, Offer::Show, Offer::Stage]);
    assert!(!staff.ballot && staff.own.is_none(), "staff don't vote");
    let mine = see(&view, ME, 1);
    assert_eq!((mine.result.bars, mine.voters, mine.offers), (vec![], vec![], vec![]));
    assert!(mine.ballot);
    assert_eq!(mine.own.unwrap().cast.choice, chosen(&[1]));
}

#[test]
fn a_shown_quiz_marks_what_is_right_and_what_one_chose() {
    let mut facts =
        vec![opened(1, Form::Single, &["a", "b"], None), voted(1, ME.user, chosen(&[0])), closed(1)];
    let view = class(facts.clone());
    assert_eq!(see(&view, ME, 1).note, Some("Voting is closed. The result isn't shown yet."));
    facts.push(shown(&view, 1, &[1]));
    let card = see(&class(facts), ME, 1);
    let marks: Vec<_> = card.result.bars.iter().map(|bar| (bar.own, bar.right)).collect();
    assert_eq!(marks, [(true, false), (false, true)]);
    assert_eq!(card.result.explanation, "so");
    assert!(!card.ballot && card.note.is_none());
}

#[test]
fn a_poll_asked_again_stands_beside_the_first() {
    let form = Form::Scale { from: 1, to: 2 };
    let mut facts = vec![
        opened(1, form, &["low", "high"], None),
        voted(1, ME.user, Choice::Point { point: 1 }),
        closed(1),
        opened(2, form, &["low", "high"], Some(id(1))),
        voted(2, ME.user, Choice::Point { point: 2 }),
        voted(2, OTHER, Choice::Point { point: 2 }),
        voted(2, TEACHER.user, Choice::Point { point: 1 }),
    ];
    let view = class(facts.clone());
    assert_eq!(order(&view), [id(2), id(1)]);
    let bars = see(&view, TEACHER, 2).result.bars;
    assert_eq!(bars[0].label, "1: low");
    let percents: Vec<_> = bars.iter().map(|bar| (bar.now.percent, bar.before.unwrap().percent)).collect();
    assert_eq!(percents, [(33, 100), (67, 0)]);
    facts.extend([closed(2), shown(&view, 2, &[])]);
    let student = see(&class(facts), ME, 2).result.bars;
    assert_eq!(student[1].before, None, "the first one's result isn't shown to students");
}

#[test]
fn one_poll_is_open_at_a_time_so_another_is_asked_again_after_it() {
    let mut facts = vec![opened(1, Form::Single, &["a", "b"], None), closed(1)];
    assert_eq!(see(&class(facts.clone()), TEACHER, 1).offers, [Offer::Show, Offer::Stage, Offer::Again]);
    facts.push(opened(2, Form::Single, &["a", "b"], None));
    assert_eq!(see(&class(facts.clone()), TEACHER, 1).offers, [Offer::Show, Offer::Stage]);
    facts.push((Some(TEACHER.user), Fact::Poll(poll::Fact::Staged { poll: id(1) })));
    assert_eq!(see(&class(facts), TEACHER, 1).offers, [Offer::Show, Offer::Unstage]);
}

#[test]
fn open_answers_are_listed_for_staff_and_counted_by_group_for_all() {
    let group = GroupId(Uuid::from_u128(7));
    let mut facts = vec![opened(1, Form::Text, &[], None), said(ME.user, "the sun"), said(OTHER, "Rain")];
    facts.push((
        Some(TEACHER.user),
        Fact::Poll(poll::Fact::Grouped {
            poll: id(1),
            group,
            title: "Sun".into(),
            answers: [ME.user.into()].into(),
        }),
    ));
    let view = class(facts.clone());
    let texts: Vec<_> =
        see(&view, TEACHER, 1).answers.into_iter().map(|answer| (answer.text, answer.group)).collect();
    assert_eq!(texts, [("Rain".to_owned(), None), ("the sun".to_owned(), Some("Sun".to_owned()))]);
    assert_eq!(see(&view, ME, 1).answers, []);
    let shown_group =
        Fact::Poll(poll::Fact::GroupShown { poll: id(1), group, title: "Sun".into(), votes: 1 });
    facts.extend([closed(1), shown(&view, 1, &[]), (Some(TEACHER.user), shown_group)]);
    let bars = see(&class(facts), ME, 1).result.bars;
    assert_eq!((bars[0].label.as_str(), bars[0].now.percent), ("Sun", 50));
}

#[test]
fn open_answers_asked_again_stand_beside_what_was_said_before() {
    let mut facts = vec![opened(1, Form::Text, &[], None), said(ME.user, "sun"), said(OTHER, "rain")];
    facts.extend([grouped(1, 7, "Sun", &[ME.user]), grouped(1, 8, "Rain", &[OTHER]), closed(1)]);
    facts.extend([
        opened(2, Form::Text, &[], Some(id(1))),
        said_in(2, ME.user, "sun"),
        said_in(2, OTHER, "sun"),
    ]);
    let bars = |facts: &[_]| see(&class(facts.to_vec()), TEACHER, 2).result.bars;
    assert_eq!(bars(&facts), [], "nothing is grouped yet");
    facts.push(grouped(2, 9, "sun", &[ME.user, OTHER]));
    let seen: Vec<_> = bars(&facts)
        .into_iter()
        .map(|bar| (bar.label, bar.now.percent, bar.before.map(|before| before.percent)))
        .collect();
    assert_eq!(seen, [("sun".to_owned(), 100, Some(50)), ("Rain".to_owned(), 0, Some(50))]);
}

#[test]
fn a_vote_shows_before_the_class_has_it_and_in_an_anonymous_poll_as_the_tab_knows() {
    let (by, mut fact) = opened(1, Form::Single, &["a", "b"], None);
    if let Fact::Poll(poll::Fact::Opened { anonymous, .. }) = &mut fact {
        *anonymous = true;
    }
    let ballot = Some(BallotId(Uuid::from_u128(9)));
    let cast = Fact::Poll(poll::Fact::Voted { poll: id(1), choice: chosen(&[0]), text: Words(None), ballot });
    let view = class(vec![(by, fact), (None, cast)]);
    let staff = see(&view, TEACHER, 1);
    assert_eq!((staff.result.bars[0].now.votes, staff.voters.len()), (1, 0));
    let view = view.for_viewer(&ME);
    let kept = [(id(1), Cast { choice: chosen(&[0]), text: None })];
    let own = |owed: &[Owed], kept: &Remembered| one(cards(&view, owed, ME, kept), 1).own;
    assert_eq!(own(&[], &[]), None, "nobody can tell whose the ballot is");
    assert_eq!(own(&[], &kept).unwrap().cast.choice, chosen(&[0]));
    let command = Command::Poll(poll::Command::Vote { poll: id(1), choice: chosen(&[1]), text: None });
    let owed = [Owed { id: CommandId(Uuid::from_u128(1)), command, progress: Progress::Waiting }];
    let new = own(&owed, &kept).unwrap();
    assert_eq!((new.cast.choice, new.unsent), (chosen(&[1]), true));
}

#[test]
fn students_are_called_to_vote_until_they_have_and_to_a_result_until_they_saw_it() {
    let mut facts = vec![opened(1, Form::Single, &["a", "b"], None)];
    let view = class(facts.clone());
    let called = |view: &ClassView, viewer, seen: &[PollId]| {
        call(view, &[], viewer, &[], seen).map(|call| call.result)
    };
    assert_eq!(called(&view, ME, &[]), Some(false));
    assert_eq!(called(&view, TEACHER, &[]), None);
    let mut locked = view;
    locked.core.locked = true;
    assert_eq!(called(&locked, ME, &[]), None, "who can't vote isn't called");
    facts.push(voted(1, ME.user, chosen(&[0])));
    let view = class(facts.clone());
    assert_eq!(called(&view, ME, &[]), None);
    facts.extend([closed(1), shown(&view, 1, &[])]);
    let view = class(facts);
    assert_eq!(called(&view, ME, &[]), Some(true));
    assert_eq!(called(&view, ME, &[id(1)]), None);
}
