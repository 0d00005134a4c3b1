//! The class: the studio for who teaches it, the lecture hall for who attends. One page and one panel for all; what
//! differs is what each may do.

mod away;
mod banners;
mod before;
mod connection;
mod controls;
mod device_menu;
mod devices;
mod dialogs;
mod digest;
mod full_screen;
mod header;
mod keys;
mod lifecycle;
mod look;
mod panel;
mod parts;
mod pop_out;
mod preferred;
mod preview;
mod queue;
mod reentry;
mod screen;
mod stage;
mod surface;
mod trial;

pub use parts::{Parts, load_parts_with, parts};

use domain::{Command, route};
use std::time::Duration;

use domain::replay::Replay;
use domain::session::Phase;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use self::banners::Banners;
use self::connection::ConnectionState;
use self::controls::Controls;
use self::header::Header;
use self::keys::use_keys;
use self::panel::Panel;
use self::parts::use_parts;
use self::preferred::Preferred;
use self::preview::Preview;
use self::screen::{Screen, choose};
use self::stage::Stage;
use self::trial::trial_button;
use super::waiting::WaitingPage;
use crate::built::built;
use crate::features::lobby::{LobbyPage, OutPage, Standing};
use crate::features::reaction::FloatingReactions;
use crate::features::{chat, participant, poll, reaction, scene};
use crate::live::{Link, Unheard, keep_drafts, use_live};
use crate::markup::Formulas;
use crate::media::{Note, use_media};
use crate::model::class::ClassPage as Opened;
use crate::model::class::OpenedClass;
use crate::model::waiting::WaitingView;
use crate::mount::Mounted;
use crate::mount::later::here;
use crate::platform::{open_instead, reload};
use crate::room::Room;
use crate::room::call::Call;
use crate::room::{self, back};
use crate::ui::{ButtonKind, LinkButton, ToastKind, ToastRegion, Toasts, keep_awake};

impl Mounted for Opened {
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
    let OpenedClass { session, viewer, name, rights, course, view, now, prepared } = opened;
    let offset = view.core.offset(now);
    let missed = StoredValue::new(digest::missed(&view, viewer, offset));
    let live = use_live(session, viewer, view, now);
    let media = use_media();
    let call = Call::new();
    call.keep(session, live, media);
    Preferred::apply(media);
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
        write_to: RwSignal::new(None),
        watched: RwSignal::new(true),
        back: back::Back::default(),
    };
    provide_context(room);
    provide_context(digest::Missed(missed));
    provide_context(chat::Desk::default());
    provide_context(participant::SendingOut::default());
    provide_context(reaction::Floats::default());
    provide_context(poll::PreparedPolls::new(prepared));
    scene::Program::provide(scene::SceneDesk {
        scenes: Memo::new(move |_| live.view.with(|view| view.scene.clone())).into(),
        live: Signal::derive(move || live.phase.get().is_live()),
        send: Callback::new(move |command| {
            live.send(Command::Scene(command));
        }),
        editor: room.dialogs.scene,
        layers: Some(room.dialogs.layers),
    });
    notify_refusals(room);
    notify_of_devices(room);
    room.back.collect(live);
    go_to_replay(room);
    away::watch(room);
    let stands = Memo::new(move |_| {
        let closed = live.link.with(|link| matches!(link, Link::Closed { .. }));
        live.view.with(|view| Standing::of(view, viewer, closed))
    });
    let screen = Memo::new(move |_| choose(live.phase.get(), rights, call.inside.get(), stands.get()));
    // Who is neither seen nor heard has nothing to try out first; who is sent out is in nobody's picture.
    Effect::new(move || match screen.get() {
        Screen::Class if !rights.publish => call.inside.set(true),
        Screen::Lobby | Screen::Out(_) => call.inside.set(false),
        _ => {}
    });
    keep_awake(Memo::new(move |_| matches!(screen.get(), Screen::Class | Screen::Lobby)));
    let title = move || live.view.with_untracked(|view| view.core.title().to_owned());
    let because = move || live.view.with_untracked(|view| view.core.cancelled_because.text().to_owned());

    let waiting = StoredValue::new(waiting);
    view! {
        {move || match screen.get() {
            Screen::Waiting => view! {
                <Before/>
                <WaitingPage view=waiting.get_value()/>
                <Trial/>
                {room.is_staff().then(preparing)}
            }
            .into_any(),
            Screen::Lobby => view! {
                <Before/><LobbyPage title=title() course=room.course.get_value()/><Trial/>
            }.into_any(),
            Screen::Out(out) => view! { <Before/><OutPage out title=title() come_back=Callback::new(|()| reload())/> }.into_any(),
            Screen::Cancelled => view! { <Before/><Cancelled because=because()/> }.into_any(),
            Screen::Preview => view! { <Preview/> }.into_any(),
            Screen::Class => view! { <InClass/> }.into_any(),
            Screen::Over => view! { <Over/> }.into_any(),
        }}
        <Show when=move || matches!(screen.get(), Screen::Over | Screen::Out(_) | Screen::Cancelled) && Unheard::is_any(session, viewer.user)>
            <Outside/>
        </Show>
        <ToastRegion toasts=room.toasts/>
    }
    .into_any()
}

