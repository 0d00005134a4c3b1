//! The scenes that a lesson's classes begin with: the rail and the editor of a class, before there is one.

use std::collections::VecDeque;
use std::sync::OnceLock;

use domain::ids::LessonId;
use domain::scene::{Command, prepare, prepared};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::scenes::prepare_scene;
use crate::features::scene::{Program, Rail, SceneDesk, SceneEditor};
use crate::model::lesson::LessonView;
use crate::mount::later::{Load, come, here, on_its_way};
use crate::platform::reload;
use crate::ui::{Button, ButtonSize};

/// What draws the rail and the editor.
#[derive(Clone, Copy)]
pub struct LessonParts {
    scenes: fn() -> AnyView,
}

/// How the page's program loads them.
static LOAD: OnceLock<Load<LessonParts>> = OnceLock::new();

/// Says how the page's program loads them: [`lesson_parts`], split off the program.
pub fn load_lesson_parts_with(load: Load<LessonParts>) {
    let _ = LOAD.set(load);
}

/// The parts. Nothing but the function that is split off may call this: what is called is in the program from the start.
#[must_use]
pub fn lesson_parts() -> LessonParts {
    LessonParts { scenes: || view! { <Rail/><SceneEditor/> }.into_any() }
}

/// How far what was changed here is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Saving {
    Saved,
    OnItsWay,
    /// It wasn't taken, and why: what is shown isn't what is kept.
    Failed(String),
}

/// The page, inside the shell.
#[component]
pub(crate) fn LessonScenesPage(
    /// The lesson.
    view: LessonView,
) -> impl IntoView {
    let LessonView { lesson, viewer, title, course, scenes } = view;
    let scenes = RwSignal::new(prepared(scenes));
    let saving = RwSignal::new(Saving::Saved);
    let waiting = StoredValue::new(VecDeque::new());
    let send = Callback::new(move |command: Command| {
        // What is shown is changed at once, as the server will do it.
        let mut after = scenes.get_untracked();
        match prepare(&mut after, viewer, &command) {
            Ok(true) => {
                scenes.set(after);
                bring(lesson, command, waiting, saving);
            }
            Ok(false) => {}
            Err(refusal) => saving.set(Saving::Failed(refusal.to_string())),
        }
    });
    Program::provide(SceneDesk {
        scenes: scenes.into(),
        live: Signal::stored(false),
        send,
        editor: RwSignal::new(false),
        layers: None,
    });
    let parts = come(Signal::stored(true), LOAD.get().copied());
    let state = move || match saving.get() {
        Saving::Saved => view! { <span class="faint">"All changes are saved."</span> }.into_any(),
        Saving::OnItsWay => view! { <span class="faint">"Saving"</span> }.into_any(),
        Saving::Failed(why) => view! {
            <span>"Not saved: "{why}</span>
            <Button size=ButtonSize::Small on:click=move |_| reload()>"Show what is saved"</Button>
        }
        .into_any(),
    };
    view! {
        <main class="page page--narrow" id="main">
            <header class="report__head">
                <p class="faint" dir="auto">{course}</p>
                <h1>"Scenes for: "<bdi>{title}</bdi></h1>
                <p class="muted">
                    "Every class of this lesson begins with them; those that are made in the class itself come behind. Slides and boards are chosen in class."
                </p>
                <p class="lesson__saving" role="status">{state}</p>
            </header>
            <section class="card preview__scenes lesson__scenes" aria-label="Scenes">
                {on_its_way(parts)}
                {here(parts, |parts| (parts.scenes)())}
            </section>
        </main>
    }
    .into_any()
}

/// Brings what was changed to the server, one after the other. What can't be brought stops the rest.
fn bring(
    lesson: LessonId,
    command: Command,
    waiting: StoredValue<VecDeque<Command>>,
    saving: RwSignal<Saving>,
) {
    if matches!(saving.get_untracked(), Saving::Failed(_)) {
        return;
    }
    waiting.update_value(|waiting| waiting.push_back(command));
    if saving.get_untracked() == Saving::OnItsWay {
        return;
    }
    saving.set(Saving::OnItsWay);
    spawn_local(async move {
        while let Some(Some(command)) = waiting.try_update_value(VecDeque::pop_front) {
            let Ok(command) = serde_json::to_string(&command) else { return };
            if let Err(error) = prepare_scene(lesson, command).await {
                saving.try_set(Saving::Failed(error.message));
                return;
            }
        }
        saving.try_set(Saving::Saved);
    });
}
