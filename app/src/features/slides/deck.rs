//! A deck of the class, in the list of the dialog: how far it is, and what one can do with it.

use domain::ids::DeckId;
use domain::names::isolated;
use domain::slides::{Deck, LONGEST_NAME};
use domain::text::{fits, trimmed};
use domain::{Command, slides};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::bring::Uploads;
use super::dialog::{KINDS, chosen};
use crate::room::Room;
use crate::ui::{Button, ButtonKind, ButtonSize, Glyph, Icon, ProgressBar};

/// The class's decks.
type Decks = Memo<Vec<(DeckId, Deck)>>;

/// What somebody is about to do with a deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Nothing,
    Renaming,
    Removing,
}

/// A deck's line. `show` puts it on the stage.
pub(super) fn line(
    uploads: Uploads,
    decks: Decks,
    id: DeckId,
    show: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let room = Room::expect();
    let now = Memo::new(move |_| decks.with(|decks| find(decks, id).cloned()));
    let name = Memo::new(move |_| now.with(|deck| deck.as_ref().map_or_else(String::new, called)));
    let doing = RwSignal::new(Doing::Nothing);
    let words = move || {
        let deck = now.get()?;
        let old = deck.instead_of.and_then(|old| decks.with(|decks| find(decks, old).map(called)));
        Some(match old {
            Some(old) if deck.unfit.is_none() => {
                format!("{}; then it takes the place of {}", state(&deck), isolated(old))
            }
            Some(_) | None => state(&deck),
        })
    };
    let live = room.live.phase;
    let can_show = move || {
        live.get().is_live()
            && now.with(|deck| deck.as_ref().is_some_and(|deck| deck.unfit.is_none() && deck.drawn > 0))
    };
    let part = Signal::derive(move || now.with(|deck| deck.as_ref().map_or(0.0, drawn)));
    let draws = move || now.with(|deck| deck.as_ref().is_some_and(|deck| !deck.is_done()));
    let label = move |verb: &'static str| move || format!("{verb} {}", isolated(name.get()));
    let is = move |what| move || doing.get() == what;
    view! {
        <li class="slides__file">
            <Show when=is(Doing::Renaming) fallback=move || view! { <bdi class="slides__name">{name}</bdi> }>
                {rename(room, id, name, doing)}
            </Show>
            <Show when=draws><ProgressBar value=part label=format!("Pages of {}", name.get_untracked())/></Show>
            <span class="muted" role="status">{words}</span>
            <Show when=move || can_show() && doing.get() == Doing::Nothing>
                <Button kind=ButtonKind::Primary size=ButtonSize::Small attr:aria-label=label("Show") on:click=move |_| show()>"Show"</Button>
            </Show>
            <Show when=is(Doing::Nothing)>
                <span class="slides__acts">
                    <Button
                        kind=ButtonKind::Ghost size=ButtonSize::Small glyph=Glyph::Pencil
                        attr:aria-label=label("Rename") attr:title="Rename"
                        on:click=move |_| doing.set(Doing::Renaming)
                    />
                    <label class="slides__pick button button--ghost button--small button--icon" title="Replace by a newer file">
                        <Icon glyph=Glyph::Refresh/>
                        <input
                            class="visually-hidden" type="file" accept=KINDS
                            aria-label=label("Replace by a newer file:")
                            on:change=move |event| chosen(uploads, Some(id), &event)
                        />
                    </label>
                    <Button
                        kind=ButtonKind::Ghost size=ButtonSize::Small glyph=Glyph::Trash
                        attr:aria-label=label("Remove") attr:title="Remove"
                        on:click=move |_| doing.set(Doing::Removing)
                    />
                </span>
            </Show>
            <Show when=is(Doing::Removing)>{remove(room, id, doing)}</Show>
        </li>
    }
    .into_any()
}

fn find(decks: &[(DeckId, Deck)], id: DeckId) -> Option<&Deck> {
    decks.iter().find(|(there, _)| *there == id).map(|(_, deck)| deck)
}

/// What a deck is called, also where its name was erased.
fn called(deck: &Deck) -> String {
    if deck.name.erased() { "Slides".to_owned() } else { deck.name.text().to_owned() }
}

fn rename(room: Room, deck: DeckId, name: Memo<String>, doing: RwSignal<Doing>) -> AnyView {
    let text = RwSignal::new(name.get_untracked());
    let fit = move || text.with(|text| !trimmed(text).is_empty() && fits(text, LONGEST_NAME));
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(fit) {
            let name = text.with_untracked(|text| trimmed(text).to_owned());
            room.live.send(Command::Slides(slides::Command::Rename { deck, name }));
            doing.set(Doing::Nothing);
        }
    };
    view! {
        <form class="slides__rename" on:submit=save>
            <input
                class="field__input"
                aria-label="Name of the slides"
                autocomplete="off"
                autofocus
                dir="auto"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
            <Button size=ButtonSize::Small on:click=move |_| doing.set(Doing::Nothing)>"Cancel"</Button>
            <Button kind=ButtonKind::Primary size=ButtonSize::Small r#type="submit" disabled=Signal::derive(move || !fit())>"Save"</Button>
        </form>
    }
    .into_any()
}

fn remove(room: Room, deck: DeckId, doing: RwSignal<Doing>) -> AnyView {
    let yes = move |_| {
        room.live.send(Command::Slides(slides::Command::Remove { deck }));
        doing.set(Doing::Nothing);
    };
    view! {
        <span class="slides__answer" role="group" aria-label="Remove these slides?">
            <span>"Remove these slides? Pages that were shown stay in the replay."</span>
            <Button size=ButtonSize::Small on:click=move |_| doing.set(Doing::Nothing)>"Keep"</Button>
            <Button kind=ButtonKind::DangerSolid size=ButtonSize::Small on:click=yes>"Remove"</Button>
        </span>
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
