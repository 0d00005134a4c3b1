//! Where a tab's person stands: at the class's door or inside, present or gone.

use std::time::Duration;

use classroom::Refusal;
use classroom::class::{News, encode};
use domain::command::SystemCommand;
use domain::ids::CommandId;
use domain::lobby::Out;
use domain::wire::ServerFrame;
use domain::{ClassView, participant};
use tokio::sync::broadcast::Receiver;
use tracing::{Instrument as _, Span};
use uuid::Uuid;
use websocket::code;

use super::Channel;
use super::socket::{Over, Tab};

/// How long somebody stays present after their tab is gone: a reload isn't a goodbye.
const GRACE: Duration = Duration::from_secs(3);

impl Tab {
    /// Whether this person sees the class, and not only its door.
    pub(super) fn is_let_in(&self) -> bool {
        self.class.read(|view| view.core.lets_in(&self.seat.viewer()))
    }

    /// Shows the door, where it looks different from before.
    pub(super) fn show_outside(&mut self, channel: &mut Channel, view: ClassView) {
        self.at = view.sequence;
        let changed = self.outside.as_ref().is_none_or(|before| {
            (before.core.phase, &before.core.schedule, &before.core.settings, &before.core.lobby)
                != (view.core.phase, &view.core.schedule, &view.core.settings, &view.core.lobby)
        });
        if changed {
            channel.text(encode(&ServerFrame::Snapshot { view: Box::new(view.clone()) }));
            self.outside = Some(Box::new(view));
        }
    }

    /// Somebody may have been let in or sent out, and it may be this person.
    pub(super) async fn refresh_outside(
        &mut self,
        channel: &mut Channel,
        news: &mut Receiver<News>,
    ) -> Result<(), Over> {
        let (user, connection) = (self.seat.actor.user, self.connection);
        let out = self.class.read(|view| {
            let here = view.core.holder(connection).is_some();
            view.core
                .lobby
                .out
                .get(&user)
                .copied()
                .filter(|out| !here && matches!(out, Out::Removed | Out::Banned))
        });
        if let Some(out) = out.filter(|_| self.joined) {
            let reason = match out {
                Out::Banned => "You were sent out of this class and can't come back.",
                Out::Removed | Out::TurnedAway => {
                    "You were sent out of this class. Load the page again to ask to come back."
                }
            };
            let outside = self.class.read(|view| view.for_outsider(&self.seat.viewer()));
            self.show_outside(channel, outside);
            channel.text(encode(&ServerFrame::Bye { reason: reason.to_owned(), retry: false }));
            channel.close(Some(code::POLICY));
            self.joined = false;
            return Err(Over);
        }
        if self.outside.is_some() || !self.is_let_in() {
            *news = self.resume_again(channel, None).await;
            self.show_growing_anew(channel);
        }
        Ok(())
    }

    /// Waits at the door, for staff to see, before the class too. Once is enough; twice is harmless.
    pub(super) async fn knock(&mut self) {
        if !self.class.read(|view| view.core.must_knock(&self.seat.viewer())) {
            return;
        }
        let knock = self.seat.knock(self.connection, self.classroom.classes.node());
        // Its answer is its event; who is turned away sees it at the door.
        self.knocked |= self.submit(knock).await;
    }

    /// Makes the person present once the class is live.
    pub(super) async fn join_when_live(&mut self) {
        let viewer = self.seat.viewer();
        if self.joined || !self.class.read(|view| view.core.phase.is_live() && view.core.lets_in(&viewer)) {
            return;
        }
        let join = self.seat.join(self.connection, self.classroom.classes.node());
        // Its answer is its event; a pause in between is made good by the next resume.
        self.joined = self.submit(join).await;
    }

    /// Whether the class took a command of this person's.
    async fn submit(&mut self, command: SystemCommand) -> bool {
        let id = CommandId(Uuid::now_v7());
        Box::pin(self.class.submit_system(id, Some(self.seat.actor.user), command)).await.is_ok()
    }

    /// Another server may have taken this one for dead, when it was only slow, and closed its tabs.
    pub(super) async fn join_again_if_forgotten(&mut self) {
        if self.joined && self.class.read(|view| view.core.holder(self.connection).is_none()) {
            self.joined = false;
            self.join_when_live().await;
        }
        if self.knocked && !self.class.read(|view| view.core.lobby.holds(self.connection)) {
            self.knock().await;
        }
    }

    /// Says that the tab is gone. What that means for the room follows from the fact.
    pub(super) fn leave_later(self: Box<Self>) {
        let Self { class, connection, stopping, for_good, joined, knocked, .. } = *self;
        if !(joined || knocked) || (stopping.is_cancelled() && !for_good) {
            return;
        }
        let leave = async move {
            if !for_good {
                tokio::select! {
                    () = tokio::time::sleep(GRACE) => {}
                    () = stopping.cancelled() => return,
                }
            }
            let leave =
                SystemCommand::Participant(participant::SystemCommand::Leave { connection, for_good });
            let id = CommandId(Uuid::now_v7());
            while let Err(Refusal::Paused) = class.write_system(id, None, leave.clone()).await {
                tokio::time::sleep(GRACE).await;
            }
        };
        tokio::spawn(leave.instrument(Span::current()));
    }
}
