//! What happens in a class of chance, step by step.

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use classroom::command::Seat;
use classroom::ports::event_log::{ClassKey, EventLog as _};
use domain::event::{Event, Fact};
use domain::ids::{CommandId, ConnectionId, MessageId, Offset, Sequence, StreamId};
use domain::role::Actor;
use domain::stream::{Content, Name, Sender};
use domain::wire::{ClientFrame, EXTENT, Ephemeral};
use domain::{Asking, Command, SystemCommand, UseCaseCommand, lobby, participant, session};
use proptest::strategy::{BoxedStrategy, Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::judge::{Judge, Verdict};
use super::person::Person;
use super::server::{Moment, Server, Shared};
use super::tab::Tab;
use crate::clock::TurnedClock;
use crate::commands::{self, PEOPLE, id, role, user};

/// The servers' names; random wishes of the system name them, too.
const NODES: [&str; 2] = ["one", "two"];
/// How long somebody waits for a class to open.
const OPENING: Duration = Duration::from_millis(50);
/// A round of mending.
const ROUND: Duration = Duration::from_millis(500);
/// Rounds without anything to do after which all is quiet: longer than a server waits before it asks the log, and than a
/// tab that is gone is held for present.
const QUIET: usize = 8;
/// Rounds after which something is wrong.
const LONGEST_MENDING: usize = 120;

/// What people and the system may wish, made once for many runs.
pub struct Generator {
    by_person: BoxedStrategy<Command>,
    by_system: BoxedStrategy<SystemCommand>,
}

impl Default for Generator {
    fn default() -> Self {
        Self { by_person: commands::by_person().boxed(), by_system: commands::by_system().boxed() }
    }
}

/// A class, and all who have to do with it.
struct World<'a> {
    generator: &'a Generator,
    runner: TestRunner,
    random: StdRng,
    shared: Arc<Shared>,
    class: ClassKey,
    servers: [Server; 2],
    people: Vec<Person>,
    judge: Judge,
    deaths: usize,
}

/// Lives through a class and says what came of it.
pub async fn live(generator: &Generator, seed: u64, steps: usize) -> Verdict {
    let mut world = World::new(generator, seed).await;
    for who in 0..world.people.len() {
        world.connect(who).await;
    }
    world.start_twice().await;
    if world.random.random_bool(0.7) {
        world.begin_calmly().await;
    }
    for _ in 0..steps {
        world.step().await;
        yield_now().await;
        world.bury();
    }
    world.mend().await;
    let verdict = world.judge.conclude(&world.people);
    Verdict { deaths: world.deaths, ..verdict }
}

impl<'a> World<'a> {
    async fn new(generator: &'a Generator, seed: u64) -> Self {
        let class = ClassKey { tenant: id(9).into(), session: id(1).into() };
        let shared = Arc::new(Shared::new(seed, TurnedClock::showing(DateTime::UNIX_EPOCH)));
        let scheduled = Event {
            sequence: Sequence(1),
            offset: Offset(0),
            at: DateTime::UNIX_EPOCH,
            actor: Some(user(0)),
            command: id(1).into(),
            fact: Fact::Session(session::Fact::Scheduled(commands::schedule())),
        };
        shared.log.append(class, &[scheduled]).await.expect("an empty log takes it");
        // The last student has a second tab.
        let people: Vec<_> = (0..PEOPLE).chain([PEOPLE - 1]).map(|n| Person::new(seat(class, n))).collect();
        let viewers = people.iter().map(|person| person.seat.viewer()).collect();
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        Self {
            generator,
            runner: TestRunner::new_with_rng(Config::default(), random),
            random: StdRng::seed_from_u64(seed),
            servers: NODES.map(|node| Server::start(node, &shared)),
            judge: Judge::new(shared.clone(), class, viewers),
            shared,
            class,
            people,
            deaths: 0,
        }
    }

    /// Two want to start it at once, each on another server.
    async fn start_twice(&mut self) {
        for (n, server) in [0, 2].into_iter().zip(self.servers.clone()) {
            let id = CommandId(self.uuid());
            if let Ok(Ok(class)) = timeout(OPENING, server.classroom.classes.open(self.class)).await {
                let asking = Asking::person(user(n), role(n));
                // Nobody waits for the answer.
                drop(
                    class
                        .submit_assumed(id, asking, UseCaseCommand::Session(session::UseCaseCommand::Start))
                        .await,
                );
            }
        }
    }

