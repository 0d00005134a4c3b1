//! What each frame of the live channel does to the view and to the commands owed. Pure: no socket, no clock.

use crate::event::{Event, Fact};
use crate::ids::{CommandId, Sequence};
use crate::stream::{Change, Streams};
use crate::view::apply;
use crate::wire::{ClientFrame, ServerFrame};
use crate::{ClassView, Command, Rejection};

use super::outbox::Outbox;

/// The browser's side of one class.
#[derive(Debug, Default)]
pub struct Client {
    outbox: Outbox,
    /// The server has greeted this channel, so that commands may go.
    welcome: bool,
    paused: bool,
    /// A gap was seen and the tail asked for; until it comes, other events can't be used.
    asked_again: bool,
    streams: Streams,
}

/// What the page has to do after a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send this.
    Send(ClientFrame),
    /// A command is in the log: storage may forget it.
    Heard(CommandId),
    /// A command was refused: storage forgets it, the person reads why.
    Refused {
        /// Which.
        id: CommandId,
        /// What was asked for.
        command: Command,
        /// Why not.
        reason: Rejection,
    },
    /// Something grew, is whole, or is dropped: in this order.
    Streams(Vec<Change>),
    /// What is new on the class's boards, in its order: a view holds nothing of what is drawn.
    Boards(Vec<Event>),
    /// The class came whole: what boards have of it that the view doesn't hold is to be fetched anew.
    Replaced,
    /// The server closes the channel.
    Bye {
        /// Why, in words for the person.
        reason: String,
        /// Whether to come back.
        retry: bool,
    },
}

impl Client {
    /// The commands owed.
    #[must_use]
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// What grows at the moment.
    #[must_use]
    pub fn streams(&self) -> &Streams {
        &self.streams
    }

    /// Whether the log can't be written at the moment.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// A channel was opened: what to say first.
    #[must_use]
    pub fn hello(&mut self, view: &ClassView) -> ClientFrame {
        self.welcome = false;
        self.asked_again = false;
        hello(view)
    }

    /// The channel broke: what has no answer waits for the next one.
    pub fn cut(&mut self) {
        self.welcome = false;
        self.outbox.recall();
    }

    /// The person sends a command.
    #[must_use]
    pub fn submit(&mut self, id: CommandId, command: Command) -> Vec<Step> {
        self.outbox.add(id, command);
        self.flush()
    }

    /// Takes a frame in; `view` follows it.
    #[must_use]
    pub fn take(&mut self, view: &mut ClassView, frame: ServerFrame) -> Vec<Step> {
        match frame {
            ServerFrame::Welcome { .. } => {
                self.welcome = true;
                self.paused = false;
                // What grew on the channel before may have gone on without us.
                let lost = self.streams.drop_all();
                changed(lost).into_iter().chain(self.flush()).collect()
            }
            ServerFrame::Snapshot { view: whole } => {
                *view = *whole;
                self.asked_again = false;
                self.outbox.settle(view.sequence);
                // Who is outside sees nothing grow.
                let lost = if view.outside { self.streams.drop_all() } else { vec![] };
                changed(lost).into_iter().chain([Step::Replaced]).collect()
            }
            ServerFrame::Events { after, through, events } => {
                if after > view.sequence {
                    return self.ask_again(view);
                }
                let seen = view.sequence;
                for event in &events {
                    apply(view, event);
                }
                // Events that are not for us leave holes; `through` says how far we are all the same.
                view.sequence = view.sequence.max(through);
                self.asked_again = false;
                self.outbox.settle(view.sequence);
                let of_boards = |event: &Event| event.sequence > seen && matches!(event.fact, Fact::Board(_));
                let boards: Vec<_> = events.into_iter().filter(of_boards).collect();
                if boards.is_empty() { vec![] } else { vec![Step::Boards(boards)] }
            }
            ServerFrame::Accepted { id, sequence } => {
                self.outbox.heard(id, sequence);
                self.outbox.settle(view.sequence);
                vec![Step::Heard(id)]
            }
            ServerFrame::Refused { id, reason } => match self.outbox.refused(id) {
                // Another tab, or this one before a reload, got it through: just what was asked for.
                Some(_) if reason == Rejection::AlreadyThere => vec![Step::Heard(id)],
                Some(command) => vec![Step::Refused { id, command, reason }],
                None => vec![],
            },
            ServerFrame::Paused { id } => {
                self.paused = true;
                if let Some(id) = id {
                    self.outbox.recall_one(id);
                }
                vec![]
            }
            ServerFrame::Resumed => {
                self.paused = false;
                self.flush()
            }
            ServerFrame::Streams { anew, pieces } => {
                let mut changes = if anew { self.streams.drop_all() } else { vec![] };
                changes.extend(pieces.iter().filter_map(|piece| self.streams.take(piece)));
                changed(changes).into_iter().collect()
            }
            ServerFrame::Bye { reason, retry } => vec![Step::Bye { reason, retry }],
            ServerFrame::Ephemeral { .. } | ServerFrame::Pong | ServerFrame::BadFrame { .. } => vec![],
        }
    }

