//! Beginning and ending the class: pressed once, busy until the class shows it, and said why where it was refused.

use std::future::Future;

use domain::ids::CommandId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api::class::{end, start};
use crate::error::PageError;
use crate::room::Room;
use crate::ui::ToastKind;

/// A request about the whole class, and whether it is on its way.
#[derive(Clone, Copy)]
pub(super) struct LifecycleRequest {
    /// Sent and not refused; the page changes when the class does.
    pub busy: RwSignal<bool>,
    /// Pressed again after an answer was lost, it is the same command.
    command: StoredValue<CommandId>,
}

impl LifecycleRequest {
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), command: StoredValue::new(CommandId(Uuid::new_v4())) }
    }

    /// Begins the class.
    pub fn start(self, room: Room) {
        self.send(room, start(room.session, self.command.get_value()));
    }

    /// Ends the class for everybody.
    pub fn end(self, room: Room) {
        self.send(room, end(room.session, self.command.get_value()));
    }

    fn send(self, room: Room, asked: impl Future<Output = Result<(), PageError>> + 'static) {
        self.busy.set(true);
        spawn_local(async move {
            if let Err(refused) = asked.await {
                self.busy.try_set(false);
                room.toasts.show(ToastKind::Failed, refused.to_string());
            }
        });
    }
}
