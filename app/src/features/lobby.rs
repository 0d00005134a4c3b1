//! Pages for those who are outside a class that goes on: in its lobby, or sent away.

use domain::ClassView;
use domain::lobby::Out;
use domain::role::Viewer;
use leptos::prelude::*;

use crate::ui::{Button, ButtonKind, Glyph, Icon, LinkButton};
use domain::route;

/// Where somebody stands outside a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Let in.
    Inside,
    /// In the lobby.
    Lobby,
    /// Outside, for this reason.
    Out(Out),
}

impl Standing {
    /// Where `viewer` stands, as far as their view of the class says. Who was sent out is outside while the channel is
    /// `closed`; once they come back they ask to be let in again, and they may have to wait.
    #[must_use]
    pub fn of(view: &ClassView, viewer: Viewer, closed: bool) -> Self {
        let role = view.core.standing(viewer.user, viewer.role);
        let out = view.core.lobby.out.get(&viewer.user).copied();
        match (out, view.core.must_be_let_in(viewer.user, role)) {
            (Some(Out::Banned), _) => Self::Out(Out::Banned),
            (Some(Out::TurnedAway), Err(_)) => Self::Out(Out::TurnedAway),
            (Some(Out::Removed), _) if closed => Self::Out(Out::Removed),
            (_, Ok(())) => Self::Inside,
            (_, Err(_)) => Self::Lobby,
        }
    }
}

/// How many people wait in the lobby.
pub(crate) fn in_lobby(view: &ClassView) -> usize {
    view.core.lobby.waiting.len()
}

/// The lobby: one waits, and is let in without doing anything.
#[component]
pub fn LobbyPage(
    /// The class's title.
    title: String,
    /// Its course.
    course: String,
) -> impl IntoView {
    view! {
        <main class="waiting" id="main">
            <div class="waiting__head">
                <div>
                    <p class="muted" dir="auto">{course}</p>
                    <h1 dir="auto">{title}</h1>
                </div>
            </div>
            <div class="stage">
                <div class="waiting__words" role="status">
                    <Icon glyph=Glyph::Waiting/>
                    <p class="waiting__title">"You are in the lobby"</p>
                    <p class="waiting__note">"The teacher lets you in. This page opens the class by itself then."</p>
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// Outside: what happened, and what can be done.
#[component]
pub fn OutPage(
    /// Why.
    out: Out,
    /// The class's title.
    title: String,
    /// Comes back, where that is allowed.
    come_back: Callback<()>,
) -> impl IntoView {
    let (heading, words) = words(out);
    view! {
        <main class="message" id="main">
            <Icon glyph=Glyph::Lock class="message__icon"/>
            <h1>{heading}</h1>
            <p class="message__text"><b><bdi>{title}</bdi></b>" · "{words}</p>
            <div class="message__actions">
                {(out == Out::Removed).then(|| view! {
                    <Button kind=ButtonKind::Primary on:click=move |_| come_back.run(())>"Come back"</Button>
                })}
                <LinkButton href=route::HOME.path()>"Home"</LinkButton>
            </div>
        </main>
    }
    .into_any()
}

fn words(out: Out) -> (&'static str, &'static str) {
    match out {
        Out::Removed => {
            ("You were sent out", "Somebody who runs this class sent you out. You may come back.")
        }
        Out::TurnedAway => (
            "You weren’t let in",
            "Ask the teacher. If they let you in after all, this page opens the class by itself.",
        ),
        Out::Banned => ("You were removed from this class", "You can’t come back to it. Ask its teacher."),
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::UserId;
    use domain::role::Role;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn everybody_sees_where_they_stand() {
        let user = UserId(Uuid::from_u128(1));
        let student = Viewer { user, role: Role::Student };
        let mut view = ClassView::default();
        let stands = |view: &ClassView| Standing::of(view, student, false);
        assert_eq!(stands(&view), Standing::Inside);
        view.core.settings.lobby = true;
        assert_eq!(stands(&view), Standing::Lobby);
        assert_eq!(Standing::of(&view, Viewer { role: Role::Assistant, ..student }, false), Standing::Inside);
        for out in [Out::Banned, Out::TurnedAway] {
            view.core.lobby.out.insert(user, out);
            assert_eq!(stands(&view), Standing::Out(out));
        }
        view.core.lobby.out.insert(user, Out::Removed);
        assert_eq!(Standing::of(&view, student, true), Standing::Out(Out::Removed));
        assert_eq!(stands(&view), Standing::Lobby, "sent out, and back before the door");
        view.core.lobby.out.clear();
        view.core.lobby.admitted.insert(user);
        assert_eq!(stands(&view), Standing::Inside);
        view.core.settings.lobby = false;
        view.core.lobby.out.insert(user, Out::Banned);
        assert_eq!(stands(&view), Standing::Out(Out::Banned));
    }
}
