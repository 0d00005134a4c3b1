//! Budgets, bounds and silence of what grows.

use domain::ids::StreamId;
use domain::stream::{Content, Piece, Sender};
use domain::view::Audience;
use uuid::Uuid;

use super::*;

fn trail(points: usize) -> Content {
    Content::Trail { points: vec![(1, 2); points] }
}

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn stream(n: u128) -> Sender {
    Sender::new(StreamId(Uuid::from_u128(n)))
}

fn by(n: u128, piece: Piece) -> Streamed {
    Streamed { from: user(n), piece }
}

fn is_dropped(outgoing: Option<Outgoing>) -> bool {
    outgoing.is_some_and(|outgoing| outgoing.streamed.piece.part == Part::Dropped)
}

/// How many pieces of the size go out at once before the stream is dropped, or is not even begun.
fn until_dropped(growing: &mut Growing, person: u128, points: usize, now: Instant) -> usize {
    let mut sender = stream(1_000 + person);
    let mut next = || growing.take(by(person, sender.append(trail(points))), Source::Here, now);
    let goes_out = |outgoing: &Outgoing| outgoing.streamed.piece.part != Part::Dropped;
    let taken = std::iter::from_fn(|| next().filter(goes_out)).count();
    assert_eq!(growing.take(by(person, sender.append(trail(1))), Source::Here, now), None, "as a whole");
    taken
}

#[test]
fn who_sends_more_than_a_person_may_loses_the_stream_and_nobody_elses() {
    let (mut growing, now) = (Growing::default(), Instant::now());
    let mut other = stream(2);
    assert!(growing.take(by(2, other.append(trail(1))), Source::Here, now).is_some());
    assert_eq!(until_dropped(&mut growing, 1, 1, now), OF_A_PERSON.pieces.burst as usize);
    assert!(growing.take(by(2, other.append(trail(1))), Source::Here, now).is_some());
    // A second later there is a second's worth again.
    let later = now + Duration::from_secs(1);
    let mut again = stream(3);
    for _ in 0..OF_A_PERSON.pieces.second as usize {
        assert!(!is_dropped(growing.take(by(1, again.append(trail(1))), Source::Here, later)));
    }
    assert!(is_dropped(growing.take(by(1, again.append(trail(1))), Source::Here, later)));
}

#[test]
fn a_class_has_a_budget_too() {
    let (mut growing, now) = (Growing::default(), Instant::now());
    let taken: usize = (0..20).map(|person| until_dropped(&mut growing, person, 1, now)).sum();
    assert_eq!(taken, OF_A_CLASS.pieces.burst as usize);
    let mut growing = Growing::default();
    let bytes: usize = (0..20).map(|person| until_dropped(&mut growing, person, 160, now)).sum::<usize>()
        * trail(160).size();
    assert!(
        bytes <= OF_A_CLASS.bytes.burst as usize && bytes > OF_A_CLASS.bytes.burst as usize / 2,
        "{bytes}"
    );
}

#[test]
fn a_stream_that_grows_too_large_is_dropped_wherever_it_comes_from() {
    for source in [Source::Here, Source::Elsewhere] {
        let (mut growing, now, mut sender, mut size) = (Growing::default(), Instant::now(), stream(1), 0);
        while !is_dropped(growing.take(by(1, sender.append(trail(160))), source, now)) {
            size += trail(160).size();
        }
        assert!(size <= LARGEST_STREAM && size + trail(160).size() > LARGEST_STREAM, "{size}");
        assert_eq!(growing.whole(&Audience::Students.anybody()), []);
    }
}

#[test]
fn a_person_and_a_class_have_so_many_at_a_time() {
    let (mut growing, now) = (Growing::default(), Instant::now());
    let mut begin =
        |person, id| growing.take(by(person, stream(id).append(trail(1))), Source::Elsewhere, now).is_some();
    let theirs: Vec<bool> = (0..5).map(|id| begin(0, id)).collect();
    assert_eq!(theirs, [true, true, true, true, false]);
    let others = (10..100).filter(|id| begin(*id, *id)).count();
    assert_eq!(others, MOST_OF_A_CLASS - MOST_OF_A_PERSON);
}

#[test]
fn what_is_silent_is_given_up_and_what_ended_is_not_begun_again() {
    let (mut growing, now, mut sender) = (Growing::default(), Instant::now(), stream(1));
    let first = by(1, sender.append(trail(1)));
    growing.take(first.clone(), Source::Here, now);
    let due = growing.next_silence().unwrap();
    assert_eq!(due, now + LONGEST_SILENCE);
    assert_eq!(growing.give_up_silent(due - Duration::from_millis(1)), []);
    assert!(is_dropped(growing.give_up_silent(due).pop()));
    assert_eq!(growing.next_silence(), None);
    assert_eq!(growing.take(first, Source::Elsewhere, now), None);
}

#[test]
fn who_comes_in_the_middle_gets_all_of_it() {
    let (mut growing, now, mut sender) = (Growing::default(), Instant::now(), stream(1));
    let sent: Vec<_> = (1..4).map(|points| by(1, sender.append(trail(points)))).collect();
    for piece in &sent {
        growing.take(piece.clone(), Source::Here, now);
    }
    assert_eq!(growing.whole(&Audience::Students.anybody()), sent);
    growing.take(by(1, sender.done()), Source::Here, now);
    assert_eq!(growing.whole(&Audience::Students.anybody()), []);
}
