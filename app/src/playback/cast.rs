//! Who was seen at a moment of the class: which recorded pictures there are for its stage.

use domain::ClassView;
use domain::event::Event;
use domain::ids::UserId;
use domain::media::Source;
use domain::replay::PlayableTrack;
use domain::view::apply;

use crate::stage::{Cast, Surface, arrange};

/// Who was seen at `at` ms, by the places of their tracks: heard is who was in the spotlight, else who teaches, else another.
/// Before the first picture and after the last one the stage shows that picture, standing still.
pub(crate) fn cast_at(
    tracks: &[PlayableTrack],
    is_teacher: impl Fn(UserId) -> bool,
    spotlight: Option<UserId>,
    at: i64,
) -> Cast<usize> {
    let pictures = || tracks.iter().enumerate().filter(|(_, track)| !track.source.is_audio());
    let first = pictures().map(|(_, track)| track.offset.0).min().unwrap_or(0);
    let last = pictures().map(|(_, track)| end(track) - 1).max().unwrap_or(0);
    let at = at.clamp(first, last.max(first));
    let mut now: Vec<(usize, &PlayableTrack)> = pictures().filter(|(_, track)| runs_at(track, at)).collect();
    let rank = |track: &PlayableTrack| (spotlight != Some(track.user), !is_teacher(track.user));
    // Of two tracks of one source the later one: it took over from the other.
    now.sort_by_key(|(_, track)| (rank(track), std::cmp::Reverse(track.offset)));
    let mut seen = Vec::new();
    now.retain(|(_, track)| {
        let whose = (track.user, track.source);
        let is_new = !seen.contains(&whose);
        seen.push(whose);
        is_new
    });
    let of = |source| now.iter().filter(move |(_, track)| track.source == source);
    let mut cameras = of(Source::Camera).map(|(place, _)| *place);
    let speaker = cameras.next();
    let mut screens: Vec<_> = of(Source::Screen).chain(of(Source::Document)).copied().collect();
    // As the class had them (`pages::class::stage`): by person, and a shared screen before a second camera.
    screens.sort_by_key(|(_, track)| (!is_teacher(track.user), track.user, track.source == Source::Document));
    Cast {
        speaker: speaker.map_or(Surface::Nobody, Surface::Camera),
        lit: speaker.is_some_and(|place| Some(tracks[place].user) == spotlight),
        others: cameras.collect(),
        screens: screens.into_iter().map(|(place, _)| place).collect(),
    }
}

