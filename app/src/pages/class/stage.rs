//! The stage: the teacher large, everybody else who sends a picture small beside.

use domain::ids::UserId;
use domain::role::Role;
use leptos::prelude::*;

use super::preview::OwnPicture;
use crate::features::question::StagedQuestion;
use crate::media::{Connection, Picture, Publisher};
use crate::room::{Room, user_of};
use crate::ui::{Avatar, AvatarSize, Glyph, Icon, each};

/// What the class looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Main {
    /// Somebody's camera.
    Camera(Shown),
    /// The teacher is here without a picture.
    Teacher { user: UserId },
    /// Nobody to look at yet.
    Nobody,
}

/// Somebody who sends a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Shown {
    identity: String,
    user: Option<UserId>,
    own: bool,
}

/// The stage.
#[component]
pub(super) fn Stage() -> impl IntoView {
    let room = Room::expect();
    let main = Memo::new(move |_| {
        let teachers = room.live.view.with(|view| {
            let here =
                view.core.people.values().filter(|person| person.role == Role::Teacher && person.is_here());
            here.map(|person| person.user).collect::<Vec<_>>()
        });
        let spotlight = room.live.view.with(|view| view.core.spotlight);
        room.media
            .publishers
            .with(|publishers| choose(publishers, spotlight, &teachers, |user| room.role_of(user)))
    });
    let beside = Memo::new(move |_| {
        let main = main.get();
        room.media.publishers.with(|publishers| {
            let cameras = publishers.iter().filter(|p| p.camera).map(Shown::of);
            cameras.filter(|shown| main != Main::Camera(shown.clone())).take(MOST_BESIDE).collect::<Vec<_>>()
        })
    });
    let side = move || beside.with(|beside| !beside.is_empty());
    view! {
        <main class="studio__stage" id="main">
            <div class="stage" class:stage--side=side class:stage--camera=move || !side()>
                <div class="stage__main">{move || main_view(main.get())}</div>
                <Show when=side>
                    <div class="stage__people">
                        {each(move || beside.get(), Clone::clone, |shown| view! { <Tile shown/> }.into_any())}
                    </div>
                </Show>
                <StagedQuestion/>
            </div>
        </main>
    }
    .into_any()
}

/// Tiles beside the main picture, at most: more would not fit.
const MOST_BESIDE: usize = 4;

fn choose(
    publishers: &[Publisher],
    spotlight: Option<UserId>,
    teachers: &[UserId],
    role_of: impl Fn(UserId) -> Option<Role>,
) -> Main {
    let in_light = |p: &&Publisher| p.camera && spotlight.is_some() && user_of(&p.identity) == spotlight;
    if let Some(large) = publishers.iter().find(in_light) {
        return Main::Camera(Shown::of(large));
    }
    let is_teacher = |p: &&Publisher| user_of(&p.identity).and_then(&role_of) == Some(Role::Teacher);
    match (publishers.iter().filter(|p| p.camera).find(is_teacher), teachers.first()) {
        (Some(teacher), _) => Main::Camera(Shown::of(teacher)),
        (None, Some(user)) => Main::Teacher { user: *user },
        (None, None) => Main::Nobody,
    }
}

impl Shown {
    fn of(publisher: &Publisher) -> Self {
        Self {
            identity: publisher.identity.clone(),
            user: user_of(&publisher.identity),
            own: publisher.local,
        }
    }
}

fn main_view(main: Main) -> AnyView {
    let room = Room::expect();
    match main {
        Main::Camera(shown) => view! { <Tile shown/> }.into_any(),
        Main::Teacher { user } if user == room.viewer.user => view! {
            <div class="tile tile--self"><OwnPicture/></div>
        }
        .into_any(),
        Main::Teacher { user } => {
            let name = room.name_of(user);
            let connected = room.media.connection.get() == Connection::Connected;
            view! {
                <div class="stage__empty">
                    <Avatar name=name.clone() size=AvatarSize::Large/>
                    <p>{if connected { format!("{name}’s camera is off.") } else { "Picture and sound are on their way.".to_owned() }}</p>
                </div>
            }
            .into_any()
        }
        Main::Nobody => view! {
            <div class="stage__empty">
                <Icon glyph=Glyph::Waiting/>
                <p>"Waiting for the teacher. Picture and sound come by themselves."</p>
            </div>
        }
        .into_any(),
    }
}

/// Somebody's camera with their name.
#[component]
fn Tile(shown: Shown) -> impl IntoView {
    let room = Room::expect();
    let Shown { identity, user, own } = shown;
    let name = move || user.map_or_else(|| "Somebody".to_owned(), |user| room.name_of(user));
    let speaks = {
        let identity = identity.clone();
        Memo::new(move |_| room.media.speakers.with(|speakers| speakers.contains(&identity)))
    };
    let silent = {
        let identity = identity.clone();
        Memo::new(move |_| {
            room.media.publishers.with(|all| all.iter().any(|p| p.identity == identity && !p.microphone))
        })
    };
    view! {
        <div class="tile" class:tile--self=own class:tile--speaking=move || speaks.get()>
            <Picture identity=Some(identity)/>
            <span class="tile__name">
                {move || silent.get().then(|| view! { <Icon glyph=Glyph::MicOff/> })}
                <bdi>{move || name()}</bdi>
            </span>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn publisher(user: u128, camera: bool) -> Publisher {
        let identity = Uuid::from_u128(user).to_string();
        Publisher { identity, name: String::new(), local: false, camera, microphone: true, screen: false }
    }

    fn role_of(user: UserId) -> Option<Role> {
        Some(if user.0 == Uuid::from_u128(1) { Role::Teacher } else { Role::Assistant })
    }

    #[test]
    fn the_teachers_camera_comes_first_then_the_teacher_then_waiting() {
        let teacher = UserId(Uuid::from_u128(1));
        let assistant = publisher(2, true);
        let main = choose(&[assistant.clone(), publisher(1, true)], None, &[teacher], role_of);
        assert_eq!(main, Main::Camera(Shown::of(&publisher(1, true))));
        let main = choose(&[assistant.clone(), publisher(1, false)], None, &[teacher], role_of);
        assert_eq!(main, Main::Teacher { user: teacher });
        assert_eq!(choose(&[assistant], None, &[], role_of), Main::Nobody);
    }

    #[test]
    fn who_is_in_the_spotlight_comes_before_the_teacher_while_they_are_seen() {
        let (teacher, other) = (publisher(1, true), UserId(Uuid::from_u128(2)));
        let main = |camera| choose(&[teacher.clone(), publisher(2, camera)], Some(other), &[], role_of);
        assert_eq!(main(true), Main::Camera(Shown::of(&publisher(2, true))));
        assert_eq!(main(false), Main::Camera(Shown::of(&teacher)));
    }
}
