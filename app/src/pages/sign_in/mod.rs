//! Signing in: a plain form that works without scripts.

use domain::route;
use leptos::prelude::*;

use crate::model::sign_in::{DemoPerson, SignInView};
use crate::ui::{Avatar, Button, ButtonKind, Field, Glyph, Icon};

/// Where the form is sent: `email`, `password`, `next`.
const ACTION: &str = route::SIGN_IN.path();

/// The page.
#[component]
pub fn SignInPage(
    /// The form and its error.
    view: SignInView,
) -> impl IntoView {
    let next = view.next.clone();
    let demo = (!view.demo.is_empty()).then(|| view! { <DemoPeople people=view.demo next=view.next/> });
    view! {
        <main class="sign-in">
            <Board/>
            <div class="sign-in__side">
                <span class="brand">"Lectern"</span>
                <form class="sign-in__form" method="post" action=ACTION>
                    <h1>"Sign in"</h1>
                    {view.error.map(|error| view! {
                        <p class="sign-in__error" role="alert">
                            <Icon glyph=Glyph::CircleAlert/>
                            {error}
                        </p>
                    })}
                    <Field name="email" label="E-mail" kind="email" value=view.email autocomplete="username" autofocus=true/>
                    <Field name="password" label="Password" kind="password" autocomplete="current-password"/>
                    <Next path=next/>
                    <Button kind=ButtonKind::Primary r#type="submit" block=true>"Sign in"</Button>
                </form>
                {demo}
            </div>
        </main>
    }
}

/// The lecture hall: energy that changes its form, and what this is for.
#[component]
fn Board() -> impl IntoView {
    view! {
        <div class="sign-in__board">
            <span class="brand">"Lectern"</span>
            <svg class="sign-in__drawing" viewBox="0 0 440 200" aria-hidden="true">
                <path stroke="#4a5c55" d="M20 170h400M24 14v160"/>
                <path stroke="#8fd6bf" d="M24 158C60 158 78 34 122 34s62 124 98 124 62-124 98-124 62 124 98 124"/>
                <path stroke="#e6a94e" d="M24 34c36 0 54 124 98 124s62-124 98-124 62 124 98 124 62-124 98-124"/>
                <path stroke="#eceae4" stroke-dasharray="5 7" d="M24 24h396"/>
            </svg>
            <p class="sign-in__words">"Teach a class. Leave with its replay."</p>
        </div>
    }
}

#[component]
fn DemoPeople(people: Vec<DemoPerson>, next: Option<String>) -> impl IntoView {
    let person = move |person: DemoPerson| {
        view! {
            <form method="post" action=ACTION>
                <input type="hidden" name="email" value=person.email/>
                <input type="hidden" name="password" value=person.password/>
                <Next path=next.clone()/>
                <button class="demo-person" type="submit">
                    <Avatar name=person.name.clone()/>
                    <span class="grow">
                        <span class="demo-person__name">{person.name}</span>
                        <span class="faint">{person.role}</span>
                    </span>
                    <Icon glyph=Glyph::ArrowRight class="icon--directional"/>
                </button>
            </form>
        }
    };
    view! {
        <section class="sign-in__demo" aria-labelledby="demo-people">
            <h2 class="sign-in__hint" id="demo-people">"This is a demo: come in as"</h2>
            {people.into_iter().map(person).collect_view()}
        </section>
    }
}

#[component]
fn Next(path: Option<String>) -> impl IntoView {
    path.map(|path| view! { <input type="hidden" name="next" value=path/> })
}
