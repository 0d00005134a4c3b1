//! The rows that facts imply, written with them. One file a feature; each costs one statement a kind of fact,
//! however many events the batch has.

mod chapter;
mod chat;
mod participant;
mod pipeline;
mod poll;
mod question;
mod recording;
mod scene;
mod session;
mod slides;

use classroom::ports::event_log::ClassKey;
use domain::event::Event;

use crate::error::Fault;
use crate::tenant::Tx;

/// An event with its words as the log keeps them.
pub(super) struct Written<'a> {
    pub event: &'a Event,
    pub sealed: Option<&'a [u8]>,
}

/// Brings every row up to date. Sessions come first: the others point at them.
pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    session::project(tx, class, facts).await?;
    participant::project(tx, class, facts).await?;
    chat::project(tx, class, facts).await?;
    chapter::project(tx, class, facts).await?;
    question::project(tx, class, facts).await?;
    poll::project(tx, class, facts).await?;
    recording::project(tx, class, facts).await?;
    scene::project(tx, class, facts).await?;
    pipeline::project(tx, class, facts).await?;
    slides::project(tx, class, facts).await
}
