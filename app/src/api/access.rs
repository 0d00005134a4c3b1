//! Who may use which server function: a table that tests compare with those there are. Whom pages, forms and files let in stands
//! with their routes (`domain::route`).

use domain::policy::Action;
use domain::route::{Access, Endpoint};
use leptos::server_fn::ServerFn;

use super::{calendar, class, clock, home, replay, scenes, schedule, slides, viewer};

/// Every server function of the app.
pub const SERVER_FUNCTIONS: [Endpoint; 24] = [
    lets_in::<viewer::Viewer>(Access::Anybody),
    lets_in::<home::Home>(Access::SignedIn),
    lets_in::<clock::Clock>(Access::SignedIn),
    lets_in::<calendar::NewCalendarAddress>(Access::SignedIn),
    lets_in::<calendar::EndCalendarAddress>(Access::SignedIn),
    lets_in::<class::AskClassPage>(Access::May(Action::SeeCourse)),
    lets_in::<class::MayEnter>(Access::May(Action::SeeCourse)),
    lets_in::<class::PreparedPolls>(Access::May(Action::SeeCourse)),
    lets_in::<class::Join>(Access::May(Action::JoinClass)),
    lets_in::<class::Start>(Access::May(Action::StartClass)),
    lets_in::<class::End>(Access::May(Action::EndClass)),
    lets_in::<replay::AskReplay>(Access::May(Action::WatchReplay)),
    lets_in::<replay::AskAfterwards>(Access::May(Action::AskQuestion)),
    lets_in::<replay::RestartStep>(Access::May(Action::RestartStep)),
    lets_in::<slides::BeginUpload>(Access::May(Action::RunStage)),
    lets_in::<slides::FinishUpload>(Access::May(Action::RunStage)),
    lets_in::<slides::CancelUpload>(Access::May(Action::RunStage)),
    lets_in::<slides::SlideText>(Access::May(Action::JoinClass)),
    lets_in::<slides::SlideOutline>(Access::May(Action::RunStage)),
    lets_in::<slides::SlideNotes>(Access::May(Action::RunStage)),
    lets_in::<scenes::PrepareScene>(Access::May(Action::RunStage)),
    lets_in::<scenes::OwnLayouts>(Access::SignedIn),
    lets_in::<scenes::KeepLayout>(Access::SignedIn),
    lets_in::<schedule::ScheduleForm>(Access::May(Action::ScheduleClass)),
];

/// All endpoints of the app: its server functions, pages, forms and files.
pub fn endpoints() -> impl Iterator<Item = Endpoint> {
    SERVER_FUNCTIONS.into_iter().chain(domain::route::all())
}

const fn lets_in<F: ServerFn>(access: Access) -> Endpoint {
    Endpoint { method: "POST", path: F::PATH, access }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::SERVER_FUNCTIONS;
    use leptos::server_fn::axum::server_fn_paths;
    use std::collections::BTreeSet;

    #[test]
    fn every_server_function_stands_in_the_table() {
        let there: BTreeSet<_> = server_fn_paths().map(|(path, method)| format!("{method} {path}")).collect();
        let listed: BTreeSet<_> = SERVER_FUNCTIONS
            .iter()
            .map(|endpoint| format!("{} {}", endpoint.method, endpoint.path))
            .collect();
        assert_eq!(there, listed);
    }
}
