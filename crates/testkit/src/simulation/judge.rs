//! What must hold, said of the log and of what people got.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use classroom::ports::event_log::ClassKey;
use domain::event::Event;
use domain::ids::{CommandId, Sequence};
use domain::role::{Role, Viewer};
use domain::stream::Change;
use domain::view::{apply, visible};
use domain::wire::{Ephemeral, ServerFrame, Shown};
use domain::{AnyCommand, Asking, ClassView, Command, Rejection, chat, decide, poll, question};

use super::person::{Person, Reply};
use super::server::Shared;
use super::streams::{Seen, Sent};
use crate::leak::leak;

/// Reads the log along, and looks at what people get.
pub struct Judge {
    pub events: Vec<Event>,
    pub state: ClassView,
    shared: Arc<Shared>,
    class: ClassKey,
    viewers: Vec<Viewer>,
    /// Who was let in after each event.
    inside: Vec<HashSet<Viewer>>,
    /// The last event of each command.
    ends: BTreeMap<CommandId, Sequence>,
    /// Screens on their way.
    samples: Vec<(Viewer, ClassView)>,
    /// What people drew.
    pub sent: Sent,
}

impl Judge {
    pub fn new(shared: Arc<Shared>, class: ClassKey, viewers: Vec<Viewer>) -> Self {
        Self {
            events: Vec::new(),
            state: ClassView::default(),
            shared,
            class,
            viewers,
            inside: Vec::new(),
            ends: BTreeMap::new(),
            samples: Vec::new(),
            sent: Sent::default(),
        }
    }

    /// Reads what the log has beyond what was read.
    pub fn read_on(&mut self) {
        for event in self.shared.log.written(self.class, self.state.sequence) {
            apply(&mut self.state, &event);
            let inside = self.viewers.iter().filter(|viewer| self.state.core.lets_in(viewer));
            self.inside.push(inside.copied().collect());
            self.ends.insert(event.command, event.sequence);
            self.events.push(event);
        }
    }

    /// Looks at what somebody gets, in the moment they get it.
    pub fn may_get(&mut self, viewer: &Viewer, frame: &ServerFrame) {
        self.read_on();
        match frame {
            ServerFrame::Events { through, events, .. } => {
                assert!(*through <= self.state.sequence, "somebody sees what isn't in the log");
                assert!(
                    self.lets_in(viewer, *through),
                    "{viewer:?} is outside since {through:?} and gets events"
                );
                events.iter().for_each(|event| self.may_see(viewer, event));
            }
            ServerFrame::Accepted { id, sequence } => {
                assert!(*sequence <= self.state.sequence, "acknowledged before it is in the log");
                let end = self.ends.get(id);
                assert!(end.is_none_or(|end| end == sequence), "{id:?} is at {end:?}, not {sequence:?}");
            }
            ServerFrame::Snapshot { view } => {
                assert!(view.sequence <= self.state.sequence, "somebody sees what isn't in the log");
            }
            ServerFrame::Streams { pieces, .. } => {
                let was_inside = |viewer: &Viewer| self.inside.iter().any(|inside| inside.contains(viewer));
                assert!(pieces.is_empty() || was_inside(viewer), "{viewer:?} was never inside");
            }
            ServerFrame::Ephemeral { frames } => {
                let light = |shown: &&Shown| matches!(shown.frame, Ephemeral::Spotlight { .. });
                for Shown { from, .. } in frames.iter().filter(light) {
                    let person = self.viewers.iter().find(|viewer| viewer.user == *from);
                    assert!(
                        person.is_some_and(|viewer| viewer.role.is_staff()),
                        "{from:?} shows a spotlight"
                    );
                }
            }
            _ => {}
        }
    }

    /// Looks at what grows on somebody's screen.
    pub fn may_show(&self, seen: &mut Seen, changes: &[Change]) {
        self.sent.compare(seen, changes);
    }

    /// Keeps a screen, to be held against the log in the end.
    pub fn keep(&mut self, viewer: Viewer, view: &ClassView) {
        let mut view = view.clone();
        forget_own_tabs(&mut view);
        self.samples.push((viewer, view));
    }

    /// Whether somebody was let in there, or came back in by now.
    fn lets_in(&self, viewer: &Viewer, at: Sequence) -> bool {
        self.inside[at.0 as usize - 1..].iter().any(|inside| inside.contains(viewer))
    }

    fn may_see(&self, viewer: &Viewer, event: &Event) {
        let original = &self.events[event.sequence.0 as usize - 1];
        let Some(mut seen) = visible(original, viewer) else { panic!("{viewer:?} must not see {event:?}") };
        // Words that were taken back since are taken out.
        if event.fact.words().is_some_and(|words| words.erased())
            && let Some(words) = seen.fact.words_mut()
        {
            words.0 = None;
        }
        assert_eq!(seen, *event, "not what {viewer:?} may see");
        if viewer.role == Role::Student {
            let leak = leak(event, viewer, &self.state);
            assert!(leak.is_none(), "{leak:?} to {viewer:?}: {event:?}");
        }
    }

