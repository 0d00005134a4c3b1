//! Buttons, and links that look like them.

use leptos::prelude::*;

use super::{Glyph, Icon, classes};

/// What pressing it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do in this view.
    Primary,
    /// Something else one may do.
    #[default]
    Plain,
    /// Least weight: in bars and rows.
    Ghost,
    /// Leaves or ends something, and asks first.
    Danger,
    /// The answer yes to that question.
    DangerSolid,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button--primary",
            Self::Plain => "",
            Self::Ghost => "button--ghost",
            Self::Danger => "button--danger",
            Self::DangerSolid => "button--danger-solid",
        }
    }
}

/// How large a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// In bars and rows.
    Small,
    /// In forms and dialogs.
    #[default]
    Medium,
    /// The hero's.
    Large,
}

impl ButtonSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => "button--small",
            Self::Medium => "",
            Self::Large => "button--large",
        }
    }
}

/// A button. Handlers and further attributes go on it as on an element: `<Button on:click=… attr:name="…">`.
#[component]
pub fn Button(
    /// What pressing it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large.
    #[prop(optional)]
    size: ButtonSize,
    /// `submit` sends the form around it.
    #[prop(default = "button")]
    r#type: &'static str,
    /// An icon before the words.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
    /// As wide as what holds it.
    #[prop(optional)]
    block: bool,
    /// Cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// At work after a press: the words should say so ("Saving"), and a second press does nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The words. Without them it is a square with its icon: name it with `attr:aria-label`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = button_class(kind, size, block, children.is_none());
    view! {
        <button
            class=class
            type=r#type
            disabled=move || disabled.get() || busy.get()
            aria-busy=move || busy.get().then_some("true")
        >
            {glyph.map(|glyph| view! { <Icon glyph/> })}
            {children.map(|children| children())}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What following it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large.
    #[prop(optional)]
    size: ButtonSize,
    /// An icon before the words.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=button_class(kind, size, false, false) href=href>
            {glyph.map(|glyph| view! { <Icon glyph/> })}
            {children()}
        </a>
    }
}

fn button_class(kind: ButtonKind, size: ButtonSize, block: bool, icon_only: bool) -> String {
    classes(&[
        "button",
        kind.class(),
        size.class(),
        if block { "button--block" } else { "" },
        if icon_only { "button--icon" } else { "" },
    ])
}
