//! Somebody with the class in a tab: what they do and when, and what they see of others.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use domain::Command;
use domain::ids::{CommandId, MessageId, Sequence, SessionId};
use domain::wire::{ClientFrame, Ephemeral};
use rand::Rng as _;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use super::{Measured, Socket, Stage};

/// One screen in so many looks at pointers: all would be too much to look at for one program.
pub const WATCHES: usize = 16;
/// Between two heartbeats.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// Between two messages of those who write (every third), on average.
const CHAT: Duration = Duration::from_secs(45);
/// Between two movements of those who point (every second, half of the time).
const POINTER: Duration = Duration::from_millis(1_500);
/// How long somebody points, and then doesn't.
const POINTING: std::ops::Range<f64> = 20.0..40.0;
/// Stands around the time in a message.
const MARK: u8 = b'~';
/// The wait before coming back after the socket broke.
const BACK: Duration = Duration::from_millis(250);

/// Somebody who comes.
#[derive(Debug)]
pub struct Participant {
    /// Which one: what they do follows from it.
    pub number: usize,
    /// Where they come to.
    pub server: SocketAddr,
    /// The class.
    pub session: SessionId,
    /// Who they are.
    pub cookie: String,
    /// How many they are to be.
    pub population: usize,
}

/// A tab with the class in it.
struct Tab {
    measured: Arc<Measured>,
    /// The clock that everybody's messages are stamped with.
    epoch: Instant,
    watches: bool,
    measuring: bool,
    joined: bool,
    connection: Vec<u8>,
    /// The last event seen.
    seen: u64,
    pinged: Option<Instant>,
    submitted: Option<Instant>,
    /// The stamp of the own message, which doesn't count.
    own: u64,
}

impl Participant {
    /// Comes, does what people do, and goes when it is over.
    pub async fn attend(self, measured: Arc<Measured>, mut stage: watch::Receiver<Stage>, epoch: Instant) {
        let mut tab = Tab {
            measured,
            epoch,
            watches: self.number % WATCHES == 1,
            measuring: false,
            joined: false,
            connection: Vec::new(),
            seen: 0,
            pinged: None,
            submitted: None,
            own: 0,
        };
        while *stage.borrow_and_update() != Stage::Over {
            let opened =
                Socket::open(self.server, &format!("/live/{}", self.session), Some(&self.cookie)).await;
            let Ok(socket) = opened else {
                if !tab.joined {
                    tab.measured.refused.fetch_add(1, Relaxed);
                    return;
                }
                tokio::time::sleep(BACK).await;
                continue;
            };
            if self.stay(socket, &mut tab, &mut stage).await.is_err() {
                tab.measured.lost.fetch_add(1, Relaxed);
                (tab.pinged, tab.submitted) = (None, None);
                tokio::time::sleep(BACK).await;
            }
        }
    }

    /// Until it is over; an error where the socket broke before that.
    async fn stay(
        &self,
        mut socket: Socket,
        tab: &mut Tab,
        stage: &mut watch::Receiver<Stage>,
    ) -> io::Result<()> {
        let resume_after = (tab.seen > 0).then_some(Sequence(tab.seen));
        say(&mut socket, &ClientFrame::Hello { resume_after }).await?;
        socket.read_rest(|text| tab.take(text))?;
        let mut plan = Plan::new(self.number);
        loop {
            let (due, deed) = plan.next();
            tokio::select! {
                biased;
                ready = socket.ready() => {
                    ready?;
                    socket.read(|text| tab.take(text))?;
                }
                () = sleep_until(due) => {
                    plan.done(deed);
                    if let Some(frame) = tab.act(deed, self.population) {
                        say(&mut socket, &frame).await?;
                    }
                }
                changed = stage.changed() => {
                    match *stage.borrow_and_update() {
                        Stage::Over => return Ok(()),
                        now => tab.measuring = now == Stage::Measuring,
                    }
                    if changed.is_err() {
                        return Ok(());
                    }
                }
            }
        }
    }
}

async fn say(socket: &mut Socket, frame: &ClientFrame) -> io::Result<()> {
    socket.say(&serde_json::to_vec(frame)?).await
}

impl Tab {
    fn act(&mut self, deed: Deed, population: usize) -> Option<ClientFrame> {
        let now = Instant::now();
        match deed {
            Deed::Heartbeat => {
                if self.pinged.replace(now).is_some() {
                    self.measured.missed.fetch_add(1, Relaxed);
                }
                Some(ClientFrame::Ping)
            }
            Deed::Chat => {
                self.own = micros(now - self.epoch);
                self.submitted = Some(now);
                if self.measuring {
                    self.measured.owed.fetch_add(population as u64 - 1, Relaxed);
                }
                let text =
                    format!("~{}~ So the period depends on the mass and on the spring only?", self.own);
                let message = MessageId(Uuid::now_v7());
                let command = Command::chat(message, text);
                Some(ClientFrame::Command { id: CommandId(Uuid::now_v7()), command })
            }
            Deed::Point => {
                // Where it points to is when it pointed, in tenths of a millisecond.
                let stamp = micros(now - self.epoch) / 100;
                let (x, y) = ((stamp / 10_000 % 10_000) as u16, (stamp % 10_000) as u16);
                Some(ClientFrame::Ephemeral { frame: Ephemeral::Pointer { x, y } })
            }
            Deed::Rest => None,
        }
    }

