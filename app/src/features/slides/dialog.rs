//! The class's decks: what is there, how far it is, and bringing more.

use domain::ids::DeckId;
use domain::names::isolated;
use domain::slides::{Deck, LARGEST_FILE, MOST_PAGES};
use leptos::ev::{ClipboardEvent, DragEvent, Event};
use leptos::prelude::*;

use super::bring::{Sending, Uploads};
use crate::room::Room;
use crate::ui::{Button, ButtonKind, ButtonSize, Dialog, DialogActions, ProgressBar, each};

/// What the picker offers; what a file is says its content.
const KINDS: &str = ".pdf,.png,.jpg,.jpeg,.webp,.gif,.svg,application/pdf,image/png,image/jpeg,image/webp,image/gif,image/svg+xml";

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
                    <input class="visually-hidden" type="file" multiple accept=KINDS on:change=move |event| chosen(uploads, &event)/>
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
                        move |(id, deck)| {
                            let now = Memo::new(move |_| {
                                decks.with(|decks| decks.iter().find(|(there, _)| *there == id).map(|(_, deck)| deck.clone()))
                            });
                            line(deck.name.text(), now, move || show(id))
                        },
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

/// A deck of the class.
fn line(name: &str, now: Memo<Option<Deck>>, show: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let name = name.to_owned();
    let label = format!("Show {}", isolated(name.clone()));
    let words = move || now.with(|deck| deck.as_ref().map(state));
    let live = Room::expect().live.phase;
    let can_show = move || {
        live.get().is_live()
            && now.with(|deck| deck.as_ref().is_some_and(|deck| deck.unfit.is_none() && deck.drawn > 0))
    };
    let part = Signal::derive(move || now.with(|deck| deck.as_ref().map_or(0.0, drawn)));
    let draws = move || now.with(|deck| deck.as_ref().is_some_and(|deck| !deck.is_done()));
    let progress = format!("Pages of {name}");
    view! {
        <li class="slides__file">
            <bdi class="slides__name">{name}</bdi>
            <Show when=draws><ProgressBar value=part label=progress.clone()/></Show>
            <span class="muted" role="status">{words}</span>
            <Show when=can_show>
                <Button kind=ButtonKind::Primary size=ButtonSize::Small attr:aria-label=label.clone() on:click=move |_| show()>"Show"</Button>
            </Show>
        </li>
    }
    .into_any()
}

/// How far a deck is, in words.
fn state(deck: &Deck) -> String {
    if let Some(why) = deck.unfit {
        return why.words();
    }
    match (deck.pages, deck.is_done()) {
        (0, _) => "Waiting to be drawn".to_owned(),
        (pages, false) => format!("{} of {pages} pages", deck.drawn),
        (1, true) if deck.undrawable.is_empty() => "1 page".to_owned(),
        (pages, true) if deck.undrawable.is_empty() => format!("{pages} pages"),
        (pages, true) => {
            let which: Vec<_> = deck.undrawable.iter().map(u16::to_string).collect();
            let page = if which.len() == 1 { "page" } else { "pages" };
            format!("{pages} pages; {page} {} can’t be drawn", which.join(", "))
        }
    }
}

fn drawn(deck: &Deck) -> f64 {
    f64::from(deck.drawn) / f64::from(deck.pages.max(1))
}

#[cfg(feature = "browser")]
fn chosen(uploads: Uploads, event: &Event) {
    let input: web_sys::HtmlInputElement = event_target(event);
    if let Some(files) = input.files() {
        uploads.add(&files);
    }
    // The same file may be chosen again.
    input.set_value("");
}

#[cfg(feature = "browser")]
fn dropped(uploads: Uploads, event: &DragEvent) {
    if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
        uploads.add(&files);
    }
}

#[cfg(feature = "browser")]
fn pasted(uploads: Uploads, event: &ClipboardEvent) {
    if let Some(files) = event.clipboard_data().and_then(|data| data.files()) {
        uploads.add(&files);
    }
}

#[cfg(not(feature = "browser"))]
fn chosen(_: Uploads, _: &Event) {}

#[cfg(not(feature = "browser"))]
fn dropped(_: Uploads, _: &DragEvent) {}

#[cfg(not(feature = "browser"))]
fn pasted(_: Uploads, _: &ClipboardEvent) {}

#[cfg(test)]
mod tests {
    use domain::slides::Unfit;

    use super::*;

    #[test]
    fn a_deck_says_how_far_it_is_and_what_is_wrong() {
        let deck = |pages, drawn| Deck { pages, drawn, ..Deck::default() };
        assert_eq!(state(&deck(0, 0)), "Waiting to be drawn");
        assert_eq!(state(&deck(40, 3)), "3 of 40 pages");
        assert_eq!(state(&deck(40, 40)), "40 pages");
        assert_eq!(state(&deck(1, 1)), "1 page");
        let heavy = Deck { undrawable: vec![2, 3], ..deck(4, 4) };
        assert_eq!(state(&heavy), "4 pages; pages 2, 3 can’t be drawn");
        let locked = Deck { unfit: Some(Unfit::Locked), ..Deck::default() };
        assert_eq!(state(&locked), Unfit::Locked.words());
    }
}
