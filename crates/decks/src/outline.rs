//! A PDF's outline, and the notes that lie on its pages.

use std::collections::HashMap;

use domain::slides::LONGEST_NAME;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as PdfString};
use hayro::hayro_syntax::page::Page;

use crate::said::Heading;

/// Headings kept of a file, at most, and how deep they may stand below each other.
const MOST_HEADINGS: usize = 1000;
const DEEPEST: u8 = 8;
/// Entries that are looked at, so that a file whose entries lead in a circle comes to an end.
const MOST_ENTRIES: usize = 20_000;
/// Characters kept of the notes of a page, at most.
const MOST_NOTES: usize = 20_000;

/// What each page is called in the file itself.
type Numbers = HashMap<ObjectIdentifier, u16>;

/// The headings of a file, in their order; those that lead to no page of it are left out.
pub fn outline(pdf: &Pdf) -> Vec<Heading> {
    let Some(root) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return vec![] };
    let Some(first) = root.get::<Dict<'_>>("Outlines").and_then(|top| top.get::<Dict<'_>>("First")) else {
        return vec![];
    };
    let pages = (1..).zip(pdf.pages().iter());
    let numbers: Numbers = pages.filter_map(|(n, page)| Some((page.raw().obj_id()?, n))).collect();
    let count = u16::try_from(pdf.pages().len()).unwrap_or(u16::MAX);
    let mut places = Places { root, numbers, count, named: None };
    let (mut headings, mut waiting, mut entries) = (vec![], vec![(first, 1)], 0);
    while let Some((entry, level)) = waiting.pop() {
        entries += 1;
        if entries > MOST_ENTRIES || headings.len() >= MOST_HEADINGS {
            break;
        }
        let title = entry.get::<PdfString<'_>>("Title").map(|title| text(title.as_bytes(), LONGEST_NAME));
        if let Some(title) = title.filter(|title| !title.is_empty())
            && let Some(page) = places.of(&entry)
        {
            headings.push(Heading { level, title, page });
        }
        if let Some(next) = entry.get::<Dict<'_>>("Next") {
            waiting.push((next, level));
        }
        if level < DEEPEST
            && let Some(below) = entry.get::<Dict<'_>>("First")
        {
            waiting.push((below, level + 1));
        }
    }
    headings
}

/// What is written in the notes that lie on a page: there programs that export slides put what the speaker wants to say.
pub fn notes(page: &Page<'_>) -> String {
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return String::new() };
    let notes = annotations
        .iter::<Dict<'_>>()
        .take(MOST_ENTRIES)
        .filter(|note| note.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Text"));
    let mut all = String::new();
    for note in notes {
        let Some(contents) = note.get::<PdfString<'_>>("Contents") else { continue };
        let left = MOST_NOTES.saturating_sub(all.chars().count());
        let said = text(contents.as_bytes(), left);
        if !said.is_empty() {
            all.push_str(if all.is_empty() { "" } else { "\n\n" });
            all.push_str(&said);
        }
    }
    all
}

/// Where headings lead.
struct Places<'a> {
    root: Dict<'a>,
    numbers: Numbers,
    count: u16,
    /// Places with a name, read when the first is asked for.
    named: Option<HashMap<Vec<u8>, Object<'a>>>,
}

impl<'a> Places<'a> {
    /// The page to which an entry of the outline leads.
    fn of(&mut self, entry: &Dict<'a>) -> Option<u16> {
        let place = entry.get::<Object<'_>>("Dest").or_else(|| {
            let action = entry.get::<Dict<'_>>("A")?;
            let goes = action.get::<Name<'_>>("S").is_some_and(|kind| kind.as_str() == "GoTo");
            action.get::<Object<'_>>("D").filter(|_| goes)
        })?;
        match place {
            Object::Array(place) => self.page(&place),
            Object::String(name) => self.page_named(name.as_bytes()),
            Object::Name(name) => self.page_named(name.as_str().as_bytes()),
            _ => None,
        }
    }

    fn page(&self, place: &Array<'a>) -> Option<u16> {
        let page = place.raw_iter().next()?;
        if let Some(page) = page.as_obj_ref() {
            return self.numbers.get(&page.into()).copied();
        }
        // Some programs count pages, from 0 on.
        let number = place.iter::<i32>().next().and_then(|page| u16::try_from(page + 1).ok());
        number.filter(|number| (1..=self.count).contains(number))
    }

    fn page_named(&mut self, name: &[u8]) -> Option<u16> {
        let named = self.named.get_or_insert_with(|| read_named(&self.root)).get(name)?.clone();
        let place = match named {
            Object::Array(place) => place,
            Object::Dict(place) => place.get::<Array<'_>>("D")?,
            _ => return None,
        };
        self.page(&place)
    }
}

/// The places with a name: a tree of them, or in old files a dictionary.
fn read_named<'a>(root: &Dict<'a>) -> HashMap<Vec<u8>, Object<'a>> {
    let mut named = HashMap::new();
    if let Some(old) = root.get::<Dict<'_>>("Dests") {
        for name in old.keys().take(MOST_ENTRIES) {
            if let Some(place) = old.get::<Object<'_>>(&*name) {
                named.insert(name.to_vec(), place);
            }
        }
    }
    let tree = root.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("Dests"));
    let (mut waiting, mut nodes): (Vec<_>, _) = (tree.into_iter().collect(), 0);
    while let Some(node) = waiting.pop() {
        nodes += 1;
        if nodes > MOST_ENTRIES || named.len() > MOST_ENTRIES {
            break;
        }
        if let Some(kids) = node.get::<Array<'_>>("Kids") {
            waiting.extend(kids.iter::<Dict<'_>>().take(MOST_ENTRIES));
        }
        let Some(pairs) = node.get::<Array<'_>>("Names") else { continue };
        let mut pairs = pairs.iter::<Object<'_>>();
        while let (Some(name), Some(place)) = (pairs.next(), pairs.next()) {
            if let Object::String(name) = name {
                named.insert(name.as_bytes().to_vec(), place);
            }
            if named.len() > MOST_ENTRIES {
                break;
            }
        }
    }
    named
}

/// Letters of a PDF's own encoding that have other numbers elsewhere, from 0x80 on.
const OWN: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž";

/// A text of a PDF, trimmed, with at most so many characters: UTF-16, UTF-8, or in the PDF's own encoding.
fn text(bytes: &[u8], most: usize) -> String {
    let all: String = if let Some(wide) = bytes.strip_prefix(b"\xFE\xFF") {
        let units = wide.as_chunks().0.iter().map(|pair| u16::from_be_bytes(*pair));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else if let Some(utf8) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        String::from_utf8_lossy(utf8).into_owned()
    } else {
        let letter = |byte: &u8| match byte {
            0x80..=0x9E => OWN.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER),
            0xA0 => '€',
            _ => char::from(*byte),
        };
        bytes.iter().map(letter).collect()
    };
    let all = all.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = all.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn texts_are_read_in_each_encoding() {
        assert_eq!(text(b"\xFE\xFF\x00W\x20\x13\x80\xFD", 9), "W–能");
        assert_eq!(text(b"\xEF\xBB\xBF\xC3\x9Cbung", 9), "Übung");
        assert_eq!(text(b" caf\xE9 \x84 \x8Dso\x8E\r\nsee\0 ", 99), "café — “so”\nsee");
        assert_eq!(text(b"abcdef", 3), "abc");
    }
}
