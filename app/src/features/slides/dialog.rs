//! The class's decks: what is there, how far it is, and bringing more.

use domain::ids::DeckId;
use domain::slides::{LARGEST_FILE, MOST_PAGES};
use leptos::ev::{ClipboardEvent, DragEvent, Event};
use leptos::prelude::*;

use super::bring::{Sending, Uploads};
use super::deck::line;
use crate::room::Room;
use crate::ui::{Button, ButtonSize, Dialog, DialogActions, ProgressBar, each};

/// What the picker offers; what a file is says its content.
pub(super) const KINDS: &str = ".pdf,.png,.jpg,.jpeg,.webp,.gif,.svg,application/pdf,image/png,image/jpeg,image/webp,image/gif,image/svg+xml";

/// The dialog. `show` puts a deck on the stage.
#[component]
pub(crate) fn SlidesDialog(show: impl Fn(DeckId) + Copy + Send + Sync + 'static) -> impl IntoView {
    let room = Room::expect();
    let open = room.dialogs.slides;
    let uploads = Uploads::of(room);
    let decks = Memo::new(move |_| {
        room.live
            .view
            .with(|view| view.slides.decks.iter().map(|(id, deck)| (*id, deck.clone())).collect::<Vec<_>>())
    });
    let over = RwSignal::new(false);
    view! {
        <Dialog open title="Slides">
            <div
                class="dialog__body slides__decks"
                class:slides__decks--over=move || over.get()
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=move |event| {
                    event.prevent_default();
                    over.set(false);
                    dropped(uploads, &event);
                }
                on:paste=move |event| pasted(uploads, &event)
            >
                <label class="slides__bring">
                    <span class="button">"Upload slides"</span>
                    <input class="visually-hidden" type="file" multiple accept=KINDS on:change=move |event| chosen(uploads, None, &event)/>
                    <span class="muted">{format!(
                        "PDF or a picture, up to {} MB and {MOST_PAGES} pages. You can drop or paste files here, too.",
                        LARGEST_FILE / 1_000_000
                    )}</span>
                </label>
                <ul class="slides__files">
                    {each(move || uploads.sending.get(), |file| file.id, move |file| sending(uploads, file))}
                    {each(
                        move || decks.get(),
                        |(id, _)| *id,
                        move |(id, _)| line(uploads, decks, id, move || show(id)),
                    )}
                </ul>
                <Show when=move || decks.with(Vec::is_empty) && uploads.sending.with(Vec::is_empty)>
                    <p class="muted">"No slides yet. What you upload is seen by nobody until you show it."</p>
                </Show>
            </div>
            <DialogActions>
                <Button on:click=move |_| open.set(false)>"Close"</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

/// A file on its way.
fn sending(uploads: Uploads, file: Sending) -> AnyView {
    let Sending { id, name, .. } = file;
    let now = Memo::new(move |_| uploads.sending.with(|all| all.iter().find(|file| file.id == id).cloned()));
    let part = Signal::derive(move || now.with(|file| file.as_ref().map_or(0.0, Sending::part)));
    view! {
        <li class="slides__file">
            <bdi class="slides__name">{name.clone()}</bdi>
            <ProgressBar value=part label=format!("Upload of {name}")/>
            <span class="muted">{move || now.with(|file| file.as_ref().map(Sending::words))}</span>
            <Button size=ButtonSize::Small on:click=move |_| uploads.cancel(id)>"Remove"</Button>
        </li>
    }
    .into_any()
}

#[cfg(feature = "browser")]
pub(super) fn chosen(uploads: Uploads, instead_of: Option<DeckId>, event: &Event) {
    let input: web_sys::HtmlInputElement = event_target(event);
    if let Some(files) = input.files() {
        uploads.add(&files, instead_of);
    }
    // The same file may be chosen again.
    input.set_value("");
}

#[cfg(feature = "browser")]
fn dropped(uploads: Uploads, event: &DragEvent) {
    if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
        uploads.add(&files, None);
    }
}

#[cfg(feature = "browser")]
fn pasted(uploads: Uploads, event: &ClipboardEvent) {
    if let Some(files) = event.clipboard_data().and_then(|data| data.files()) {
        uploads.add(&files, None);
    }
}

#[cfg(not(feature = "browser"))]
pub(super) fn chosen(_: Uploads, _: Option<DeckId>, _: &Event) {}

#[cfg(not(feature = "browser"))]
fn dropped(_: Uploads, _: &DragEvent) {}

#[cfg(not(feature = "browser"))]
fn pasted(_: Uploads, _: &ClipboardEvent) {}