/// Every picture that is on the stage at some time of the class, so that each can have an element of its own from the start.
/// `events` are those of the stage, in their order.
pub(crate) fn ever_shown(
    tracks: &[PlayableTrack],
    events: &[Event],
    is_teacher: impl Fn(UserId) -> bool,
) -> Vec<Surface<usize>> {
    let changes = tracks.iter().flat_map(|track| [track.offset.0, end(track)]);
    let mut moments: Vec<i64> = changes.chain(events.iter().map(|event| event.offset.0)).collect();
    moments.sort_unstable();
    moments.dedup();
    let (mut view, mut events) = (ClassView::default(), events.iter().peekable());
    let mut shown = Vec::new();
    for at in moments {
        while let Some(event) = events.next_if(|event| event.offset.0 <= at) {
            apply(&mut view, event);
        }
        let layout = view.scene.on_air.as_ref().map(|shown| shown.layout);
        let cast = cast_at(tracks, &is_teacher, view.core.spotlight, at);
        for placed in arrange(layout, &cast) {
            if placed.surface.is_picture() && !shown.contains(&placed.surface) {
                shown.push(placed.surface);
            }
        }
    }
    shown
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
    use domain::ids::{CommandId, Offset, Sequence};
    use domain::scene::{self, Card, Layout};
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

    fn at(tracks: &[PlayableTrack], at: i64) -> Cast<usize> {
        cast_at(tracks, |user| user == TEACHER, None, at)
    }

    fn cast(speaker: usize, others: &[usize], screen: impl IntoIterator<Item = usize>) -> Cast<usize> {
        let screens = screen.into_iter().collect();
        Cast { speaker: Surface::Camera(speaker), lit: false, others: others.to_vec(), screens }
    }

    #[test]
    fn the_teacher_is_heard_before_others_and_a_screen_is_there_while_it_is_shared() {
        let tracks = [
            track(OTHER, Source::Camera, 0, 100),
            track(TEACHER, Source::Camera, 10, 90),
            track(TEACHER, Source::Microphone, 0, 100),
            track(TEACHER, Source::Screen, 50, 60),
        ];
        assert_eq!(at(&tracks, 5), cast(0, &[], None));
        assert_eq!(at(&tracks, 20), cast(1, &[0], None));
        assert_eq!(at(&tracks, 55), cast(1, &[0], Some(3)));
        assert_eq!(at(&tracks, 60), cast(1, &[0], None));
        assert_eq!(at(&tracks, 95), cast(0, &[], None));
        let lit = cast_at(&tracks, |user| user == TEACHER, Some(OTHER), 20);
        assert_eq!(lit, Cast { lit: true, ..cast(0, &[1], None) });
    }

    #[test]
    fn screens_and_second_cameras_come_by_person_and_never_for_a_face() {
        let tracks = [
            track(OTHER, Source::Screen, 0, 100),
            track(TEACHER, Source::Camera, 0, 100),
            track(TEACHER, Source::Document, 20, 100),
            track(TEACHER, Source::Screen, 40, 100),
        ];
        assert_eq!(at(&tracks, 10), cast(1, &[], [0]));
        assert_eq!(at(&tracks, 30), cast(1, &[], [2, 0]));
        assert_eq!(at(&tracks, 50), cast(1, &[], [3, 2, 0]));
    }

    #[test]
    fn before_and_after_the_pictures_the_nearest_one_stands_still() {
        let tracks = [track(TEACHER, Source::Camera, 10, 40), track(TEACHER, Source::Camera, 60, 90)];
        assert_eq!(at(&tracks, 0).speaker, Surface::Camera(0));
        assert_eq!(at(&tracks, 50).speaker, Surface::Nobody, "the camera was off");
        assert_eq!(at(&tracks, 500).speaker, Surface::Camera(1));
        assert_eq!(at(&[], 5).speaker, Surface::Nobody);
    }

    #[test]
    fn of_two_connections_of_one_camera_the_later_is_shown() {
        let tracks = [track(TEACHER, Source::Camera, 0, 50), track(TEACHER, Source::Camera, 40, 90)];
        assert_eq!(at(&tracks, 45), cast(1, &[], None));
    }

    #[test]
    fn every_picture_that_is_ever_shown_is_known() {
        let tracks = [
            track(TEACHER, Source::Camera, 0, 100),
            track(OTHER, Source::Camera, 20, 40),
            track(TEACHER, Source::Screen, 50, 60),
            track(TEACHER, Source::Microphone, 0, 100),
        ];
        let shown = |events: &[Event]| ever_shown(&tracks, events, |user| user == TEACHER);
        assert_eq!(shown(&[]), [Surface::Camera(0), Surface::Camera(1), Surface::Screen(2)]);
        let layout = Layout::Card { card: Card::Break, minutes: None };
        let fact = scene::Fact::Switched {
            scene: Uuid::nil().into(),
            layout,
            fade: false,
            by: None,
            wording: "{}".into(),
        };
        let card = Event {
            sequence: Sequence(1),
            offset: Offset(10),
            at: chrono::DateTime::UNIX_EPOCH,
            actor: None,
            command: CommandId(Uuid::nil()),
            fact: fact.into(),
        };
        assert_eq!(shown(&[card]), [Surface::Camera(0)], "what comes behind a card is not seen");
    }
}
