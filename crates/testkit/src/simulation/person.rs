//! Somebody with the class on their screen: the browser's own half of the live channel, on a line that repeats, swaps and
//! loses what the server says.

use std::collections::BTreeMap;

use classroom::command::Seat;
use domain::ids::{CommandId, Sequence};
use domain::live::{Client, Owed, Progress, Step};
use domain::stream::Sender;
use domain::wire::{ClientFrame, ServerFrame};
use domain::{ClassView, Command, Rejection};
use rand::Rng as _;
use rand::rngs::StdRng;

use super::judge::Judge;
use super::streams::Seen;
use super::tab::Tab;

/// What somebody heard about their command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    Accepted(Sequence),
    Refused(Rejection),
}

/// A person and the tab they have open.
pub struct Person {
    pub seat: Seat,
    pub view: ClassView,
    /// What they wished, each with what became of it.
    pub commands: BTreeMap<CommandId, (Command, Option<Reply>)>,
    pub tab: Option<Tab>,
    /// The line has lost something since it was opened.
    pub lost: bool,
    /// What they draw, until their line breaks.
    pub sender: Option<Sender>,
    /// How much they have seen of what grows.
    pub seen: Seen,
    client: Client,
}

impl Person {
    pub fn new(seat: Seat) -> Self {
        let (view, client) = (ClassView::default(), Client::default());
        let (commands, seen) = (BTreeMap::new(), Seen::default());
        Self { seat, view, commands, tab: None, lost: false, sender: None, seen, client }
    }

    /// Whether everything that they wished has its answer.
    pub fn is_content(&self) -> bool {
        let mut owed = self.client.outbox().owed().iter();
        // Who was sent out meanwhile doesn't see it any more.
        let has_answers = owed.all(|owed| matches!(owed.progress, Progress::Heard(_)));
        self.tab.is_some() && has_answers && self.client.streams().names().next().is_none()
    }

    /// What has no answer yet, and how far this screen is.
    pub fn waits_for(&self) -> (&[Owed], Sequence) {
        (self.client.outbox().owed(), self.view.sequence)
    }

    pub fn submit(&mut self, id: CommandId, command: Command) {
        self.commands.insert(id, (command.clone(), None));
        let steps = self.client.submit(id, command);
        self.follow(steps);
    }

    pub fn show(&mut self, frame: ClientFrame) {
        self.follow(vec![Step::Send(frame)]);
    }

    pub fn open(&mut self, tab: Tab) {
        self.cut();
        self.tab = Some(tab);
        self.lost = false;
        let hello = self.client.hello(&self.view);
        self.follow(vec![Step::Send(hello)]);
    }

    /// The line is gone; gives the server's end of it.
    pub fn cut(&mut self) -> Option<Tab> {
        self.sender = None;
        self.client.cut();
        self.tab.take()
    }

    /// Loads the page again. What was not in the log comes back from storage.
    pub fn reload(&mut self) -> Option<Tab> {
        let tab = self.cut();
        let before = std::mem::take(&mut self.client);
        self.view = ClassView::default();
        self.seen.forget_growing();
        for owed in before.outbox().owed() {
            if !matches!(owed.progress, Progress::Heard(_)) {
                let steps = self.client.submit(owed.id, owed.command.clone());
                self.follow(steps);
            }
        }
        tab
    }

    /// Hears the next frame. False where there is none.
    pub fn hear(&mut self, random: &mut StdRng, judge: &mut Judge) -> bool {
        let Some(tab) = self.tab.as_mut() else { return false };
        if may_swap(tab.going.front(), tab.going.get(1)) && random.random_bool(0.1) {
            tab.going.swap(0, 1);
        }
        let Some(frame) = tab.going.pop_front() else { return false };
        let is_events = matches!(frame, ServerFrame::Events { .. });
        match random.random_range(0..40) {
            0 if is_events || matches!(frame, ServerFrame::Streams { .. }) => {
                self.lost = true;
                return true;
            }
            1..4 if is_events || is_answer(&frame) => self.take(frame.clone(), judge),
            _ => {}
        }
        self.take(frame, judge);
        true
    }

    /// Hears everything as it is said.
    pub fn hear_all(&mut self, judge: &mut Judge) -> bool {
        let mut heard = false;
        while let Some(frame) = self.tab.as_mut().and_then(|tab| tab.going.pop_front()) {
            self.take(frame, judge);
            heard = true;
        }
        heard
    }

    fn take(&mut self, frame: ServerFrame, judge: &mut Judge) {
        judge.may_get(&self.seat.viewer(), &frame);
        match &frame {
            ServerFrame::Accepted { id, sequence } => self.note(*id, Reply::Accepted(*sequence)),
            ServerFrame::Refused { id, reason } => self.note(*id, Reply::Refused(reason.clone())),
            _ => {}
        }
        let steps = self.client.take(&mut self.view, frame);
        for step in &steps {
            if let Step::Streams(changes) = step {
                judge.may_show(&mut self.seen, changes);
            }
        }
        self.follow(steps);
    }

    fn note(&mut self, id: CommandId, answer: Reply) {
        let Some((_, heard)) = self.commands.get_mut(&id) else { panic!("an answer to what nobody asked") };
        let differs = |before: &Reply| match (before, &answer) {
            // It changed nothing, twice.
            (Reply::Accepted(_), Reply::Accepted(_)) => false,
            (before, answer) => before != answer,
        };
        assert!(!heard.as_ref().is_some_and(differs), "one command, two answers: {heard:?}, {answer:?}");
        *heard = Some(answer);
    }

    fn follow(&mut self, steps: Vec<Step>) {
        for step in steps {
            match (step, self.tab.as_mut()) {
                (Step::Send(frame), Some(tab)) => tab.coming.push_back(frame),
                (Step::Bye { .. }, Some(_)) => drop(self.cut()),
                _ => {}
            }
        }
    }
}

/// Frames that a line which isn't a stream could bring in another order.
fn may_swap(first: Option<&ServerFrame>, second: Option<&ServerFrame>) -> bool {
    let loose = |frame: &ServerFrame| matches!(frame, ServerFrame::Events { .. }) || is_answer(frame);
    first.is_some_and(loose) && second.is_some_and(loose)
}

fn is_answer(frame: &ServerFrame) -> bool {
    matches!(frame, ServerFrame::Accepted { .. } | ServerFrame::Refused { .. })
}
