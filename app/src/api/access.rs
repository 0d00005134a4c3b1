//! Who may come through which door: a table that tests hold against the doors there are.

use domain::policy::Action;

/// Whom a door lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Anybody,
    /// Who is signed in; they see their own.
    SignedIn,
    /// Who may do this in the course or class that the request names.
    May(Action),
}

/// A door of the app, and whom it lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// The HTTP method.
    pub method: &'static str,
    /// The path.
    pub path: &'static str,
    /// Whom it lets in.
    pub access: Access,
}

/// Every server function and every form of the app, and its pages and files that no server function is behind.
pub const DOORS: [Door; 32] = [
    post("/api/viewer", Access::Anybody),
    post("/api/home", Access::SignedIn),
    post("/api/clock", Access::SignedIn),
    get("/classes", Access::SignedIn),
    post("/api/new_calendar_address", Access::SignedIn),
    post("/api/end_calendar_address", Access::SignedIn),
    post("/api/class_page", Access::May(Action::SeeCourse)),
    post("/api/may_enter", Access::May(Action::SeeCourse)),
    post("/api/prepared_polls", Access::May(Action::SeeCourse)),
    post("/api/join", Access::May(Action::JoinClass)),
    post("/api/start", Access::May(Action::StartClass)),
    post("/api/end", Access::May(Action::EndClass)),
    post("/api/replay", Access::May(Action::WatchReplay)),
    post("/api/ask_afterwards", Access::May(Action::AskQuestion)),
    post("/api/restart_stage", Access::May(Action::RestartStage)),
    post("/api/schedule_form", Access::May(Action::ScheduleClass)),
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

const fn get(path: &'static str, access: Access) -> Door {
    Door { method: "GET", path, access }
}

const fn post(path: &'static str, access: Access) -> Door {
    Door { method: "POST", path, access }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::DOORS;
    use leptos::server_fn::axum::server_fn_paths;
    use std::collections::BTreeSet;

    #[test]
    fn every_server_function_stands_in_the_table() {
        let there: BTreeSet<_> = server_fn_paths().map(|(path, method)| format!("{method} {path}")).collect();
        let listed: BTreeSet<_> = DOORS
            .iter()
            .filter(|door| door.path.starts_with("/api/"))
            .map(|door| format!("{} {}", door.method, door.path))
            .collect();
        assert_eq!(there, listed);
    }
}
