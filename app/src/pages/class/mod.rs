//! The class: the studio for who teaches it, the lecture hall for who attends. One page and one panel for all; what
//! differs is what each may do.

mod banners;
mod call;
mod chat;
mod connection;
mod controls;
mod devices;
mod dialogs;
mod focus;
mod header;
mod keys;
mod lifecycle;
mod lines;
mod panel;
mod people;
mod polls;
mod preview;
mod questions;
mod reentry;
mod room;
mod scroll;
mod stage;

pub use room::{OpenedClass, Rights};

use std::time::Duration;

use domain::replay::Replay;
use domain::session::Phase;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use self::banners::Banners;
use self::call::Call;
use self::connection::ConnectionState;
use self::controls::Controls;
use self::dialogs::Dialogs;
use self::header::Header;
use self::keys::use_keys;
use self::panel::Panel;
use self::polls::NewPoll;
use self::preview::Preview;
use self::room::Room;
use self::stage::Stage;
use crate::api::class::ClassPage as Opened;
use crate::live::use_live;
use crate::living::Living;
use crate::media::use_media;
use crate::pages::waiting::{WaitingPage, WaitingView};
use crate::path::{self, open_instead};
use crate::ui::{ButtonKind, LinkButton, ToastKind, ToastRegion, Toasts};

/// What the page shows now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// It has not begun, and this person only waits.
    Waiting,
    /// Trying camera and microphone before going in.
    Preview,
    /// In the class.
    Class,
    /// It is over; the replay opens.
    Over,
}

impl Living for Opened {
    const PROGRAM: &'static str = "class";

    fn show(self) -> AnyView {
        let Self { opened, waiting } = self;
        view! { <ClassPage opened waiting/> }.into_any()
    }
}

/// The page of a class, from before it begins until it is over.
#[component]
fn ClassPage(
    /// The class as the server knows it.
    opened: OpenedClass,
    /// What those who wait for its start see.
    waiting: WaitingView,
) -> impl IntoView {
    let OpenedClass { session, viewer, name, rights, course, view, now } = opened;
    let live = use_live(session, viewer, view, now);
    let media = use_media();
    let call = Call::new();
    call.keep(session, live, media);
    reentry::after_a_reload(session, call, media);
    let room = Room {
        session,
        viewer,
        name: StoredValue::new(name),
        course: StoredValue::new(course),
        rights,
        live,
        media,
        call,
        toasts: Toasts::provide(),
        dialogs: room::Dialogs::default(),
        tab: RwSignal::new("chat"),
    };
    provide_context(room);
    tell_refusals(room);
    go_to_replay(room);
    // Who is neither seen nor heard has nothing to try out first.
    Effect::new(move || {
        if !rights.publish && live.phase.get().is_live() {
            call.inside.set(true);
        }
    });

    let screen = Memo::new(move |_| choose(live.phase.get(), rights, call.inside.get()));
    let waiting = StoredValue::new(waiting);
    view! {
        {move || match screen.get() {
            Screen::Waiting => view! {
                <header class="shell">
                    <a class="brand" href=path::HOME>"Lectern"</a>
                    <div class="shell__end"><ConnectionState/></div>
                </header>
                <WaitingPage view=waiting.get_value()/>
            }.into_any(),
            Screen::Preview => view! { <Preview/> }.into_any(),
            Screen::Class => view! { <InClass/> }.into_any(),
            Screen::Over => view! { <Over/> }.into_any(),
        }}
        <ToastRegion toasts=room.toasts/>
    }
    .into_any()
}

fn choose(phase: Phase, rights: Rights, inside: bool) -> Screen {
    match phase {
        Phase::Ended { .. } => Screen::Over,
        Phase::Unscheduled | Phase::Scheduled if rights.start => Screen::Preview,
        Phase::Unscheduled | Phase::Scheduled | Phase::Cancelled => Screen::Waiting,
        Phase::Live { .. } if inside || !rights.publish => Screen::Class,
        Phase::Live { .. } => Screen::Preview,
    }
}

#[component]
fn InClass() -> impl IntoView {
    use_keys(Room::expect());
    view! {
        <div class="studio">
            <Header/>
            <Banners/>
            <Stage/>
            <Controls/>
            <Panel/>
            <Dialogs/>
            {Room::expect().viewer.role.is_staff().then(|| view! { <NewPoll/> })}
            <ReplayAhead/>
        </div>
    }
    .into_any()
}

/// The replay's program is fetched while the class runs, so that its replay opens at once.
#[component]
fn ReplayAhead() -> impl IntoView {
    const SETTLED_IN: Duration = Duration::from_secs(20);
    let program = <Replay as Living>::PROGRAM;
    let fetch = RwSignal::new(false);
    Effect::new(move || {
        set_timeout(
            move || {
                fetch.try_set(true);
            },
            SETTLED_IN,
        )
    });
    view! {
        <Show when=move || fetch.get()>
            <link rel="prefetch" href=format!("/pkg/{program}.js")/>
            <link rel="prefetch" href=format!("/pkg/{program}_bg.wasm") r#as="fetch" crossorigin="anonymous"/>
        </Show>
    }
    .into_any()
}

/// For the moment until the replay opens, and for browsers that don't follow.
#[component]
fn Over() -> impl IntoView {
    let room = Room::expect();
    view! {
        <main class="message" id="main">
            <h1>"This class is over"</h1>
            <p class="message__text">"Its replay opens now."</p>
            <div class="message__actions">
                <LinkButton href=path::replay(room.session) kind=ButtonKind::Primary>"Open the replay"</LinkButton>
            </div>
        </main>
    }
    .into_any()
}

/// When the class is over, everybody goes to its replay.
fn go_to_replay(room: Room) {
    Effect::new(move || {
        if matches!(room.live.phase.get(), Phase::Ended { .. }) {
            room.media.leave();
            open_instead(&path::replay(room.session));
        }
    });
}

/// What the class did not take is said in a note.
fn tell_refusals(room: Room) {
    Effect::new(move || {
        if let Some(refused) = room.live.refused.get() {
            room.toasts.show(ToastKind::Failed, refused.reason.to_string());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{Rights, Screen, choose};
    use chrono::DateTime;
    use domain::ids::Offset;
    use domain::session::Phase;

    #[test]
    fn each_sees_what_they_can_do_now() {
        let teacher = Rights { start: true, end: true, publish: true, remove_chat: true, mark_chapter: true };
        let assistant = Rights { start: false, end: false, ..teacher };
        let student = Rights::default();
        let admin = Rights { start: true, end: true, ..student };
        let started_at = DateTime::UNIX_EPOCH;
        let (live, over) = (Phase::Live { started_at }, Phase::Ended { started_at, length: Offset(1) });
        let table = [
            (Phase::Scheduled, teacher, false, Screen::Preview),
            (Phase::Scheduled, teacher, true, Screen::Preview),
            (Phase::Scheduled, assistant, false, Screen::Waiting),
            (Phase::Scheduled, student, false, Screen::Waiting),
            (live, teacher, false, Screen::Preview),
            (live, teacher, true, Screen::Class),
            (live, assistant, false, Screen::Preview),
            (live, student, false, Screen::Class),
            (live, admin, false, Screen::Class),
            (over, teacher, true, Screen::Over),
        ];
        for (phase, rights, inside, screen) in table {
            assert_eq!(choose(phase, rights, inside), screen, "{phase:?} {rights:?} {inside}");
        }
    }
}
