//! The timeline's shape: chapters as segments, and marks where something happened.

use domain::ClassView;
use domain::chapter::Chapter;
use domain::chat::Message;
use domain::names::isolated;
use domain::replay::FoundChapter;
use domain::shared::Shared;

/// A first chapter that begins within this many ms begins with the class.
const AT_THE_BEGINNING: i64 = 5_000;
/// Stretches in which the chat's messages are counted.
const STRETCHES: i64 = 60;
/// A label needs this much of the timeline for itself.
const LABEL_ROOM: f64 = 0.16;

/// Who says that a chapter begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The teacher, in class.
    Teacher,
    /// The words of the class.
    Text,
    /// Nobody: what comes before the first chapter.
    None,
}

/// A chapter with its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Where it begins, in ms.
    pub from: i64,
    /// Where the next one begins.
    pub to: i64,
    /// Its title; for what comes before the first chapter there is none.
    pub title: Option<String>,
    /// Who says so.
    pub origin: Origin,
}

/// The class's chapters in order, without gaps, from its beginning to its end.
pub(crate) fn segments(length: i64, marked: &[Chapter], found: &[FoundChapter]) -> Vec<Segment> {
    let marked = marked.iter().map(|c| (c.offset.0, c.title.text().to_owned(), Origin::Teacher));
    let found = found.iter().map(|c| (c.offset.0, c.title.clone(), Origin::Text));
    let mut starts: Vec<(i64, Option<String>, Origin)> =
        marked.chain(found).map(|(from, title, origin)| (from, Some(title), origin)).collect();
    starts.retain(|(from, ..)| (0..length.max(1)).contains(from));
    starts.sort_by_key(|(from, ..)| *from);
    match starts.first_mut() {
        Some((from, ..)) if *from <= AT_THE_BEGINNING => *from = 0,
        _ => starts.insert(0, (0, None, Origin::None)),
    }
    let ends: Vec<i64> = starts.iter().skip(1).map(|(from, ..)| *from).chain([length]).collect();
    let segments = starts.into_iter().zip(ends);
    segments.map(|((from, title, origin), to)| Segment { from, to, title, origin }).collect()
}

/// The segment that `at` lies in, by its place.
pub(crate) fn segment_at(segments: &[Segment], at: i64) -> usize {
    segments.iter().rposition(|segment| segment.from <= at).unwrap_or(0)
}

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// The teacher put a chapter's beginning here.
    Marker,
    /// Somebody wrote in the chat.
    Chat,
    /// Somebody asked a question.
    Question,
    /// Everybody was asked something.
    Poll,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    /// Where to go when it is pressed, in ms.
    pub offset: i64,
    /// What it stands for.
    pub kind: MarkKind,
    /// How tall it is, 0 to 1.
    pub height: f64,
    /// What it says when asked.
    pub name: String,
    /// What stands below it, where there is room.
    pub label: Option<String>,
}

/// Marks in the order of the class.
pub(crate) fn marks(length: i64, marked: &[Chapter], chat: &[Shared<Message>]) -> Vec<Mark> {
    let mut marks = chat_marks(length, chat);
    let mut free_from = 0.0;
    for chapter in marked {
        let title = chapter.title.text().to_owned();
        let place = chapter.offset.0 as f64 / length.max(1) as f64;
        // Centred on its mark: half of it to either side, and not over the timeline's ends.
        let has_room = place - LABEL_ROOM / 2.0 >= free_from && place + LABEL_ROOM / 2.0 <= 1.0;
        let label = has_room.then(|| title.clone());
        if has_room {
            free_from = place + LABEL_ROOM / 2.0;
        }
        marks.push(Mark {
            offset: chapter.offset.0,
            kind: MarkKind::Marker,
            height: 0.75,
            name: format!("Chapter: {}", isolated(title)),
            label,
        });
    }
    marks.sort_by_key(|mark| mark.offset);
    marks
}

/// One mark for each stretch of the class in which somebody wrote, taller where more was written.
fn chat_marks(length: i64, chat: &[Shared<Message>]) -> Vec<Mark> {
    let mut stretches: Vec<(i64, u32)> = vec![(i64::MAX, 0); STRETCHES as usize];
    for message in chat.iter().filter(|message| message.removed_by.is_none()) {
        let stretch = (message.offset.0 * STRETCHES / length.max(1)).clamp(0, STRETCHES - 1);
        let (first, count) = &mut stretches[stretch as usize];
        *first = message.offset.0.min(*first);
        *count += 1;
    }
    let most = stretches.iter().map(|(_, count)| *count).max().unwrap_or(0).max(4);
    let busy = stretches.into_iter().filter(|(_, count)| *count > 0);
    busy.map(|(offset, count)| Mark {
        offset,
        kind: MarkKind::Chat,
        height: f64::from(count) / f64::from(most) * 0.7,
        name: if count == 1 { "1 chat message".to_owned() } else { format!("{count} chat messages") },
        label: None,
    })
    .collect()
}

