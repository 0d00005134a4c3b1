//! What the parts of the replay page share: the class, its player, and what has been made of it so far.

use std::sync::Arc;

use domain::ids::{SessionId, UserId};
use domain::names::isolated;
use domain::pipeline::Progress;
use domain::replay::{Highlight, PlayableTrack, Replay};
use domain::role::{Role, Viewer};
use domain::session::Phase;
use domain::step::Step;
use domain::transcript::Cue;
use leptos::html::Input;
use leptos::prelude::*;

use super::cast::cast_at;
use super::player::Player;
use super::timeline::{Segment, segment_at, segments};
use crate::stage::Surface;

use super::words::{next_sentence, previous_sentence, spoken_at};

/// A replay that is being watched. Copied freely; it ends with the page.
#[derive(Clone, Copy)]
pub(crate) struct Watching {
    /// The class.
    pub session: SessionId,
    /// Who watches it.
    pub viewer: Viewer,
    /// How long it was, in ms.
    pub length: i64,
    /// What plays it.
    pub player: Player,
    /// The replay as it was when the page opened: for all that doesn't change after a class's end.
    pub opened: StoredValue<Replay>,
    /// The recorded tracks. New ones come last, so that a place in the list stays a track's name.
    pub tracks: RwSignal<Vec<PlayableTrack>>,
    /// What was said.
    pub cues: RwSignal<Arc<Vec<Cue>>>,
    /// The class's chapters.
    pub segments: RwSignal<Vec<Segment>>,
    /// Moments worth going back to.
    pub highlights: RwSignal<Vec<Highlight>>,
    /// What is still being made.
    pub making: RwSignal<Making>,
    /// The line that is spoken now.
    pub spoken: Memo<Option<usize>>,
    /// The chapter that runs now.
    pub chapter: Memo<usize>,
    /// The chosen tab of the panel.
    pub tab: RwSignal<&'static str>,
    /// The transcript's search.
    pub search: NodeRef<Input>,
    /// Whether the list of keys is open.
    pub keys: RwSignal<bool>,
    /// The stage fills the window, in a browser that lets nothing fill the screen.
    pub filled: RwSignal<bool>,
}

/// How far the class's processing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Making {
    /// Whether there is a recording to make anything from, or one comes.
    pub recorded: bool,
    /// Whether every track can be played.
    pub complete: bool,
    /// Every step, in order.
    pub steps: [Progress; 4],
}

impl Making {
    pub fn of(replay: &Replay) -> Self {
        Self {
            recorded: replay.recorded,
            complete: replay.complete,
            steps: Step::ALL.map(|step| replay.view.pipeline.step(step).clone()),
        }
    }

    /// Whether there is nothing to wait for.
    pub fn is_settled(&self) -> bool {
        let failed = self.steps.iter().any(|step| matches!(step, Progress::Failed { .. }));
        let finished = self.steps.iter().all(|step| *step == Progress::Finished);
        !self.recorded || self.complete && (failed || finished)
    }

    /// The step that failed, and why; the reason is empty for whom it isn't.
    pub fn failure(&self) -> Option<(Step, &str)> {
        Step::ALL.into_iter().zip(&self.steps).find_map(|(step, progress)| match progress {
            Progress::Failed { reason } => Some((step, reason.as_str())),
            _ => None,
        })
    }

    /// The step at work, or about to be.
    pub fn current(&self) -> Option<(Step, u8)> {
        if !self.recorded || self.failure().is_some() {
            return None;
        }
        Step::ALL.into_iter().zip(&self.steps).find_map(|(step, progress)| match progress {
            Progress::Working { percent } => Some((step, *percent)),
            Progress::Waiting => Some((step, 0)),
            Progress::Finished | Progress::Failed { .. } => None,
        })
    }
}

impl Watching {
    /// Opens the page's replay, for every part below it.
    pub fn provide(replay: Replay) -> Self {
        let length = match replay.view.core.phase {
            Phase::Ended { length, .. } => length.0.max(1),
            Phase::Unscheduled | Phase::Scheduled | Phase::Live { .. } | Phase::Cancelled => 1,
        };
        let player = Player::new(length);
        let at = player.at;
        player.know(&replay.tracks);
        let tracks = RwSignal::new(replay.tracks.clone());
        let cues = RwSignal::new(Arc::new(replay.transcript.clone()));
        let segments = RwSignal::new(segments(length, &replay.chapters, &replay.found));
        let opened = StoredValue::new(replay);
        let watching = Self {
            session: opened.with_value(|replay| replay.class.id),
            viewer: opened.with_value(|replay| replay.viewer),
            length,
            player,
            opened,
            tracks,
            cues,
            segments,
            highlights: RwSignal::new(opened.with_value(|replay| replay.highlights.clone())),
            making: RwSignal::new(opened.with_value(Making::of)),
            spoken: Memo::new(move |_| cues.with(|cues| spoken_at(cues, at.get()))),
            chapter: Memo::new(move |_| segments.with(|segments| segment_at(segments, at.get()))),
            tab: RwSignal::new("transcript"),
            search: NodeRef::new(),
            keys: RwSignal::new(false),
            filled: RwSignal::new(false),
        };
        provide_context(watching);
        watching
    }

    /// The page's replay.
    #[expect(clippy::expect_used, reason = "every part stands below the page that provides it")]
    pub fn expect() -> Self {
        use_context().expect("a part of the replay page")
    }

    /// A step that failed runs again: from here on there is something to wait for.
    pub fn restarted(&self, step: Step) {
        self.making.try_update(|making| making.steps[step as usize] = Progress::Waiting);
    }

