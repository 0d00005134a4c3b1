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

/// A formula without marks around it, or with them, as an element of MathML in words; nothing where it can't be read. Whatever is
/// written in it is words there, and never markup.
#[cfg(any(feature = "browser", test))]
pub(crate) fn mathml(source: &str) -> Option<String> {
    let math = read(inside(source).0)?;
    let mut to =
        String::from(r#"<math xmlns="http://www.w3.org/1998/Math/MathML" displaystyle="true" dir="ltr">"#);
    write(&mut to, &math);
    to.push_str("</math>");
    Some(to)
}

#[cfg(any(feature = "browser", test))]
fn write(to: &mut String, math: &Math) {
    let tag = match math {
        Math::Leaf(Leaf::Identifier, _) => "mi",
        Math::Leaf(Leaf::Number, _) => "mn",
        Math::Leaf(Leaf::Operator, _) => "mo",
        Math::Leaf(Leaf::Text, _) => "mtext",
        Math::Node(node, _) => match node {
            Node::Row => "mrow",
            Node::Fraction => "mfrac",
            Node::Root => "msqrt",
            Node::NthRoot => "mroot",
            Node::Sub => "msub",
            Node::Sup => "msup",
            Node::SubSup => "msubsup",
            Node::Under => "munder",
            Node::Over => "mover",
            Node::UnderOver => "munderover",
            Node::Table => "mtable",
            Node::TableRow => "mtr",
            Node::Cell => "mtd",
        },
    };
    to.extend(["<", tag, ">"]);
    match math {
        Math::Leaf(_, text) => text.chars().for_each(|c| match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            c => to.push(c),
        }),
        Math::Node(_, parts) => parts.iter().for_each(|part| write(to, part)),
    }
    to.extend(["</", tag, ">"]);
}
