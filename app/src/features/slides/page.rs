//! The page that stands on the stage, with those beside it fetched ahead so that a turn paints at once.

use std::ops::RangeInclusive;
use std::time::Duration;

use domain::ids::{DeckId, SessionId};
use domain::rendition::Rendition;
use domain::route;
use domain::slides::{AHEAD, Turned, Zoom};
use leptos::ev::Event;
use leptos::prelude::*;

use crate::ui::each;

/// What somebody looks at of a deck. Copied freely.
#[derive(Clone, Copy)]
pub(crate) struct Looking {
    /// Where the class is.
    pub class: Memo<Option<(DeckId, Turned)>>,
    /// The page to which the viewer went back alone, in which deck.
    pub own: RwSignal<Option<(DeckId, u16)>>,
    /// The page to which the viewer turned everybody, until the class says so.
    pub asked: RwSignal<Option<(DeckId, u16)>>,
    /// The part of a page at which the viewer has everybody look and of which the class hasn't told them yet.
    pub wanted: RwSignal<Option<(DeckId, u16, Zoom)>>,
}

impl Looking {
    /// The page that is shown to the viewer; follows it.
    pub fn page(self) -> Option<u16> {
        let (deck, turned) = self.class.get()?;
        let of_deck =
            |place: Option<(DeckId, u16)>| place.filter(|(of, _)| *of == deck).map(|(_, page)| page);
        let alone = of_deck(self.own.get()).filter(|page| *page <= turned.farthest);
        Some(of_deck(self.asked.get()).or(alone).unwrap_or(turned.page))
    }

    /// The part of the page that is shown to the viewer; follows it. Who looks back alone sees whole pages.
    pub fn zoom(self) -> Zoom {
        let Some(((deck, turned), page)) = self.class.get().zip(self.page()) else { return Zoom::default() };
        let wanted = self.wanted.get().filter(|(of, on, _)| (*of, *on) == (deck, page));
        let class = if page == turned.page { turned.zoom } else { Zoom::default() };
        wanted.map_or(class, |(_, _, zoom)| zoom)
    }

    /// Whether the viewer looks at another page than the class; follows it.
    pub fn is_alone(self) -> bool {
        let Some((deck, turned)) = self.class.get() else { return false };
        let own = self.own.get().filter(|(of, page)| *of == deck && *page <= turned.farthest);
        own.is_some_and(|(_, page)| page != turned.page)
    }
}

/// The slides on the stage, where `class` says which page that is. `tools` draws what turns them, and `empty` what stands there
/// before a page was shown.
pub(crate) fn slides_surface(
    session: SessionId,
    class: Memo<Option<(DeckId, Turned)>>,
    tools: impl Fn(Looking) -> AnyView + Send + Sync + 'static,
    empty: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let (own, asked, wanted) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(None));
    let looking = Looking { class, own, asked, wanted };
    let there = Memo::new(move |_| class.with(Option::is_some));
    let body = move || if there.get() { shown(session, looking, tools(looking)) } else { empty() };
    body.into_any()
}

fn shown(session: SessionId, looking: Looking, tools: AnyView) -> AnyView {
    let pages = move || {
        let (deck, turned) = looking.class.get()?;
        let beside = beside(looking.page()?, turned);
        Some(beside.map(|page| (deck, page, turned.pages)).collect::<Vec<_>>())
    };
    let now =
        Memo::new(move |_| looking.class.get().zip(looking.page()).map(|((deck, _), page)| (deck, page)));
    view! {
        <div class="slides" role="group" aria-label="Slides" tabindex="0">
            {each(
                move || pages().unwrap_or_default(),
                |(deck, page, _)| (*deck, *page),
                move |(deck, page, pages)| {
                    let is_shown = Signal::derive(move || now.get() == Some((deck, page)));
                    picture(session, looking, (deck, page, pages), is_shown)
                },
            )}
            {tools}
        </div>
    }
    .into_any()
}

