//! A class in which everything breaks that can, again and again: `testkit::simulation` says what happens and what must
//! hold.
//!
//! `LECTERN_SEEDS` sets how many classes there are; `LECTERN_SEED` lives through one again.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{available_parallelism, scope};
use std::time::Instant;

use testkit::simulation::{Generator, Verdict, run};

const SEEDS: u64 = 10_000;
/// What happens in each class before everything is mended.
const STEPS: usize = 100;
/// Seeds that find something again where it is undone, and what. What happens in a seed's class changes with
/// `testkit::simulation`; then they are classes like any other.
const FOUND: [(u64, &str); 5] = [
    (24, "a pause had what was still to be answered sent twice: a no came before a yes"),
    (41, "who was at the door when their line broke saw nothing of what came before they were let in"),
    (568, "the end of a pause was missed by who asked for the class anew just then"),
    (1290, "who was banned was refused a command that had been taken before"),
    (6813, "who was in the lobby when the class ended waited for ever"),
];

#[test]
fn whatever_breaks_nothing_is_lost_or_twice() {
    let (first, seeds) = match number("LECTERN_SEED") {
        Some(seed) => (seed, 1),
        None => (0, number("LECTERN_SEEDS").unwrap_or(SEEDS)),
    };
    let (begun, next, found, sum) =
        (Instant::now(), AtomicU64::new(first), Mutex::default(), Mutex::default());
    let work = || {
        let generator = Generator::default();
        while is_fine(&found) {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= first + seeds {
                return;
            }
            match catch_unwind(AssertUnwindSafe(|| run(&generator, seed, STEPS))) {
                Ok(verdict) => add(&mut sum.lock().unwrap(), &verdict),
                Err(_) => *found.lock().unwrap() = Some(seed),
            }
        }
    };
    scope(|scope| {
        for _ in 0..available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let found: Option<u64> = found.into_inner().unwrap();
    if let Some(seed) = found {
        panic!("see it alone with: LECTERN_SEED={seed} ./lectern test simulation");
    }
    println!("{seeds} classes in {:.1?}: {:?}", begun.elapsed(), sum.into_inner().unwrap());
}

#[test]
fn what_was_found_once_is_not_found_again() {
    let generator = Generator::default();
    for (seed, what) in FOUND {
        println!("LECTERN_SEED={seed} ({what}): {:?}", run(&generator, seed, STEPS));
    }
}

/// Else a seed would say nothing.
#[test]
fn a_seed_is_one_class() {
    let (one, other) = (Generator::default(), Generator::default());
    for seed in 0..20 {
        assert_eq!(run(&one, seed, STEPS), run(&other, seed, STEPS), "seed {seed}");
    }
}

fn is_fine(found: &Mutex<Option<u64>>) -> bool {
    found.lock().unwrap().is_none()
}

fn add(sum: &mut Verdict, one: &Verdict) {
    sum.events += one.events;
    sum.acknowledged += one.acknowledged;
    sum.refused += one.refused;
    sum.overtaken += one.overtaken;
    sum.streams_whole += one.streams_whole;
    sum.streams_dropped += one.streams_dropped;
    sum.deaths += one.deaths;
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
