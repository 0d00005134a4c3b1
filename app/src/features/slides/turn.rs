//! What turns the pages: for staff everybody's, for students their own among those that were shown.

use std::time::Duration;

use domain::ids::DeckId;
use domain::rendition::Rendition;
use domain::slides::Turned;
use domain::{Command, route, slides};
use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::page::Looking;
use crate::api::slides::slide_text;
use crate::platform;
use crate::room::Room;
use crate::ui::keys::shortcut;
use crate::ui::{Button, ButtonSize, Glyph, Icon, each};

/// Buttons, keys, the strip of pages, and what is said of the page to who doesn't see it.
#[component]
pub(crate) fn SlideTools(looking: Looking) -> impl IntoView {
    let room = Room::expect();
    let staff = room.is_staff();
    let strip = RwSignal::new(false);
    turn_by_key(room, looking);
    let place = move || looking.class.get().zip(looking.page());
    let is_first = move || place().is_none_or(|(_, page)| page <= 1);
    let is_last = move || place().is_none_or(|((_, turned), page)| page >= last_for(staff, turned));
    let said = move || place().map(|((_, turned), page)| format!("{page} / {}", turned.pages));
    view! {
        <div class="slides__tools">
            <button class="slides__turn" type="button" aria-label="Previous page" disabled=is_first on:click=move |_| turn(room, looking, -1)>
                <Icon glyph=Glyph::ChevronLeft class="icon--directional"/>
            </button>
            {staff.then(|| view! { <GoTo looking/> })}
            {(!staff).then(|| view! { <span class="slides__place num">{said}</span> })}
            <button class="slides__turn" type="button" aria-label="Next page" disabled=is_last on:click=move |_| turn(room, looking, 1)>
                <Icon glyph=Glyph::ChevronRight class="icon--directional"/>
            </button>
            {staff.then(|| view! {
                <Button size=ButtonSize::Small on:click=move |_| strip.update(|open| *open = !*open)>
                    {move || if strip.get() { "Hide pages" } else { "All pages" }}
                </Button>
            })}
            <Show when=move || looking.is_alone()>
                <Button size=ButtonSize::Small on:click=move |_| looking.own.set(None)>"Back to the class"</Button>
            </Show>
        </div>
        <Show when=move || strip.get()><Strip looking/></Show>
        <Spoken looking/>
    }
    .into_any()
}

/// The farthest page that somebody may turn to.
fn last_for(staff: bool, turned: Turned) -> u16 {
    if staff { turned.pages } else { turned.farthest }
}

/// Turns by so many pages: everybody's page for staff, one's own for students.
fn turn(room: Room, looking: Looking, by: i32) {
    let Some(((deck, turned), page)) = untrack(|| looking.class.get().zip(looking.page())) else { return };
    let wanted = i32::from(page) + by;
    let wanted = u16::try_from(wanted.max(1)).unwrap_or(1).min(last_for(room.is_staff(), turned));
    go_to(room, looking, deck, turned, wanted);
}

fn go_to(room: Room, looking: Looking, deck: DeckId, turned: Turned, page: u16) {
    if room.is_staff() {
        room.live.send(Command::Slides(slides::Command::Show { deck, page }));
    } else {
        looking.own.set((page != turned.page).then_some((deck, page)));
    }
}

/// Arrows, space and the page keys, where no field, button or list takes them for itself.
fn turn_by_key(room: Room, looking: Looking) {
    Effect::new(move || {
        let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            let taken = "button, a, summary, dialog, [role=tab], [role=menu], [role=listbox], [role=log]";
            if platform::is_within(&event, taken) || untrack(|| room.dialogs.any_open()) {
                return;
            }
            let by = shortcut(&event, |key| match key {
                "ArrowRight" | "PageDown" => Some(1),
                " " if !event.shift_key() => Some(1),
                "ArrowLeft" | "PageUp" => Some(-1),
                " " => Some(-1),
                _ => None,
            });
            if let Some(by) = by {
                event.prevent_default();
                turn(room, looking, by);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// The number of the page, in which another one can be written.
#[component]
fn GoTo(looking: Looking) -> impl IntoView {
    let room = Room::expect();
    let pages = move || looking.class.get().map_or(1, |(_, turned)| turned.pages);
    let go = move |event: Event| {
        let wanted: Option<u16> = event_target_value(&event).trim().parse().ok();
        if let (Some((deck, turned)), Some(page)) = (looking.class.get_untracked(), wanted) {
            go_to(room, looking, deck, turned, page.clamp(1, turned.pages));
        }
    };
    view! {
        <label class="slides__place num">
            <span class="visually-hidden">"Page"</span>
            <input
                class="slides__number"
                inputmode="numeric"
                dir="ltr"
                prop:value=move || looking.page().map(|page| page.to_string()).unwrap_or_default()
                on:change=go
            />
            {move || format!(" / {}", pages())}
        </label>
    }
    .into_any()
}

/// Every page of the deck, small.
#[component]
fn Strip(looking: Looking) -> impl IntoView {
    let room = Room::expect();
    let pages = move || {
        let (deck, turned) = looking.class.get()?;
        Some((1..=turned.pages).map(|page| (deck, page)).collect::<Vec<_>>())
    };
    view! {
        <ol class="slides__strip" aria-label="Pages">
            {each(move || pages().unwrap_or_default(), Clone::clone, move |(deck, page)| {
                let here = move || looking.page() == Some(page);
                let show = move |_| {
                    if let Some((_, turned)) = looking.class.get_untracked() {
                        go_to(room, looking, deck, turned, page);
                    }
                };
                view! {
                    <li>
                        <button class="slides__thumb" type="button" aria-current=move || here().then_some("page") on:click=show>
                            <img alt=format!("Page {page}") loading="lazy" src=route::SLIDE.to((room.session, deck, page, Rendition::Thumb))/>
                            <span class="num" aria-hidden="true">{page}</span>
                        </button>
                    </li>
                }.into_any()
            })}
        </ol>
    }
    .into_any()
}

/// The page for who doesn't see it: its text to read, and a word when it is turned. Of quick turns only the last is said.
#[component]
fn Spoken(looking: Looking) -> impl IntoView {
    let session = Room::expect().session;
    let (turned, text) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let place = Memo::new(move |_| {
        let ((deck, turned), page) = looking.class.get().zip(looking.page())?;
        Some((deck, page, turned.pages))
    });
    Effect::new(move |_: Option<()>| {
        let now = place.get();
        text.set(String::new());
        let speak = move || {
            if place.try_get_untracked().flatten() != now {
                return;
            }
            let Some((deck, page, pages)) = now else { return };
            turned.try_set(format!("Page {page} of {pages}"));
            spawn_local(async move {
                let said = slide_text(session, deck, page).await.unwrap_or_default();
                let said = if said.is_empty() { "This page has no text.".to_owned() } else { said };
                if place.try_get_untracked().flatten() == now {
                    text.try_set(said);
                }
            });
        };
        set_timeout(speak, CALM);
    });
    view! {
        <p class="visually-hidden" role="status">{move || turned.get()}</p>
        <div class="visually-hidden slides__text" dir="auto">{move || text.get()}</div>
    }
    .into_any()
}

/// How long nobody turns before a page is spoken of.
const CALM: Duration = Duration::from_millis(500);
