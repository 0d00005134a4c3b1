//! The pages that stand in the frame, as one: who looks goes from one to the other, with the same program.

use lean::FromJson;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
use serde::{Deserialize, Serialize};

use super::home::HomePage;
use super::lesson::LessonScenesPage;
use super::messages::{FailedPage, NotAllowedPage, NotFoundPage};
use super::schedule::SchedulePage;
use super::waiting::CancelledPage;
use crate::error::{PageError, Problem};
use crate::model::home::HomeView;
use crate::model::lesson::LessonView;
use crate::model::schedule::ScheduleView;
use crate::model::waiting::WaitingView;
use crate::model::{NavSection, ShellView};
use crate::mount::Mounted;
use crate::ui::Shell;

/// A page and the frame around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Framed {
    /// Who looks; the page has no frame where nobody is signed in, or where that can't be found out.
    pub viewer: Option<ShellView>,
    /// Where in the app it is.
    pub place: NavSection,
    /// The page.
    pub inside: Inside,
}

/// What stands in the frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub enum Inside {
    /// The home page.
    Home(Box<HomeView>),
    /// The schedule form.
    Schedule(Box<ScheduleView>),
    /// The scenes that a lesson's classes begin with.
    LessonScenes(Box<LessonView>),
    /// A class that won't take place.
    Cancelled(WaitingView),
    /// What stands in place of a page that can't be shown.
    Problem(PageError),
}

impl Mounted for Framed {
    const PROGRAM: &'static str = "framed";

    fn show(self) -> AnyView {
        let Self { viewer, place, inside } = self;
        match viewer {
            Some(view) => view! { <Shell view place>{inside.show()}</Shell> }.into_any(),
            None => inside.show(),
        }
    }
}

impl Inside {
    fn show(self) -> AnyView {
        match self {
            Self::Home(view) => view! { <HomePage view=*view/> }.into_any(),
            Self::Schedule(view) => view! { <SchedulePage view=*view/> }.into_any(),
            Self::LessonScenes(view) => view! { <LessonScenesPage view=*view/> }.into_any(),
            Self::Cancelled(view) => view! { <CancelledPage view/> }.into_any(),
            Self::Problem(PageError { message, problem, request_id, .. }) => match problem {
                Problem::NotFound => view! { <NotFoundPage/> }.into_any(),
                Problem::NotAllowed => view! { <NotAllowedPage what="this page" who=message/> }.into_any(),
                _ => view! { <FailedPage what=message request_id/> }.into_any(),
            },
        }
    }
}
