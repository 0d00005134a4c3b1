//! A person as two letters.

use leptos::prelude::*;

use super::classes;

/// How large an avatar is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// Beside a line of text.
    Small,
    /// In a list of people.
    #[default]
    Medium,
    /// On the stage, where the camera is off; grows with its tile.
    Large,
}

impl AvatarSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => "avatar--small",
            Self::Medium => "",
            Self::Large => "avatar--large",
        }
    }
}

/// A person's initials on a tone that stays the same for the same name. Decoration: the name stands beside it.
#[component]
pub fn Avatar(
    /// The person's name.
    #[prop(into)]
    name: String,
    /// How large.
    #[prop(optional)]
    size: AvatarSize,
    /// The viewer, who has a tone of their own.
    #[prop(optional)]
    own: bool,
) -> impl IntoView {
    let tone = if own { "avatar--self" } else { tone(&name) };
    view! {
        <span class=classes(&["avatar", size.class(), tone]) dir="auto" aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

/// The first letters of the first and the last word, in capitals; "?" where there is none.
fn initials(name: &str) -> String {
    let mut letters =
        name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let Some(first) = letters.next() else {
        return "?".to_owned();
    };
    let last = letters.next_back();
    std::iter::once(first).chain(last).flat_map(char::to_uppercase).collect()
}

fn tone(name: &str) -> &'static str {
    const TONES: [&str; 5] = ["", "avatar--tone-1", "avatar--tone-2", "avatar--tone-3", "avatar--tone-4"];
    let sum = name.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    TONES[sum % TONES.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_first_and_last() {
        assert_eq!(initials("Ada Byron Lovelace"), "AL");
        assert_eq!(initials("ada"), "A");
        assert_eq!(initials("(they) Øystein"), "TØ");
        assert_eq!(initials("  "), "?");
    }

    #[test]
    fn the_tone_stays() {
        assert_eq!(tone("Grace Hopper"), tone("Grace Hopper"));
    }
}
