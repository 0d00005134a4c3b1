//! What every implementation of a port must do: the fake and the real one go through the same cases.
#![expect(clippy::expect_used, reason = "a case that fails panics")]

use std::time::Duration;

use classroom::ports::bus::{Bus, WakeUp};
use classroom::ports::event_log::{ClassKey, CommandPlace, EventLog, LogError};
use classroom::ports::mail::{Letter, Mail, MailError};
use classroom::ports::media::MediaRooms;
use classroom::ports::snapshots::Snapshots;
use domain::ClassView;
use domain::event::Fact;
use domain::icalendar::{Method, Person};
use domain::ids::{Sequence, SessionId, StreamId, TenantId};
use domain::media::Source;
use domain::session;
use domain::stream::{Content, Sender, Streamed};
use domain::view::{apply, write_whole};
use domain::wire::Ephemeral;
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::script::{STUDENT, Script, TEACHER, joined, posted};

/// What goes in comes out, whole, in order, on every server; `other` is another server's view of the same log.
///
/// # Panics
/// Where it doesn't.
pub async fn what_was_appended_is_read(log: &dyn EventLog, other: &dyn EventLog) {
    let mut class = Script::new();
    let facts = vec![
        class.schedule("Überschwinger"),
        Fact::Session(session::Fact::Started),
        joined(STUDENT, "Amina"),
        posted("hi 👋"),
    ];
    let events = class.write(log, facts).await;
    assert_eq!(class.read(log).await.expect("the log"), events);
    assert_eq!(class.read(other).await.expect("the log"), events, "on another server");

    let tail = log.read(class.key, Sequence(2), 1).await.expect("the tail");
    assert_eq!(tail, events[2..3], "after 2, one at the most");
    assert_eq!(log.read(class.key, Sequence(4), 9).await.expect("the tail"), []);
    assert_eq!(Script::new().read(log).await.expect("no log"), [], "a class that isn't there");
    log.check(Script::new().key, Sequence(0)).await.expect("it may begin");
}

/// Who comes second loses, and writes nothing.
///
/// # Panics
/// Where both write, or none.
pub async fn who_comes_second_loses(log: &dyn EventLog, other: &dyn EventLog) {
    let mut class = Script::started(log).await;
    let mut late = class.clone();
    class.write(log, vec![posted("first")]).await;
    let events = late.events(vec![posted("second"), posted("third")]);
    let lost = other.append(late.key, &events).await;
    assert!(matches!(lost, Err(LogError::Conflict)), "{lost:?}");
    assert_eq!(class.read(other).await.expect("the log").len(), 3);
}

/// Who has read more than there is has read what is gone, and a torn batch is refused for good.
///
/// # Panics
/// Where one is written.
pub async fn gaps_are_refused(log: &dyn EventLog) {
    let mut class = Script::started(log).await;
    log.check(class.key, class.last).await.expect("it is as it was written");
    log.check(class.key, Sequence(1)).await.expect("and longer than its reader knows");
    class.last = class.last.next();
    let gone = log.check(class.key, class.last).await;
    assert!(matches!(gone, Err(LogError::Altered(_))), "{gone:?}");
    let events = class.events(vec![posted("one too far")]);
    let gap = log.append(class.key, &events).await;
    assert!(matches!(gap, Err(LogError::Altered(_))), "a conflict would be tried for ever: {gap:?}");
    let mut torn = class.events(vec![posted("a"), posted("b")]);
    torn[1].sequence = torn[1].sequence.next();
    let refused = log.append(class.key, &torn).await;
    assert!(matches!(refused, Err(LogError::Broken(_))), "{refused:?}");
}

/// A command that is in the log already is a conflict; its writer reads the tail and finds it.
///
/// # Panics
/// Where it is written twice.
pub async fn a_command_has_one_effect(log: &dyn EventLog) {
    let mut class = Script::started(log).await;
    let command = Uuid::now_v7().into();
    let mut twofold = class.events(vec![posted("a"), posted("b")]);
    twofold.iter_mut().for_each(|event| event.command = command);
    log.append(class.key, &twofold).await.expect("both are written");

    let mut again = class.events(vec![posted("a")]);
    again[0].command = command;
    let twice = log.append(class.key, &again).await;
    assert!(matches!(twice, Err(LogError::Conflict)), "{twice:?}");
    assert_eq!(class.read(log).await.expect("the log").len(), 4);
}

