//! `/`: the home page.

use leptos::prelude::*;

use super::outcome::{RouteOutcome, framed, mounted_page};
use crate::api::home::home;
use crate::model::NavSection;
use crate::pages::framed::Inside;

#[component]
pub(super) fn HomeRoute() -> impl IntoView {
    mounted_page(NavSection::Home, || async {
        let inside = Inside::Home(Box::new(home().await?));
        Ok(RouteOutcome::Page("Home".to_owned(), framed(NavSection::Home, inside).await))
    })
}
