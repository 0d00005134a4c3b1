//! What who presents sees instead of the stage: this page, the next one, the notes, and the time.

use domain::ids::DeckId;
use domain::rendition::Rendition;
use domain::route;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::page::{Looking, ask_again, asked};
use super::turn::go_to;
use super::window::PresenterWindow;
use crate::api::slides::{slide_notes, slide_outline};
use crate::model::slides::Heading;
use crate::room::Room;
use crate::ui::each;

/// It lies over the stage of who presents; nobody else sees any of it.
#[component]
pub(super) fn Presenter(looking: Looking, headings: Headings) -> impl IntoView {
    let room = Room::expect();
    let place =
        Memo::new(move |_| looking.class.get().map(|(deck, turned)| (deck, turned.page, turned.pages)));
    let next =
        move || place.get().filter(|(_, page, pages)| page < pages).map(|(deck, page, _)| (deck, page + 1));
    let notes = notes(room, place);
    view! {
        <section class="presenter" aria-label="Presenter view">
            <p class="presenter__times num">
                <span>{move || { room.clock(); time_of_day() }}</span>
                <span><span class="visually-hidden">"In class since "</span>{move || room.clock().to_string()}</span>
                <PresenterWindow/>
            </p>
            <div class="presenter__page">
                {move || place.get().map(|(deck, page, pages)| view! {
                    {page_picture(room, (deck, page, Rendition::Large), format!("Page {page} of {pages}, which everybody sees"))}
                })}
            </div>
            <div class="presenter__beside">
                <h2 class="presenter__title">"Next"</h2>
                <div class="presenter__next">
                    {move || match next() {
                        Some((deck, page)) => page_picture(room, (deck, page, Rendition::Small), format!("Page {page}")),
                        None => view! { <p>"This is the last page."</p> }.into_any(),
                    }}
                </div>
                <h2 class="presenter__title">"Notes"</h2>
                <div class="presenter__notes" dir="auto" tabindex="0" role="group" aria-label="Notes">
                    {move || notes.get().unwrap_or_else(|| "Loading".to_owned())}
                </div>
                <Show when=move || headings.any()>
                    <h2 class="presenter__title">"Outline"</h2>
                    <Outline looking headings/>
                </Show>
            </div>
        </section>
    }
    .into_any()
}

/// A page's picture; one that isn't drawn yet is asked for again.
fn page_picture(room: Room, (deck, page, rendition): (DeckId, u16, Rendition), alt: String) -> AnyView {
    let tries = RwSignal::new(0_u32);
    let address = move || asked(route::SLIDE.to((room.session, deck, page, rendition)), tries.get());
    view! { <img src=address alt=alt on:error=move |_| ask_again(tries)/> }.into_any()
}

/// The notes to the page that everybody looks at, in words also where there are none.
fn notes(room: Room, place: Memo<Option<(DeckId, u16, u16)>>) -> RwSignal<Option<String>> {
    let notes = RwSignal::new(None);
    Effect::new(move || {
        let Some((deck, page, _)) = place.get() else { return };
        notes.set(None);
        spawn_local(async move {
            let said = match slide_notes(room.session, deck, page).await {
                Ok(said) if said.is_empty() => "No notes to this page.".to_owned(),
                Ok(said) => said,
                Err(error) => error.to_string(),
            };
            let still = place.try_get_untracked().flatten().is_some_and(|now| (now.0, now.1) == (deck, page));
            if still {
                notes.try_set(Some(said));
            }
        });
    });
    notes
}

/// The outline of the deck on the stage. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Headings(RwSignal<Vec<Heading>>);

impl Headings {
    /// Asks for the outline of each deck that comes on the stage.
    pub fn of(room: Room, looking: Looking) -> Self {
        let headings = RwSignal::new(vec![]);
        let deck = Memo::new(move |_| looking.class.get().map(|(deck, _)| deck));
        Effect::new(move || {
            headings.set(vec![]);
            let Some(now) = deck.get() else { return };
            spawn_local(async move {
                // Without it pages are found as they are without an outline.
                let found = slide_outline(room.session, now).await.unwrap_or_default();
                if deck.try_get_untracked().flatten() == Some(now) {
                    headings.try_set(found);
                }
            });
        });
        Self(headings)
    }

    /// Whether there are any; follows it.
    pub fn any(self) -> bool {
        self.0.with(|headings| !headings.is_empty())
    }
}

/// The headings, each of which leads everybody to its page.
#[component]
pub(super) fn Outline(looking: Looking, headings: Headings) -> impl IntoView {
    let room = Room::expect();
    let here = Memo::new(move |_| {
        let page = looking.page()?;
        headings.0.with(|headings| headings.iter().rposition(|heading| heading.page <= page))
    });
    let lines = move || headings.0.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <ol class="outline" aria-label="Outline">
            {each(lines, Clone::clone, move |(at, Heading { level, title, page })| {
                let show = move |_| {
                    if let Some((deck, turned)) = looking.class.get_untracked() {
                        go_to(room, looking, deck, turned, page);
                    }
                };
                let current = move || (here.get() == Some(at)).then_some("true");
                view! {
                    <li style=("--level", level.to_string())>
                        <button class="outline__line" type="button" aria-current=current on:click=show>
                            <bdi>{title}</bdi>
                            <span class="num">{page}</span>
                        </button>
                    </li>
                }
                .into_any()
            })}
        </ol>
    }
    .into_any()
}

/// The time on the viewer's clock.
#[cfg(feature = "browser")]
fn time_of_day() -> String {
    let now = js_sys::Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}

#[cfg(not(feature = "browser"))]
fn time_of_day() -> String {
    String::new()
}