    /// Takes over what was made since the page was opened. A track that plays keeps its address, signed for long enough.
    pub fn renew(&self, replay: Replay) {
        let making = Making::of(&replay);
        let Replay { tracks, chapters, found, highlights, transcript, .. } = replay;
        let known = |track: &PlayableTrack| {
            let name = (track.user, track.source, track.offset);
            self.tracks.with_untracked(|all| {
                all.iter().any(|known| (known.user, known.source, known.offset) == name)
            })
        };
        let new: Vec<PlayableTrack> = tracks.into_iter().filter(|track| !known(track)).collect();
        if !new.is_empty() {
            self.tracks.update(|all| all.extend(new));
            self.tracks.with_untracked(|all| self.player.know(all));
        }
        if self.cues.with_untracked(|cues| **cues != transcript) {
            self.cues.set(Arc::new(transcript));
        }
        self.segments.set_if_new(segments(self.length, &chapters, &found));
        self.highlights.set_if_new(highlights);
        self.making.set_if_new(making);
    }

    pub fn is_teacher(&self, user: UserId) -> bool {
        is_teacher(self.opened, user)
    }

    pub fn name_of(&self, user: UserId) -> String {
        self.opened.with_value(|replay| isolated(replay.view.core.called(user)))
    }

    /// The address of the large picture at a moment, for an element that shows it standing still; none where there is none.
    pub fn still_frame(&self, at: i64) -> Option<String> {
        self.tracks.with_untracked(|tracks| {
            let cast = cast_at(tracks, |user| self.is_teacher(user), None, at);
            let screen = cast.screens.first().copied().map(Surface::Camera);
            let Surface::Camera(place) = screen.unwrap_or(cast.speaker) else {
                return None;
            };
            let track = &tracks[place];
            let seconds = (at - track.offset.0).max(0) as f64 / 1_000.0;
            Some(format!("{}#t={seconds:.1}", track.url))
        })
    }

    /// Whether there is anything to see, to hear.
    pub fn plays(&self) -> bool {
        self.tracks.with(|tracks| !tracks.is_empty())
    }

    /// To the next or the previous sentence, or by some seconds where nobody's words are known.
    pub fn step(&self, forward: bool) {
        let at = self.player.at.get_untracked();
        let to = self.cues.with_untracked(|cues| match (cues.is_empty(), forward) {
            (true, true) => Some(at + super::player::STEP),
            (true, false) => Some(at - super::player::STEP),
            (false, true) => next_sentence(cues, at),
            (false, false) => previous_sentence(cues, at).or(Some(0)),
        });
        if let Some(to) = to {
            self.player.seek(to);
        }
    }

    /// To the next chapter, or to this one's beginning (from there to the one before).
    pub fn step_chapter(&self, forward: bool) {
        const JUST_BEGUN: i64 = 3_000;
        let at = self.player.at.get_untracked();
        let to = self.segments.with_untracked(|segments| {
            let here = segment_at(segments, at);
            if forward {
                segments.get(here + 1).map(|next| next.from)
            } else if at - segments[here].from > JUST_BEGUN {
                Some(segments[here].from)
            } else {
                Some(segments[here.saturating_sub(1)].from)
            }
        });
        if let Some(to) = to {
            self.player.seek(to);
        }
    }
}

fn is_teacher(opened: StoredValue<Replay>, user: UserId) -> bool {
    opened.with_value(|replay| {
        replay.view.core.people.get(&user).is_some_and(|person| person.role == Role::Teacher)
    })
}

/// Whether anything is seen.
pub(crate) fn has_picture(tracks: &[PlayableTrack]) -> bool {
    tracks.iter().any(|track| !track.source.is_audio())
}

/// Sets a signal only where that changes it, so that what depends on it isn't drawn anew for nothing.
trait SetIfNew<T> {
    fn set_if_new(&self, value: T);
}

impl<T: PartialEq + Send + Sync + 'static> SetIfNew<T> for RwSignal<T> {
    fn set_if_new(&self, value: T) {
        if self.with_untracked(|before| *before != value) {
            self.set(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn making(steps: [Progress; 4]) -> Making {
        Making { recorded: true, complete: true, steps }
    }

    #[test]
    fn the_page_waits_until_all_is_made_or_something_failed() {
        let working = making([
            Progress::Finished,
            Progress::Working { percent: 64 },
            Progress::Waiting,
            Progress::Waiting,
        ]);
        assert!(!working.is_settled());
        assert_eq!(working.current(), Some((Step::Transcribe, 64)));
        let failed = Progress::Failed { reason: "No model.".into() };
        let failed = making([Progress::Finished, failed, Progress::Waiting, Progress::Waiting]);
        assert!(failed.is_settled());
        assert_eq!((failed.failure(), failed.current()), (Some((Step::Transcribe, "No model.")), None));
        let finished =
            making([Progress::Finished, Progress::Finished, Progress::Finished, Progress::Finished]);
        assert!(finished.is_settled());
        assert!(!Making { complete: false, ..finished }.is_settled());
    }

    #[test]
    fn of_a_class_that_was_not_recorded_nothing_is_waited_for() {
        let waiting = making([Progress::Waiting, Progress::Waiting, Progress::Waiting, Progress::Waiting]);
        assert!(!waiting.is_settled());
        let unrecorded = Making { recorded: false, ..waiting };
        assert!(unrecorded.is_settled());
        assert_eq!(unrecorded.current(), None);
    }
}
