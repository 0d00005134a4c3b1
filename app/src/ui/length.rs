//! How much room is left for what somebody writes. Nothing is cut off: what is too long is kept, counted and not sent.

use domain::text::length;
use leptos::prelude::*;

/// From how many characters before the end on it is said how many are left, in texts of 500 and more; in shorter ones from
/// the last fifth on.
const SAY_LEFT_FROM: usize = 200;

/// "9 characters left", "3 characters too many"; nothing while there is room.
#[component]
pub fn CharactersLeft(
    /// What is written so far.
    #[prop(into)]
    text: Signal<String>,
    /// Characters it may have, at most.
    most: usize,
) -> impl IntoView {
    let said = Memo::new(move |_| text.with(|text| left(text, most)));
    let view = move || {
        said.get().map(|said| view! { <p class="composer__status composer__status--warn num">{said}</p> })
    };
    view.into_any()
}

/// The words; counted as the server counts.
fn left(text: &str, most: usize) -> Option<String> {
    let length = length(domain::text::trimmed(text));
    let characters = |count: usize| if count == 1 { "character" } else { "characters" };
    match most.checked_sub(length) {
        None => Some(format!("{} {} too many", length - most, characters(length - most))),
        Some(left) if left < SAY_LEFT_FROM.min(most / 5) => Some(format!("{left} {} left", characters(left))),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn what_is_left_is_said_near_the_end_and_what_is_too_much_after_it() {
        let said = |count: usize, most| left(&"😀".repeat(count), most);
        assert_eq!(said(600, 1_000), None, "six hundred emoji are six hundred");
        assert_eq!(said(900, 1_000).as_deref(), Some("100 characters left"));
        assert_eq!(said(999, 1_000).as_deref(), Some("1 character left"));
        assert_eq!(said(1_200, 1_000).as_deref(), Some("200 characters too many"));
        assert_eq!((said(90, 120), said(100, 120).as_deref()), (None, Some("20 characters left")));
        assert_eq!(left(&format!("{}   ", "a".repeat(1_000)), 1_000).as_deref(), Some("0 characters left"));
    }
}