/// A command of the log is found there, with all its events; others aren't.
///
/// # Panics
/// Where it isn't so.
pub async fn commands_are_found(log: &dyn EventLog, other: &dyn EventLog, stranger: TenantId) {
    let mut class = Script::started(log).await;
    let mut facts = class.events(vec![posted("a"), posted("b"), posted("c")]);
    facts[1].command = facts[0].command;
    log.append(class.key, &facts).await.expect("they are written");
    let ids = [facts[2].command, facts[0].command, Uuid::now_v7().into()];
    let place = |command, first, last| CommandPlace { command, actor: Some(TEACHER), first, last };
    let wanted = [place(ids[1], Sequence(3), Sequence(4)), place(ids[0], Sequence(5), Sequence(5))];
    let mut found = other.find(class.key, &ids).await.expect("the log");
    found.sort_by_key(|place| place.first);
    assert_eq!(found, wanted);
    let theirs = ClassKey { tenant: stranger, session: class.key.session };
    assert_eq!(log.find(theirs, &ids).await.expect("the log"), [], "of another tenant");
}

/// What is stored of a class is what its log folds to, up to where it was stored; `other` is another server's view of the same.
///
/// # Panics
/// Where it isn't.
pub async fn a_stored_class_is_the_fold<S: EventLog + Snapshots>(log: &S, other: &S, stranger: TenantId) {
    let mut class = Script::started(log).await;
    assert_eq!(log.load(class.key).await.expect("nothing yet"), None);
    log.renew(class.key, 3).await.expect("it is looked at");
    assert_eq!(log.load(class.key).await.expect("nothing yet"), None, "two events are not worth it");
    for round in 0..3 {
        class.write(log, vec![joined(STUDENT, "Amina"), posted("Überschwinger 👋")]).await;
        other.renew(class.key, 2).await.expect("it is stored");
        class.write(log, vec![posted("one more")]).await;
        log.renew(class.key, 2).await.expect("it is looked at");
        let stored = log.load(class.key).await.expect("what is stored").expect("a class");
        assert_eq!(stored.sequence.0, class.last.0 - 1, "round {round}");
        let mut folded = ClassView::default();
        let events = class.read(log).await.expect("the log");
        events.iter().take(events.len() - 1).for_each(|event| apply(&mut folded, event));
        assert_eq!(whole(&stored), whole(&folded));
    }
    let theirs = ClassKey { tenant: stranger, session: class.key.session };
    log.renew(theirs, 1).await.expect("there is nothing to store");
    assert_eq!(log.load(theirs).await.expect("nothing"), None, "of another tenant");
}

/// All that there is to know of a class.
///
/// # Panics
/// Where it can't be written.
#[must_use]
pub fn whole(view: &ClassView) -> String {
    String::from_utf8(write_whole(view).expect("it is written")).expect("JSON is text")
}

/// Nothing happens in a class that isn't on the calendar.
///
/// # Panics
/// Where something does.
pub async fn a_class_must_be_scheduled_first(log: &dyn EventLog) {
    let mut class = Script::new();
    let events = class.events(vec![posted("into the void")]);
    let refused = log.append(class.key, &events).await;
    assert!(matches!(refused, Err(LogError::Broken(_))), "{refused:?}");
}

/// Another tenant's class can neither be read nor taken. `stranger` is a tenant that is there.
///
/// # Panics
/// Where it can.
pub async fn walls_hold(log: &dyn EventLog, stranger: TenantId) {
    let class = Script::started(log).await;
    let mut theirs = Script::new();
    theirs.key = ClassKey { tenant: stranger, session: class.key.session };
    assert_eq!(theirs.read(log).await.expect("an empty log"), []);
    let events = theirs.events(vec![theirs.schedule("Mine now"), Fact::Session(session::Fact::Started)]);
    let taken = log.append(theirs.key, &events).await;
    assert!(matches!(taken, Err(LogError::Taken)), "a conflict would be tried for ever: {taken:?}");
    assert_eq!(class.read(log).await.expect("the log").len(), 2);
}

/// Every server hears every knock, in order and once, its own too; `other` is another server's end of the same bus.
///
/// # Panics
/// Where one doesn't.
pub async fn wake_ups_are_received_everywhere(bus: &dyn Bus, other: &dyn Bus) {
    let (mut here, mut there) = (bus.listen(), other.listen());
    reach(bus, &mut there).await;
    let class = somewhere();
    let frame = Ephemeral::Typing;
    let piece = Sender::new(StreamId(Uuid::now_v7())).append(Content::Trail { points: vec![(1, 2)] });
    let streamed = Streamed { from: STUDENT, piece };
    let wake_ups = [
        WakeUp::LogGrew { class, from: "a".into() },
        WakeUp::Ephemeral { class, from: "a".into(), user: STUDENT, frame },
        WakeUp::Streams { class, from: "a".into(), pieces: vec![streamed] },
        WakeUp::LogGrew { class, from: "b".into() },
    ];
    for wake_up in wake_ups.clone() {
        bus.wake_up(wake_up).await;
    }
    for listener in [&mut here, &mut there] {
        for wake_up in &wake_ups {
            assert_eq!(heard(listener, class).await, *wake_up);
        }
    }
}

