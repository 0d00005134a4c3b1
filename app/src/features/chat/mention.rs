//! Naming people in what one writes: "@" and a few letters offer those who are here.

use domain::ClassView;
use domain::chat::MOST_MENTIONS;
use domain::ids::UserId;
use domain::sorted::SortedSet;
use domain::text::begins_word;

use crate::markup::{Named, mentions};

/// Names offered at once.
const MOST_OFFERED: usize = 6;

/// A name being written: where its "@" stands, and its letters so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Begun {
    /// Bytes before the "@".
    pub at: usize,
    pub letters: String,
}

/// The name that is being written where the caret stands, `caret` UTF-16 units into the text, as browsers count.
pub(super) fn begun(text: &str, caret: usize) -> Option<Begun> {
    let before = &text[..bytes(text, caret)];
    let at = before.rfind('@')?;
    if !begins_word(before[..at].chars().next_back()) {
        return None;
    }
    let letters = &before[at + 1..];
    // A name has few words, and ends with its line.
    let name = letters.chars().count() <= 40 && !letters.contains('\n') && letters.matches(' ').count() <= 2;
    (name && !letters.starts_with(' ')).then(|| Begun { at, letters: letters.to_owned() })
}

/// Those who are here and have a name, or a part of one, that begins so.
pub(super) fn offered(view: &ClassView, me: UserId, letters: &str) -> Vec<Named> {
    let letters = letters.to_lowercase();
    let fits = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with(&letters) || name.split_whitespace().any(|part| part.starts_with(&letters))
    };
    let here = view.core.people.values().filter(|person| person.is_here() && person.user != me);
    let mut list: Vec<_> = here
        .map(|person| Named { user: person.user, name: view.core.called(person.user) })
        .filter(|named| fits(&named.name))
        .collect();
    list.sort_by_cached_key(|named| named.name.to_lowercase());
    list.truncate(MOST_OFFERED);
    // What is written whole already needs no offer.
    if list.len() == 1 && list[0].name.to_lowercase() == letters { Vec::new() } else { list }
}

/// The text with the name written out, and the caret after it, in UTF-16 units.
pub(super) fn completed(text: &str, begun: &Begun, name: &str) -> (String, usize) {
    let after = &text[begun.at + 1 + begun.letters.len()..];
    let before = format!("{}@{name} ", &text[..begun.at]);
    let caret = before.encode_utf16().count();
    (before + after.strip_prefix(' ').unwrap_or(after), caret)
}

/// The participants that a text names.
pub(super) fn mentioned(view: &ClassView, text: &str) -> SortedSet<UserId> {
    if !text.contains('@') {
        return SortedSet::new();
    }
    let named = |user: &UserId| Named { user: *user, name: view.core.called(*user) };
    let names: Vec<_> = view.core.people.keys().map(named).collect();
    mentions(text, &names).into_iter().map(|(_, user)| user).take(MOST_MENTIONS).collect()
}

fn bytes(text: &str, utf16: usize) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= utf16 {
            return at;
        }
        units += c.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use domain::sorted::SortedMap;

    use domain::ids::{ConnectionId, Offset};
    use domain::participant::Participant;
    use domain::role::Role;
    use uuid::Uuid;

    use super::*;

    fn class() -> ClassView {
        let mut view = ClassView::default();
        for (n, name) in (1..).zip(["Ann Lee", "Ann", "Béa", "Leo"]) {
            let user = UserId(Uuid::from_u128(n));
            let mut person = Participant::new(user, Role::Student, name.into(), Offset(0));
            person.connections = SortedMap::from([(ConnectionId(Uuid::from_u128(n)), String::new())]);
            view.core.people.insert(user, person.into());
        }
        view
    }

    #[test]
    fn a_name_is_begun_by_an_at_that_begins_a_word() {
        let letters = |text: &str| begun(text, text.encode_utf16().count()).map(|begun| begun.letters);
        assert_eq!(letters("hi @an").as_deref(), Some("an"));
        assert_eq!(letters("😀@").as_deref(), Some(""));
        assert_eq!(letters("你好@an").as_deref(), Some("an"));
        assert_eq!(letters("mail@an"), None);
        assert_eq!(letters("@ an"), None);
        assert_eq!(letters("@an\nmore"), None);
        assert_eq!(begun("hi @an there", 5).map(|begun| begun.letters).as_deref(), Some("a"));
    }

    #[test]
    fn those_whose_names_fit_are_offered_but_not_oneself() {
        let view = class();
        let names = |letters| {
            let list = offered(&view, UserId(Uuid::from_u128(4)), letters);
            list.into_iter().map(|named| named.name).collect::<Vec<_>>()
        };
        assert_eq!(names("le"), ["Ann Lee"], "by any part of the name, and not Leo, who writes");
        assert_eq!(names("AN"), ["Ann", "Ann Lee"]);
        assert_eq!(names("béa"), Vec::<String>::new(), "written whole");
        assert_eq!(names("x"), Vec::<String>::new());
    }

    #[test]
    fn a_chosen_name_is_written_out_where_it_was_begun() {
        let text = "😀 @le, look";
        let begun = begun(text, 6).unwrap();
        assert_eq!(completed(text, &begun, "Ann Lee"), ("😀 @Ann Lee , look".to_owned(), 12));
    }

    #[test]
    fn the_people_named_are_found() {
        let named = mentioned(&class(), "@Ann Lee and @béa, not @nobody");
        assert_eq!(named, [1, 3].map(|n| UserId(Uuid::from_u128(n))).into());
    }
}
