//! Formulas as MathML.

use domain::chat::{Leaf, Math, Node, formula as read, inside};
use leptos::prelude::*;

/// The formula between its marks; as it was written where it can't be read.
pub(crate) fn formula(source: &str) -> AnyView {
    let (tex, block) = inside(source);
    match read(tex) {
        None => source.to_owned().into_any(),
        Some(math) => {
            let display = if block { "block" } else { "inline" };
            view! { <math display=display dir="ltr">{draw(math)}</math> }.into_any()
        }
    }
}

fn draw(math: Math) -> AnyView {
    let (node, parts) = match math {
        Math::Leaf(Leaf::Identifier, text) => return view! { <mi>{text}</mi> }.into_any(),
        Math::Leaf(Leaf::Number, text) => return view! { <mn>{text}</mn> }.into_any(),
        Math::Leaf(Leaf::Operator, text) => return view! { <mo>{text}</mo> }.into_any(),
        Math::Leaf(Leaf::Text, text) => return view! { <mtext>{text}</mtext> }.into_any(),
        Math::Node(node, parts) => (node, parts.into_iter().map(draw).collect::<Vec<_>>()),
    };
    match node {
        Node::Row => view! { <mrow>{parts}</mrow> }.into_any(),
        Node::Fraction => view! { <mfrac>{parts}</mfrac> }.into_any(),
        Node::Root => view! { <msqrt>{parts}</msqrt> }.into_any(),
        Node::NthRoot => view! { <mroot>{parts}</mroot> }.into_any(),
        Node::Sub => view! { <msub>{parts}</msub> }.into_any(),
        Node::Sup => view! { <msup>{parts}</msup> }.into_any(),
        Node::SubSup => view! { <msubsup>{parts}</msubsup> }.into_any(),
        Node::Under => view! { <munder>{parts}</munder> }.into_any(),
        Node::Over => view! { <mover>{parts}</mover> }.into_any(),
        Node::UnderOver => view! { <munderover>{parts}</munderover> }.into_any(),
        Node::Table => view! { <mtable>{parts}</mtable> }.into_any(),
        Node::TableRow => view! { <mtr>{parts}</mtr> }.into_any(),
        Node::Cell => view! { <mtd>{parts}</mtd> }.into_any(),
    }
}
