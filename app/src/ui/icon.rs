//! Icons: one stroke set (lucide), one sprite, `public/icons.svg`.

use domain::emoji::Emoji;
use leptos::prelude::*;

macro_rules! glyphs {
    ($($variant:ident => $name:literal,)*) => {
        /// An icon of the sprite. A new one is added here and drawn into the sprite by `frontend/assets`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph {
            $(#[doc = $name] $variant,)*
        }

        impl Glyph {
            /// The symbol's id in the sprite, lucide's own name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$variant,)*];
        }
    };
}

glyphs! {
    ArrowLeft => "arrow-left",
    ArrowRight => "arrow-right",
    BookOpen => "book-open",
    Bookmark => "bookmark",
    BookmarkPlus => "bookmark-plus",
    Calendar => "calendar",
    CalendarPlus => "calendar-plus",
    Camera => "video",
    CameraOff => "video-off",
    Captions => "captions",
    Chat => "message-square",
    Check => "check",
    ChevronDown => "chevron-down",
    ChevronLeft => "chevron-left",
    ChevronRight => "chevron-right",
    CircleAlert => "circle-alert",
    CircleCheck => "circle-check",
    CircleDashed => "circle-dashed",
    CirclePlay => "circle-play",
    Clock => "clock",
    Coffee => "coffee",
    Compass => "compass",
    Copy => "copy",
    Download => "download",
    Ellipsis => "ellipsis",
    Flag => "flag",
    Fullscreen => "maximize",
    Hand => "hand",
    Inbox => "inbox",
    Info => "info",
    Keyboard => "keyboard",
    Leave => "log-out",
    Lock => "lock",
    LockOpen => "lock-open",
    Mic => "mic",
    MicOff => "mic-off",
    Monitor => "monitor",
    Moon => "moon",
    Pause => "pause",
    Pencil => "pencil",
    PictureInPicture => "picture-in-picture-2",
    Pin => "pin",
    Play => "play",
    Plus => "plus",
    Poll => "chart-column",
    Question => "circle-question-mark",
    Radio => "radio",
    Refresh => "refresh-cw",
    Reply => "reply",
    Screen => "monitor-up",
    Search => "search",
    Send => "send-horizontal",
    Settings => "settings",
    Share => "share-2",
    Signal => "signal",
    SignalLow => "signal-low",
    SkipBack => "rotate-ccw",
    SkipForward => "rotate-cw",
    Slides => "presentation",
    Smile => "smile",
    Sun => "sun",
    Text => "file-text",
    Trash => "trash-2",
    TriangleAlert => "triangle-alert",
    User => "user",
    Users => "users",
    Volume => "volume-2",
    VolumeOff => "volume-x",
    Waiting => "hourglass",
    Wifi => "wifi",
    WifiOff => "wifi-off",
    X => "x",
    ZoomIn => "zoom-in",
    ZoomOut => "zoom-out",
}

/// An icon beside words, or inside a button that has an `aria-label`: it says nothing to a screen reader itself.
#[component]
pub fn Icon(
    /// Which one.
    glyph: Glyph,
    /// Further classes, such as `empty__icon` or `icon--directional` (mirrored from right to left).
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("icon {class}").trim_end().to_owned() aria-hidden="true">
            <use href=format!("/icons.svg#{}", glyph.name())></use>
        </svg>
    }
}

/// What a picture shows, for those who don't see it.
#[must_use]
pub fn emoji_name(emoji: Emoji) -> &'static str {
    match emoji {
        Emoji::ThumbsUp => "thumbs up",
        Emoji::Heart => "heart",
        Emoji::Laugh => "laughing",
        Emoji::Surprise => "surprised",
        Emoji::Party => "party",
        Emoji::Think => "thinking",
        Emoji::Clap => "applause",
        Emoji::Check => "check mark",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_in_the_sprite() {
        let sprite = include_str!("../../../public/icons.svg");
        for glyph in Glyph::ALL {
            let symbol = format!(r#"<symbol id="{}""#, glyph.name());
            assert!(sprite.contains(&symbol), "{glyph:?} is missing: run frontend/assets");
        }
    }
}