/// For who runs the class and doesn't start it: what is prepared before it begins.
fn preparing() -> AnyView {
    let parts = use_parts(Room::expect());
    let before = here(parts, |parts| (parts.before)());
    view! { <aside class="preparing page page--narrow" aria-label="Before the class">{before}</aside> }
        .into_any()
}

/// For who isn't in the class any more: what they wrote and it doesn't have.
#[component]
fn Outside() -> impl IntoView {
    let parts = use_parts(Room::expect());
    here(parts, |parts| (parts.unheard)())
}

/// For who waits: devices and connection can be tried meanwhile.
#[component]
fn Trial() -> impl IntoView {
    let room = Room::expect();
    let parts = use_parts(room);
    view! {
        <div class="waiting__trial">{trial_button(room)}</div>
        {here(parts, |parts| (parts.trial)(false))}
    }
    .into_any()
}

/// The head of the page for those who are not in the class.
#[component]
fn Before() -> impl IntoView {
    view! {
        <header class="shell">
            <a class="brand" href=route::HOME.path()>"Lectern"</a>
            <div class="shell__end"><ConnectionState/></div>
        </header>
    }
    .into_any()
}

/// A class that won't take place.
#[component]
fn Cancelled(
    /// Why; empty where nobody knows any more.
    because: String,
) -> impl IntoView {
    view! {
        <main class="message" id="main">
            <h1>"This class was cancelled"</h1>
            {(!because.is_empty()).then(|| view! { <p class="message__text" dir="auto">"“"{because}"”"</p> })}
            <p class="message__text">"It won’t take place. Your other classes are on the home page."</p>
            <div class="message__actions">
                <LinkButton href=route::HOME.path() kind=ButtonKind::Primary>"Home"</LinkButton>
            </div>
        </main>
    }
    .into_any()
}

#[component]
fn InClass() -> impl IntoView {
    let room = Room::expect();
    use_keys(room);
    keep_drafts(room.session, room.viewer.user);
    let parts = use_parts(room);
    // For what is drawn deep inside and comes later.
    provide_context(parts);
    provide_context(Formulas(parts::formula));
    view! {
        <div class="studio" class:studio--scenes=room.is_staff()>
            <Header/>
            <Banners/>
            {room.is_staff().then(|| view! {
                <aside class="studio__scenes" aria-label="Scenes">{here(parts, |parts| (parts.scenes)())}</aside>
            })}
            <Stage/>
            <FloatingReactions/>
            <Controls/>
            <Panel parts/>
            {here(parts, |parts| (parts.dialogs)())}
            {chat::menu_frame(parts, |parts| (parts.message_menu)())}
            <ReplayAhead/>
        </div>
    }
    .into_any()
}

/// The replay's program is fetched while the class runs, so that its replay opens at once.
#[component]
fn ReplayAhead() -> impl IntoView {
    const SETTLED_IN: Duration = Duration::from_secs(20);
    let program = built().program(<Replay as Mounted>::PROGRAM);
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
            <link rel="prefetch" href=format!("{program}.js")/>
            <link rel="prefetch" href=format!("{program}.wasm") r#as="fetch" crossorigin="anonymous"/>
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
                <LinkButton href=route::REPLAY.to(room.session) kind=ButtonKind::Primary>"Open the replay"</LinkButton>
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
            open_instead(&route::REPLAY.to(room.session));
        }
    });
}

/// What happens to somebody's devices is said in a note.
fn notify_of_devices(room: Room) {
    Effect::new(move || {
        if let Some(words) = room.media.note.with(|note| note.as_ref().map(Note::words)) {
            room.toasts.show(ToastKind::Failed, words);
        }
    });
}

/// What the class did not take is said in a note.
fn notify_refusals(room: Room) {
    Effect::new(move || {
        if let Some(refused) = room.live.refused.get() {
            room.toasts.show(ToastKind::Failed, refused.reason.to_string());
        }
    });
}