    /// Looks at everything, now that all is quiet.
    pub fn conclude(mut self, people: &[Person]) -> Verdict {
        self.read_on();
        let sequences = self.events.iter().map(|event| event.sequence);
        assert!(sequences.eq((1..=self.events.len() as u64).map(Sequence)), "a gap");
        assert!(self.shared.log.verify(self.class), "the chain of hashes is broken");
        self.screens_agree(people);
        self.samples.sort_by_key(|(_, view)| view.sequence);
        let verdict = self.count(people);
        self.walk(people);
        verdict
    }

    fn screens_agree(&self, people: &[Person]) {
        for person in people {
            let viewer = person.seat.viewer();
            let (wanted, mut there) = (shown(&self.state, &viewer), person.view.clone());
            if there.outside {
                forget_own_tabs(&mut there);
                // Told only when it looks different.
                there.sequence = wanted.sequence;
            }
            assert_eq!(there, wanted, "{viewer:?} has another class on the screen");
            let role = self.state.core.standing(viewer.user, viewer.role);
            let waits = self.state.core.phase.is_live()
                && self.state.core.must_be_let_in(viewer.user, role) == Err(Rejection::Waiting);
            let seen = self.state.core.lobby.waiting.contains_key(&viewer.user);
            assert_eq!(waits, seen, "{viewer:?} waits and nobody sees it, or the other way round");
        }
    }

    /// Goes through the log from its first event: each command did what it does in the state it found, once, and screens
    /// on their way were right then.
    fn walk(&self, people: &[Person]) {
        let commands: BTreeMap<_, _> = people
            .iter()
            .flat_map(|person| {
                person.commands.iter().map(|(id, (command, _))| (*id, (&person.seat, command)))
            })
            .collect();
        let mut done = HashSet::new();
        let mut state = ClassView::default();
        let mut samples = self.samples.iter().peekable();
        for facts in self.events.chunk_by(|event, next| event.command == next.command) {
            let id = facts[0].command;
            assert!(done.insert(id), "{id:?} has two effects");
            if let Some((seat, command)) = commands.get(&id) {
                let asking = Asking::person(seat.actor.user, seat.role);
                let command = AnyCommand::from((*command).clone());
                let decided = decide(&state, asking, &command, facts[0].at);
                let written = facts.iter().map(|event| event.fact.clone()).collect();
                assert_eq!(decided, Ok(written), "decided on another state");
            }
            for event in facts {
                apply(&mut state, event);
                while let Some((viewer, view)) = samples.next_if(|(_, view)| view.sequence == state.sequence)
                {
                    assert_eq!(*view, shown(&state, viewer), "{viewer:?} had another class on the screen");
                }
            }
        }
        assert_eq!(samples.next().map(|(_, view)| view.sequence), None, "a screen beyond the log");
    }

    /// Each wish has its answer, and the answer is true.
    fn count(&self, people: &[Person]) -> Verdict {
        let mut verdict = Verdict {
            events: self.events.len(),
            streams_whole: people.iter().map(|person| person.seen.whole).sum(),
            streams_dropped: people.iter().map(|person| person.seen.dropped).sum(),
            ..Verdict::default()
        };
        for (id, (command, answer)) in people.iter().flat_map(|person| &person.commands) {
            let end = self.ends.get(id);
            match answer {
                None => panic!("nobody answered {command:?}"),
                Some(Reply::Accepted(sequence)) => {
                    verdict.acknowledged += 1;
                    let there = end == Some(sequence);
                    assert!(there || end.is_none() && may_change_nothing(command), "lost: {command:?}");
                }
                // By a server that could not know of a write still under way on another one.
                Some(Reply::Refused(_)) if end.is_some() => verdict.overtaken += 1,
                Some(Reply::Refused(_)) => verdict.refused += 1,
            }
        }
        let mut hasher = DefaultHasher::new();
        for event in &self.events {
            (event.sequence, event.at, event.actor, event.fact.kind()).hash(&mut hasher);
        }
        verdict.fingerprint = hasher.finish();
        verdict
    }
}

/// What somebody's screen should show.
fn shown(state: &ClassView, viewer: &Viewer) -> ClassView {
    let mut view = state.seen_by(viewer);
    forget_own_tabs(&mut view);
    view
}

/// Who waits isn't told which of their own tabs do.
fn forget_own_tabs(view: &mut ClassView) {
    if view.outside {
        view.core.lobby.waiting.values_mut().for_each(|waiting| waiting.connections.clear());
    }
}

/// Whether a command that was acknowledged may have left no event of its name: what is so already, and votes that went
/// into the log under a ballot's name.
fn may_change_nothing(command: &Command) -> bool {
    !matches!(
        command,
        Command::Chat(chat::Command::Post { .. })
            | Command::Question(question::Command::Ask { .. })
            | Command::Poll(poll::Command::Open { .. })
    )
}

/// What a run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Events in the log.
    pub events: usize,
    /// Commands that were acknowledged.
    pub acknowledged: usize,
    /// Commands that were refused.
    pub refused: usize,
    /// Of those refused, how many a write that was under way elsewhere brought into the log all the same.
    pub overtaken: usize,
    /// Times that somebody saw a stream grow until it was whole.
    pub streams_whole: usize,
    /// Times that somebody saw a stream that was then marked as incomplete.
    pub streams_dropped: usize,
    /// Servers that died.
    pub deaths: usize,
    /// The same for the same log.
    pub fingerprint: u64,
}
