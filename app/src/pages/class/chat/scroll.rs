//! The chat's list in the window it is read through: draws what is in sight, measures it, keeps the reader's place, stays
//! at the end while the reader is there, and counts what is new while they read above.

use std::collections::HashMap;
use std::ops::Range;

use leptos::html::Ol;
use leptos::prelude::*;

use super::lines::Line;
use super::window::{Tops, last};

/// A list and what is known about its lines.
#[derive(Clone, Copy)]
pub(super) struct Scroll {
    /// The list, inside the `.panel__body` that scrolls.
    pub list: NodeRef<Ol>,
    /// The lines that are drawn.
    pub drawn: RwSignal<Range<usize>>,
    /// How many lines came since the reader left the end.
    pub new: RwSignal<usize>,
    /// The reader is at the end, where new lines are to be read out.
    pub following: RwSignal<bool>,
    /// Measured heights, in CSS pixels.
    heights: StoredValue<HashMap<Line, f64>>,
    #[cfg_attr(not(feature = "browser"), expect(dead_code, reason = "the server scrolls nothing"))]
    tops: StoredValue<Tops>,
}

impl Scroll {
    pub fn new() -> Self {
        Self {
            list: NodeRef::new(),
            drawn: RwSignal::new(0..0),
            new: RwSignal::new(0),
            following: RwSignal::new(true),
            heights: StoredValue::new(HashMap::new()),
            tops: StoredValue::new(Tops::default()),
        }
    }

    /// Follows the lines as long as the component lives; `likely` is a line's height as long as nobody measured it.
    pub fn follow(
        self,
        lines: Memo<Vec<Line>>,
        likely: fn(&domain::ClassView, Line) -> f64,
        view: RwSignal<domain::ClassView>,
    ) {
        self.drawn.set(last(lines.with_untracked(Vec::len)));
        let tops = move || {
            view.with_untracked(|view| {
                self.heights.with_value(|heights| {
                    lines.with_untracked(|lines| {
                        let height =
                            |line: &Line| heights.get(line).copied().unwrap_or_else(|| likely(view, *line));
                        Tops::of(lines.iter().map(height))
                    })
                })
            })
        };
        browser::follow(self, lines, tops);
    }

    /// To the newest line.
    pub fn to_end(self) {
        browser::to_end(self);
    }

    /// The list is seen again after another tab was.
    pub fn shown(self) {
        browser::shown(self);
    }

    /// To a line, in the middle of what is in sight.
    pub fn to_line(self, line: usize) {
        browser::to_line(self, line);
    }
}

#[cfg(feature = "browser")]
mod browser {
    use super::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{Element, HtmlElement};

    /// Nearer to the end than this counts as at the end, in CSS pixels: about one line.
    const NEAR: i32 = 40;
    /// The list's own space before and after its lines, in CSS pixels.
    const EDGE: f64 = 8.0;

    struct Place {
        body: Element,
        list: HtmlElement,
    }

    impl Place {
        fn of(scroll: Scroll) -> Option<Self> {
            let list: HtmlElement = scroll.list.get_untracked()?.unchecked_into();
            let body = list.closest(".panel__body").ok().flatten()?;
            Some(Self { body, list })
        }

        fn at_end(&self) -> bool {
            self.body.scroll_height() - self.body.client_height() - self.body.scroll_top() < NEAR
        }

        /// What is in sight, from the first line's top: where it begins, and how high it is.
        fn seen(&self) -> (f64, f64) {
            let from = f64::from(self.body.scroll_top() - self.list.offset_top()) - EDGE;
            (from, f64::from(self.body.client_height()))
        }

