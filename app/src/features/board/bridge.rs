//! A board between the class's channel and its script: folds what comes, sends what its person does.

mod doing;
mod passing;

use std::collections::HashMap;

use domain::Command;
use domain::board::{self, Arrival, Change, Drawing as Drawn, History, Origin, Sheet};
use domain::event::{Event, Fact};
use domain::ids::{BoardId, ObjectId};
use domain::permission::Permission;
use domain::role::Role;
use domain::route;
use js_sys::Float64Array;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use self::passing::Stroke;
use super::engine::{Engine, MODULE, bytes, fetch_board, open_board};
use super::slides::OnSlides;
use super::told::{State, show, tell, tell_papers};
use crate::built::built;
use crate::live::{BoardNews, Owed, Progress};
use crate::room::{Room, SingleKeys, wait_before};
use crate::ui::ToastKind;

/// A board that is shown. Copied freely.
#[derive(Clone, Copy)]
struct Bridge {
    room: Room,
    board: BoardId,
    /// How it lies on slides, where it does.
    slides: Option<OnSlides>,
    inner: StoredValue<Inner, LocalStorage>,
    /// Counts what changes [`State`] and is no signal.
    changed: RwSignal<u32>,
}

#[derive(Default)]
struct Inner {
    engine: Option<Engine>,
    sheet: Sheet,
    history: History,
    /// The drawing that is being fetched, and what came meanwhile.
    arrival: Arrival<Event>,
    failed: bool,
    /// What the script was told last of how the board is.
    told: Option<State>,
    /// One's own strokes under the pen.
    growing: HashMap<ObjectId, Stroke>,
    _ask: Option<Closure<dyn Fn(String, Float64Array)>>,
}

/// Shows the board in `element` until the component is gone.
pub(super) fn start(room: Room, board: BoardId, slides: Option<OnSlides>, element: NodeRef<Div>) {
    let inner = StoredValue::new_local(Inner::default());
    let bridge = Bridge { room, board, slides, inner, changed: RwSignal::new(0) };
    room.live.follow_board(move |news| bridge.take(news));
    on_cleanup(move || {
        if let Some(Some(engine)) = bridge.inner.try_update_value(|inner| inner.engine.take()) {
            engine.close();
        }
    });
    Effect::new(move |begun: Option<bool>| {
        let begun = begun.unwrap_or(false);
        let Some(element) = element.get().filter(|_| !begun) else { return begun };
        spawn_local(bridge.open(element.unchecked_into()));
        true
    });
    let keys = use_context::<SingleKeys>();
    Effect::new(move || bridge.tell_state(keys.is_none_or(|keys| keys.0.get())));
    Effect::new(move || room.live.passing.with(|passing| bridge.show_passing(passing)));
}

impl Bridge {
    async fn open(self, element: web_sys::HtmlElement) {
        let ask = Closure::new(move |json: String, points: Float64Array| match lean::from_str(&json) {
            Ok(ask) => self.does(ask, &points.to_vec()),
            Err(error) => leptos::logging::error!("board: {error} in {json}"),
        });
        let engine = match open_board(&built().path(MODULE), &element, self.slides.is_some(), &ask).await {
            Ok(engine) => engine.unchecked_into::<Engine>(),
            Err(error) => {
                leptos::logging::error!("board: {error:?}");
                self.room
                    .toasts
                    .show(ToastKind::Failed, "The whiteboard could not be loaded. Load the page again.");
                return;
            }
        };
        let kept = self.inner.try_update_value(|inner| {
            inner.engine = Some(engine.clone());
            inner._ask = Some(ask);
        });
        if kept.is_none() {
            return engine.close();
        }
        self.touch();
        self.fetch().await;
    }

    /// Gets what is drawn, as often as it takes, and shows it; ends where it is fetched anew meanwhile.
    async fn fetch(self) {
        let Some(asked) = self.inner.try_update_value(|inner| inner.arrival.ask()) else { return };
        if !self.is_made() {
            // Nobody has drawn on these slides yet: what comes is all that there is.
            let from = self.room.live.view.try_with_untracked(|view| view.sequence).unwrap_or_default();
            let early = self.inner.try_update_value(|inner| {
                let mut drawing = Drawn::default();
                drawing.followed(from);
                inner.sheet.renew(drawing);
                inner.arrival.arrived(asked)
            });
            self.touch();
            return early.flatten().into_iter().for_each(|early| self.show_whole(early));
        }
        for tries in 0.. {
            let Some(from) = self.room.live.view.try_with_untracked(|view| view.sequence) else { return };
            let url = format!("{}?from={from}", route::BOARD.to((self.room.session, self.board)));
            let drawing =
                fetch_board(&url).await.ok().and_then(|given| Drawn::from_bytes(&bytes(&given)).ok());
            let done = drawing.is_some();
            let early = self.inner.try_update_value(|inner| {
                if !inner.arrival.waits_for(asked) {
                    return None;
                }
                inner.failed = !done;
                drawing.map_or(Some(vec![]), |drawing| {
                    inner.sheet.renew(drawing);
                    inner.arrival.arrived(asked)
                })
            });
            self.touch();
            match early.flatten() {
                None => return,
                Some(early) if done => return self.show_whole(early),
                Some(_) => {}
            }
            gloo_timers::future::sleep(wait_before(tries)).await;
        }
    }

