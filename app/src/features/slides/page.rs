//! The page that stands on the stage, with those beside it fetched ahead so that a turn paints at once.

use std::ops::RangeInclusive;
use std::time::Duration;

use domain::ids::{DeckId, SessionId};
use domain::rendition::Rendition;
use domain::route;
use domain::slides::{AHEAD, Turned};
use leptos::prelude::*;

use crate::ui::each;

/// What somebody looks at of a deck. Copied freely.
#[derive(Clone, Copy)]
pub(crate) struct Looking {
    /// Where the class is.
    pub class: Memo<Option<(DeckId, Turned)>>,
    /// The page to which the viewer went back alone, in which deck.
    pub own: RwSignal<Option<(DeckId, u16)>>,
}

impl Looking {
    /// The page that is shown to the viewer; follows it.
    pub fn page(self) -> Option<u16> {
        let (deck, turned) = self.class.get()?;
        let alone = self.own.get().filter(|(of, page)| *of == deck && *page <= turned.farthest);
        Some(alone.map_or(turned.page, |(_, page)| page))
    }

    /// Whether the viewer looks at another page than the class; follows it.
    pub fn is_alone(self) -> bool {
        let (class, page) = (self.class.get(), self.page());
        class.is_some_and(|(_, turned)| page != Some(turned.page))
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
    let looking = Looking { class, own: RwSignal::new(None) };
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
                    picture(session, deck, page, pages, Signal::derive(move || now.get() == Some((deck, page))))
                },
            )}
            {tools}
        </div>
    }
    .into_any()
}

/// One page's picture. One that isn't there yet is asked for again.
fn picture(session: SessionId, deck: DeckId, page: u16, pages: u16, is_shown: Signal<bool>) -> AnyView {
    let tries = RwSignal::new(0_u32);
    let address = move |rendition| {
        let again = tries.get();
        let address = route::SLIDE.to((session, deck, page, rendition));
        if again == 0 { address } else { format!("{address}?again={again}") }
    };
    let missing = RwSignal::new(false);
    view! {
        <img
            class="slides__page"
            alt=format!("Page {page} of {pages}")
            hidden=move || !is_shown.get()
            decoding="sync"
            srcset=move || format!("{} 1024w, {} 2048w", address(Rendition::Small), address(Rendition::Large))
            sizes="(max-width: 900px) 100vw, 70vw"
            src=move || address(Rendition::Small)
            on:load=move |_| missing.set(false)
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

/// How long to wait before a picture is asked for again, at most this often.
const WAIT: Duration = Duration::from_secs(2);
const MOST_TRIES: u32 = 60;

fn ask_again(tries: RwSignal<u32>) {
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
    let last = turned.pages.min(turned.farthest.saturating_add(AHEAD));
    page.saturating_sub(1).max(1)..=page.saturating_add(AHEAD).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_fetched_ahead_as_far_as_there_are_some() {
        let turned = |page, farthest| Turned { page, farthest, pages: 15 };
        assert_eq!(beside(1, turned(1, 1)), 1..=3);
        assert_eq!(beside(7, turned(7, 7)), 6..=9);
        assert_eq!(beside(15, turned(15, 15)), 14..=15);
        assert_eq!(beside(3, turned(7, 7)), 2..=5);
    }
}
