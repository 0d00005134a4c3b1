//! The replay: a class after its end, from its log, its tracks and what the pipeline made of them.

mod ask;
mod restart_step;
mod track;

use std::collections::BTreeMap;

use domain::ClassView;
use domain::ids::{SessionId, UserId};
use domain::policy::Action;
use domain::replay::{asked, track_path};
use domain::transcript::Cue;

pub use domain::replay::{PlayableTrack, Replay};

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

/// What was said, and by whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transcript {
    /// In order.
    pub cues: Vec<Cue>,
    /// The speakers' names as they were called in class.
    pub names: BTreeMap<UserId, String>,
}

impl Classroom {
    /// The replay of a class that is over. Watching it is written to the audit log.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`domain::Rejection::NotOver`] before the class ended.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn replay(&self, seat: &Seat) -> Result<Replay, Refusal> {
        let open = self.classes.open(seat.class).await?;
        let view = open.read(Clone::clone);
        // Who waits in its lobby is led to the class.
        if seat.may(Action::WatchReplay) {
            view.core.must_be_over()?;
        }
        let (open, _) = self.enter(seat, Action::WatchReplay).await?;
        let class = self.records.class(seat.class, seat.actor.user).await?;
        let class = class.ok_or(Refusal::NotFound)?;
        let tracks = playable(seat.class.session, &view);
        let derived = self.records.derived(seat.class).await?;
        let transcript = self.records.transcript(seat.class).await?;
        let asked = self.classes.asked(&open, |log| asked(log, &view, &seat.viewer())).await?;
        let session = seat.class.session.to_string();
        self.records.audit(seat.class.tenant, seat.actor.user, "replay.watched", &session).await?;
        Ok(Replay {
            class,
            recorded: self.recorded || !view.recording.recordings.is_empty(),
            complete: view.recording.recording().is_none(),
            chapters: view.chapter.chapters.clone(),
            viewer: seat.viewer(),
            asked,
            view: view.for_viewer(&seat.viewer()),
            tracks,
            found: derived.chapters,
            highlights: derived.highlights,
            transcript,
        })
    }

    /// The transcript alone, for captions and downloads.
    ///
    /// # Errors
    /// As [`Classroom::enter`].
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn transcript(&self, seat: &Seat) -> Result<Transcript, Refusal> {
        let (class, _) = self.enter(seat, Action::WatchReplay).await?;
        let names =
            class.read(|view| view.core.people.keys().map(|user| (*user, view.core.called(*user))).collect());
        Ok(Transcript { cues: self.records.transcript(seat.class).await?, names })
    }
}

fn playable(session: SessionId, view: &ClassView) -> Vec<PlayableTrack> {
    let there = view.recording.tracks.values().filter(|track| track.bytes > 0);
    let mut tracks: Vec<_> = there
        .map(|track| PlayableTrack {
            user: track.user,
            source: track.source,
            offset: track.offset,
            duration_ms: track.duration_ms,
            mime: track.mime.clone(),
            url: track_path(session, track.id),
        })
        .collect();
    tracks.sort_by_key(|track| (track.offset, track.source.word()));
    tracks
}