/// Marks for questions, taller where more wanted them answered, and for polls. Those without their words have none.
pub(crate) fn asked_marks(view: &ClassView) -> Vec<Mark> {
    let mark = |offset, kind, height, name| Mark { offset, kind, height, name, label: None };
    let most = view.question.questions.values().map(|question| question.votes).max().unwrap_or(0).max(4);
    let questions =
        view.question.questions.values().filter(|question| !question.text.erased()).map(|question| {
            let height = 0.25 + f64::from(question.votes) / f64::from(most) * 0.5;
            mark(
                question.asked.0,
                MarkKind::Question,
                height,
                format!("Question: {}", isolated(question.text.text().to_owned())),
            )
        });
    let polls = view.poll.polls.values().filter(|poll| !poll.wording.question.is_empty());
    let polls = polls.map(|poll| {
        mark(poll.opened.0, MarkKind::Poll, 0.6, format!("Poll: {}", isolated(poll.wording.question.clone())))
    });
    questions.chain(polls).collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::event::{Event, Fact};
    use domain::ids::{ChapterId, MessageId, Offset, Sequence, UserId};
    use domain::question;
    use domain::view::apply;
    use uuid::Uuid;

    use super::*;

    fn marked(at: i64, title: &str) -> Chapter {
        Chapter { id: ChapterId(Uuid::from_u128(at as u128)), offset: Offset(at), title: title.into() }
    }

    fn found(at: i64, title: &str) -> FoundChapter {
        FoundChapter { offset: Offset(at), title: title.into() }
    }

    fn message(at: i64) -> Message {
        let id = MessageId(Uuid::from_u128(at as u128));
        Message::new(id, UserId(Uuid::nil()), Offset(at), "hi".into())
    }

    #[test]
    fn chapters_of_both_origins_follow_one_another_without_gaps() {
        let all = segments(
            100_000,
            &[marked(40_000, "Energy")],
            &[found(70_000, "Damping"), found(20_000, "Springs")],
        );
        let shape: Vec<_> = all.iter().map(|s| (s.from, s.to, s.title.as_deref(), s.origin)).collect();
        assert_eq!(
            shape,
            [
                (0, 20_000, None, Origin::None),
                (20_000, 40_000, Some("Springs"), Origin::Text),
                (40_000, 70_000, Some("Energy"), Origin::Teacher),
                (70_000, 100_000, Some("Damping"), Origin::Text),
            ]
        );
        assert_eq!(segment_at(&all, 39_999), 1);
        assert_eq!(segment_at(&all, 40_000), 2);
        assert_eq!(segment_at(&all, 900_000), 3);
    }

    #[test]
    fn a_class_without_chapters_is_one_segment() {
        let all = segments(100_000, &[], &[]);
        assert_eq!(all, [Segment { from: 0, to: 100_000, title: None, origin: Origin::None }]);
    }

    #[test]
    fn the_first_chapter_begins_with_the_class_when_it_nearly_does() {
        let all = segments(100_000, &[marked(3_000, "Welcome")], &[]);
        assert_eq!((all.len(), all[0].from, all[0].title.as_deref()), (1, 0, Some("Welcome")));
    }

    #[test]
    fn more_messages_make_a_taller_mark() {
        let chat = [10, 20, 30, 40, 50, 90_000].map(|at| Shared::from(message(at)));
        let marks = marks(100_000, &[], &chat);
        assert_eq!(marks.iter().map(|mark| mark.offset).collect::<Vec<_>>(), [10, 90_000]);
        assert!(marks[0].height > marks[1].height);
        assert_eq!(marks[0].name, "5 chat messages");
    }

    #[test]
    fn what_more_want_answered_is_marked_taller() {
        let mut view = ClassView::default();
        let ask = |n: u64, text: &str| {
            let fact = Fact::Question(question::Fact::Asked {
                question: Uuid::from_u128(n.into()).into(),
                text: text.into(),
                anonymous: false,
                pending: false,
            });
            event(n, fact)
        };
        for event in [ask(1, "why?"), ask(2, "how?")] {
            apply(&mut view, &event);
        }
        let upvoted = Fact::Question(question::Fact::Upvoted { question: Uuid::from_u128(2).into() });
        apply(&mut view, &event(3, upvoted));
        let marks = asked_marks(&view);
        let names: Vec<_> = marks.iter().map(|mark| (mark.name.as_str(), mark.offset)).collect();
        assert_eq!(names, [("Question: why?", 1_000), ("Question: how?", 2_000)]);
        assert!(marks[1].height > marks[0].height);
    }

    fn event(n: u64, fact: Fact) -> Event {
        Event {
            sequence: Sequence(n),
            offset: Offset(n as i64 * 1_000),
            at: DateTime::UNIX_EPOCH,
            actor: Some(Uuid::nil().into()),
            command: Uuid::from_u128(n.into()).into(),
            fact,
        }
    }

    #[test]
    fn labels_never_overlap() {
        let chapters = [
            marked(20_000, "One"),
            marked(22_000, "Two"),
            marked(60_000, "A very long title of a chapter"),
            marked(99_000, "End"),
        ];
        let labels: Vec<_> = marks(100_000, &chapters, &[]).into_iter().map(|mark| mark.label).collect();
        assert_eq!(labels, [Some("One".into()), None, Some("A very long title of a chapter".into()), None]);
    }
}
