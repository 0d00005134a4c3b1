//! The week's classes, the replays and the courses, each with what stands there while there are none.

use domain::names::isolated;
use domain::text::cut;
use leptos::prelude::*;

use crate::model::home::{ClassRow, CourseRow, HomeRole, LessonRow, ReplayRow, Reports};
use crate::ui::{
    ButtonKind, ButtonSize, Chip, EmptyState, Glyph, Icon, LinkButton, TimeStyle, TimeText, Tone,
};

#[component]
pub fn WeekList(rows: Vec<ClassRow>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <div class="card">
                <EmptyState glyph=Glyph::Calendar title="Nothing more this week" text="Classes of the next seven days stand here."/>
            </div>
        }
        .into_any();
    }
    view! { <ClassList rows/> }.into_any()
}

/// The next classes after the week, and the way to all of them.
#[component]
pub fn LaterList(rows: Vec<ClassRow>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <div class="card">
                <EmptyState glyph=Glyph::Calendar title="Nothing planned yet" text="Classes after the next seven days stand here."/>
            </div>
        }
        .into_any();
    }
    view! { <ClassList rows/> }.into_any()
}

/// Classes with their day and time.
#[component]
pub fn ClassList(rows: Vec<ClassRow>) -> impl IntoView {
    let row = |row: ClassRow| {
        let which = format!(" {}", row.title);
        let end = match (row.live, row.edit_href) {
            _ if row.cancelled.is_some() => view! { <Chip tone=Tone::Warn>"Cancelled"</Chip> }.into_any(),
            (true, _) => view! { <Chip tone=Tone::Live>"Live"</Chip> }.into_any(),
            (false, Some(href)) => view! {
                <LinkButton href kind=ButtonKind::Ghost size=ButtonSize::Small>
                    "Change"<span class="visually-hidden">{which}</span>
                </LinkButton>
            }
            .into_any(),
            (false, None) => ().into_any(),
        };
        view! {
            <li class="item">
                <div class="item__when">
                    <b><TimeText moment=row.starts.clone() style=TimeStyle::Day/></b>
                    <TimeText moment=row.starts style=TimeStyle::Time/>
                </div>
                <div class="item__body">
                    <div class="item__title"><a href=row.href dir="auto">{row.title}</a></div>
                    <div class="faint"><bdi>{row.course}</bdi>" · "{minutes(row.length_min)}</div>
                    {row.cancelled.map(|reason| view! { <div class="item__why" dir="auto">{reason}</div> })}
                </div>
                <div class="item__end">{end}</div>
            </li>
        }
    };
    view! { <ul class="card list">{rows.into_iter().map(row).collect_view()}</ul> }
}

#[component]
pub fn ReplayList(rows: Vec<ReplayRow>, role: HomeRole) -> impl IntoView {
    if rows.is_empty() {
        let text = match role {
            HomeRole::Teaches => "A class can be seen again seconds after you end it.",
            HomeRole::Assists | HomeRole::Attends => "A class can be seen again seconds after it ends.",
        };
        return view! {
            <div class="card"><EmptyState glyph=Glyph::CirclePlay title="No replays yet" text=text/></div>
        }
        .into_any();
    }
    let row = |row: ReplayRow| {
        view! {
            <li class="item">
                <span class=format!("thumb {}", tone(&row.course)).trim_end().to_owned()><Icon glyph=Glyph::Play/></span>
                <div class="item__body">
                    <div class="item__title"><a href=row.href dir="auto">{row.title}</a></div>
                    <div class="faint">
                        <bdi>{row.course}</bdi>" · "<TimeText moment=row.held style=TimeStyle::Day/>" · "{minutes(row.length_min)}
                    </div>
                    {row.preparing.map(|stage| view! { <Chip>{stage}</Chip> })}
                    {row.reports.map(|Reports { attendance_href, results_href }| view! {
                        <div class="item__links"><a href=attendance_href>"Attendance"</a><a href=results_href>"Results"</a></div>
                    })}
                </div>
            </li>
        }
    };
    view! { <ul class="card list">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
}

#[component]
pub fn CourseList(rows: Vec<CourseRow>, role: HomeRole) -> impl IntoView {
    if rows.is_empty() {
        let text = match role {
            HomeRole::Teaches => "An administrator makes courses and enrolls people.",
            HomeRole::Assists | HomeRole::Attends => "Your teacher or an administrator enrolls you.",
        };
        return view! {
            <div class="card"><EmptyState glyph=Glyph::BookOpen title="No courses yet" text=text/></div>
        }
        .into_any();
    }
    let row = |row: CourseRow| {
        let letter = cut(&row.title, 1).to_owned();
        let by = row.teacher.map(|teacher| view! { <bdi>{teacher}</bdi>" · " });
        view! {
            <li class="item">
                <span class="course" dir="auto" aria-hidden="true">{letter}</span>
                <div class="item__body">
                    <div class="item__title" dir="auto">{row.title}</div>
                    <div class="faint">{by}{counted(row.lessons, "lesson")}" · "{row.enrolled}" enrolled"</div>
                    {(!row.prepared.is_empty()).then(|| view! { <Lessons lessons=row.prepared/> })}
                </div>
            </li>
        }
    };
    view! { <ul class="card list">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
}

/// Where lessons are prepared.
#[component]
fn Lessons(lessons: Vec<LessonRow>) -> impl IntoView {
    let lesson = |LessonRow { title, polls_href, scenes_href }: LessonRow| {
        let label = |what: &str| format!("{what} for {}", isolated(title.clone()));
        let (polls, scenes) = (label("Polls"), label("Scenes"));
        view! {
            <li>
                <span class="lessons__title" dir="auto">{title}</span>
                <a href=polls_href aria-label=polls>"Polls"</a>
                <a href=scenes_href aria-label=scenes>"Scenes"</a>
            </li>
        }
    };
    view! {
        <details class="lessons">
            <summary>"Prepare lessons"</summary>
            <ol class="lessons__list">{lessons.into_iter().map(lesson).collect_view()}</ol>
        </details>
    }
    .into_any()
}

fn minutes(minutes: u32) -> String {
    format!("{minutes} min")
}

fn counted(number: u32, word: &str) -> String {
    match number {
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    }
}

/// The same course has the same colour.
fn tone(course: &str) -> &'static str {
    const TONES: [&str; 4] = ["", "thumb--tone-1", "thumb--tone-2", "thumb--tone-3"];
    let sum = course.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    TONES[sum % TONES.len()]
}
