//! Emoji that float over the stage for two seconds: applause without a sound.

use std::time::Duration;

use domain::emoji::Emoji;
use domain::ids::UserId;
use domain::wire::Ephemeral;
use leptos::prelude::*;

use crate::room::Room;
use crate::ui::emoji_name;
use crate::ui::{Glyph, Icon, each};

/// How long one floats; the animation in style/people.css takes as long.
const FLOATS: Duration = Duration::from_secs(2);
/// At once, at most: more would hide the stage.
const MOST: usize = 24;
/// The menu's id.
const ID: &str = "reactions-menu";

/// One that floats.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Floating {
    number: u32,
    emoji: Emoji,
    name: String,
}

/// What floats now. Copied freely.
#[derive(Clone, Copy, Default)]
pub(crate) struct Floats {
    list: RwSignal<Vec<Floating>>,
    next: StoredValue<u32>,
}

impl Floats {
    fn rise(self, emoji: Emoji, name: String) {
        let Some(number) = self.next.try_update_value(|next| {
            *next += 1;
            *next
        }) else {
            return;
        };
        self.list.update(|list| {
            list.push(Floating { number, emoji, name });
            let beyond = list.len().saturating_sub(MOST);
            list.drain(..beyond);
        });
        set_timeout(
            move || {
                self.list.try_update(|list| list.retain(|floating| floating.number != number));
            },
            FLOATS,
        );
    }
}

/// Where they float: over the stage, in nobody's way.
#[component]
pub(crate) fn FloatingReactions() -> impl IntoView {
    let room = Room::expect();
    let floats = expect_context::<Floats>();
    let me: UserId = room.viewer.user;
    Effect::new(move || {
        for shown in room.live.passing.get() {
            if let Ephemeral::Reaction { emoji } = shown.frame
                && shown.from != me
            {
                floats.rise(emoji, untrack(|| room.name_of(shown.from)));
            }
        }
    });
    let one = move |floating: Floating| {
        // Spread over the width, the same for everybody who sees it.
        let place = format!("inset-inline-start: {}%", 8 + floating.number * 37 % 84);
        view! {
            <span class="floating" style=place>
                <span class="floating__picture">{floating.emoji.glyph()}</span>
                <span class="floating__name" dir="auto">{floating.name}</span>
            </span>
        }
        .into_any()
    };
    view! {
        <div class="studio__floats" aria-hidden="true">
            {each(move || floats.list.get(), |floating| floating.number, one)}
        </div>
    }
    .into_any()
}

/// The button and its menu.
#[component]
pub(crate) fn ReactionControl() -> impl IntoView {
    let room = Room::expect();
    let floats = expect_context::<Floats>();
    let react = move |emoji: Emoji| {
        room.live.show(Ephemeral::Reaction { emoji });
        floats.rise(emoji, "You".to_owned());
    };
    view! {
        <button class="control" type="button" aria-label="React" data-hint="React" popovertarget=ID>
            <Icon glyph=Glyph::Smile/>
        </button>
        <div class="menu__list menu__list--up" id=ID popover="auto">
            <div class="menu__emoji" role="group" aria-label="React for a moment">
                {Emoji::ALL.map(|emoji| view! {
                    <button class="menu__picture" type="button" aria-label=emoji_name(emoji) on:click=move |_| react(emoji)>
                        {emoji.glyph()}
                    </button>
                }).collect_view()}
            </div>
        </div>
    }
    .into_any()
}