    fn flush(&mut self) -> Vec<Step> {
        if !self.welcome || self.paused {
            return vec![];
        }
        self.outbox.send_waiting().into_iter().map(Step::Send).collect()
    }

    fn ask_again(&mut self, view: &ClassView) -> Vec<Step> {
        if std::mem::replace(&mut self.asked_again, true) {
            return vec![];
        }
        vec![Step::Send(hello(view))]
    }
}

fn changed(changes: Vec<Change>) -> Option<Step> {
    (!changes.is_empty()).then_some(Step::Streams(changes))
}

fn hello(view: &ClassView) -> ClientFrame {
    // Who was outside has seen nothing of what came before.
    let resume_after = (view.sequence > Sequence(0) && !view.outside).then_some(view.sequence);
    ClientFrame::Hello { resume_after }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::board;
    use crate::ids::StreamId;
    use crate::ids::{ConnectionId, MessageId, Offset, UserId};
    use crate::role::{Role, Viewer};
    use crate::stream::{Content, Growth, Part, Sender, Streamed};

    fn chat(n: u128) -> Command {
        Command::chat(MessageId(Uuid::from_u128(n)), format!("message {n}"))
    }

    fn id(n: u128) -> CommandId {
        CommandId(Uuid::from_u128(n))
    }

    fn welcome() -> ServerFrame {
        ServerFrame::Welcome {
            you: Viewer { user: UserId(Uuid::nil()), role: Role::Student },
            connection: ConnectionId(Uuid::nil()),
            now: DateTime::UNIX_EPOCH,
        }
    }

    fn posted(sequence: u64) -> Event {
        Event {
            sequence: Sequence(sequence),
            offset: Offset(0),
            at: DateTime::UNIX_EPOCH,
            actor: None,
            command: id(1000 + u128::from(sequence)),
            fact: Fact::chat(MessageId(Uuid::from_u128(1000 + u128::from(sequence))), "hi"),
        }
    }

    fn events(after: u64, through: u64, events: Vec<Event>) -> ServerFrame {
        ServerFrame::Events { after: Sequence(after), through: Sequence(through), events }
    }

    fn sent(steps: &[Step]) -> Vec<CommandId> {
        let commands = steps.iter().filter_map(|step| match step {
            Step::Send(ClientFrame::Command { id, .. }) => Some(*id),
            _ => None,
        });
        commands.collect()
    }

    #[test]
    fn commands_made_offline_go_out_in_order_once_the_server_greets() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        assert_eq!(client.submit(id(1), chat(1)), vec![]);
        assert_eq!(client.submit(id(2), chat(2)), vec![]);
        let _ = client.hello(&view);
        assert_eq!(sent(&client.take(&mut view, welcome())), [id(1), id(2)]);
        assert_eq!(sent(&client.submit(id(3), chat(3))), [id(3)], "and only what is new after that");
    }

    #[test]
    fn a_command_without_an_answer_is_sent_again_after_the_channel_broke() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let _ = client.take(&mut view, welcome());
        let _ = client.submit(id(1), chat(1));
        let _ = client.submit(id(2), chat(2));
        let _ = client.take(&mut view, ServerFrame::Accepted { id: id(1), sequence: Sequence(7) });
        client.cut();
        let _ = client.hello(&view);
        assert_eq!(sent(&client.take(&mut view, welcome())), [id(2)]);
    }

    #[test]
    fn a_pause_keeps_commands_until_it_ends() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let _ = client.take(&mut view, welcome());
        let _ = client.submit(id(1), chat(1));
        let _ = client.take(&mut view, ServerFrame::Paused { id: Some(id(1)) });
        assert!(client.is_paused());
        assert_eq!(client.submit(id(2), chat(2)), vec![]);
        assert_eq!(sent(&client.take(&mut view, ServerFrame::Resumed)), [id(1), id(2)]);
    }

    #[test]
    fn a_command_whose_answer_is_still_to_come_is_not_sent_twice() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let _ = client.take(&mut view, welcome());
        let _ = client.submit(id(1), chat(1));
        let _ = client.take(&mut view, ServerFrame::Paused { id: None });
        assert_eq!(client.take(&mut view, ServerFrame::Resumed), vec![], "or a no might come before a yes");
    }

    #[test]
    fn who_was_outside_asks_for_everything() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let mut whole = ClassView::default();
        apply(&mut whole, &posted(7));
        let outside = whole.for_outsider(&Viewer { user: UserId(Uuid::nil()), role: Role::Student });
        let _ = client.take(&mut view, ServerFrame::Snapshot { view: Box::new(outside) });
        client.cut();
        assert_eq!(client.hello(&view), ClientFrame::Hello { resume_after: None });
    }

    #[test]
    fn an_accepted_command_is_owed_until_its_event_shows() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let _ = client.take(&mut view, welcome());
        let _ = client.submit(id(1), chat(1));
        let accepted = ServerFrame::Accepted { id: id(1), sequence: Sequence(1) };
        assert_eq!(client.take(&mut view, accepted), vec![Step::Heard(id(1))]);
        assert_eq!(client.outbox().owed().len(), 1, "its message would flicker");
        let _ = client.take(&mut view, events(0, 1, vec![posted(1)]));
        assert!(client.outbox().owed().is_empty());
    }

    #[test]
    fn a_gap_is_asked_for_once_and_never_folded() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let _ = client.take(&mut view, events(0, 1, vec![posted(1)]));
        let asked = client.take(&mut view, events(2, 3, vec![posted(3)]));
        assert_eq!(asked, vec![Step::Send(ClientFrame::Hello { resume_after: Some(Sequence(1)) })]);
        assert_eq!(client.take(&mut view, events(3, 4, vec![posted(4)])), vec![]);
        assert_eq!(view.sequence, Sequence(1));
        let _ = client.take(&mut view, events(1, 4, vec![posted(2), posted(3), posted(4)]));
        assert_eq!((view.sequence, view.chat.messages.len()), (Sequence(4), 4));
    }

    #[test]
    fn what_is_drawn_is_passed_on_once_and_fetched_where_the_class_comes_whole() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let board = uuid::Uuid::nil().into();
        let fact = Fact::Board(board::Fact::Created { board, title: "Energy".into() });
        let created = Event { fact, ..posted(2) };
        let both = || events(0, 2, vec![posted(1), created.clone()]);
        assert_eq!(client.take(&mut view, both()), vec![Step::Boards(vec![created.clone()])]);
        assert_eq!(client.take(&mut view, both()), vec![]);
        let whole = ServerFrame::Snapshot { view: Box::new(view.clone()) };
        assert_eq!(client.take(&mut view, whole), vec![Step::Replaced]);
    }

    #[test]
    fn events_that_come_twice_or_are_not_for_us_leave_no_trace() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let _ = client.take(&mut view, events(0, 3, vec![posted(1), posted(3)]));
        let _ = client.take(&mut view, events(0, 3, vec![posted(1), posted(3)]));
        assert_eq!((view.sequence, view.chat.messages.len()), (Sequence(3), 2));
    }

    #[test]
    fn what_grows_is_dropped_with_its_channel_and_shown_anew_on_the_next() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let mut sender = Sender::new(StreamId(Uuid::from_u128(5)));
        let from = UserId(Uuid::from_u128(6));
        let mut next = |x| {
            let piece = sender.append(Content::Trail { points: vec![(x, 0)] });
            Streamed { from, piece }
        };
        let (first, second, third) = (next(0), next(1), next(2));
        let name = first.name();
        let grew = |piece: &Streamed| match &piece.piece.part {
            Part::Appended { content } => Change { name, growth: Growth::Appended(content.clone()) },
            other => panic!("{other:?}"),
        };
        let dropped = || Change { name, growth: Growth::Dropped };
        let streams = |anew, pieces: &[&Streamed]| ServerFrame::Streams {
            anew,
            pieces: pieces.iter().map(|piece| (*piece).clone()).collect(),
        };
        let _ = client.take(&mut view, welcome());
        let all = vec![Step::Streams(vec![grew(&first), grew(&second)])];
        assert_eq!(client.take(&mut view, streams(false, &[&first, &second])), all);
        client.cut();
        assert_eq!(client.take(&mut view, welcome()), vec![Step::Streams(vec![dropped()])]);
        assert_eq!(client.take(&mut view, streams(true, &[&first, &second])), all, "from its start");
        // A tab that was too slow.
        assert_eq!(client.take(&mut view, streams(true, &[])), vec![Step::Streams(vec![dropped()])]);
        assert_eq!(client.take(&mut view, streams(false, &[&third])), vec![], "no end of it either");
    }

    #[test]
    fn refusals_reach_the_person_but_not_for_what_is_there_already() {
        let (mut client, mut view) = (Client::default(), ClassView::default());
        let _ = client.take(&mut view, welcome());
        let _ = client.submit(id(1), chat(1));
        let _ = client.submit(id(2), chat(2));
        let over = ServerFrame::Refused { id: id(1), reason: Rejection::ClassOver };
        assert_eq!(
            client.take(&mut view, over),
            vec![Step::Refused { id: id(1), command: chat(1), reason: Rejection::ClassOver }]
        );
        let there = ServerFrame::Refused { id: id(2), reason: Rejection::AlreadyThere };
        assert_eq!(client.take(&mut view, there), vec![Step::Heard(id(2))]);
    }
}
