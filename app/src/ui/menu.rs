//! A button that opens a short list: the browser's own popover, which closes itself and needs no program.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// A list that floats below its button; Escape and a click elsewhere close it.
#[component]
pub fn Menu(
    /// The list's id, unique in the page.
    id: &'static str,
    /// The button's name for a screen reader.
    #[prop(into)]
    label: String,
    /// What the button shows: a picture, since its words are the label.
    #[prop(into)]
    button: ViewFn,
    /// [`MenuLink`]s, [`menu_button`]s, `<hr class="menu__separator">`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="menu">
            <button class="menu__button" type="button" popovertarget=id>
                <span class="visually-hidden">{label}</span>
                {button.run()}
            </button>
            <div class="menu__list" id=id popover="auto">
                {children()}
            </div>
        </div>
    }
}

/// A line of a menu that leads to another page.
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The icon before the words.
    glyph: Glyph,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="menu__item" href=href>
            <Icon glyph/>
            {children()}
        </a>
    }
}

/// A line of a menu that does something and closes the menu.
pub fn menu_button(
    menu: &'static str,
    glyph: Glyph,
    words: &'static str,
    act: impl Fn() + 'static,
) -> AnyView {
    view! {
        <button class="menu__item" type="button" popovertarget=menu popovertargetaction="hide" on:click=move |_| act()>
            <Icon glyph/>
            {words}
        </button>
    }
    .into_any()
}
