//! What stands on the stage at a moment of the class: which recorded pictures, and where.

use domain::ids::UserId;
use domain::media::Source;
use domain::replay::PlayableTrack;

/// Pictures beside the large one, at most.
const MOST_BESIDE: usize = 3;

/// The stage at a moment; numbers are places in the list of tracks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Scene {
    /// The large picture.
    pub main: Option<usize>,
    /// Small pictures beside it.
    pub beside: Vec<usize>,
}

/// A place on the stage that a track takes at some time of the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Slot {
    /// The track, by its place in the list.
    pub track: usize,
    /// Large, or beside.
    pub large: bool,
}

impl Scene {
    /// Whether the slot is on the stage.
    pub fn shows(&self, slot: Slot) -> bool {
        if slot.large { self.main == Some(slot.track) } else { self.beside.contains(&slot.track) }
    }
}

/// The stage at `at` ms: a shared screen is large, else the teacher's camera, else another one. Before the first
/// picture and after the last one the stage shows that picture, standing still.
pub(crate) fn scene_at(tracks: &[PlayableTrack], is_teacher: impl Fn(UserId) -> bool, at: i64) -> Scene {
    let pictures = || tracks.iter().enumerate().filter(|(_, track)| !track.source.is_audio());
    let first = pictures().map(|(_, track)| track.offset.0).min().unwrap_or(0);
    let last = pictures().map(|(_, track)| end(track) - 1).max().unwrap_or(0);
    let at = at.clamp(first, last.max(first));
    let mut now: Vec<(usize, &PlayableTrack)> = pictures().filter(|(_, track)| runs_at(track, at)).collect();
    let rank = |track: &PlayableTrack| match (track.source, is_teacher(track.user)) {
        (Source::Screen, _) => 0,
        (_, true) => 1,
        (_, false) => 2,
    };
    // Of two tracks of one source the later one: it took over from the other.
    now.sort_by_key(|(_, track)| (rank(track), std::cmp::Reverse(track.offset)));
    let mut seen = Vec::new();
    now.retain(|(_, track)| {
        let whose = (track.user, track.source);
        let is_new = !seen.contains(&whose);
        seen.push(whose);
        is_new
    });
    let mut places = now.into_iter().map(|(place, _)| place);
    Scene { main: places.next(), beside: places.take(MOST_BESIDE).collect() }
}

/// Every place that some track takes at some time, so that each can have an element of its own from the start.
pub(crate) fn slots(tracks: &[PlayableTrack], is_teacher: impl Fn(UserId) -> bool) -> Vec<Slot> {
    let pictures = tracks.iter().filter(|track| !track.source.is_audio());
    let mut slots: Vec<Slot> = pictures
        .flat_map(|track| [track.offset.0, end(track)])
        .flat_map(|at| {
            let scene = scene_at(tracks, &is_teacher, at);
            let beside = scene.beside.into_iter().map(|track| Slot { track, large: false });
            scene.main.map(|track| Slot { track, large: true }).into_iter().chain(beside)
        })
        .collect();
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// Whether something of the track is seen or heard at `at` ms.
pub(crate) fn runs_at(track: &PlayableTrack, at: i64) -> bool {
    (track.offset.0..end(track)).contains(&at)
}

fn end(track: &PlayableTrack) -> i64 {
    track.offset.0 + track.duration_ms.max(1)
}

#[cfg(test)]
mod tests {
    use domain::ids::Offset;
    use uuid::Uuid;

    use super::*;

    const TEACHER: UserId = UserId(Uuid::from_u128(1));
    const OTHER: UserId = UserId(Uuid::from_u128(2));

    fn track(user: UserId, source: Source, from: i64, to: i64) -> PlayableTrack {
        PlayableTrack {
            user,
            source,
            offset: Offset(from),
            duration_ms: to - from,
            mime: String::new(),
            url: String::new(),
        }
    }

    fn at(tracks: &[PlayableTrack], at: i64) -> (Option<usize>, Vec<usize>) {
        let scene = scene_at(tracks, |user| user == TEACHER, at);
        (scene.main, scene.beside)
    }

    #[test]
    fn the_teacher_is_large_until_a_screen_is_shared() {
        let tracks = [
            track(OTHER, Source::Camera, 0, 100),
            track(TEACHER, Source::Camera, 10, 90),
            track(TEACHER, Source::Microphone, 0, 100),
            track(TEACHER, Source::Screen, 50, 60),
        ];
        assert_eq!(at(&tracks, 5), (Some(0), vec![]));
        assert_eq!(at(&tracks, 20), (Some(1), vec![0]));
        assert_eq!(at(&tracks, 55), (Some(3), vec![1, 0]));
        assert_eq!(at(&tracks, 60), (Some(1), vec![0]));
        assert_eq!(at(&tracks, 95), (Some(0), vec![]));
    }

    #[test]
    fn before_and_after_the_pictures_the_nearest_one_stands_still() {
        let tracks = [track(TEACHER, Source::Camera, 10, 40), track(TEACHER, Source::Camera, 60, 90)];
        assert_eq!(at(&tracks, 0).0, Some(0));
        assert_eq!(at(&tracks, 50).0, None, "the camera was off");
        assert_eq!(at(&tracks, 500).0, Some(1));
        assert_eq!(at(&[], 5).0, None);
    }

    #[test]
    fn of_two_connections_of_one_camera_the_later_is_shown() {
        let tracks = [track(TEACHER, Source::Camera, 0, 50), track(TEACHER, Source::Camera, 40, 90)];
        assert_eq!(at(&tracks, 45), (Some(1), vec![]));
    }

    #[test]
    fn every_place_ever_taken_is_known() {
        let tracks = [track(TEACHER, Source::Camera, 0, 100), track(TEACHER, Source::Screen, 50, 60)];
        let slot = |track, large| Slot { track, large };
        let slots = slots(&tracks, |user| user == TEACHER);
        assert_eq!(slots, [slot(0, false), slot(0, true), slot(1, true)]);
    }
}
