//! What came of a class's polls and questions: a page that is read and printed, without a program.

pub(crate) mod read;

use leptos::prelude::*;

use crate::features::poll::card::Card;
use crate::features::poll::read::result;
use crate::features::question::board::QuestionCard;
use crate::features::question::read::question;
use crate::markup::{Formulas, formula, with_formulas};
use crate::model::Moment;
use crate::ui::{ButtonSize, EmptyState, Glyph, LinkButton, TimeStyle, TimeText};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResultsView {
    /// The class's title.
    pub title: String,
    /// Its course.
    pub course: String,
    /// When it began.
    pub held: Moment,
    /// Whether it is over.
    pub over: bool,
    /// Its polls, in the order in which they were asked.
    pub polls: Vec<Card>,
    /// Its questions: those that are open first.
    pub questions: Vec<QuestionCard>,
    /// This page.
    pub here_href: String,
    /// Its polls as a table.
    pub polls_href: String,
    /// Its questions as a table.
    pub questions_href: String,
    /// Who was there.
    pub attendance_href: String,
    /// The class, or its replay.
    pub class_href: String,
}

/// The page, inside the shell.
#[component]
pub(crate) fn ResultsPage(
    /// What stands on it.
    view: ResultsView,
) -> impl IntoView {
    let ResultsView {
        title,
        course,
        held,
        over,
        polls,
        questions,
        here_href,
        polls_href,
        questions_href,
        attendance_href,
        class_href,
    } = view;
    provide_context(Formulas(|source| formula(&source)));
    let back = if over { "Replay" } else { "Back to the class" };
    view! {
        <main class="page" id="main">
            <header class="report__head">
                <p class="faint" dir="auto">{course}</p>
                <h1>"Results: "<bdi>{with_formulas(&title)}</bdi></h1>
                <p class="muted"><TimeText moment=held style=TimeStyle::Day/>{(!over).then_some(", so far")}</p>
                <nav class="report__links" aria-label="This class">
                    <LinkButton href=attendance_href size=ButtonSize::Small glyph=Glyph::Users>"Attendance"</LinkButton>
                    <LinkButton href=class_href size=ButtonSize::Small>{back}</LinkButton>
                    {(!over).then(|| view! {
                        <LinkButton href=here_href.clone() size=ButtonSize::Small glyph=Glyph::Refresh>"Look again"</LinkButton>
                    })}
                </nav>
            </header>
            <section class="card report" aria-labelledby="polls">
                <div class="report__title">
                    <h2 id="polls">{counted(polls.len(), "poll")}</h2>
                    {(!polls.is_empty()).then(|| view! { <Csv href=polls_href of="polls"/> })}
                </div>
                <Polls polls/>
            </section>
            <section class="card report" aria-labelledby="questions">
                <div class="report__title">
                    <h2 id="questions">{counted(questions.len(), "question")}</h2>
                    {(!questions.is_empty()).then(|| view! { <Csv href=questions_href of="questions"/> })}
                </div>
                <Questions questions/>
            </section>
        </main>
    }
}

#[component]
fn Csv(href: String, of: &'static str) -> impl IntoView {
    view! {
        <LinkButton href size=ButtonSize::Small glyph=Glyph::Download>
            "Download as CSV"<span class="visually-hidden">": "{of}</span>
        </LinkButton>
    }
}

#[component]
fn Polls(polls: Vec<Card>) -> impl IntoView {
    if polls.is_empty() {
        return view! { <EmptyState glyph=Glyph::Poll title="No polls" text="What is asked in the class stands here with its answers."/> }
            .into_any();
    }
    let poll = |card: &Card| {
        view! {
            <li class="poll">
                <h3 class="poll__question" dir="auto">{with_formulas(&card.question)}</h3>
                <p class="poll__meta">{card.meta.clone()}</p>
                {result(card)}
            </li>
        }
    };
    view! { <ul class="polls__list" aria-label="Polls">{polls.iter().map(poll).collect_view()}</ul> }
        .into_any()
}

#[component]
fn Questions(questions: Vec<QuestionCard>) -> impl IntoView {
    if questions.is_empty() {
        return view! { <EmptyState glyph=Glyph::Question title="No questions" text="What students ask in the class stands here with its answers."/> }
            .into_any();
    }
    view! {
        <ul class="questions__list" aria-label="Questions">
            {questions.iter().map(|asked| question(asked, ().into_any())).collect_view()}
        </ul>
    }
    .into_any()
}

fn counted(number: usize, word: &str) -> String {
    match number {
        0 => format!("No {word}s"),
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    }
}
