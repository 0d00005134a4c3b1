//! The classes to come, month by month: a page without a program.

pub(crate) mod read;

use leptos::prelude::*;

use super::home::ClassList;
use crate::model::home::ClassRow;
use crate::ui::{ButtonKind, ButtonSize, EmptyState, Glyph, LinkButton};

/// A month's classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingView {
    /// "December 2026".
    pub month: String,
    /// Its classes that aren't over, by start.
    pub rows: Vec<ClassRow>,
    /// Whose clocks show the times: a zone's name, or none where each class's own zone does.
    pub zone: Option<String>,
    /// The month before and the next one with classes: what they are called, and where they are.
    pub before: Option<(String, String)>,
    /// As `before`.
    pub after: Option<(String, String)>,
    /// Where a class is scheduled; none for whom it isn't.
    pub schedule_href: Option<String>,
}

/// The page, inside the shell.
#[component]
pub fn ComingPage(
    /// What stands on it.
    view: ComingView,
) -> impl IntoView {
    let ComingView { month, rows, zone, before, after, schedule_href } = view;
    let clocks = match &zone {
        Some(zone) => format!("Times in {}.", zone.replace('_', " ")),
        None => "Times are those of each class’s own time zone.".to_owned(),
    };
    let list = if rows.is_empty() {
        let text = if after.is_some() {
            "The next month with classes is linked above."
        } else {
            "Nothing is planned after it, either."
        };
        view! { <div class="card"><EmptyState glyph=Glyph::Calendar title="No classes this month" text=text/></div> }.into_any()
    } else {
        view! { <ClassList rows/> }.into_any()
    };
    let link = |glyph: Glyph, (label, href): (String, String)| {
        view! { <LinkButton href size=ButtonSize::Small glyph>{label}</LinkButton> }
    };
    view! {
        <main class="page page--narrow" id="main">
            <header class="report__head">
                <h1>"Classes in "{month}</h1>
                <p class="muted">{clocks}</p>
                <nav class="report__links" aria-label="Months">
                    {before.map(|before| link(Glyph::ChevronLeft, before))}
                    {after.map(|after| link(Glyph::ChevronRight, after))}
                    {schedule_href.map(|href| view! {
                        <LinkButton href kind=ButtonKind::Ghost size=ButtonSize::Small glyph=Glyph::CalendarPlus>"Schedule a class"</LinkButton>
                    })}
                </nav>
            </header>
            {list}
        </main>
    }
}