    /// The board is here: what came meanwhile and what is on its way go on top of it.
    fn show_whole(self, early: Vec<Event>) {
        let me = self.room.viewer.user;
        let owed = self.room.live.owed.get_untracked();
        self.inner.try_update_value(|inner| {
            let mut sheet = Sheet::new(me, std::mem::take(&mut inner.sheet).into_drawing());
            for event in &early {
                self.apply(&mut sheet, event);
            }
            for owed in &owed {
                if let Some((change, drawn)) = self.change_of(&owed.command) {
                    sheet.add(owed.id, change.clone(), drawn);
                }
            }
            inner.sheet = sheet;
            if let Some(engine) = &inner.engine {
                engine.clear();
            }
        });
        let all = self.inner.try_with_value(|inner| inner.sheet.ids()).unwrap_or_default();
        self.refresh(all);
    }

    fn take(self, news: BoardNews) {
        match news {
            BoardNews::Changed(events) => self.follow(events),
            BoardNews::Replaced => spawn_local(self.fetch()),
            BoardNews::Grew(changes) => {
                for change in changes {
                    self.grew(change);
                }
            }
        }
    }

    fn follow(self, events: Vec<Event>) {
        let owed = self.room.live.owed.get_untracked();
        let touched = self.inner.try_update_value(|inner| {
            let events = inner.arrival.hold(events);
            if !inner.arrival.is_here() {
                return vec![];
            }
            let mut touched: Vec<_> =
                events.iter().flat_map(|event| self.apply(&mut inner.sheet, event)).collect();
            touched.extend(inner.sheet.keep(|id| owed.iter().any(|owed| owed.id == id)));
            touched
        });
        self.refresh(touched.unwrap_or_default());
        self.touch();
    }

    fn apply(self, sheet: &mut Sheet, event: &Event) -> Vec<ObjectId> {
        match &event.fact {
            Fact::Board(fact) if fact.board() == self.board => {
                let origin = Origin { sequence: event.sequence, command: event.command, actor: event.actor };
                sheet.apply(fact, origin)
            }
            _ => vec![],
        }
    }

    /// A command's change, where it is of this board.
    fn change_of(self, command: &Command) -> Option<(&Change, Option<&str>)> {
        match command {
            Command::Board(board::Command::Change { board, change, drawn }) if *board == self.board => {
                Some((change, drawn.as_deref()))
            }
            _ => None,
        }
    }

    /// Whether the class has the board; one that lies on slides is made when somebody draws on them first.
    fn is_made(self) -> bool {
        let is_here = |view: &domain::ClassView| view.board.boards.contains_key(&self.board);
        self.slides.is_none() || self.room.live.view.try_with_untracked(is_here).unwrap_or(true)
    }

    /// The page that a command makes, where it is of this board.
    fn page_of(self, command: &Command) -> Option<usize> {
        match command {
            Command::Board(board::Command::AddPage { board, page }) if *board == self.board => {
                Some(usize::from(*page))
            }
            _ => None,
        }
    }

    /// Has the script show objects as they are now.
    fn refresh(self, ids: Vec<ObjectId>) {
        let room = self.room;
        self.inner.try_with_value(|inner| {
            let Some(engine) = &inner.engine else { return };
            for id in ids {
                let object = inner.sheet.get(id);
                show(engine, id, object.as_ref(), inner.sheet.waits(id), |user| {
                    untrack(|| room.name_of(user))
                });
            }
            tell_papers(engine, |page| inner.sheet.paper(page));
            engine.whole();
        });
    }

    /// What follows what is no signal is to look again.
    fn touch(self) {
        self.changed.try_update(|times| *times = times.wrapping_add(1));
    }

    fn tell_state(self, keys: bool) {
        self.changed.track();
        let (room, here) = (self.room, self.board);
        let is_unsaved = |owed: &&Owed| {
            !matches!(owed.progress, Progress::Heard(_)) && self.change_of(&owed.command).is_some()
        };
        let live = room.live.phase.get().is_live();
        let there =
            room.live.view.with(|view| view.board.boards.get(&here).map_or(1, |board| board.pages.len()));
        let slide = self.slides.map(OnSlides::page);
        let drawing = self.slides.is_none_or(|slides| slides.drawing.get());
        let (pages, waiting) = room.live.owed.with(|owed| {
            // A page that is on its way can be drawn on.
            let new = owed.iter().filter_map(|owed| self.page_of(&owed.command)).max();
            let boards = there.max(new.unwrap_or(0));
            (slide.map_or(boards, |(_, last)| last.into()), owed.iter().filter(is_unsaved).count())
        });
        self.forget_refused();
        let told = self.inner.try_update_value(|inner| {
            let state = State {
                draw: live && drawing && inner.arrival.is_here() && room.permits(Permission::Draw),
                run: room.is_staff(),
                leads: slide.is_none() && room.viewer.role == Role::Teacher,
                pages,
                undo: inner.history.can_undo(),
                redo: inner.history.can_redo(),
                waiting,
                failed: inner.failed,
                keys,
                page: slide.map(|(page, _)| page),
                seen: !drawing,
                live: true,
            };
            let engine = inner.engine.clone().filter(|_| inner.told != Some(state))?;
            inner.told = Some(state);
            Some((engine, state))
        });
        // Outside of what is kept: a stroke that may not go on asks for something at once.
        if let Some((engine, state)) = told.flatten() {
            tell(&engine, state);
        }
    }

    /// What was refused isn't there after all.
    fn forget_refused(self) {
        let Some(refused) = self.room.live.refused.get() else { return };
        let touched = self.inner.try_update_value(|inner| inner.sheet.drop(refused.id)).unwrap_or_default();
        if !touched.is_empty() {
            self.refresh(touched);
        }
    }
}
