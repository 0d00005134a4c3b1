//! What turns the pages: for staff everybody's, for students their own among those that were shown.

use std::time::Duration;

use domain::ids::DeckId;
use domain::permission::Permission;
use domain::rendition::Rendition;
use domain::slides::Turned;
use domain::{Command, route, slides};
use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;

use super::describe::describe;
use super::page::Looking;
use super::presenter::{Headings, Outline, Presenter};
use super::spoken::Spoken;
use super::zoom::{Hold, ZoomTools, Zooming};
use crate::platform;
use crate::room::Room;
use crate::ui::keys::{pressed as pressed_key, shortcut};
use crate::ui::{Button, ButtonSize, Glyph, Icon, each};

/// Buttons, keys, the strip of pages, and what is said of the page to who doesn't see it.
#[component]
pub(crate) fn SlideTools(
    looking: Looking,
    /// Whether the viewer draws on the page; then what they draw with stands here.
    drawing: RwSignal<bool>,
) -> impl IntoView {
    let room = Room::expect();
    let staff = room.is_staff();
    let open = RwSignal::new(Open::Nothing);
    let headings = staff.then(|| Headings::of(room, looking));
    let zooming = staff.then(|| Zooming::of(room, looking));
    turn_by_key(room, looking);
    Effect::new(move || {
        if let Some((deck, turned)) = looking.class.get() {
            let_go(looking, deck, turned.page);
        }
    });
    let spoken = Spoken::of(room.session, looking, move |deck, page| {
        room.live.view.with(|view| view.slides.description(deck, page).map(|text| text.text().to_owned()))
    });
    let place = move || looking.class.get().zip(looking.page());
    let is_first = move || place().is_none_or(|(_, page)| page <= 1);
    let is_last = move || place().is_none_or(|((_, turned), page)| page >= last_for(staff, turned));
    let said = move || place().map(|((_, turned), page)| format!("{page} / {}", turned.pages));
    let (describe, description) = staff.then(|| describe(looking, spoken)).unzip();
    let rest = zooming.zip(headings).map(|(zooming, headings)| {
        let tools = view! {
            <ZoomTools zooming/>
            {opens(open, Open::Pages, "All pages", "Hide pages")}
            <Show when=move || headings.any()>{opens(open, Open::Outline, "Outline", "Hide outline")}</Show>
            {opens(open, Open::Presenter, "Presenter view", "Leave presenter view")}
            {describe}
        };
        in_menu(tools.into_any())
    });
    view! {
        {zooming.map(|zooming| view! { <Hold zooming/> })}
        <div class="slides__tools" hidden=move || drawing.get()>
            <button class="slides__turn" type="button" aria-label="Previous page" disabled=is_first on:click=move |_| turn(room, looking, -1)>
                <Icon glyph=Glyph::ChevronLeft class="icon--directional"/>
            </button>
            {staff.then(|| view! { <GoTo looking/> })}
            {(!staff).then(|| view! { <span class="slides__place num">{said}</span> })}
            <button class="slides__turn" type="button" aria-label="Next page" disabled=is_last on:click=move |_| turn(room, looking, 1)>
                <Icon glyph=Glyph::ChevronRight class="icon--directional"/>
            </button>
            {rest}
            <DrawButton drawing on_begin=move || open.set(Open::Nothing)/>
            <Show when=move || looking.is_alone()>
                <Button size=ButtonSize::Small on:click=move |_| looking.own.set(None)>"Back to the class"</Button>
            </Show>
        </div>
        <Show when=move || open.get() == Open::Pages><Strip looking/></Show>
        {headings.map(|headings| view! {
            <Show when=move || open.get() == Open::Outline>
                <div class="slides__outline"><Outline looking headings/></div>
            </Show>
            <Show when=move || open.get() == Open::Presenter><Presenter looking headings/></Show>
        })}
        {description}
        {spoken.view()}
    }
    .into_any()
}

/// The ids of the button that opens the rest of the tools where they don't fit beside each other, and of what it opens.
const MORE: &str = "slides-more";
const REST: &str = "slides-rest";

