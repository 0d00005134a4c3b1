//! A message's words, with their markup, as views.

use domain::chat::{Part, parts};
use domain::ids::UserId;
use leptos::prelude::*;

use super::{Named, Piece, parse};

/// How a page draws a formula from what was written, marks and all.
#[derive(Clone, Copy)]
pub(crate) struct Formulas(pub fn(String) -> AnyView);

/// The words of a message that mentions `names`, read by `me`.
pub(crate) fn marked(text: &str, names: &[Named], me: UserId) -> AnyView {
    views(parse(text, names), me)
}

/// Words without markup, with their formulas: questions, polls, titles.
pub(crate) fn with_formulas(text: &str) -> AnyView {
    let one = |part: Part<'_>| match part {
        Part::Text(text) => text.to_owned().into_any(),
        Part::Formula(source) => formula(source.to_owned()),
    };
    parts(text).into_iter().map(one).collect_view().into_any()
}

fn views(pieces: Vec<Piece>, me: UserId) -> AnyView {
    pieces.into_iter().map(|piece| one(piece, me)).collect_view().into_any()
}

fn one(piece: Piece, me: UserId) -> AnyView {
    match piece {
        Piece::Text(text) => text.into_any(),
        Piece::Code(code) => view! { <code dir="auto">{code}</code> }.into_any(),
        // Wide code is scrolled sideways, with the keyboard too.
        Piece::Block(code) => view! { <pre tabindex="0" dir="auto"><code>{code}</code></pre> }.into_any(),
        Piece::Formula(source) => formula(source),
        Piece::Strong(inside) => view! { <strong>{views(inside, me)}</strong> }.into_any(),
        Piece::Emphasis(inside) => view! { <em>{views(inside, me)}</em> }.into_any(),
        Piece::Link(address) => {
            let shown = address.clone();
            view! { <a href=address dir="ltr" target="_blank" rel="noopener noreferrer nofollow">{shown}</a> }
                .into_any()
        }
        Piece::Mention(user, name) if user == me => view! { <mark><bdi>{name}</bdi></mark> }.into_any(),
        Piece::Mention(_, name) => view! { <b class="chat__mention"><bdi>{name}</bdi></b> }.into_any(),
    }
}

/// As the page draws it, and as it was written where it doesn't.
fn formula(source: String) -> AnyView {
    match use_context() {
        Some(Formulas(draw)) => draw(source),
        None => source.into_any(),
    }
}
