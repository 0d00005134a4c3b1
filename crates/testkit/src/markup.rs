//! A page as browsers read it.

use scraper::{Html, Node};

/// What a page's markup makes, in the order of the page.
#[derive(Debug, Default)]
pub struct Page {
    /// The elements.
    pub elements: Vec<Element>,
    /// The texts between them.
    pub texts: Vec<String>,
    /// The comments.
    pub comments: Vec<String>,
}

/// An element without its content.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name, in small letters.
    pub name: String,
    /// The names of its attributes, sorted.
    pub attributes: Vec<String>,
}

/// Reads a page.
#[must_use]
pub fn read(page: &str) -> Page {
    let mut made = Page::default();
    for node in Html::parse_document(page).tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                let mut attributes: Vec<_> = element.attrs().map(|(name, _)| name.to_owned()).collect();
                attributes.sort_unstable();
                made.elements.push(Element { name: element.name().to_owned(), attributes });
            }
            Node::Text(text) => made.texts.push(text.to_string()),
            Node::Comment(comment) => made.comments.push(comment.to_string()),
            Node::Document | Node::Fragment | Node::Doctype(_) | Node::ProcessingInstruction(_) => {}
        }
    }
    made
}
