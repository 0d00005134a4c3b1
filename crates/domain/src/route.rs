//! Every address that people's browsers and calendars ask for: each stands here once, with what it takes and whom it lets in.
//! The server's router, links, forms, letters and the table of endpoints are made from these.

use std::fmt::Display;
use std::marker::PhantomData;

use crate::ids::{BoardId, ConnectionId, DeckId, LessonId, PollId, SessionId, TrackId};
use crate::policy::Action;
use crate::rendition::Rendition;

/// Whom an endpoint lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Anybody,
    /// Who is signed in; they see their own.
    SignedIn,
    /// Who knows the secret that stands in the address.
    Secret,
    /// Who may do this in the course or class that the request names.
    May(Action),
}

/// An address: a path with places for what it takes, as `/classes/{session}` takes a [`SessionId`].
#[derive(Debug)]
pub struct Route<P = ()> {
    pattern: &'static str,
    get: Option<Access>,
    post: Option<Access>,
    takes: PhantomData<fn(P)>,
}

/// A route, whatever it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with names in braces.
    pub path: &'static str,
    /// Whom it lets in.
    pub access: Access,
}

impl<P> Clone for Route<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Route<P> {}

impl<P> Route<P> {
    /// An address below which others are.
    const fn of(pattern: &'static str) -> Self {
        Self { pattern, get: None, post: None, takes: PhantomData }
    }

    /// An address that is read.
    const fn get(pattern: &'static str, access: Access) -> Self {
        Self { get: Some(access), ..Self::of(pattern) }
    }

    /// An address that only takes a form.
    const fn post(pattern: &'static str, access: Access) -> Self {
        Self { post: Some(access), ..Self::of(pattern) }
    }

    /// The same address takes a form, too.
    const fn and_post(mut self, access: Access) -> Self {
        self.post = Some(access);
        self
    }

    /// The path with the names of what it takes in braces, as routers want it.
    #[must_use]
    pub const fn pattern(self) -> &'static str {
        self.pattern
    }

    const fn endpoints(self) -> [Option<Endpoint>; 2] {
        let Self { pattern: path, get, post, .. } = self;
        let get = match get {
            Some(access) => Some(Endpoint { method: "GET", path, access }),
            None => None,
        };
        let post = match post {
            Some(access) => Some(Endpoint { method: "POST", path, access }),
            None => None,
        };
        [get, post]
    }
}

impl Route {
    /// The path.
    #[must_use]
    pub const fn path(self) -> &'static str {
        self.pattern
    }
}

impl<P: Parameters> Route<P> {
    /// The path for these.
    #[must_use]
    pub fn to(self, parameters: P) -> String {
        let mut path = String::new();
        let mut rest = self.pattern;
        parameters.each(&mut |value| {
            let (before, after) = rest.split_once('{').unwrap_or((rest, ""));
            path += before;
            path += &value.to_string();
            rest = after.split_once('}').map_or("", |(_, behind)| behind);
        });
        path + rest
    }
}

/// What a route takes, in the order of its path.
pub trait Parameters {
    /// Gives each of them to `take`.
    fn each(&self, take: &mut dyn FnMut(&dyn Display));
}

macro_rules! alone {
    ($($name:ty),+) => {$(
        impl Parameters for $name {
            fn each(&self, take: &mut dyn FnMut(&dyn Display)) {
                take(self);
            }
        }
    )+};
}

alone!(SessionId, LessonId, ConnectionId, String);

impl<A: Display, B: Display> Parameters for (A, B) {
    fn each(&self, take: &mut dyn FnMut(&dyn Display)) {
        take(&self.0);
        take(&self.1);
    }
}

impl<A: Display, B: Display, C: Display, D: Display> Parameters for (A, B, C, D) {
    fn each(&self, take: &mut dyn FnMut(&dyn Display)) {
        take(&self.0);
        take(&self.1);
        take(&self.2);
        take(&self.3);
    }
}

macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident: $takes:ty = $route:expr;)+) => {
        $($(#[$doc])* pub const $name: Route<$takes> = $route;)+

        /// Every route.
        pub fn all() -> impl Iterator<Item = Endpoint> {
            [$($name.endpoints()),+].into_iter().flatten().flatten()
        }
    };
}

routes! {
    /// The first page.
    HOME: () = Route::get("/", Access::SignedIn);
    /// The form to sign in, and where it is sent.
    SIGN_IN: () = Route::get("/sign-in", Access::Anybody).and_post(Access::Anybody);
    /// Where signing out is sent.
    SIGN_OUT: () = Route::post("/sign-out", Access::Anybody);
    /// The classes to come, month by month.
    CLASSES: () = Route::get("/classes", Access::SignedIn);
    /// The form for a new class, and where it is sent.
    NEW_CLASS: () = Route::get("/classes/new", Access::May(Action::ScheduleClass)).and_post(Access::May(Action::ScheduleClass));
    /// A class.
    CLASS: SessionId = Route::get("/classes/{session}", Access::May(Action::SeeCourse));
    /// The form that changes a class, and where it is sent.
    EDIT_CLASS: SessionId = Route::get("/classes/{session}/edit", Access::May(Action::ScheduleClass)).and_post(Access::May(Action::ScheduleClass));
    /// Where the form is sent that cancels a class.
    CANCEL_CLASS: SessionId = Route::post("/classes/{session}/cancel", Access::May(Action::CancelClass));
    /// A class as a file for a calendar.
    CLASS_FILE: SessionId = Route::get("/classes/{session}/class.ics", Access::May(Action::SeeCourse));
    /// A person's classes, for a calendar that asks for them again and again. Who knows the token sees them.
    CALENDAR: String = Route::get("/calendar/{token}/classes.ics", Access::Secret);
    /// What is drawn on a board of a class.
    BOARD: (SessionId, BoardId) = Route::get("/classes/{session}/boards/{board}", Access::May(Action::SeeCourse));
    /// How a board of a class that is over came to be.
    BOARD_STORY: (SessionId, BoardId) = Route::get("/replays/{session}/boards/{board}", Access::May(Action::WatchReplay));
    /// Who was in a class.
    ATTENDANCE: SessionId = Route::get("/classes/{session}/attendance", Access::May(Action::SeeAttendance));
    /// The same as a table.
    ATTENDANCE_TABLE: SessionId = Route::get("/classes/{session}/attendance.csv", Access::May(Action::SeeAttendance));
    /// What came of a class's polls and questions.
    RESULTS: SessionId = Route::get("/classes/{session}/results", Access::May(Action::SeeResults));
    /// What came of its polls, as a table.
    POLLS_TABLE: SessionId = Route::get("/classes/{session}/results/polls.csv", Access::May(Action::SeeResults));
    /// What came of its questions, as a table.
    QUESTIONS_TABLE: SessionId = Route::get("/classes/{session}/results/questions.csv", Access::May(Action::SeeResults));
    /// The polls that are prepared for a lesson.
    PREPARED: LessonId = Route::get("/lessons/{lesson}/polls", Access::May(Action::RunPolls));
    /// The form for another one, and where it is sent.
    NEW_PREPARED: LessonId = Route::get("/lessons/{lesson}/polls/new", Access::May(Action::RunPolls)).and_post(Access::May(Action::RunPolls));
    /// The form for one of them, and where it is sent.
    EDIT_PREPARED: (LessonId, PollId) = Route::get("/lessons/{lesson}/polls/{poll}", Access::May(Action::RunPolls)).and_post(Access::May(Action::RunPolls));
    /// Where it is sent that one of them goes up or down.
    MOVE_PREPARED: (LessonId, PollId) = Route::post("/lessons/{lesson}/polls/{poll}/move", Access::May(Action::RunPolls));
    /// Where it is sent that one of them goes.
    DELETE_PREPARED: (LessonId, PollId) = Route::post("/lessons/{lesson}/polls/{poll}/delete", Access::May(Action::RunPolls));
    /// The scenes that a lesson's classes begin with.
    LESSON_SCENES: LessonId = Route::get("/lessons/{lesson}/scenes", Access::May(Action::RunStage));
    /// A class's replay.
    REPLAY: SessionId = Route::get("/replays/{session}", Access::May(Action::WatchReplay));
    /// A track of a class. Whoever may watch the replay is led from there to the track itself, each time anew.
    TRACK: (SessionId, TrackId) = Route::get("/replays/{session}/tracks/{track}", Access::May(Action::WatchReplay));
    /// A replay's captions, for its player.
    CAPTIONS: SessionId = Route::get("/replays/{session}/captions.vtt", Access::May(Action::WatchReplay));
    /// The transcript as captions, to keep.
    TRANSCRIPT_CAPTIONS: SessionId = Route::get("/replays/{session}/transcript.vtt", Access::May(Action::WatchReplay));
    /// The transcript as plain text, to keep.
    TRANSCRIPT_TEXT: SessionId = Route::get("/replays/{session}/transcript.txt", Access::May(Action::WatchReplay));
    /// A page of a deck: its picture in a size, or its text. Whoever may see it is led from there to where it lies.
    SLIDE: (SessionId, DeckId, u16, Rendition) = Route::get("/classes/{session}/slides/{deck}/{page}/{rendition}", Access::May(Action::JoinClass));
    /// A tab's live channel.
    LIVE: SessionId = Route::get("/live/{session}", Access::May(Action::SeeCourse));
    /// The way into a class's room through a tab, for the media client: it appends LiveKit's own paths, those below.
    ROOM: (SessionId, ConnectionId) = Route::of("/live/{session}/room/{connection}");
    /// LiveKit's signalling.
    SIGNAL: (SessionId, ConnectionId) = Route::get("/live/{session}/room/{connection}/rtc", Access::May(Action::JoinClass));
    /// The same, as newer clients ask for it.
    SIGNAL_V1: (SessionId, ConnectionId) = Route::get("/live/{session}/room/{connection}/rtc/v1", Access::May(Action::JoinClass));
    /// Why there was no signalling.
    VALIDATE: (SessionId, ConnectionId) = Route::get("/live/{session}/room/{connection}/rtc/validate", Access::May(Action::JoinClass));
    /// The same, as newer clients ask for it.
    VALIDATE_V1: (SessionId, ConnectionId) = Route::get("/live/{session}/room/{connection}/rtc/v1/validate", Access::May(Action::JoinClass));
    /// The way into a room of one's own, where a page tries what gets through; the media client appends LiveKit's paths.
    TRIAL: ConnectionId = Route::of("/trial/room/{connection}");
    /// LiveKit's signalling there.
    TRIAL_SIGNAL: ConnectionId = Route::get("/trial/room/{connection}/rtc", Access::SignedIn);
    /// The same, as newer clients ask for it.
    TRIAL_SIGNAL_V1: ConnectionId = Route::get("/trial/room/{connection}/rtc/v1", Access::SignedIn);
    /// Why there was no signalling.
    TRIAL_VALIDATE: ConnectionId = Route::get("/trial/room/{connection}/rtc/validate", Access::SignedIn);
    /// The same, as newer clients ask for it.
    TRIAL_VALIDATE_V1: ConnectionId = Route::get("/trial/room/{connection}/rtc/v1/validate", Access::SignedIn);
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_path_has_what_it_takes_at_its_places() {
        let (lesson, poll) = (LessonId(Uuid::from_u128(1)), PollId(Uuid::from_u128(2)));
        assert_eq!(CLASSES.path(), "/classes");
        assert_eq!(PREPARED.to(lesson), format!("/lessons/{lesson}/polls"));
        assert_eq!(MOVE_PREPARED.to((lesson, poll)), format!("/lessons/{lesson}/polls/{poll}/move"));
        assert_eq!(CALENDAR.to("secret".to_owned()), "/calendar/secret/classes.ics");
    }

    #[test]
    fn no_address_stands_here_twice() {
        let mut all: Vec<_> = all().map(|Endpoint { method, path, .. }| (method, path)).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert!(all.len() == count && count > 30, "{all:?}");
    }
}
