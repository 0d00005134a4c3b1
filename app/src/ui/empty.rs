//! Nothing here yet, and what would put something here.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// Stands where a list will be.
#[component]
pub fn EmptyState(
    /// A picture of what will be here.
    glyph: Glyph,
    /// "No classes this week".
    #[prop(into)]
    title: String,
    /// What to do, or what will happen by itself.
    #[prop(optional, into)]
    text: Option<String>,
    /// A button, where there is something to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph class="empty__icon"/>
            <p class="empty__title">{title}</p>
            {text.map(|text| view! { <p class="empty__text">{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