        fn scroll_to(&self, from: f64) {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "no page is two thousand million pixels high"
            )]
            self.body.set_scroll_top((from + EDGE).round() as i32 + self.list.offset_top());
        }

        fn to_end(&self) {
            self.body.set_scroll_top(self.body.scroll_height());
        }

        fn leave_space(&self, (before, after): (f64, f64)) {
            let style = format!("padding-block: {}px {}px", before + EDGE, after + EDGE);
            // Fails for no element.
            let _ = self.list.set_attribute("style", &style);
        }
    }

    pub fn follow(
        scroll: Scroll,
        lines: Memo<Vec<Line>>,
        tops: impl Fn() -> Tops + Copy + Send + Sync + 'static,
    ) {
        Effect::new(move || {
            scroll.list.track();
            let Some(place) = Place::of(scroll) else { return };
            let body = place.body;
            let listener = Closure::<dyn Fn()>::new(move || on_scroll(scroll));
            let function = listener.as_ref().unchecked_ref::<js_sys::Function>().clone();
            // Fails for no element in the page.
            let _ = body.add_event_listener_with_callback("scroll", &function);
            let kept = StoredValue::new_local((body, listener));
            on_cleanup(move || {
                kept.try_with_value(|(body, _)| {
                    body.remove_event_listener_with_callback("scroll", &function).ok()
                });
            });
        });
        // Lines came, or others are shown.
        Effect::new(move |before: Option<usize>| {
            let now = lines.with(Vec::len);
            scroll.tops.set_value(tops());
            let end = scroll.following.get_untracked();
            let came = now.saturating_sub(before.unwrap_or(0));
            if end {
                draw(scroll, last(now));
            } else {
                if came > 0 && before.is_some() {
                    scroll.new.update(|new| *new += came);
                }
                redraw(scroll);
            }
            request_animation_frame(move || measure(scroll, lines, tops, end));
            now
        });
        Effect::new(move || {
            scroll.drawn.track();
            request_animation_frame(move || measure(scroll, lines, tops, false));
        });
        // A panel of another width has lines of another height.
        let resized = window_event_listener(leptos::ev::resize, move |_| {
            scroll.heights.try_update_value(HashMap::clear);
            measure(scroll, lines, tops, scroll.following.get_untracked());
        });
        on_cleanup(move || resized.remove());
    }

    fn on_scroll(scroll: Scroll) {
        let Some(place) = Place::of(scroll) else { return };
        if place.body.client_height() == 0 {
            return;
        }
        let end = place.at_end();
        if scroll.following.try_get_untracked() != Some(end) {
            scroll.following.try_set(end);
        }
        if end {
            scroll.new.try_maybe_update(|new| (std::mem::replace(new, 0) > 0, ()));
        }
        redraw(scroll);
    }

    /// Draws what is in sight.
    fn redraw(scroll: Scroll) {
        let Some(place) = Place::of(scroll) else { return };
        let (from, seen) = place.seen();
        if let Some(drawn) = scroll.tops.try_with_value(|tops| tops.window(from, seen)) {
            draw(scroll, drawn);
        }
    }

    fn draw(scroll: Scroll, lines: Range<usize>) {
        let spaces = scroll.tops.try_with_value(|tops| tops.spaces(&lines));
        if let (Some(spaces), Some(place)) = (spaces, Place::of(scroll)) {
            place.leave_space(spaces);
        }
        scroll.drawn.try_maybe_update(|drawn| {
            let changed = *drawn != lines;
            *drawn = lines;
            (changed, ())
        });
    }

    /// Measures the drawn lines, and moves what is in sight back to where it was.
    fn measure(scroll: Scroll, lines: Memo<Vec<Line>>, tops: impl Fn() -> Tops, to_end: bool) {
        let Some(place) = Place::of(scroll) else { return };
        // Another tab is open: there is nothing to measure.
        if place.body.client_height() == 0 {
            return;
        }
        let changed = note_heights(scroll, lines, &place).unwrap_or(false);
        if changed {
            let (from, seen) = place.seen();
            let Some((anchor, old)) = scroll.tops.try_with_value(|tops| {
                let anchor = tops.at(from);
                (anchor, tops.top(anchor))
            }) else {
                return;
            };
            scroll.tops.set_value(tops());
            let moved = scroll.tops.with_value(|tops| tops.top(anchor)) - old;
            let drawn = scroll.tops.with_value(|tops| tops.window(from + moved, seen));
            let drawn = if to_end { last(scroll.tops.with_value(Tops::len)) } else { drawn };
            draw(scroll, drawn);
            if !to_end && moved.abs() >= 1.0 {
                place.scroll_to(from + moved);
            }
        }
        if to_end || (changed && scroll.following.get_untracked()) {
            place.to_end();
        }
    }

    /// Whether a line's height is another than was known. `None` where the page is just changing.
    fn note_heights(scroll: Scroll, lines: Memo<Vec<Line>>, place: &Place) -> Option<bool> {
        let drawn = scroll.drawn.try_get_untracked()?;
        let mut changed = false;
        let mut element = place.list.first_element_child();
        lines.try_with_untracked(|lines| {
            scroll.heights.try_update_value(|heights| {
                for line in lines.get(drawn)? {
                    let here = element.take()?;
                    let height = here.get_bounding_client_rect().height();
                    let known = heights.insert(*line, height);
                    changed |= known.is_none_or(|known| (known - height).abs() > 0.5);
                    element = here.next_element_sibling();
                }
                Some(())
            })
        });
        Some(changed)
    }

    pub fn to_end(scroll: Scroll) {
        draw(scroll, last(scroll.tops.with_value(Tops::len)));
        scroll.new.set(0);
        scroll.following.set(true);
        request_animation_frame(move || {
            if let Some(place) = Place::of(scroll) {
                place.to_end();
            }
        });
    }

    pub fn shown(scroll: Scroll) {
        request_animation_frame(move || match scroll.following.try_get_untracked() {
            Some(true) => to_end(scroll),
            Some(false) => redraw(scroll),
            None => {}
        });
    }

    pub fn to_line(scroll: Scroll, line: usize) {
        let Some(place) = Place::of(scroll) else { return };
        let (_, seen) = place.seen();
        place.scroll_to(scroll.tops.with_value(|tops| tops.top(line)) - seen / 3.0);
        on_scroll(scroll);
    }
}

#[cfg(not(feature = "browser"))]
mod browser {
    use super::*;

    pub fn follow(_: Scroll, _: Memo<Vec<Line>>, _: impl Fn() -> Tops + Copy + Send + Sync + 'static) {}

    pub fn to_end(_: Scroll) {}

    pub fn shown(_: Scroll) {}

    pub fn to_line(_: Scroll, _: usize) {}
}
