//! A class made of chance: people of every role, two servers, one log, and everything that can break, in an order made
//! from a seed. It is the real writer, door and client, on a clock that nobody waits for.
//!
//! Whatever happens: no gap, no duplicate, every acknowledged command in the log exactly once, nobody gets what they may
//! not see, and in the end every screen is the fold of what it may show.
#![expect(clippy::panic, clippy::expect_used, reason = "a test that finds something fails")]

mod judge;
mod person;
mod server;
mod streams;
mod tab;
mod world;

pub use judge::Verdict;
pub use world::Generator;

/// Lives through the class of a seed. `steps` is how many things happen before everything is mended.
///
/// # Panics
/// Where something doesn't hold that must.
#[must_use]
pub fn run(generator: &Generator, seed: u64, steps: usize) -> Verdict {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime without threads");
    runtime.block_on(world::live(generator, seed, steps))
}