/// One page's picture. One that isn't there yet is asked for again.
fn picture(
    session: SessionId,
    looking: Looking,
    (deck, page, pages): (DeckId, u16, u16),
    is_shown: Signal<bool>,
) -> AnyView {
    let tries = RwSignal::new(0_u32);
    let address = move |rendition| asked(route::SLIDE.to((session, deck, page, rendition)), tries.get());
    let missing = RwSignal::new(false);
    let ratio = RwSignal::new(None);
    let zoom = Memo::new(move |_| if is_shown.get() { looking.zoom() } else { Zoom::default() });
    view! {
        <img
            class="slides__page"
            alt=format!("Page {page} of {pages}")
            hidden=move || !is_shown.get()
            decoding="sync"
            srcset=move || format!("{} 1024w, {} 2048w", address(Rendition::Small), address(Rendition::Large))
            sizes=move || if zoom.get().is_whole() { "(max-width: 900px) 100vw, 70vw" } else { "2048px" }
            src=move || address(Rendition::Small)
            style=("--ratio", move || ratio.get().map(|ratio: f64| ratio.to_string()))
            style:transform=move || closer(zoom.get())
            on:load=move |event| {
                missing.set(false);
                ratio.set(shape(&event));
            }
            on:error=move |_| {
                missing.set(true);
                ask_again(tries);
            }
        />
        <p class="slides__missing" role="status" hidden=move || !(is_shown.get() && missing.get())>
            {move || missing.get().then(|| format!("Page {page} isn’t drawn yet, or can’t be."))}
        </p>
    }
    .into_any()
}

/// How the page's picture is moved and enlarged, so that the middle of the part that is shown stands in the middle.
fn closer(zoom: Zoom) -> Option<String> {
    let Zoom { percent, x, y } = zoom;
    let moved = |place: u16| 50.0 - f64::from(place) / 100.0;
    let by = f64::from(percent) / 100.0;
    (!zoom.is_whole()).then(|| format!("scale({by}) translate({}%, {}%)", moved(x), moved(y)))
}

/// A picture's width by its height.
#[cfg(feature = "browser")]
fn shape(event: &Event) -> Option<f64> {
    let image: web_sys::HtmlImageElement = event_target(event);
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    (width > 0.0 && height > 0.0).then(|| width / height)
}

#[cfg(not(feature = "browser"))]
fn shape(_: &Event) -> Option<f64> {
    None
}

/// How long to wait before a picture is asked for again, at most this often.
const WAIT: Duration = Duration::from_secs(2);
const MOST_TRIES: u32 = 60;

/// The address of a picture that was asked for so often in vain: browsers ask for each address once.
pub(super) fn asked(address: String, in_vain: u32) -> String {
    if in_vain == 0 { address } else { format!("{address}?again={in_vain}") }
}

pub(super) fn ask_again(tries: RwSignal<u32>) {
    if tries.get_untracked() < MOST_TRIES {
        set_timeout(
            move || {
                tries.try_update(|tries| *tries += 1);
            },
            WAIT,
        );
    }
}

/// The pages whose pictures are there: the one that is shown, the one before, and the next ones as far as anybody may fetch them.
fn beside(page: u16, turned: Turned) -> RangeInclusive<u16> {
    // Staff are at their page before the class knows.
    let last = turned.pages.min(turned.farthest.saturating_add(AHEAD).max(page));
    page.saturating_sub(1).max(1)..=page.saturating_add(AHEAD).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_fetched_ahead_as_far_as_there_are_some() {
        let turned = |page, farthest| Turned { page, farthest, pages: 15, zoom: Zoom::default() };
        assert_eq!(beside(1, turned(1, 1)), 1..=3);
        assert_eq!(beside(7, turned(7, 7)), 6..=9);
        assert_eq!(beside(15, turned(15, 15)), 14..=15);
        assert_eq!(beside(3, turned(7, 7)), 2..=5);
        assert_eq!(beside(12, turned(1, 1)), 11..=12);
    }

    #[test]
    fn the_middle_of_the_part_that_is_shown_stands_in_the_middle() {
        assert_eq!(closer(Zoom::default()), None);
        let zoom = Zoom { percent: 250, x: 2000, y: 7500 };
        assert_eq!(closer(zoom).as_deref(), Some("scale(2.5) translate(30%, -25%)"));
    }
}
