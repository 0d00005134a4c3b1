//! The frame of the pages: who looks, where they are, and their theme.

use lean::FromJson;
use serde::{Deserialize, Serialize};

/// Where the viewer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub enum NavSection {
    /// The next class, this week, replays.
    Home,
    /// Planning a class.
    Schedule,
    /// Somewhere the header has no word for.
    Elsewhere,
}

/// Who looks, and where they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ShellView {
    /// The viewer's name.
    pub name: String,
    /// What they are here, in a word: "Teacher".
    pub role: String,
    /// They may schedule classes.
    pub schedules: bool,
    /// Their theme, from the cookie.
    pub theme: Theme,
}

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

    /// Every choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

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
