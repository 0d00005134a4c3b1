//! What one may do with a message: one menu for all, shown beside the message that asked for it.

use domain::emoji::Emoji;
use domain::ids::MessageId;
use domain::permission::Permission;
use domain::{Command, chat};
use leptos::prelude::*;

use super::desk::Desk;
use super::lines::spoken;
use super::message::react;
use crate::mount::later::{Coming, here, on_its_way};
use crate::room::Room;
use crate::ui::emoji_name;
use crate::ui::{Glyph, menu_button};

/// The menu's id, for the buttons that open it.
pub(super) const ID: &str = "message-menu";

/// What the viewer may do with a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct May {
    pub answer: bool,
    pub edit: bool,
    pub pin: bool,
    pub report: bool,
    pub remove: bool,
}

/// As the rules in `domain::chat` say; the server asks them again. `writes`: they may write in the chat now.
pub(super) fn may(own: bool, public: bool, staff: bool, writes: bool) -> May {
    May {
        answer: writes,
        edit: own && writes,
        pin: staff && public,
        report: !own && !staff,
        remove: own || staff,
    }
}

/// Where the menu opens, from the start; what is in it comes with the other parts.
pub(crate) fn frame<P: Copy + Send + Sync + 'static>(
    parts: ReadSignal<Coming<P>>,
    draw: impl Fn(P) -> AnyView + Send + 'static,
) -> AnyView {
    view! {
        <div class="menu__list" id=ID popover="auto">
            {on_its_way(parts)}
            {here(parts, draw)}
        </div>
    }
    .into_any()
}

/// What is in the menu.
#[component]
pub(crate) fn MessageMenu() -> impl IntoView {
    let room = Room::expect();
    let desk = Desk::expect();
    let shown = Memo::new(move |_| {
        let id = desk.menu.get()?;
        let spoken = room.live.view.with(|view| spoken(view, id, room.viewer))?;
        let may = may(spoken.own, spoken.public, room.is_staff(), room.permits(Permission::Chat));
        spoken.text.is_some().then_some((id, may, spoken.pinned))
    });
    let view = move || shown.get().map(|(id, may, pinned)| items(id, may, pinned));
    view.into_any()
}

fn items(id: MessageId, may: May, pinned: bool) -> AnyView {
    let room = Room::expect();
    let desk = Desk::expect();
    let live = room.live;
    let pin = move || {
        live.send(if pinned {
            Command::Chat(chat::Command::Unpin { message: id })
        } else {
            Command::Chat(chat::Command::Pin { message: id })
        });
    };
    view! {
        {may.answer.then(|| view! {
            <div class="menu__emoji" role="group" aria-label="React">
                {Emoji::ALL.map(|emoji| view! {
                    <button
                        class="menu__picture"
                        type="button"
                        popovertarget=ID
                        popovertargetaction="hide"
                        aria-label=emoji_name(emoji)
                        on:click=move |_| react(room, id, emoji, true)
                    >
                        {emoji.glyph()}
                    </button>
                }).collect_view()}
            </div>
        })}
        {may.answer.then(|| item(Glyph::Reply, "Reply", move || desk.answer(id)))}
        {may.edit.then(|| item(Glyph::Pencil, "Edit", move || desk.editing.set(Some(id))))}
        {may.pin.then(|| item(Glyph::Pin, if pinned { "Unpin" } else { "Pin for everybody" }, pin))}
        {may.report.then(|| item(Glyph::Flag, "Report", move || desk.reporting.set(Some(id))))}
        {may.remove.then(|| item(Glyph::Trash, "Remove", move || { live.send(Command::Chat(chat::Command::Remove { message: id })); }))}
    }
    .into_any()
}

fn item(glyph: Glyph, words: &'static str, act: impl Fn() + 'static) -> AnyView {
    menu_button(ID, glyph, words, act)
}

#[cfg(test)]
mod tests {
    use super::{May, may};

    #[test]
    fn each_is_offered_what_the_rules_allow() {
        let all = May { answer: true, edit: true, pin: true, report: true, remove: true };
        let student = may(false, true, false, true);
        assert_eq!(student, May { answer: true, report: true, ..May::default() });
        assert_eq!(may(true, true, false, true), May { pin: false, report: false, ..all });
        assert_eq!(may(false, true, true, true), May { edit: false, report: false, ..all });
        assert!(!may(false, false, true, true).pin, "what not everybody reads can't be pinned");
        let muted = may(true, true, false, false);
        assert_eq!(muted, May { remove: true, ..May::default() }, "who may not write may still take back");
    }
}
