//! The first page after signing in: the class that is next or live, the week, courses, replays.

mod calendar;
mod hero;
mod lists;

use domain::route;
use leptos::ev::visibilitychange;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::home::home;
use crate::model::home::{HomeRole, HomeView};
use crate::ui::{Button, ButtonKind, ButtonSize, EmptyState, Glyph, LinkButton};

use calendar::{CalendarDialog, CalendarOpen};
use hero::Hero;
#[cfg(feature = "ssr")]
pub(crate) use lists::ClassList;
use lists::{CourseList, LaterList, ReplayList, WeekList};

/// The page, inside the shell. Who comes back to it finds it as things are now: a class may have begun.
#[component]
pub fn HomePage(
    /// What stands on it.
    view: HomeView,
) -> impl IntoView {
    let first = view.clone();
    let view = RwSignal::new(view);
    renew_on_return(view);
    let open = RwSignal::new(false);
    provide_context(CalendarOpen(open));
    view! {
        {move || view! { <AsThingsAre view=view.get()/> }}
        <CalendarDialog view=first open/>
    }
}

#[component]
fn AsThingsAre(view: HomeView) -> impl IntoView {
    let role = view.role;
    let open = use_context::<CalendarOpen>();
    let calendar = open.map(|CalendarOpen(open)| view! {
        <Button kind=ButtonKind::Ghost size=ButtonSize::Small glyph=Glyph::Calendar on:click=move |_| open.set(true)>
            "Calendar"
        </Button>
    });
    let schedule = view.schedule_href;
    let heading = schedule.clone().map(|href| {
        view! { <LinkButton href size=ButtonSize::Small glyph=Glyph::CalendarPlus>"Schedule a class"</LinkButton> }
    });
    let hero = match view.next {
        Some(next) => view! { <Hero next role/> }.into_any(),
        None => view! { <NoClass role schedule/> }.into_any(),
    };
    view! {
        <main class="page" id="main">
            <h1 class="visually-hidden">"Home"</h1>
            {hero}
            <div class="home__columns">
                <section class="home__week" aria-labelledby="home-week">
                    <div class="section__head">
                        <h2 class="grow" id="home-week">"This week"</h2>
                        {calendar}
                        {heading}
                    </div>
                    <WeekList rows=view.week/>
                    <div class="section__head home__later">
                        <h2 class="grow" id="home-later">"Later"</h2>
                        <LinkButton href=route::CLASSES.path() kind=ButtonKind::Ghost size=ButtonSize::Small glyph=Glyph::Calendar>
                            "All coming classes"
                        </LinkButton>
                    </div>
                    <LaterList rows=view.later/>
                </section>
                <section class="home__replays" aria-labelledby="home-replays">
                    <div class="section__head"><h2 id="home-replays">"Replays"</h2></div>
                    <ReplayList rows=view.replays role/>
                </section>
                <section class="home__courses" aria-labelledby="home-courses">
                    <div class="section__head"><h2 id="home-courses">"Courses"</h2></div>
                    <CourseList rows=view.courses role/>
                </section>
            </div>
        </main>
    }
}

/// Nothing is planned: what the viewer can do about it.
#[component]
fn NoClass(role: HomeRole, schedule: Option<String>) -> impl IntoView {
    let text = match role {
        HomeRole::Teaches => "Schedule one, and everybody enrolled sees it here.",
        HomeRole::Assists | HomeRole::Attends => {
            "The next one appears here as soon as your teacher schedules it."
        }
    };
    view! {
        <section class="card">
            <EmptyState glyph=Glyph::Calendar title="No class planned" text=text>
                {schedule.map(|href| view! {
                    <LinkButton href kind=ButtonKind::Primary>"Schedule a class"</LinkButton>
                })}
            </EmptyState>
        </section>
    }
}

fn renew_on_return(view: RwSignal<HomeView>) {
    let renew = move || {
        spawn_local(async move {
            // Without an answer what is there stays.
            if let Ok(now) = home().await {
                view.set(now);
            }
        });
    };
    Effect::new(move || {
        let listener = window_event_listener(visibilitychange, move |_| {
            if !document().hidden() {
                renew();
            }
        });
        on_cleanup(move || listener.remove());
    });
}
