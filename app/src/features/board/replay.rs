//! A board in a replay: as it was at the moment that is played.

use domain::ids::BoardId;
use leptos::html::Div;
use leptos::prelude::*;

use super::meant;
use crate::playback::watching::Watching;
use crate::stage::nothing_yet;
use crate::ui::Glyph;

/// A board on the stage of a replay.
#[component]
pub(crate) fn BoardInReplay(
    /// Which; none for the one that was made last.
    board: Option<BoardId>,
) -> impl IntoView {
    let watching = Watching::expect();
    let there = watching.opened.with_value(|replay| meant(&replay.view.board, board).map(|board| board.id));
    let Some(board) = there else { return nothing_yet(Glyph::Pencil, "No whiteboard yet.") };
    let element = NodeRef::<Div>::new();
    #[cfg(feature = "browser")]
    start(watching, board, None, element);
    #[cfg(not(feature = "browser"))]
    let _ = board;
    view! { <div class="board" node_ref=element></div> }.into_any()
}

#[cfg(feature = "browser")]
pub(super) use story::start;

#[cfg(feature = "browser")]
mod story {
    use domain::board::{self, Drawing, Origin};
    use domain::event::{Event, Fact};
    use domain::ids::BoardId;
    use domain::route;
    use js_sys::Float64Array;
    use leptos::html::Div;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;

    use super::super::engine::{Engine, MODULE, bytes, fetch_board, open_board};
    use super::super::slides::Place;
    use super::super::told::{State, show, tell, tell_papers};
    use crate::built::built;
    use crate::playback::watching::Watching;
    use crate::room::wait_before;

    /// What happened on a board, and how much of it is shown.
    #[derive(Default)]
    struct Story {
        engine: Option<Engine>,
        /// What it goes on with of an earlier class, where it does.
        begun: Drawing,
        events: Vec<Event>,
        shown: usize,
        drawing: Drawing,
        _ask: Option<Closure<dyn Fn(String, Float64Array)>>,
    }

    /// Shows the board in `element` until the component is gone.
    pub(in crate::features::board) fn start(
        watching: Watching,
        board: BoardId,
        slides: Option<Memo<Option<Place>>>,
        element: NodeRef<Div>,
    ) {
        let story = StoredValue::new_local(Story::default());
        let ready = RwSignal::new(false);
        on_cleanup(move || {
            if let Some(Some(engine)) = story.try_update_value(|story| story.engine.take()) {
                engine.close();
            }
        });
        Effect::new(move |begun: Option<bool>| {
            let Some(element) = element.get().filter(|_| begun != Some(true)) else {
                return begun.unwrap_or(false);
            };
            spawn_local(async move {
                // Who watches does nothing on it.
                let ask = Closure::new(|_, _| {});
                let opened =
                    open_board(&built().path(MODULE), element.unchecked_ref(), slides.is_some(), &ask).await;
                let Ok(engine) = opened.inspect_err(|error| leptos::logging::error!("board: {error:?}"))
                else {
                    return;
                };
                let engine = engine.unchecked_into::<Engine>();
                tell(&engine, state(watching, board, slides.and_then(|place| place.get_untracked())));
                let begun = fetch_begun(watching, board).await;
                let events = fetch(watching, board).await;
                story.try_update_value(|story| {
                    (story.engine, story.events, story._ask) = (Some(engine), events, Some(ask));
                    story.begun = begun;
                });
                ready.try_set(true);
            });
            true
        });
        Effect::new(move || {
            let place = slides.and_then(|place| place.get());
            if ready.get() && slides.is_some() {
                story.try_with_value(|story| {
                    story.engine.iter().for_each(|engine| tell(engine, state(watching, board, place)));
                });
            }
        });
        Effect::new(move || {
            let at = watching.player.at.get();
            if ready.get() {
                story.try_update_value(|story| story.show_until(at, watching));
            }
        });
    }

    /// How a board is that is only watched, on the slides that are looked at where it lies on some.
    fn state(watching: Watching, board: BoardId, place: Option<Place>) -> State {
        let pages = watching
            .opened
            .with_value(|replay| replay.view.board.boards.get(&board).map(|board| board.pages.len()));
        let page = place.map(|(_, page, _)| page);
        let pages = place.map_or(pages.unwrap_or(1), |(_, _, last)| last.into());
        State { pages, page, seen: page.is_some(), keys: true, ..State::default() }
    }

    /// All that happened on the board, asked for as often as it takes.
    async fn fetch(watching: Watching, board: BoardId) -> Vec<Event> {
        let url = route::BOARD_STORY.to((watching.session, board));
        for tries in 0.. {
            let given = fetch_board(&url).await.ok().and_then(|given| String::from_utf8(bytes(&given)).ok());
            if let Some(events) = given.and_then(|text| lean::from_str(&text).ok()) {
                return events;
            }
            gloo_timers::future::sleep(wait_before(tries)).await;
        }
        vec![]
    }

    /// What the board began with, asked for as often as it takes; nothing where it goes on from no other class.
    async fn fetch_begun(watching: Watching, board: BoardId) -> Drawing {
        let goes_on = watching.opened.with_value(|replay| {
            replay.view.board.boards.get(&board).is_some_and(|board| board.from.is_some())
        });
        let url = format!("{}?begun=true", route::BOARD_STORY.to((watching.session, board)));
        for tries in 0.. {
            if !goes_on {
                break;
            }
            if let Some(begun) =
                fetch_board(&url).await.ok().and_then(|given| Drawing::from_bytes(&bytes(&given)).ok())
            {
                return begun;
            }
            gloo_timers::future::sleep(wait_before(tries)).await;
        }
        Drawing::default()
    }

    impl Story {
        /// Brings the board to a moment of the class, in ms; back to an earlier one by beginning again.
        fn show_until(&mut self, at: i64, watching: Watching) {
            let Some(engine) = &self.engine else { return };
            let until = self.events.partition_point(|event| event.offset.0 <= at);
            if until < self.shown {
                (self.shown, self.drawing) = (0, Drawing::default());
                engine.clear();
            }
            if until == self.shown {
                return;
            }
            let mut touched = Vec::new();
            for event in &self.events[self.shown..until] {
                if let Fact::Board(fact) = &event.fact {
                    if matches!(fact, board::Fact::Continued { .. }) {
                        self.drawing = self.begun.clone();
                        touched.extend(self.drawing.objects().map(|object| object.id));
                    }
                    let origin =
                        Origin { sequence: event.sequence, command: event.command, actor: event.actor };
                    touched.extend(self.drawing.apply(fact, origin));
                }
            }
            self.shown = until;
            touched.sort_unstable();
            touched.dedup();
            for id in touched {
                show(engine, id, self.drawing.get(id), false, |user| watching.name_of(user));
            }
            tell_papers(engine, |page| self.drawing.paper(page));
            engine.whole();
        }
    }
}
