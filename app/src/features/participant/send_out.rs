//! The one question before somebody is sent out.

use domain::ids::UserId;
use domain::{Command, participant};
use leptos::prelude::*;

use crate::room::Room;
use crate::ui::{Button, ButtonKind, Dialog, DialogActions};

/// Who is to be sent out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SendOut {
    pub user: UserId,
    /// Whatever device they come back with.
    pub for_good: bool,
}

/// Whom the dialog is about. Copied freely.
#[derive(Clone, Copy, Default)]
pub(crate) struct SendingOut(pub RwSignal<Option<SendOut>>);

/// The question.
#[component]
pub(crate) fn SendOutDialog() -> impl IntoView {
    let room = Room::expect();
    let open = room.dialogs.send_out;
    let request = expect_context::<SendingOut>().0;
    let name = move || request.get().map(|request| room.name_of(request.user)).unwrap_or_default();
    let for_good = move || request.get().is_some_and(|request| request.for_good);
    let words = move || match for_good() {
        true => {
            format!("Remove {} for good? They can’t come back to this class, with whatever device.", name())
        }
        false => {
            format!("Send {} out? They may come back; with a lobby, when somebody lets them in.", name())
        }
    };
    let act = move |_| {
        if let Some(SendOut { user, for_good }) = request.get_untracked() {
            room.live.send(if for_good {
                Command::Participant(participant::Command::Ban { user })
            } else {
                Command::Participant(participant::Command::Remove { user })
            });
        }
        open.set(false);
    };
    view! {
        <Dialog open title="Send somebody out">
            <p class="dialog__text">{words}</p>
            <DialogActions>
                <Button on:click=move |_| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::DangerSolid on:click=act>
                    {move || if for_good() { "Remove for good" } else { "Send out" }}
                </Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}
