//! Who may use which endpoint: a table that tests compare with the endpoints there are.

use domain::policy::Action;

/// Whom an endpoint lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Anybody,
    /// Who is signed in; they see their own.
    SignedIn,
    /// Who may do this in the course or class that the request names.
    May(Action),
}

/// An endpoint of the app, and whom it lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// The HTTP method.
    pub method: &'static str,
    /// The path.
    pub path: &'static str,
    /// Whom it lets in.
    pub access: Access,
}

/// Every server function and every form of the app, and its pages and files that no server function is behind.
pub const ENDPOINTS: [Endpoint; 32] = [
    post("/rpc/viewer", Access::Anybody),
    post("/rpc/home", Access::SignedIn),
    post("/rpc/clock", Access::SignedIn),
    get("/classes", Access::SignedIn),
    post("/rpc/new_calendar_address", Access::SignedIn),
    post("/rpc/end_calendar_address", Access::SignedIn),
    post("/rpc/class_page", Access::May(Action::SeeCourse)),
    post("/rpc/may_enter", Access::May(Action::SeeCourse)),
    post("/rpc/prepared_polls", Access::May(Action::SeeCourse)),
    post("/rpc/join", Access::May(Action::JoinClass)),
    post("/rpc/start", Access::May(Action::StartClass)),
    post("/rpc/end", Access::May(Action::EndClass)),
    post("/rpc/replay", Access::May(Action::WatchReplay)),
    post("/rpc/ask_afterwards", Access::May(Action::AskQuestion)),
    post("/rpc/restart_stage", Access::May(Action::RestartStage)),
    post("/rpc/schedule_form", Access::May(Action::ScheduleClass)),
    post("/classes/new", Access::May(Action::ScheduleClass)),
    post("/classes/{session}/edit", Access::May(Action::ScheduleClass)),
    post("/classes/{session}/cancel", Access::May(Action::CancelClass)),
    get("/replays/{session}/tracks/{track}", Access::May(Action::WatchReplay)),
    get("/classes/{session}/attendance", Access::May(Action::SeeAttendance)),
    get("/classes/{session}/attendance.csv", Access::May(Action::SeeAttendance)),
    get("/classes/{session}/results", Access::May(Action::SeeResults)),
    get("/classes/{session}/results/polls.csv", Access::May(Action::SeeResults)),
    get("/classes/{session}/results/questions.csv", Access::May(Action::SeeResults)),
    get("/lessons/{lesson}/polls", Access::May(Action::RunPolls)),
    get("/lessons/{lesson}/polls/new", Access::May(Action::RunPolls)),
    get("/lessons/{lesson}/polls/{poll}", Access::May(Action::RunPolls)),
    post("/lessons/{lesson}/polls/new", Access::May(Action::RunPolls)),
    post("/lessons/{lesson}/polls/{poll}", Access::May(Action::RunPolls)),
    post("/lessons/{lesson}/polls/{poll}/move", Access::May(Action::RunPolls)),
    post("/lessons/{lesson}/polls/{poll}/delete", Access::May(Action::RunPolls)),
];

const fn get(path: &'static str, access: Access) -> Endpoint {
    Endpoint { method: "GET", path, access }
}

const fn post(path: &'static str, access: Access) -> Endpoint {
    Endpoint { method: "POST", path, access }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::ENDPOINTS;
    use leptos::server_fn::axum::server_fn_paths;
    use std::collections::BTreeSet;

    #[test]
    fn every_server_function_stands_in_the_table() {
        let there: BTreeSet<_> = server_fn_paths().map(|(path, method)| format!("{method} {path}")).collect();
        let listed: BTreeSet<_> = ENDPOINTS
            .iter()
            .filter(|endpoint| endpoint.path.starts_with("/rpc/"))
            .map(|endpoint| format!("{} {}", endpoint.method, endpoint.path))
            .collect();
        assert_eq!(there, listed);
    }
}
