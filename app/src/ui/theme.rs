//! Light, dark, or as the system: kept in a cookie, so that the server's first byte has the right theme.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::model::Theme;

/// Three buttons that are one choice. Takes effect at once and for every page after.
#[component]
pub fn ThemeToggle(
    /// The choice as the server read it from the cookie.
    theme: Theme,
) -> impl IntoView {
    let chosen = RwSignal::new(theme);
    let button = move |theme: Theme| {
        view! {
            <button
                class="theme__choice"
                type="button"
                aria-pressed=move || if chosen.get() == theme { "true" } else { "false" }
                on:click=move |_| {
                    chosen.set(theme);
                    keep(theme);
                }
            >
                <Icon glyph=glyph(theme)/>
                {label(theme)}
            </button>
        }
    };
    view! {
        <fieldset class="theme">
            <legend class="visually-hidden">"Theme"</legend>
            {Theme::ALL.map(button).collect_view()}
        </fieldset>
    }
}

const fn label(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "System",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}

const fn glyph(theme: Theme) -> Glyph {
    match theme {
        Theme::System => Glyph::Monitor,
        Theme::Light => Glyph::Sun,
        Theme::Dark => Glyph::Moon,
    }
}

const YEAR_S: u32 = 365 * 24 * 60 * 60;

/// Shows the theme and keeps it. Where cookies are off it lasts until the next page.
fn keep(theme: Theme) {
    let document = document();
    let value = theme.attribute().unwrap_or_default();
    let age = if theme == Theme::System { 0 } else { YEAR_S };
    let cookie = format!("{}={value}; Path=/; Max-Age={age}; SameSite=Lax", Theme::COOKIE);
    let _ = js_sys::Reflect::set(&document, &"cookie".into(), &cookie.into());
    if let Some(root) = document.document_element() {
        let _ = match theme.attribute() {
            Some(value) => root.set_attribute("data-theme", value),
            None => root.remove_attribute("data-theme"),
        };
    }
}
