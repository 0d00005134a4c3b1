//! Light, dark, or as the system: kept in a cookie, so that the server's first byte has the right theme.

use lean::FromJson;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Glyph, Icon};

/// The person's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub enum Theme {
    /// As the system says, and as the place asks (the studio is dim).
    #[default]
    System,
    /// Paper everywhere.
    Light,
    /// Dim everywhere.
    Dark,
}

impl Theme {
    /// The cookie's name.
    pub const COOKIE: &str = "theme";

    const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Reads the choice out of a `Cookie` header.
    #[must_use]
    pub fn from_cookies(header: &str) -> Self {
        header
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == Self::COOKIE)
            .map_or(Self::System, |(_, value)| Self::from_word(value))
    }

    /// What `<html data-theme>` says; absent where the system decides.
    #[must_use]
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// The theme of that word in the cookie; the system's for any other.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::System => Glyph::Monitor,
            Self::Light => Glyph::Sun,
            Self::Dark => Glyph::Moon,
        }
    }
}

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
                    browser::keep(theme);
                }
            >
                <Icon glyph=theme.glyph()/>
                {theme.label()}
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

#[cfg(feature = "browser")]
mod browser {
    use super::*;

    const YEAR_S: u32 = 365 * 24 * 60 * 60;

    /// Shows the theme and keeps it. Where cookies are off it lasts until the next page.
    pub fn keep(theme: Theme) {
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
}

#[cfg(not(feature = "browser"))]
mod browser {
    use super::*;

    pub fn keep(_: Theme) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_decides() {
        assert_eq!(Theme::from_cookies("login=abc; theme=dark"), Theme::Dark);
        assert_eq!(Theme::from_cookies("theme=light;x=y"), Theme::Light);
        assert_eq!(Theme::from_cookies("mytheme=dark"), Theme::System);
        assert_eq!(Theme::from_cookies("theme=<script>"), Theme::System);
    }
}
