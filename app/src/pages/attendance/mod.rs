//! Who was in a class, from when to when: a page that is read and printed, without a program.

pub(crate) mod read;
mod view;

use domain::names::isolated;
use domain::role::Role;
use leptos::prelude::*;

pub use read::attendance_table;
pub use view::{AttendanceView, Missing, Order, PersonRow, Stay};

use crate::ui::{Avatar, AvatarSize, ButtonSize, EmptyState, Glyph, LinkButton, TimeStyle, TimeText};

/// The page, inside the shell.
#[component]
pub fn AttendancePage(
    /// What stands on it.
    view: AttendanceView,
) -> impl IntoView {
    let back = if view.over { "Replay" } else { "Back to the class" };
    view! {
        <main class="page" id="main">
            <header class="report__head">
                <p class="faint" dir="auto">{view.course.clone()}</p>
                <h1>"Attendance: "<bdi>{view.title.clone()}</bdi></h1>
                <p class="muted">
                    <TimeText moment=view.held.clone() style=TimeStyle::Day/>", "
                    <TimeText moment=view.held.clone() style=TimeStyle::Time/>" to "{view.until.clone()}
                    " ("{view.minutes}" min"{(!view.over).then_some(" so far")}"), times in "{view.zone.replace('_', " ")}
                </p>
                <nav class="report__links" aria-label="This class">
                    <LinkButton href=view.table_href.clone() size=ButtonSize::Small glyph=Glyph::Download>"Download as CSV"</LinkButton>
                    <LinkButton href=view.results_href.clone() size=ButtonSize::Small glyph=Glyph::Poll>"Results"</LinkButton>
                    <LinkButton href=view.class_href.clone() size=ButtonSize::Small>{back}</LinkButton>
                    {(!view.over).then(|| view! {
                        <LinkButton href=view.here_href.clone() size=ButtonSize::Small glyph=Glyph::Refresh>"Look again"</LinkButton>
                    })}
                </nav>
            </header>
            <Came view=view.clone()/>
            <NeverCame missing=view.missing over=view.over/>
        </main>
    }
}

/// Everybody who came, a row each.
#[component]
fn Came(view: AttendanceView) -> impl IntoView {
    if view.people.is_empty() {
        return view! {
            <section class="card">
                <EmptyState glyph=Glyph::Users title="Nobody came" text="Who opens the class stands here with the times."/>
            </section>
        }
        .into_any();
    }
    let students = match view.students {
        1 => "1 student came".to_owned(),
        students => format!("{students} students came"),
    };
    let column = |order: Order, words: &'static str| {
        let chosen = view.order == order;
        let sort = chosen.then_some(if order.falls() { "descending" } else { "ascending" });
        let href = format!("{}?order={}", view.here_href, order.word());
        view! {
            <div role="columnheader" aria-sort=sort>
                <a href=href>{words}{chosen.then(|| view! { <span aria-hidden="true">{if order.falls() { " ↓" } else { " ↑" }}</span> })}</a>
            </div>
        }
    };
    let head = view! {
        <div class="register__row" role="row">
            {column(Order::Name, "Person")}
            {column(Order::Came, "First join")}
            {column(Order::Left, "Last leave")}
            {column(Order::Minutes, "Minutes")}
            {column(Order::Joins, "Joins")}
            <div role="columnheader">"Present"</div>
        </div>
    };
    let rows = view.people.iter().cloned().enumerate().map(|(place, person)| row(place, person));
    view! {
        <section class="card report" aria-labelledby="came">
            <h2 id="came">{students}</h2>
            // Of boxes: phones show it as cards, and a table without the layout of one is no table to every browser.
            <div class="register" role="table" aria-labelledby="came">
                <div class="register__head" role="rowgroup">{head}</div>
                <div class="register__body" role="rowgroup">{rows.collect_view()}</div>
            </div>
        </section>
    }
    .into_any()
}

fn row(place: usize, person: PersonRow) -> impl IntoView {
    let words = format!("stays-{place}");
    let bars = person.stays.iter().map(|stay| {
        let (from, to) = (stay.from * 1000.0, stay.to * 1000.0);
        // A stay of a moment is seen, too.
        view! { <rect x=format!("{from:.1}") y="0" height="10" width=format!("{:.1}", (to - from).max(4.0))/> }
    });
    let stays: Vec<_> = person.stays.iter().map(|stay| stay.words.clone()).collect();
    view! {
        <div class="register__row" role="row">
            <div role="rowheader" class="register__person">
                <Avatar name=person.name.clone() size=AvatarSize::Small/>
                <span>
                    <bdi>{person.name.clone()}</bdi>" "
                    <span class="faint">{role(person.role)}{person.email.map(|email| format!(" · {email}"))}</span>
                </span>
            </div>
            <div role="cell" data-label="First join" class="num">{person.came}</div>
            <div role="cell" data-label="Last leave" class="num">{person.left.unwrap_or_else(|| "is here".to_owned())}</div>
            <div role="cell" data-label="Minutes" class="num">{person.minutes}</div>
            <div role="cell" data-label="Joins" class="num">{person.stays.len()}</div>
            <div role="cell" class="register__stays">
                <svg
                    class="register__bar"
                    viewBox="0 0 1000 10"
                    preserveAspectRatio="none"
                    role="img"
                    aria-label=format!("When {} was there", isolated(person.name))
                    aria-describedby=words.clone()
                >
                    {bars.collect_view()}
                </svg>
                <span class="faint num" id=words>{stays.join(", ")}</span>
            </div>
        </div>
    }
}

/// Those of the course who weren't there.
#[component]
fn NeverCame(missing: Vec<Missing>, over: bool) -> impl IntoView {
    if missing.is_empty() {
        return ().into_any();
    }
    let heading = if over { "Enrolled and never came" } else { "Enrolled and not here yet" };
    let person = |person: Missing| {
        view! {
            <li class="register__missing">
                <Avatar name=person.name.clone() size=AvatarSize::Small/>
                <span>
                    <bdi>{person.name}</bdi>" "
                    <span class="faint">{role(person.role)}{person.email.map(|email| format!(" · {email}"))}</span>
                </span>
            </li>
        }
    };
    view! {
        <section class="card report" aria-labelledby="missing">
            <h2 id="missing">{heading}</h2>
            <ul class="register__absent">{missing.into_iter().map(person).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Admin => "Administrator",
        Role::Teacher => "Teacher",
        Role::Assistant => "Assistant",
        Role::Student => "Student",
    }
}
