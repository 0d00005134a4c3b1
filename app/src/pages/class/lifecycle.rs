//! Beginning and ending the class: pressed once, busy until the class shows it, and said why where it was refused.

use domain::ids::CommandId;
use leptos::prelude::*;
use uuid::Uuid;

use crate::api::class::{end, start};
use crate::room::Room;
use crate::ui::{FormState, ToastKind};

/// A request about the whole class.
#[derive(Clone, Copy)]
pub(super) struct LifecycleRequest {
    state: FormState,
    /// Pressed again after an answer was lost, it is the same command.
    command: StoredValue<CommandId>,
}

impl LifecycleRequest {
    /// What is refused is said in a note.
    pub fn new(room: Room) -> Self {
        let state = FormState::default();
        Effect::new(move || {
            if let Some(why) = state.refused() {
                room.toasts.show(ToastKind::Failed, why);
            }
        });
        Self { state, command: StoredValue::new(CommandId(Uuid::new_v4())) }
    }

    /// Sent and not refused; the page changes when the class does.
    pub fn busy(self) -> Signal<bool> {
        Signal::derive(move || self.state.pending() || self.state.sent())
    }

    /// Begins the class.
    pub fn start(self, room: Room) {
        self.state.send(start(room.session, self.command.get_value()), |()| {});
    }

    /// Ends the class for everybody.
    pub fn end(self, room: Room) {
        self.state.send(end(room.session, self.command.get_value()), |()| {});
    }
}
