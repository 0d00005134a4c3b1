//! The class's stage: who can be seen, what stands where, and what lies over it.

use domain::ids::UserId;
use domain::role::Role;
use leptos::prelude::*;

use super::surface::{Sender, draw};
use crate::features::poll::StagedPoll;
use crate::features::question::StagedQuestion;
use crate::features::scene::{back_to_class, own_buttons, own_view};
use crate::media::{Publisher, Sent};
use crate::platform;
use crate::room::{Room, user_of};
use crate::stage::{
    Cast, Fading, Layers, OwnView, Placed, Surface, arrange, fading, has_column, layer_text, stage,
};

/// The stage.
#[component]
pub(super) fn Stage() -> impl IntoView {
    let room = Room::expect();
    let cast = Memo::new(move |_| {
        let (teachers, spotlight) = room.live.view.with(|view| {
            let here =
                view.core.people.values().filter(|person| person.role == Role::Teacher && person.is_here());
            (here.map(|person| person.user).collect::<Vec<_>>(), view.core.spotlight)
        });
        let saving = room.media.saving.get();
        room.media.publishers.with(|publishers| {
            // Of others no picture comes.
            let seen: Vec<_> =
                publishers.iter().filter(|publisher| !saving || publisher.local).cloned().collect();
            choose(&seen, spotlight, &teachers, |user| room.role_of(user))
        })
    });
    let layout =
        Memo::new(move |_| room.live.view.with(|view| view.scene.on_air.as_ref().map(|shown| shown.layout)));
    let on_air = Memo::new(move |_| {
        room.live.view.with(|view| view.scene.on_air.as_ref().map(|shown| (shown.scene, shown.fade)))
    });
    let scene = Memo::new(move |_| on_air.get().map(|(scene, _)| scene));
    let fades = fading(on_air);
    // Who runs the class looks at what the class looks at.
    let own = (!room.is_staff()).then(|| own_view(scene));
    let placed = Memo::new(move |_| {
        cast.with(|cast| match own {
            Some(own) => own.with(|own| own.arrange(layout.get(), cast)),
            None => arrange(layout.get(), cast),
        })
    });
    let kept = Memo::new(move |_| {
        placed.with(|placed| placed.iter().map(|placed| placed.surface.clone()).collect::<Vec<_>>())
    });
    keep_focus(placed);
    let side = move || has_column(placed);
    let layers = move |layer| room.live.view.with(|view| layer_text(&view.scene, layer));
    let draw = move |surface: Surface<Sender>, cell| {
        // A lone surface is large already, and what isn't there yet needs no buttons.
        let buttons = own.filter(|_| surface.is_seen()).map(|own| {
            let surface = surface.clone();
            let several = move || kept.with(Vec::len) > 1 || own.with(OwnView::is_own);
            view! { <Show when=several>{own_buttons(own, surface.clone(), cell)}</Show> }
        });
        view! { {draw(surface, cell)}{buttons} }.into_any()
    };
    view! {
        <main class="studio__stage" id="main" tabindex="-1">
            <div
                class="stage"
                class:stage--side=side
                class:stage--fade=move || fades.get() == Fading::Once
                class:stage--fade-again=move || fades.get() == Fading::Again
            >
                {stage(kept.into(), placed, draw)}
                <Layers text=layers/>
                <div class="staged" role="status"><StagedPoll/><StagedQuestion/></div>
                {own.map(back_to_class)}
            </div>
        </main>
    }
    .into_any()
}

/// What has the focus on the stage may go with its scene: then the stage has it, rather than nothing.
fn keep_focus(placed: Memo<Vec<Placed<Sender>>>) {
    let here = StoredValue::new(false);
    Effect::new(move || {
        let listener = window_event_listener(leptos::ev::focusin, move |event| {
            here.set_value(platform::is_within(&event, "#main"));
        });
        on_cleanup(move || listener.remove());
    });
    Effect::new(move || {
        placed.track();
        if here.get_value() {
            request_animation_frame(|| {
                if platform::focus_is_free_or_in("#main:focus") {
                    platform::focus("main");
                }
            });
        }
    });
}

