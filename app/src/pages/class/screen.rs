//! Which screen of the class page somebody sees now.

use domain::lobby::Out;
use domain::session::Phase;

use crate::features::lobby::Standing;
use crate::model::class::Rights;

/// What the page shows now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    /// It has not begun, and this person only waits.
    Waiting,
    /// Trying camera and microphone before going in.
    Preview,
    /// In the class.
    Class,
    /// In its lobby, until somebody lets them in.
    Lobby,
    /// Sent away.
    Out(Out),
    /// It is over; the replay opens.
    Over,
    /// It won't take place.
    Cancelled,
}

/// What somebody with these rights sees, who pressed the button that leads `inside`, and stands inside or outside as they do.
pub(super) fn choose(phase: Phase, rights: Rights, inside: bool, stands: Standing) -> Screen {
    match (phase, stands) {
        (Phase::Ended { .. }, _) => Screen::Over,
        (Phase::Cancelled, _) => Screen::Cancelled,
        (_, Standing::Out(out)) => Screen::Out(out),
        (Phase::Unscheduled | Phase::Scheduled, _) if rights.start => Screen::Preview,
        (Phase::Unscheduled | Phase::Scheduled, _) => Screen::Waiting,
        (Phase::Live { .. }, Standing::Lobby) => Screen::Lobby,
        (Phase::Live { .. }, Standing::Inside) if inside || !rights.publish => Screen::Class,
        (Phase::Live { .. }, Standing::Inside) => Screen::Preview,
    }
}

#[cfg(test)]
mod tests {
    use super::{Out, Rights, Screen, Standing, choose};
    use chrono::DateTime;
    use domain::ids::Offset;
    use domain::session::Phase;

    #[test]
    fn each_sees_what_they_can_do_now() {
        let teacher = Rights { start: true, end: true, publish: true, remove_chat: true, mark_chapter: true };
        let assistant = Rights { start: false, end: false, ..teacher };
        let student = Rights::default();
        let admin = Rights { start: true, end: true, ..student };
        let started_at = DateTime::UNIX_EPOCH;
        let (live, over) = (Phase::Live { started_at }, Phase::Ended { started_at, length: Offset(1) });
        let table = [
            (Phase::Scheduled, teacher, false, Screen::Preview),
            (Phase::Scheduled, teacher, true, Screen::Preview),
            (Phase::Scheduled, assistant, false, Screen::Waiting),
            (Phase::Scheduled, student, false, Screen::Waiting),
            (live, teacher, false, Screen::Preview),
            (live, teacher, true, Screen::Class),
            (live, assistant, false, Screen::Preview),
            (live, student, false, Screen::Class),
            (live, admin, false, Screen::Class),
            (over, teacher, true, Screen::Over),
        ];
        for (phase, rights, inside, screen) in table {
            let chosen = choose(phase, rights, inside, Standing::Inside);
            assert_eq!(chosen, screen, "{phase:?} {rights:?} {inside}");
        }
        let outside = |phase, stands| choose(phase, student, true, stands);
        assert_eq!(outside(live, Standing::Lobby), Screen::Lobby);
        assert_eq!(
            outside(Phase::Scheduled, Standing::Lobby),
            Screen::Waiting,
            "the lobby is before a class that goes on"
        );
        assert_eq!(outside(live, Standing::Out(Out::Banned)), Screen::Out(Out::Banned));
        assert_eq!(outside(over, Standing::Out(Out::Removed)), Screen::Over);
        assert_eq!(outside(Phase::Cancelled, Standing::Inside), Screen::Cancelled);
    }
}