/// Tools that stand beside the others where there is room, and else in a menu.
fn in_menu(tools: AnyView) -> AnyView {
    let open = RwSignal::new(false);
    // What had the focus is hidden then.
    let close = move || {
        if open.get_untracked() {
            open.set(false);
            platform::focus(MORE);
        }
    };
    let pressed = move |event: MouseEvent| {
        if platform::is_within(&event, ".button") {
            close();
        }
    };
    let escape = move |event: KeyboardEvent| {
        if pressed_key(&event).as_deref() == Some("Escape") && open.get_untracked() {
            event.stop_propagation();
            close();
        }
    };
    view! {
        <button
            class="slides__turn slides__more"
            type="button"
            id=MORE
            aria-label="More for these slides"
            aria-expanded=move || open.get().to_string()
            aria-controls=REST
            on:click=move |_| open.update(|open| *open = !*open)
            on:keydown=escape
        >
            <Icon glyph=Glyph::Ellipsis/>
        </button>
        <div class="slides__rest" class:slides__rest--open=move || open.get() id=REST on:click=pressed on:keydown=escape>
            {tools}
        </div>
    }
    .into_any()
}

/// The button with which who may draw begins to draw on the page. It has the focus again when they are done.
#[component]
fn DrawButton(drawing: RwSignal<bool>, on_begin: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let room = Room::expect();
    let may = Memo::new(move |_| room.live.phase.get().is_live() && room.permits(Permission::Draw));
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |before: Option<bool>| {
        let draws = drawing.get();
        if before == Some(true)
            && !draws
            && let Some(button) = button.get_untracked()
        {
            // Nowhere to be focused until it is shown again.
            request_animation_frame(move || drop(button.focus()));
        }
        draws
    });
    let begin = move |_| {
        on_begin();
        drawing.set(true);
    };
    view! {
        <Show when=move || may.get()>
            <button node_ref=button class="slides__turn" type="button" aria-label="Draw on this page" title="Draw on this page" on:click=begin>
                <Icon glyph=Glyph::Pencil/>
            </button>
        </Show>
    }
    .into_any()
}

/// What is open beside the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Pages,
    Outline,
    Presenter,
}

/// The button that opens and closes something beside the page.
fn opens(open: RwSignal<Open>, what: Open, show: &'static str, hide: &'static str) -> AnyView {
    let is_open = move || open.get() == what;
    let toggle = move |_| open.update(|open| *open = if *open == what { Open::Nothing } else { what });
    view! {
        <Button size=ButtonSize::Small attr:aria-expanded=move || is_open().to_string() on:click=toggle>
            {move || if is_open() { hide } else { show }}
        </Button>
    }
    .into_any()
}

/// The farthest page that somebody may turn to.
pub(crate) fn last_for(staff: bool, turned: Turned) -> u16 {
    if staff { turned.pages } else { turned.farthest }
}

/// Turns by so many pages: everybody's page for staff, one's own for students.
pub(crate) fn turn(room: Room, looking: Looking, by: i32) {
    let Some(((deck, turned), page)) = untrack(|| looking.class.get().zip(looking.page())) else { return };
    let wanted = i32::from(page) + by;
    let wanted = u16::try_from(wanted.max(1)).unwrap_or(1).min(last_for(room.is_staff(), turned));
    go_to(room, looking, deck, turned, wanted);
}

pub(super) fn go_to(room: Room, looking: Looking, deck: DeckId, turned: Turned, page: u16) {
    if room.is_staff() {
        // Shown here at once, and what the next press counts from.
        looking.asked.set((page != turned.page).then_some((deck, page)));
        room.live.send(Command::Slides(slides::Command::Show { deck, page }));
        set_timeout(move || let_go(looking, deck, page), PATIENCE);
    } else {
        looking.own.set((page != turned.page).then_some((deck, page)));
    }
}

/// How long a page is shown to which the class hasn't turned; then it is what the class says.
const PATIENCE: Duration = Duration::from_secs(3);

fn let_go(looking: Looking, deck: DeckId, page: u16) {
    looking.asked.try_update(|asked| {
        if *asked == Some((deck, page)) {
            *asked = None;
        }
    });
}

/// Arrows, space and the page keys, where no field, list or, for space, button takes them for itself.
fn turn_by_key(room: Room, looking: Looking) {
    Effect::new(move || {
        let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            let taken = "dialog, [role=tab], [role=menu], [role=listbox], [role=log], [role=slider]";
            // Where the focus is after most presses; it has no use for arrows.
            let pressed_by_space = platform::is_within(&event, "button, a, summary");
            if platform::is_within(&event, taken) || untrack(|| room.dialogs.any_open()) {
                return;
            }
            let by = shortcut(&event, |key| match key {
                // Those move an enlarged page.
                _ if event.shift_key() && key.starts_with("Arrow") => None,
                "ArrowRight" | "PageDown" => Some(1),
                " " if pressed_by_space => None,
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
            <input
                class="slides__number"
                aria-label="Page"
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
