//! Short notes that something happened, said aloud too, and gone by themselves unless something failed.

use std::time::Duration;

use leptos::prelude::*;

use super::{Glyph, Icon, each};

/// How long a note that needs no answer stays.
const STAY: Duration = Duration::from_secs(6);

/// What a note tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// It worked.
    Done,
    /// It failed; stays until it is closed.
    Failed,
}

#[derive(Clone, Debug)]
struct Toast {
    id: u32,
    kind: ToastKind,
    text: String,
}

/// The page's notes. One is made by the shell and found by [`Toasts::of_page`].
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Makes the page's notes and lets every component below find them.
    #[must_use]
    pub fn provide() -> Self {
        let toasts = Self { shown: RwSignal::default(), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// The page's notes; fresh ones, shown nowhere, outside a page.
    #[must_use]
    pub fn of_page() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Shows a sentence.
    pub fn show(self, kind: ToastKind, text: impl Into<String>) {
        // An answer may come when the page is gone.
        let Some(id) = self.next.try_update_value(|next| std::mem::replace(next, next.wrapping_add(1)))
        else {
            return;
        };
        self.shown.update(|shown| shown.push(Toast { id, kind, text: text.into() }));
        if kind == ToastKind::Done {
            set_timeout(move || self.close(id), STAY);
        }
    }

    fn close(self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Where the notes appear: once a page, outside what changes.
#[component]
pub fn ToastRegion(
    /// The page's notes.
    toasts: Toasts,
) -> impl IntoView {
    let toast = move |toast: Toast| {
        let glyph = match toast.kind {
            ToastKind::Done => Glyph::CircleCheck,
            ToastKind::Failed => Glyph::TriangleAlert,
        };
        view! {
            <div class="toast">
                <Icon glyph/>
                <span class="toast__text" dir="auto">{toast.text}</span>
                <button class="toast__close" type="button" aria-label="Close" on:click=move |_| toasts.close(toast.id)>
                    <Icon glyph=Glyph::X/>
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="toasts" role="status">
            {each(move || toasts.shown.get(), |toast| toast.id, toast)}
        </div>
    }
}
