//! `/`: the home page.

use leptos::prelude::*;

use super::answer::{Answer, answer, framed};
use crate::api::home::home;
use crate::pages::framed::Inside;
use crate::ui::Place;

#[component]
pub(super) fn HomeRoute() -> impl IntoView {
    answer(Place::Home, || async {
        let inside = Inside::Home(Box::new(home().await?));
        Ok(Answer::Page("Home".to_owned(), framed(Place::Home, inside).await))
    })
}