/// Who can be seen, and who of them is heard: who is in the spotlight and seen, else who teaches.
fn choose(
    publishers: &[Publisher],
    spotlight: Option<UserId>,
    teachers: &[UserId],
    role_of: impl Fn(UserId) -> Option<Role>,
) -> Cast<Sender> {
    let cameras = || publishers.iter().filter(|publisher| publisher.camera);
    let is_teacher =
        |publisher: &&Publisher| user_of(&publisher.identity).and_then(&role_of) == Some(Role::Teacher);
    let lit = spotlight.and_then(|lit| cameras().find(|publisher| user_of(&publisher.identity) == Some(lit)));
    let large = lit.or_else(|| cameras().find(is_teacher));
    let speaker = match (large, teachers.first()) {
        (Some(large), _) => Surface::Camera(Sender::of(large)),
        (None, Some(user)) => Surface::Absent(*user),
        (None, None) => Surface::Nobody,
    };
    let mut others: Vec<_> = cameras()
        .filter(|publisher| Some(&publisher.identity) != large.map(|large| &large.identity))
        .collect();
    others.sort_by_key(|publisher| !is_teacher(publisher));
    let mut showing: Vec<_> = publishers
        .iter()
        .flat_map(|publisher| {
            let all = [(publisher.screen, Sent::Screen), (publisher.document, Sent::Document)];
            all.into_iter().filter(|(on, _)| *on).map(move |(_, what)| (publisher, what))
        })
        .collect();
    // In the same order for everybody, and in the replay (`playback::cast`).
    showing.sort_by_key(|(publisher, what)| (!is_teacher(publisher), publisher.identity.as_str(), *what));
    Cast {
        speaker,
        lit: lit.is_some(),
        others: others.into_iter().map(Sender::of).collect(),
        screens: showing.into_iter().map(|(publisher, what)| Sender::showing(publisher, what)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn publisher(user: u128, camera: bool) -> Publisher {
        let identity = Uuid::from_u128(user).to_string();
        Publisher {
            identity,
            name: String::new(),
            local: false,
            camera,
            microphone: true,
            screen: false,
            document: false,
        }
    }

    fn role_of(user: UserId) -> Option<Role> {
        Some(if user.0 == Uuid::from_u128(1) { Role::Teacher } else { Role::Assistant })
    }

    fn camera(user: u128) -> Surface<Sender> {
        Surface::Camera(Sender::of(&publisher(user, true)))
    }

    #[test]
    fn the_teachers_camera_comes_first_then_the_teacher_then_waiting() {
        let teacher = UserId(Uuid::from_u128(1));
        let assistant = publisher(2, true);
        let speaker = |all: &[Publisher], teachers: &[UserId]| choose(all, None, teachers, role_of).speaker;
        assert_eq!(speaker(&[assistant.clone(), publisher(1, true)], &[teacher]), camera(1));
        assert_eq!(speaker(&[assistant.clone(), publisher(1, false)], &[teacher]), Surface::Absent(teacher));
        assert_eq!(speaker(&[assistant], &[]), Surface::Nobody);
    }

    #[test]
    fn who_is_in_the_spotlight_comes_before_the_teacher_while_they_are_seen() {
        let (teacher, other) = (publisher(1, true), UserId(Uuid::from_u128(2)));
        let speaker =
            |camera| choose(&[teacher.clone(), publisher(2, camera)], Some(other), &[], role_of).speaker;
        assert_eq!(speaker(true), camera(2));
        assert_eq!(speaker(false), camera(1));
    }

    #[test]
    fn a_shared_screen_is_in_the_cast_whether_or_not_its_sender_is_seen() {
        let sharing = Publisher { screen: true, ..publisher(2, false) };
        let cast = choose(&[publisher(1, true), sharing.clone()], None, &[], role_of);
        assert_eq!(cast.screens, [Sender::showing(&sharing, Sent::Screen)]);
        assert!(cast.others.is_empty());
    }

    #[test]
    fn screens_and_second_cameras_stand_in_one_order_for_everybody() {
        let teacher = Publisher { screen: true, document: true, ..publisher(1, true) };
        let student = |user| Publisher { screen: true, ..publisher(user, false) };
        let screens = |all: &[Publisher]| choose(all, None, &[], role_of).screens;
        let right = [
            Sender::showing(&teacher, Sent::Screen),
            Sender::showing(&teacher, Sent::Document),
            Sender::showing(&student(2), Sent::Screen),
            Sender::showing(&student(3), Sent::Screen),
        ];
        assert_eq!(screens(&[student(3), teacher.clone(), student(2)]), right);
        assert_eq!(screens(&[student(2), student(3), teacher]), right);
    }
}
