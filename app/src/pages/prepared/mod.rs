//! The polls that are prepared for a lesson: a list and a form, which need no program.

mod form;
pub(crate) mod read;
mod values;

use domain::route;
use leptos::prelude::*;

pub(crate) use form::{PollForm, PollFormPage};
pub(crate) use values::{PollValues, kind_of};

use crate::markup::{Formulas, formula, with_formulas};
use crate::ui::{Button, ButtonKind, ButtonSize, EmptyState, Glyph, Icon, LinkButton};

/// What the list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PreparedView {
    /// The lesson's title.
    pub lesson: String,
    /// Its course's.
    pub course: String,
    /// Why the last thing that was asked for wasn't done.
    pub error: Option<String>,
    /// The polls, in order.
    pub rows: Vec<PreparedRow>,
    /// Where one is written.
    pub new_href: String,
    /// Where a class of the lesson is scheduled.
    pub schedule_href: String,
}

/// A poll of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PreparedRow {
    /// Its id.
    pub id: String,
    /// What it asks.
    pub question: String,
    /// "One option · 3 options · anonymous"
    pub meta: String,
    /// Where it is changed.
    pub href: String,
    /// Where it is sent that it goes up or down.
    pub move_action: String,
    /// Where it is sent that it goes.
    pub delete_action: String,
}

/// The list, inside the shell.
#[component]
pub(crate) fn PreparedPage(
    /// What stands on it.
    view: PreparedView,
) -> impl IntoView {
    provide_context(Formulas(|source| formula(&source)));
    let PreparedView { lesson, course, error, rows, new_href, schedule_href } = view;
    let last = rows.len().saturating_sub(1);
    let write = new_href.clone();
    let list = match rows.is_empty() {
        true => view! {
            <EmptyState
                glyph=Glyph::Poll
                title="No polls yet"
                text="What you write here waits in every class of this lesson, and starts there with one key."
            >
                <LinkButton href=write kind=ButtonKind::Primary glyph=Glyph::Plus>"Write a poll"</LinkButton>
            </EmptyState>
        }
        .into_any(),
        false => {
            let row = |(place, row)| view! { <PreparedLine row first=place == 0 last=place == last/> };
            view! { <ol class="prepare__list">{rows.into_iter().enumerate().map(row).collect_view()}</ol> }
                .into_any()
        }
    };
    view! {
        <main class="page page--narrow" id="main">
            <header class="report__head">
                <p class="faint" dir="auto">{course}</p>
                <h1>"Polls for: "<bdi>{lesson}</bdi></h1>
                <p class="muted">
                    "They wait in the Polls panel of every class of this lesson, in this order. Classes get their lesson when they are "
                    <a href=schedule_href>"scheduled"</a>"."
                </p>
                <nav class="report__links" aria-label="This lesson">
                    <LinkButton href=new_href size=ButtonSize::Small glyph=Glyph::Plus>"Write a poll"</LinkButton>
                    <LinkButton href=route::HOME.path() size=ButtonSize::Small>"Home"</LinkButton>
                </nav>
            </header>
            {error.map(|error| view! {
                <p class="schedule__error" role="alert"><Icon glyph=Glyph::CircleAlert/>{error}</p>
            })}
            <section class="card report" aria-label="Prepared polls">{list}</section>
        </main>
    }
}

/// A poll, and what may be done with it. Deleting is asked about, in a list of its own.
#[component]
fn PreparedLine(row: PreparedRow, first: bool, last: bool) -> impl IntoView {
    let PreparedRow { id, question, meta, href, move_action, delete_action } = row;
    let (title, menu) = (format!("question-{id}"), format!("delete-{id}"));
    let step = |to: &'static str, words: &'static str, off: bool| {
        let described = title.clone();
        view! {
            <button class="button button--ghost button--small" type="submit" name="to" value=to disabled=off aria-describedby=described>
                {words}
            </button>
        }
    };
    view! {
        <li class="prepare__poll" id=format!("poll-{id}")>
            <div class="grow">
                <p class="prepare__question" id=title.clone() dir="auto">{with_formulas(&question)}</p>
                <p class="faint">{meta}</p>
            </div>
            <div class="prepare__actions">
                <form method="post" action=move_action>
                    {step("up", "Up", first)}
                    {step("down", "Down", last)}
                </form>
                <a class="button button--small" href=href aria-describedby=title.clone()>"Change"</a>
                <button class="button button--small button--danger" type="button" popovertarget=menu.clone() aria-describedby=title.clone()>
                    "Delete"
                </button>
                <form class="menu__list prepare__ask" id=menu popover="auto" method="post" action=delete_action>
                    <p>"Delete this poll? What was asked in classes stays."</p>
                    <Button kind=ButtonKind::DangerSolid size=ButtonSize::Small r#type="submit">"Delete it"</Button>
                </form>
            </div>
        </li>
    }
}