    /// Looks at a frame as far as it must: the field that names it comes first, and then those that say where it leads.
    fn take(&mut self, text: &[u8]) {
        let now = Instant::now();
        self.measured.frames.fetch_add(1, Relaxed);
        self.measured.bytes.fetch_add(text.len() as u64, Relaxed);
        match text.get(9..11) {
            Some(b"ev") => self.events(text, now),
            Some(b"ep") if self.watches && self.measuring => self.pointers(text, now),
            Some(b"po") => {
                if let Some(pinged) = self.pinged.take().filter(|_| self.measuring) {
                    self.measured.heartbeat.add(now - pinged);
                }
            }
            Some(b"ac") => {
                if let Some(submitted) = self.submitted.take().filter(|_| self.measuring) {
                    self.measured.answered.add(now - submitted);
                }
            }
            Some(b"re") if text.starts_with(b"{\"type\":\"refused") => {
                self.measured.rejected.fetch_add(1, Relaxed);
            }
            Some(b"we") => {
                self.connection = after(text, b"\"connection\":\"").unwrap_or_default()[..36].to_vec()
            }
            Some(b"sn") => {
                self.seen = number_after(text, b"\"sequence\":").unwrap_or_default();
                self.look_for_self(text);
            }
            _ => {}
        }
    }

    fn events(&mut self, text: &[u8], now: Instant) {
        let (from, through) = (number_after(text, b"\"after\":"), number_after(text, b"\"through\":"));
        if from.is_none_or(|from| from > self.seen) {
            self.measured.gaps.fetch_add(1, Relaxed);
        }
        self.seen = self.seen.max(through.unwrap_or_default());
        self.look_for_self(text);
        if !self.measuring {
            return;
        }
        for stamp in text.split(|byte| *byte == MARK).skip(1).step_by(2) {
            let Some(stamp) = number(stamp).filter(|stamp| *stamp != self.own) else { continue };
            self.measured.event.add((now - self.epoch).saturating_sub(Duration::from_micros(stamp)));
            self.measured.delivered.fetch_add(1, Relaxed);
        }
    }

    fn pointers(&self, text: &[u8], now: Instant) {
        let mut rest = text;
        while let Some(found) = after(rest, b"\"x\":") {
            rest = found;
            let (Some(x), Some(y)) = (number(found), number_after(found, b"\"y\":")) else { return };
            let moved = Duration::from_micros((x * 10_000 + y) * 100);
            self.measured.pointer.add((now - self.epoch).saturating_sub(moved));
        }
    }

    fn look_for_self(&mut self, text: &[u8]) {
        if !self.joined && !self.connection.is_empty() && after(text, &self.connection).is_some() {
            self.joined = true;
            self.measured.joined.fetch_add(1, Relaxed);
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// What follows the first `what`.
fn after<'a>(text: &'a [u8], what: &[u8]) -> Option<&'a [u8]> {
    let first = what.first()?;
    let mut rest = text;
    loop {
        let place = rest.iter().position(|byte| byte == first)?;
        rest = &rest[place..];
        if let Some(found) = rest.strip_prefix(what) {
            return Some(found);
        }
        rest = &rest[1..];
    }
}

fn number_after(text: &[u8], what: &[u8]) -> Option<u64> {
    number(after(text, what)?)
}

fn number(text: &[u8]) -> Option<u64> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit());
    digits.map(|digit| u64::from(digit - b'0')).reduce(|number, digit| number * 10 + digit)
}

/// Something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Heartbeat,
    Chat,
    Point,
    /// Stops pointing, for a while.
    Rest,
}

/// When each is due, if at all.
struct Plan {
    heartbeat: Instant,
    chat: Option<Instant>,
    pointer: Option<Instant>,
    /// Until when this person points.
    pointing: Instant,
}

impl Plan {
    fn new(number: usize) -> Self {
        let now = Instant::now();
        let mut random = rand::rng();
        // Half of those who point do at any time, from the beginning on.
        let points_now = random.random();
        let changes = now + seconds(0.0..POINTING.end);
        Self {
            heartbeat: now + HEARTBEAT.mul_f64(random.random()),
            chat: number.is_multiple_of(3).then(|| now + CHAT.mul_f64(random.random())),
            pointer: number
                .is_multiple_of(2)
                .then(|| if points_now { now + POINTER.mul_f64(random.random()) } else { changes }),
            pointing: if points_now { changes } else { changes + seconds(POINTING) },
        }
    }

    fn next(&self) -> (Instant, Deed) {
        let heartbeat = (self.heartbeat, Deed::Heartbeat);
        let chat = self.chat.map(|at| (at, Deed::Chat));
        let pointer = self.pointer.map(|at| (at, if at < self.pointing { Deed::Point } else { Deed::Rest }));
        chat.into_iter()
            .chain(pointer)
            .fold(heartbeat, |first, other| if other.0 < first.0 { other } else { first })
    }

    fn done(&mut self, deed: Deed) {
        let now = Instant::now();
        match deed {
            Deed::Heartbeat => self.heartbeat = now + HEARTBEAT,
            Deed::Chat => self.chat = Some(now + CHAT.mul_f64(rand::rng().random_range(0.5..1.5))),
            Deed::Point => self.pointer = Some(now + POINTER),
            Deed::Rest => {
                let again = now + seconds(POINTING);
                (self.pointer, self.pointing) = (Some(again), again + seconds(POINTING));
            }
        }
    }
}

fn seconds(range: std::ops::Range<f64>) -> Duration {
    Duration::from_secs_f64(rand::rng().random_range(range))
}

#[cfg(test)]
mod tests {
    use super::{after, number, number_after};

    #[test]
    fn numbers_are_found_where_they_stand() {
        let frame = br#"{"type":"events","after":12,"through":345,"events":[]}"#;
        assert_eq!(
            (number_after(frame, b"\"after\":"), number_after(frame, b"\"through\":")),
            (Some(12), Some(345))
        );
        assert_eq!(after(frame, b"\"nothing\""), None);
        assert_eq!((number(b"7,"), number(b",")), (Some(7), None));
    }
}
