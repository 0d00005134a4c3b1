//! Where the list stands in its window, asked of the browser and told to it.

use super::*;
use crate::ui::when_scrolled;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Nearer to the end than this counts as at the end, in CSS pixels: about one line.
const NEAR: i32 = 40;
/// The list's own space before and after its lines, in CSS pixels.
const EDGE: f64 = 8.0;

struct ScrollElements {
    body: Element,
    list: HtmlElement,
}

impl ScrollElements {
    fn of(scroll: Scroll) -> Option<Self> {
        let list: HtmlElement = scroll.list.try_get_untracked()??.unchecked_into();
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
        #[expect(clippy::cast_possible_truncation, reason = "no page is two thousand million pixels high")]
        self.body.set_scroll_top((from + EDGE).round() as i32 + self.list.offset_top());
    }

    fn to_end(&self) {
        self.body.set_scroll_top(self.body.scroll_height());
    }

    fn leave_space(&self, (before, after): (f64, f64)) {
        // Whole pixels: floating-point numbers would bring their own writer with the page.
        #[expect(clippy::cast_possible_truncation, reason = "a list of that many pixels could not be drawn")]
        let pixels = |space: f64| (space + EDGE).round() as i32;
        let style = format!("padding-block: {}px {}px", pixels(before), pixels(after));
        // Fails for no element.
        let _ = self.list.set_attribute("style", &style);
    }
}

pub fn follow(
    scroll: Scroll,
    lines: Memo<Vec<ChatItem>>,
    heights: impl Fn(&[ChatItem]) -> Vec<f64> + Copy + Send + Sync + 'static,
) {
    Effect::new(move || {
        scroll.list.track();
        let Some(place) = ScrollElements::of(scroll) else { return };
        when_scrolled(place.body, move || on_scroll(scroll));
    });
    // Lines came, or others are shown.
    Effect::new(move |before: Option<Vec<ChatItem>>| {
        let now = lines.get();
        let written =
            |lines: &[ChatItem]| lines.iter().filter(|line| matches!(line, ChatItem::Message(_))).count();
        let known = before.as_deref().map_or(0, written);
        // Mostly some were added to those that were there.
        scroll.tops.update_value(|tops| {
            match before.as_ref().and_then(|before| now.strip_prefix(&before[..])) {
                Some(added) => tops.extend(heights(added).into_iter()),
                None => *tops = Tops::of(heights(&now).into_iter()),
            }
        });
        let end = scroll.following.get_untracked();
        // Markers come, too; they are no messages.
        let came = written(&now).saturating_sub(known);
        if end {
            draw(scroll, last(now.len()));
        } else {
            if came > 0 && before.is_some() {
                scroll.new.update(|new| *new += came);
            }
            redraw(scroll);
        }
        request_animation_frame(move || measure(scroll, lines, end));
        now
    });
    Effect::new(move || {
        scroll.drawn.track();
        request_animation_frame(move || measure(scroll, lines, false));
    });
    // A panel of another width has lines of another height.
    Effect::new(move || {
        let resized = window_event_listener(leptos::ev::resize, move |_| {
            scroll.heights.try_update_value(HashMap::clear);
            measure(scroll, lines, scroll.following.try_get_untracked() == Some(true));
        });
        on_cleanup(move || resized.remove());
    });
}

fn on_scroll(scroll: Scroll) {
    let Some(place) = ScrollElements::of(scroll) else { return };
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
    let Some(place) = ScrollElements::of(scroll) else { return };
    let (from, seen) = place.seen();
    if let Some(drawn) = scroll.tops.try_with_value(|tops| tops.window(from, seen)) {
        draw(scroll, drawn);
    }
}

fn draw(scroll: Scroll, lines: Range<usize>) {
    let spaces = scroll.tops.try_with_value(|tops| tops.spaces(&lines));
    if let (Some(spaces), Some(place)) = (spaces, ScrollElements::of(scroll)) {
        place.leave_space(spaces);
    }
    scroll.drawn.try_maybe_update(|drawn| {
        let changed = *drawn != lines;
        *drawn = lines;
        (changed, ())
    });
}

/// Measures the drawn lines, and moves what is in sight back to where it was.
fn measure(scroll: Scroll, lines: Memo<Vec<ChatItem>>, to_end: bool) {
    let Some(place) = ScrollElements::of(scroll) else { return };
    // Another tab is open: there is nothing to measure.
    if place.body.client_height() == 0 {
        return;
    }
    let Some((first, heights)) = heights_of_drawn(scroll, lines, &place) else { return };
    let (from, seen) = place.seen();
    let measured = scroll.tops.try_update_value(|tops| {
        let anchor = tops.at(from);
        let old = tops.top(anchor);
        let changed = tops.measured(first, &heights);
        let moved = tops.top(anchor) - old;
        let drawn = if to_end { last(tops.len()) } else { tops.window(from + moved, seen) };
        changed.then_some((moved, drawn))
    });
    let changed = if let Some(Some((moved, drawn))) = measured {
        draw(scroll, drawn);
        if !to_end && moved.abs() >= 1.0 {
            place.scroll_to(from + moved);
        }
        true
    } else {
        false
    };
    if to_end || (changed && scroll.following.try_get_untracked() == Some(true)) {
        place.to_end();
    }
}

/// The first of the drawn lines, and the heights of them all. `None` where the page is just changing.
fn heights_of_drawn(
    scroll: Scroll,
    lines: Memo<Vec<ChatItem>>,
    place: &ScrollElements,
) -> Option<(usize, Vec<f64>)> {
    let drawn = scroll.drawn.try_get_untracked()?;
    let first = drawn.start;
    let mut heights = Vec::with_capacity(drawn.len());
    let mut element = place.list.first_element_child();
    let all = lines.try_with_untracked(|lines| {
        scroll.heights.try_update_value(|known| {
            for line in lines.get(drawn)? {
                let here = element.take()?;
                let height = here.get_bounding_client_rect().height();
                known.insert(*line, height);
                heights.push(height);
                element = here.next_element_sibling();
            }
            Some(())
        })
    });
    all.flatten().flatten()?;
    Some((first, heights))
}

pub fn to_end(scroll: Scroll) {
    let Some(lines) = scroll.tops.try_with_value(Tops::len) else { return };
    draw(scroll, last(lines));
    scroll.new.set(0);
    scroll.following.set(true);
    request_animation_frame(move || {
        if let Some(place) = ScrollElements::of(scroll) {
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
    let Some(place) = ScrollElements::of(scroll) else { return };
    let (_, seen) = place.seen();
    let Some(top) = scroll.tops.try_with_value(|tops| tops.top(line)) else { return };
    place.scroll_to(top - seen / 3.0);
    on_scroll(scroll);
}
