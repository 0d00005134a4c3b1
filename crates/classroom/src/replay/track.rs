//! Asking for a track of a replay.

use std::time::Duration;

use domain::ids::TrackId;
use domain::policy::Action;

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

/// How long the address of a track is good for whoever has it: long enough for a browser that is led there to begin. What it
/// asks later it asks anew.
const ADDRESS_LASTS: Duration = Duration::from_secs(5 * 60);

impl Classroom {
    /// An address of the track, good for a few minutes without any other right.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`domain::Rejection::NotOver`] before the class ended; [`Refusal::NotFound`] where there is no such track.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn track_address(&self, seat: &Seat, track: TrackId) -> Result<String, Refusal> {
        let (class, _) = self.enter(seat, Action::WatchReplay).await?;
        let (over, key) = class.read(|view| {
            let track = view.recording.tracks.get(&track).filter(|track| track.bytes > 0);
            (view.core.must_be_over(), track.map(|track| track.key.clone()))
        });
        over?;
        let key = key.ok_or(Refusal::NotFound)?;
        Ok(self.objects.signed_url(&key, ADDRESS_LASTS).await?)
    }
}
