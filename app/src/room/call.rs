//! Being in the class's room: asks for the way in, enters, and enters again when the connection was lost.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::wait_before;
use crate::api::class::join;
use crate::live::{Link, LiveHandle};
use crate::media::{Connection, Ending, Media};
use domain::ids::SessionId;

/// Whether the person wants to be in the room, and what stands against it.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    /// They joined and have not left.
    pub inside: RwSignal<bool>,
    /// Why there is no picture and sound although they joined; tried again by itself.
    pub trouble: RwSignal<Option<String>>,
    tries: StoredValue<u32>,
}

impl Call {
    pub fn new() -> Self {
        Self { inside: RwSignal::new(false), trouble: RwSignal::new(None), tries: StoredValue::new(0) }
    }

    /// Enters as soon as the class is live and its channel counts, and keeps the person in until they leave, it ends, or they
    /// may not be here any more. A channel that is only being mended takes nobody out of the room.
    pub fn keep(self, session: SessionId, live: LiveHandle, media: Media) {
        Effect::new(move || {
            let closed = live.link.with(|link| matches!(link, Link::Closed { .. }));
            let wanted = self.inside.get() && live.phase.get().is_live() && !closed;
            let seated = live.seat.get().is_some();
            match (wanted, media.connection.get()) {
                (true, Connection::Idle) if seated => self.enter(session, live, media),
                (true, Connection::Ended(ending)) if ending.is_worth_another_try() => {
                    self.trouble.set(Some("No picture and sound just now. Trying again.".to_owned()));
                    if seated {
                        self.enter_later(session, live, media);
                    }
                }
                (true, Connection::Connected) => {
                    self.tries.set_value(0);
                    self.trouble.set(None);
                }
                (false, Connection::Connecting | Connection::Connected | Connection::Reconnecting) => {
                    media.leave()
                }
                // Camera and microphone were kept for coming back.
                (false, Connection::Ended(Ending::Removed)) => {
                    self.trouble.set(None);
                    media.leave()
                }
                _ => {}
            }
        });
    }

    /// Enters again after another tab took the place.
    pub fn take_back(self, media: Media) {
        media.connection.set(Connection::Idle);
    }

    fn enter(self, session: SessionId, live: LiveHandle, media: Media) {
        // Without one the effect above comes back when there is one.
        let Some(Some(connection)) = live.seat.try_get_untracked() else { return };
        spawn_local(async move {
            match join(session, Some(connection)).await {
                Ok(ticket) if self.inside.try_get_untracked() == Some(true) => media.join(ticket.way),
                Ok(_) => {}
                Err(error) => {
                    // Being signed out or taken off the course won't pass by waiting.
                    if error.is_worth_another_try() {
                        self.enter_later(session, live, media);
                    }
                    self.trouble.try_set(Some(error.to_string()));
                }
            }
        });
    }

    fn enter_later(self, session: SessionId, live: LiveHandle, media: Media) {
        let Some(tries) = self.tries.try_update_value(|tries| std::mem::replace(tries, *tries + 1)) else {
            return;
        };
        set_timeout(
            move || {
                let out = matches!(
                    media.connection.try_get_untracked(),
                    Some(Connection::Idle | Connection::Ended(_))
                );
                if out && self.inside.try_get_untracked() == Some(true) {
                    self.enter(session, live, media);
                }
            },
            wait_before(tries),
        );
    }
}
