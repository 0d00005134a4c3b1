//! What the replay page shows: a class after its end, its tracks, and what was found in its speech.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::catalog::ClassRow;
use crate::chapter::Chapter;
use crate::event::{Event, Fact};
use crate::ids::{Offset, SessionId, TrackId, UserId};
use crate::media::Source;
use crate::role::Viewer;
use crate::transcript::Cue;
use crate::view::{ClassView, redact, visible};
use crate::{participant, slides};

/// Everything the replay page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson)]
pub struct Replay {
    /// The calendar's row.
    pub class: ClassRow,
    /// Who watches, and as what.
    pub viewer: Viewer,
    /// The class as it stood at its end, with the pipeline's progress since.
    pub view: ClassView,
    /// What was asked and answered, and what stood on the stage, as far as the viewer may see it: folded up to a moment it is
    /// that moment's questions, polls and stage.
    pub asked: Vec<Event>,
    /// The tracks that can be played now.
    pub tracks: Vec<PlayableTrack>,
    /// Whether the class was recorded; else there is nothing to play and to make a transcript from.
    pub recorded: bool,
    /// Whether every track is there; else the page asks again.
    pub complete: bool,
    /// The teacher's chapters.
    pub chapters: Vec<Chapter>,
    /// Chapters found in the text.
    pub found: Vec<FoundChapter>,
    /// Moments worth going back to.
    pub highlights: Vec<Highlight>,
    /// What was said.
    pub transcript: Vec<Cue>,
}

/// Of a class's log what makes its questions, its polls and its stage, as `viewer` may see it. `class` is the class at the log's end: what
/// was taken back since comes without its words.
#[must_use]
pub fn asked(log: &[Event], class: &ClassView, viewer: &Viewer) -> Vec<Event> {
    let about = log.iter().filter(|event| is_asked(&event.fact));
    about
        .filter_map(|event| visible(event, viewer))
        .map(|mut event| {
            redact(&mut event, class, viewer);
            event
        })
        .collect()
}

/// Whether it is about a question, a poll or the stage.
#[must_use]
pub fn is_asked(fact: &Fact) -> bool {
    let kind = fact.kind();
    ["question.", "poll.", "scene.", "slide."].iter().any(|feature| kind.starts_with(feature))
        || matches!(
            fact,
            Fact::Participant(participant::Fact::SpotlightMoved { .. })
                | Fact::Slides(slides::Fact::Removed { .. })
        )
}

/// A track with an address that a browser can play.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct PlayableTrack {
    /// Whose it is.
    pub user: UserId,
    /// Where it comes from.
    pub source: Source,
    /// Where it begins on the class's clock.
    pub offset: Offset,
    /// How long it is.
    pub duration_ms: i64,
    /// Its MIME type with codec.
    pub mime: String,
    /// Where it is asked for: [`track_path`].
    pub url: String,
}

/// The path of a track of a class. Whoever may watch the replay is led from there to the track itself, each time anew.
#[must_use]
pub fn track_path(session: SessionId, track: TrackId) -> String {
    crate::route::TRACK.to((session, track))
}

/// What the pipeline found in a class.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromJson)]
pub struct Derived {
    /// Chapters found in the text, in order.
    pub chapters: Vec<FoundChapter>,
    /// Highlights, in order.
    pub highlights: Vec<Highlight>,
}

/// A chapter found in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct FoundChapter {
    /// Where it begins.
    pub offset: Offset,
    /// Its title.
    pub title: String,
}

/// A moment worth going back to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson)]
pub struct Highlight {
    /// Where it begins.
    pub offset: Offset,
    /// Where it ends.
    pub until: Offset,
    /// Its title.
    pub title: String,
    /// Why it was chosen, in words for people.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::asked;
    use crate::command::Command;
    use crate::question;
    use crate::role::{Role, Viewer};
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, options, poll, user, vote};
    use crate::view::{ClassView, apply};

    /// What `viewer` sees of questions and polls when so many of their events have been played.
    fn folded(class: &Class, n: u128, role: Role, until_ms: i64) -> ClassView {
        let viewer = Viewer { user: user(n), role };
        let mut view = ClassView::default();
        for event in asked(&class.log, &class.view, &viewer) {
            if event.offset.0 <= until_ms {
                apply(&mut view, &event);
            }
        }
        view
    }

    #[test]
    fn questions_and_polls_are_there_as_they_stood_at_a_moment() {
        let mut class = Class::live();
        class.asks_question(STUDENT, 1, "why?");
        class.does(TEACHER, poll(2, options(2)));
        class.pass_ms(10_000);
        class.does(TEACHER, Command::Question(question::Command::Stage { question: id(1).into() }));
        class.does(STUDENT, vote(2, &[1]));
        class.does(OTHER, vote(2, &[1]));
        class.pass_ms(10_000);
        class.does(
            TEACHER,
            Command::Question(question::Command::Answer { question: id(1).into(), text: "so".into() }),
        );

        let early = folded(&class, TEACHER, Role::Teacher, 5_000);
        assert_eq!((early.question.on_stage, early.poll.polls[&id(2).into()].votes.len()), (None, 0));
        let later = folded(&class, TEACHER, Role::Teacher, 10_000);
        assert_eq!(
            (later.question.on_stage, later.poll.polls[&id(2).into()].votes.len()),
            (Some(id(1).into()), 2)
        );
        assert!(later.question.questions[&id(1).into()].answer.is_none());
        let end = folded(&class, TEACHER, Role::Teacher, 20_000);
        assert_eq!(
            (&end.question.questions, &end.poll.polls),
            (&class.view.question.questions, &class.view.poll.polls)
        );
        let student = folded(&class, STUDENT, Role::Student, 20_000);
        assert_eq!(student.poll.polls[&id(2).into()].votes.len(), 1, "their own vote");
    }

    #[test]
    fn the_words_of_a_dismissed_question_are_gone_from_every_moment() {
        let mut class = Class::live();
        class.asks_question(STUDENT, 1, "rude");
        class.pass_ms(10_000);
        class.does(
            TEACHER,
            Command::Question(question::Command::Dismiss { question: id(1).into(), reason: "no".into() }),
        );
        let other = folded(&class, OTHER, Role::Student, 5_000);
        assert!(other.question.questions.values().all(|question| question.text.erased()));
        let own = folded(&class, STUDENT, Role::Student, 20_000);
        assert_eq!(own.question.questions[&id(1).into()].text.text(), "rude");
    }
}
