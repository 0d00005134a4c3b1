//! The frame of every page but the class: brand, places, the person's menu.

use domain::names::isolated;
use domain::route;
use leptos::prelude::*;

use super::{Avatar, Glyph, Icon, Menu, ThemeToggle, ToastRegion, Toasts};
use crate::model::{NavSection, ShellView};

/// The header, and the page below it.
#[component]
pub fn Shell(
    /// Who looks.
    view: ShellView,
    /// Where they are.
    place: NavSection,
    /// The page has no program, so that what needs one is left out.
    #[prop(optional)]
    is_static: bool,
    /// The page: one `<main class="page" id="main">` or a component that renders it.
    children: Children,
) -> impl IntoView {
    let toasts = Toasts::provide();
    let here = move |there: NavSection| (there == place).then_some("page");
    view! {
        <a class="skip-link" href="#main">"Skip to the page"</a>
        <header class="shell">
            <a class="brand" href=route::HOME.path()>"Lectern"</a>
            <nav class="shell__nav" aria-label="Places">
                <a href=route::HOME.path() aria-current=here(NavSection::Home)>"Home"</a>
                {view.schedules.then(|| view! {
                    <a href=route::NEW_CLASS.path() aria-current=here(NavSection::Schedule)>"Schedule"</a>
                })}
            </nav>
            <div class="shell__end">
                <PersonMenu view is_static/>
            </div>
        </header>
        {children()}
        <ToastRegion toasts/>
    }
}

#[component]
fn PersonMenu(view: ShellView, is_static: bool) -> impl IntoView {
    let name = view.name.clone();
    view! {
        <Menu
            id="person-menu"
            label=format!("{}: account and theme", isolated(view.name.clone()))
            button=move || view! { <Avatar name=name.clone()/> }
        >
            <div class="menu__heading">
                <b><bdi>{view.name}</bdi></b>
                <div class="faint">{view.role}</div>
            </div>
            {(!is_static).then(|| view! { <ThemeToggle theme=view.theme/><hr class="menu__separator"/> })}
            <form method="post" action=route::SIGN_OUT.path()>
                <button class="menu__item" type="submit">
                    <Icon glyph=Glyph::Leave class="icon--directional"/>
                    "Sign out"
                </button>
            </form>
        </Menu>
    }
}
