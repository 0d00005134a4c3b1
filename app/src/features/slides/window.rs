//! The presenter view in a window of its own (`frontend/js/presenter-window.ts`).

use leptos::prelude::*;

use crate::room::Room;
use crate::ui::{Button, ButtonSize, OwnWindow, ToastKind, has_windows_beside, has_windows_on_top};

/// The button; nothing where such a window would be of no use.
#[component]
pub(super) fn PresenterWindow() -> impl IntoView {
    let room = Room::expect();
    let out = RwSignal::new(false);
    let words = move || if out.get() { "Put it back" } else { "In a window of its own" };
    let failed = move || {
        room.toasts.show(
            ToastKind::Failed,
            "The browser opened no window. Allow this site to open windows, and try again.",
        );
    };
    let window = OwnWindow::new("media/presenter-window.js", ".presenter", out);
    (has_windows_on_top() || has_windows_beside()).then(move || {
        view! {
            <Button size=ButtonSize::Small attr:aria-pressed=move || out.get().to_string() on:click=move |_| window.toggle(failed)>
                {words}
            </Button>
        }
    })
}