    /// Everybody is there and the class has started before anything breaks.
    async fn begin_calmly(&mut self) {
        for _ in 0..4 {
            self.pass(20..60).await;
            self.settle().await;
        }
    }

    async fn step(&mut self) {
        let who = self.random.random_range(0..self.people.len());
        let which = self.random.random_range(0..self.servers.len());
        match self.random.random_range(0..100) {
            0..28 => self.submit_something(who),
            28..58 => self.talk(who).await,
            58..66 if self.people[who].tab.is_none() => self.connect(who).await,
            58..66 => self.talk(who).await,
            66..69 => self.cut(who).await,
            69..70 => self.reload(who),
            70..72 => self.connect(who).await,
            72..73 => {
                let light = Ephemeral::Spotlight { board: id(0).into(), page: 1, x: 0, y: 0, radius: 100 };
                let frame = if self.random.random_bool(0.5) { Ephemeral::Typing } else { light };
                self.people[who].show(ClientFrame::Ephemeral { frame });
            }
            73..75 => self.submit_as_system(which).await,
            75..76 => self.shared.log.set_down(true),
            76..80 => self.shared.log.set_down(false),
            80..81 => self.shared.log.lose_next_answer(),
            81..83 => self.servers[which].life.set_cut_off(self.random.random_bool(0.4)),
            83..85 => self.shared.bus.set_cut(self.random.random()),
            85..86 => self.servers[which].life.end(),
            86..88 => self.servers[which].life.end_at(Moment::ALL.choose(&mut self.random).copied()),
            88..92 => self.draw_line(who),
            92..98 => self.pass(1..60).await,
            _ => self.pass(500..5_000).await,
        }
    }

    /// Somebody wishes something: words that are theirs alone, or anything at all.
    fn submit_something(&mut self, who: usize) {
        let command = if self.random.random_bool(0.3) {
            let message = MessageId(self.uuid());
            Command::chat(message, "mine")
        } else {
            self.draw(&self.generator.by_person)
        };
        self.submit(who, command);
    }

    /// Somebody begins to draw and goes on with it, and may end it.
    fn draw_line(&mut self, who: usize) {
        if self.people[who].tab.is_none() {
            return;
        }
        let id = StreamId(self.uuid());
        let ends = self.random.random_bool(0.4);
        let pieces: Vec<_> = (0..self.random.random_range(1..6))
            .map(|_| Content::Trail { points: vec![(self.random.random_range(0..EXTENT), 0)] })
            .collect();
        let person = &mut self.people[who];
        let mut sender = person.sender.take().unwrap_or_else(|| Sender::new(id));
        let from = person.seat.actor.user;
        for content in pieces {
            let piece = sender.append(content.clone());
            self.judge.sent.append(Name { from, stream: piece.stream }, content);
            person.show(ClientFrame::Stream { piece });
        }
        if ends {
            let piece = sender.done();
            self.judge.sent.end(Name { from, stream: piece.stream });
            person.show(ClientFrame::Stream { piece });
        } else {
            person.sender = Some(sender);
        }
    }

    fn submit(&mut self, who: usize, command: Command) {
        let id = CommandId(self.uuid());
        self.people[who].submit(id, command);
    }

    /// The system wishes something; tabs come and go by themselves.
    async fn submit_as_system(&mut self, which: usize) {
        let command = self.draw(&self.generator.by_system);
        if matches!(
            command,
            SystemCommand::Participant(participant::SystemCommand::Join { .. })
                | SystemCommand::Lobby(lobby::SystemCommand::Knock { .. })
                | SystemCommand::Participant(participant::SystemCommand::Leave { .. })
        ) {
            return;
        }
        let id = CommandId(self.uuid());
        let opening = self.servers[which].classroom.classes.open(self.class);
        if let Ok(Ok(class)) = timeout(OPENING, opening).await {
            // Nobody waits for the answer.
            drop(class.submit_system(id, None, command).await);
        }
    }

    fn draw<T: std::fmt::Debug>(&mut self, from: &BoxedStrategy<T>) -> T {
        from.new_tree(&mut self.runner).expect("a strategy that filters nothing").current()
    }

    fn uuid(&mut self) -> Uuid {
        Uuid::from_u128(self.random.random())
    }

