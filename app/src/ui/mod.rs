//! The parts every page is made of; their looks are in `style/`, one file of the same name each.

mod avatar;
mod awake;
mod button;
mod chip;
#[cfg(test)]
mod contrast;
mod countdown;
mod dialog;
mod document;
mod each;
mod empty;
mod escape;
mod field;
mod form;
mod icon;
pub mod keys;
mod length;
mod menu;
mod message;
mod moment;
mod own_window;
mod progress;
mod scrolled;
mod search;
mod select;
mod shell;
mod skeleton;
mod tabs;
mod theme;
mod toast;
pub(crate) mod window;

pub use avatar::{Avatar, AvatarSize};
pub use awake::keep_awake;
pub use button::{Button, ButtonKind, ButtonSize, LinkButton};
pub use chip::{Chip, Count, Tone};
pub use countdown::{Countdown, left_in_digits, left_in_words};
pub use dialog::{Dialog, DialogActions};
pub use document::DocumentHead;
pub use each::each;
pub use empty::EmptyState;
pub use escape::escaped;
pub use field::Field;
pub use form::FormState;
pub use icon::{Glyph, Icon, emoji_name};
pub use length::CharactersLeft;
pub use menu::{Menu, MenuLink, menu_button};
pub use message::{ErrorState, MessageKind};
pub use moment::{TimeStyle, TimeText};
pub use own_window::{OwnWindow, has_video_windows, has_windows_beside, has_windows_on_top};
pub use progress::ProgressBar;
pub use scrolled::when_scrolled;
pub use search::{Found, SearchField};
pub use select::Select;
pub use shell::Shell;
pub use skeleton::{Skeleton, SkeletonShape};
pub use tabs::{Tab, TabPanel, Tabs};
pub use theme::ThemeToggle;
pub use toast::{ToastKind, ToastRegion, Toasts};

/// Joins the class names that apply.
fn classes(names: &[&str]) -> String {
    let mut joined = String::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(name);
    }
    joined
}