/// Knocks until one is heard on the other end: a bus that has just come (back) needs a moment.
///
/// # Panics
/// Where nothing comes through within a minute.
pub async fn reach(bus: &dyn Bus, there: &mut broadcast::Receiver<WakeUp>) {
    let class = somewhere();
    let waking = async {
        loop {
            bus.wake_up(WakeUp::LogGrew { class, from: "somebody".into() }).await;
            if tokio::time::timeout(Duration::from_millis(100), heard(there, class)).await.is_ok() {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waking).await.expect("a knock comes through");
}

fn somewhere() -> ClassKey {
    ClassKey { tenant: TenantId(Uuid::now_v7()), session: SessionId(Uuid::now_v7()) }
}

/// The next knock about this class.
async fn heard(listener: &mut broadcast::Receiver<WakeUp>, about: ClassKey) -> WakeUp {
    loop {
        let wake_up = listener.recv().await.expect("the bus is there");
        let (WakeUp::LogGrew { class, .. } | WakeUp::Ephemeral { class, .. } | WakeUp::Streams { class, .. }) =
            &wake_up;
        if *class == about {
            return wake_up;
        }
    }
}

/// A letter to somebody of that address, with an invitation.
#[must_use]
pub fn letter(email: &str) -> Letter {
    Letter {
        id: "class.person.revision-0".into(),
        to: Person { name: "Amina Diällo".into(), email: email.into() },
        subject: "Überschwinger".into(),
        text: "You are invited.\n.\nSee you — there.\n".into(),
        calendar: Some((Method::Request, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".into())),
    }
}

/// Letters are taken; one that nobody can get is refused for good.
///
/// # Panics
/// Where it isn't so.
pub async fn letters_are_taken_or_refused(mail: &dyn Mail) {
    mail.send(&letter("amina@school.test")).await.expect("it is taken");
    for nobody in ["nobody@school.test", "not an address"] {
        let refused = mail.send(&letter(nobody)).await;
        assert!(matches!(refused, Err(MailError::Refused(_))), "{nobody}: {refused:?}");
    }
    for later in ["full@school.test", "busy@school.test", "cut@school.test"] {
        let waits = mail.send(&letter(later)).await;
        assert!(matches!(waits, Err(MailError::Unavailable(_))), "{later}: {waits:?}");
    }
    mail.send(&letter("jonas@school.test")).await.expect("the next one is taken");
}

/// Rooms are made and ended, twice too, and what isn't there is no error.
///
/// # Panics
/// Where it isn't so.
pub async fn rooms_bear_what_is_not_there(media: &dyn MediaRooms) {
    let (tenant, session) = (TenantId(Uuid::now_v7()), SessionId(Uuid::now_v7()));
    assert_eq!(media.inside(session).await.expect("no room"), []);
    for _ in 0..2 {
        media.open_room(ClassKey { tenant, session }).await.expect("a room");
    }
    assert_eq!(media.inside(session).await.expect("an empty room"), []);
    media.send_out(session, STUDENT).await.expect("nobody is sent out");
    media.stop(session, STUDENT, Source::Camera).await.expect("nothing is turned off");
    media.allow(session, STUDENT, &[Source::Microphone]).await.expect("nobody is told");
    for _ in 0..2 {
        media.close_room(session).await.expect("no room any more");
    }
}

#[cfg(test)]
mod the_fake {
    use super::*;
    use crate::bus::FakeBus;
    use crate::log::FakeLog;
    use crate::media::FakeMedia;

    #[tokio::test]
    async fn does_what_the_real_bus_does() {
        let bus = FakeBus::default();
        wake_ups_are_received_everywhere(&bus, &bus).await;
    }

    #[tokio::test]
    async fn does_what_the_real_media_server_does() {
        rooms_bear_what_is_not_there(&FakeMedia::default()).await;
    }

    #[tokio::test]
    async fn does_what_the_real_log_does() {
        let log = FakeLog::default();
        what_was_appended_is_read(&log, &log).await;
        who_comes_second_loses(&log, &log).await;
        gaps_are_refused(&log).await;
        a_command_has_one_effect(&log).await;
        a_class_must_be_scheduled_first(&log).await;
        let stranger = TenantId(Uuid::now_v7());
        walls_hold(&log, stranger).await;
        commands_are_found(&log, &log, stranger).await;
        a_stored_class_is_the_fold(&log, &log, stranger).await;
    }
}