    /// A server and somebody have something to say to each other.
    async fn talk(&mut self, who: usize) {
        let person = &mut self.people[who];
        for _ in 0..self.random.random_range(1..6) {
            let Some(tab) = person.tab.as_mut() else { return };
            if self.random.random() {
                tab.turn(&mut self.random).await;
                yield_now().await;
            } else {
                person.hear(&mut self.random, &mut self.judge);
            }
        }
        if person.view.sequence > Sequence(0) && self.random.random_bool(0.1) {
            self.judge.keep(person.seat.viewer(), &person.view);
        }
    }

    async fn connect(&mut self, who: usize) {
        self.cut(who).await;
        let server = self.servers.choose(&mut self.random).expect("two").clone();
        let connection = ConnectionId(self.uuid());
        let opening = server.classroom.classes.open(self.class);
        if let Ok(Ok(class)) = timeout(OPENING, opening).await {
            let person = &mut self.people[who];
            person.open(Tab::new(server, class, person.seat.clone(), connection));
        }
    }

    /// A line is cut. What was said into it may still be heard.
    async fn cut(&mut self, who: usize) {
        if let Some(mut tab) = self.people[who].cut() {
            while self.random.random_bool(0.8) && tab.hear_next().await {}
            tab.leave_later();
        }
    }

    fn reload(&mut self, who: usize) {
        if let Some(tab) = self.people[who].reload() {
            tab.leave_later();
        }
    }

    async fn pass(&mut self, ms: std::ops::Range<u64>) {
        let ms = self.random.random_range(ms);
        sleep(Duration::from_millis(ms)).await;
        if ms > 1_000 {
            self.pulse().await;
        }
    }

    /// Servers look after the tabs they hold.
    async fn pulse(&mut self) {
        for tab in self.people.iter_mut().filter_map(|person| person.tab.as_mut()) {
            tab.join_again_if_forgotten().await;
        }
    }

    /// Puts fresh servers in the place of dead ones. What these had said may still be heard.
    fn bury(&mut self) {
        for (server, node) in self.servers.iter_mut().zip(NODES) {
            if !server.life.is_over() {
                continue;
            }
            for person in &mut self.people {
                if person.tab.as_ref().is_some_and(|tab| tab.server.is(server)) {
                    while self.random.random_bool(0.7) && person.hear(&mut self.random, &mut self.judge) {}
                    person.cut();
                }
            }
            self.deaths += 1;
            *server = Server::start(node, &self.shared);
        }
    }

    /// Everything works again: whoever is not connected comes back, and what is owed goes out.
    async fn mend(&mut self) {
        self.shared.log.mend();
        self.shared.bus.set_cut(false);
        for server in &self.servers {
            server.life.set_cut_off(false);
            server.life.end_at(None);
        }
        for who in 0..self.people.len() {
            if self.people[who].lost {
                self.cut(who).await;
            }
        }
        let mut quiet = 0;
        for _ in 0..LONGEST_MENDING {
            sleep(ROUND).await;
            self.bury();
            self.pulse().await;
            let busy = self.settle().await;
            quiet = if busy { 0 } else { quiet + 1 };
            if quiet >= QUIET && self.is_whole() {
                return;
            }
        }
        let waiting: Vec<_> = self.people.iter().map(Person::waits_for).collect();
        panic!("{waiting:?} is never answered, or somebody never comes to {:?}", self.judge.state.sequence);
    }

    /// Lets everybody do all they can do now. Whether there was something.
    async fn settle(&mut self) -> bool {
        let mut busy = false;
        for who in 0..self.people.len() {
            if self.people[who].tab.is_none() {
                self.connect(who).await;
                busy = true;
            }
            let person = &mut self.people[who];
            while let Some(tab) = person.tab.as_mut() {
                let turned = tab.turn(&mut self.random).await;
                if !turned & !person.hear_all(&mut self.judge) {
                    break;
                }
                busy = true;
                yield_now().await;
            }
        }
        busy
    }

    /// Whether everybody has their answers, and all that is in the log.
    fn is_whole(&mut self) -> bool {
        self.judge.read_on();
        let (state, people) = (&self.judge.state, &self.people);
        people.iter().all(|person| {
            let inside = state.core.lets_in(&person.seat.viewer());
            person.is_content() && (!inside || person.view.sequence == state.sequence)
        })
    }
}

fn seat(class: ClassKey, n: u128) -> Seat {
    let actor =
        Actor { tenant: class.tenant, user: user(n), name: format!("person {n}"), roles: vec![role(n)] };
    Seat::assumed(actor, class, role(n))
}
