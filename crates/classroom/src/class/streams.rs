//! What grows in an open class: how much of it there may be, and when it is given up.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use domain::core::Reach;
use domain::ids::UserId;
use domain::role::Viewer;
use domain::stream::{
    Growth, LARGEST_STREAM, MOST_OF_A_CLASS, MOST_OF_A_PERSON, MOST_PIECES, Name, Part, Streamed, Streams,
};
use tokio::time::Instant;

/// What one person may send of streams: pieces and bytes, at once and a second in the long run.
const OF_A_PERSON: Budget =
    Budget { pieces: Rate { burst: 50.0, second: 25.0 }, bytes: Rate { burst: 32_768.0, second: 8_192.0 } };
/// What all of a class may send on this server: each listener gets as much.
const OF_A_CLASS: Budget = Budget {
    pieces: Rate { burst: 400.0, second: 200.0 },
    bytes: Rate { burst: 131_072.0, second: 65_536.0 },
};
/// A stream that doesn't grow for so long is given up: its owner's tab, or their server, is gone.
pub(super) const LONGEST_SILENCE: Duration = Duration::from_secs(10);
/// Streams that ended, of which nothing is begun again: the bus may say a thing twice.
const ENDED: usize = 256;

/// How much of streams may be sent.
struct Budget {
    pieces: Rate,
    bytes: Rate,
}

/// How fast a bucket refills (tokens a second), and how much it holds.
struct Rate {
    burst: f64,
    second: f64,
}

impl Rate {
    fn refilled(&self, left: f64, passed: f64) -> f64 {
        (left + passed * self.second).min(self.burst)
    }
}

/// What is left of a budget.
struct Left {
    pieces: f64,
    bytes: f64,
    at: Instant,
}

impl Left {
    fn all(budget: &Budget, now: Instant) -> Self {
        Self { pieces: budget.pieces.burst, bytes: budget.bytes.burst, at: now }
    }

    fn refill(&mut self, budget: &Budget, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.pieces = budget.pieces.refilled(self.pieces, passed);
        self.bytes = budget.bytes.refilled(self.bytes, passed);
        self.at = now;
    }

    fn has(&self, bytes: f64) -> bool {
        self.pieces >= 1.0 && self.bytes >= bytes
    }

    fn take(&mut self, bytes: f64) {
        self.pieces -= 1.0;
        self.bytes -= bytes;
    }
}

/// Where a piece comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A tab of this server: the other servers have yet to hear of it.
    Here,
    /// Another server, which has counted it.
    Elsewhere,
}

/// A piece that goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outgoing {
    pub streamed: Streamed,
    /// Whom its stream reaches.
    pub reach: Reach,
    pub source: Source,
}

/// The streams that grow, and what is known of each beside its pieces.
pub(super) struct Growing {
    streams: Streams,
    known: HashMap<Name, Known>,
    ended: VecDeque<Name>,
    people: HashMap<UserId, Left>,
    class: Left,
}

struct Known {
    reach: Reach,
    source: Source,
    /// Bytes of it, as [`domain::stream::Content::size`] counts them.
    size: usize,
    /// When it grew last.
    grew: Instant,
}

impl Default for Growing {
    fn default() -> Self {
        Self {
            streams: Streams::default(),
            known: HashMap::new(),
            ended: VecDeque::new(),
            people: HashMap::new(),
            class: Left::all(&OF_A_CLASS, Instant::now()),
        }
    }
}

impl Growing {
    /// What goes out for a piece that came: the piece, the mark that its stream is dropped, or nothing.
    pub(super) fn take(&mut self, streamed: Streamed, source: Source, now: Instant) -> Option<Outgoing> {
        let name = streamed.name();
        if self.ended.contains(&name) || !(self.known.contains_key(&name) || self.may_begin(&streamed)) {
            return None;
        }
        if !self.fits(&streamed, source, now) {
            return self.give_up(name);
        }
        let change = self.streams.take(&streamed)?;
        match change.growth {
            Growth::Appended(content) => {
                let known = self.known.entry(name).or_insert_with(|| Known {
                    reach: content.reach(),
                    source,
                    size: 0,
                    grew: now,
                });
                known.size += content.size();
                known.grew = now;
                Some(Outgoing { streamed, reach: known.reach.clone(), source })
            }
            Growth::Done => self.end(name).map(|known| Outgoing { streamed, reach: known.reach, source }),
            Growth::Dropped => self.end(name).map(|known| Outgoing {
                streamed: Streamed::dropped(name),
                reach: known.reach,
                source,
            }),
        }
    }

    /// Gives a stream up, if it grows.
    pub(super) fn give_up(&mut self, name: Name) -> Option<Outgoing> {
        self.streams.drop_one(name);
        let known = self.end(name)?;
        Some(Outgoing { streamed: Streamed::dropped(name), reach: known.reach, source: known.source })
    }

    /// Gives up what has been silent for too long.
    pub(super) fn give_up_silent(&mut self, now: Instant) -> Vec<Outgoing> {
        let silent = |known: &Known| known.grew + LONGEST_SILENCE <= now;
        let mut names: Vec<Name> =
            self.known.iter().filter(|(_, known)| silent(known)).map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.into_iter().filter_map(|name| self.give_up(name)).collect()
    }

    /// When there may be something to give up; `None` while nothing grows.
    pub(super) fn next_silence(&self) -> Option<Instant> {
        self.known.values().map(|known| known.grew + LONGEST_SILENCE).min()
    }

    /// All that grows and reaches a viewer, each from its start.
    pub(super) fn whole(&self, viewer: &Viewer) -> Vec<Streamed> {
        let reaches = |name: &Name| self.known.get(name).is_some_and(|known| known.reach.includes(viewer));
        self.streams.names().filter(reaches).flat_map(|name| self.streams.pieces(name)).collect()
    }

    /// Whether a stream may begin with this, beside those that grow.
    fn may_begin(&self, streamed: &Streamed) -> bool {
        let theirs = self.known.keys().filter(|name| name.from == streamed.from).count();
        streamed.piece.index == 0 && theirs < MOST_OF_A_PERSON && self.known.len() < MOST_OF_A_CLASS
    }

    /// Whether a piece is within the bounds of its stream and, where it is counted here, within the budgets; then it is taken
    /// from them.
    fn fits(&mut self, streamed: &Streamed, source: Source, now: Instant) -> bool {
        let Part::Appended { content } = &streamed.piece.part else { return true };
        let (size, before) = (content.size(), self.known.get(&streamed.name()).map_or(0, |known| known.size));
        if streamed.piece.index >= MOST_PIECES || before + size > LARGEST_STREAM {
            return false;
        }
        if source == Source::Elsewhere {
            return true;
        }
        self.class.refill(&OF_A_CLASS, now);
        self.people.values_mut().for_each(|left| left.refill(&OF_A_PERSON, now));
        // Whose budget is full again need not be remembered.
        self.people
            .retain(|_, left| left.pieces < OF_A_PERSON.pieces.burst || left.bytes < OF_A_PERSON.bytes.burst);
        let person = self.people.entry(streamed.from).or_insert_with(|| Left::all(&OF_A_PERSON, now));
        let bytes = size as f64;
        let has = person.has(bytes) && self.class.has(bytes);
        if has {
            person.take(bytes);
            self.class.take(bytes);
        }
        has
    }

    fn end(&mut self, name: Name) -> Option<Known> {
        let known = self.known.remove(&name)?;
        self.ended.push_back(name);
        if self.ended.len() > ENDED {
            self.ended.pop_front();
        }
        Some(known)
    }
}

#[cfg(test)]
mod tests;
