//! Chapters: the list in the panel, and the dialog that begins one.

use domain::chapter::LONGEST_TITLE;
use domain::ids::ChapterId;
use domain::names::isolated;
use domain::text::{fits, trimmed};
use domain::{Command, chapter};
use leptos::html::Input;
use leptos::prelude::*;
use uuid::Uuid;

use crate::markup::with_formulas;
use crate::room::Room;
use crate::ui::{Button, ButtonKind, CharactersLeft, Dialog, DialogActions, ToastKind, each};

/// The chapters so far; the last one is going on.
#[component]
pub(crate) fn Chapters() -> impl IntoView {
    let room = Room::expect();
    let chapters = Memo::new(move |_| {
        room.live.view.with(|view| {
            let titled = view
                .chapter
                .chapters
                .iter()
                .map(|chapter| (chapter.id, chapter.offset.to_string(), chapter.title.text().to_owned()));
            titled.collect::<Vec<_>>()
        })
    });
    let empty = if room.rights.mark_chapter {
        "Press C when something new begins; the replay's timeline shows it."
    } else {
        "The teacher marks them as the class goes."
    };
    view! {
        <div class="panel__section">
            <Show when=move || chapters.with(Vec::is_empty)>
                <p class="muted">"No chapters yet. "{empty}</p>
            </Show>
            <ol class="chapters">
                {each(move || chapters.get(), |(id, ..)| *id, |(_, at, title)| view! {
                    <li class="chapters__line">
                        <span class="chapters__time num">{at}</span>
                        <span dir="auto">{with_formulas(&title)}</span>
                    </li>
                }.into_any())}
            </ol>
        </div>
    }
    .into_any()
}

/// A titled marker at this moment.
#[component]
pub(crate) fn ChapterDialog() -> impl IntoView {
    let room = Room::expect();
    let open = room.dialogs.chapter;
    let title = RwSignal::new(String::new());
    let input = NodeRef::<Input>::new();
    Effect::new(move || {
        if open.get()
            && let Some(input) = input.get()
        {
            // The dialog has just been shown, or is about to be; it focuses its first field by itself then.
            let _ = input.focus();
        }
    });
    let mark = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = title.with_untracked(|title| trimmed(title).to_owned());
        if !fits(&words, LONGEST_TITLE) {
            return;
        }
        room.live.send(Command::Chapter(chapter::Command::Mark {
            chapter: ChapterId(Uuid::new_v4()),
            title: words.clone(),
        }));
        room.toasts.show(ToastKind::Done, format!("Chapter “{}” begins here", isolated(words)));
        title.set(String::new());
        open.set(false);
    };
    view! {
        <Dialog open title="New chapter" text="It begins here and now; the replay's timeline shows it.">
            <form class="dialog__body" on:submit=mark>
                <div class="field">
                    <label class="field__label" for="chapter-title">"Title"</label>
                    <input
                        class="field__input"
                        id="chapter-title"
                        node_ref=input
                        dir="auto"
                        required
                        autocomplete="off"
                        prop:value=move || title.get()
                        on:input=move |event| title.set(event_target_value(&event))
                    />
                    <CharactersLeft text=title most=LONGEST_TITLE/>
                </div>
                <DialogActions>
                    <Button on:click=move |_| open.set(false)>"Cancel"</Button>
                    <Button
                        kind=ButtonKind::Primary
                        r#type="submit"
                        disabled=Signal::derive(move || title.with(|title| !fits(title, LONGEST_TITLE)))
                    >
                        "Begin chapter"
                    </Button>
                </DialogActions>
            </form>
        </Dialog>
    }
    .into_any()
}
