//! What was written, each message at its moment, drawn as the class's chat drew it.

use domain::ClassView;
use domain::ids::MessageId;
use leptos::prelude::*;

use super::lines::{ChatItem, Quote, Reaction, Spoken, likely_height, spoken};
use super::message::{dom_id, focus};
use super::scroll::Scroll;
use crate::markup::{Formulas, formula, marked};
use crate::playback::watching::Watching;
use crate::ui::emoji_name;
use crate::ui::{Avatar, AvatarSize, Button, ButtonKind, ButtonSize, Chip, EmptyState, Glyph, Icon, each};

/// The chat of a replay. Copied freely; it ends with the page.
#[derive(Clone, Copy)]
struct Written {
    watching: Watching,
    /// The class at its end, as far as its chat needs it.
    view: RwSignal<ClassView>,
    scroll: Scroll,
}

/// The tab with what was written.
#[component]
pub(crate) fn Chat() -> impl IntoView {
    let watching = Watching::expect();
    let view = RwSignal::new(watching.opened.with_value(|replay| chat_of(&replay.view)));
    let count = view.with_untracked(|view| view.chat.messages.len());
    if count == 0 {
        return view! { <EmptyState glyph=Glyph::Chat title="No messages" text="Nobody wrote in this class."/> }.into_any();
    }
    provide_context(Formulas(|source| formula(&source)));
    let all = RwSignal::new(false);
    let until = Memo::new(move |_| {
        let at = watching.player.at.get();
        view.with_untracked(|view| written_until(view, at))
    });
    let lines = Memo::new(move |_| {
        let shown = if all.get() { count } else { until.get() };
        view.with_untracked(|view| {
            view.chat.messages.iter().take(shown).map(|m| ChatItem::Message(m.id)).collect::<Vec<_>>()
        })
    });
    let scroll = Scroll::new();
    scroll.follow(lines, likely_height, view);
    Effect::new(move || {
        if watching.tab.get() == "chat" {
            scroll.shown();
        }
    });
    let turn = move |_| {
        all.update(|all| *all = !*all);
        // The reader stays at the moment that is played, and none of what is shown now is new.
        let moment = until.get_untracked().saturating_sub(1);
        request_animation_frame(move || {
            scroll.new.set(0);
            scroll.to_line(moment);
        });
    };
    let words = move || match (all.get(), count - until.get()) {
        (true, _) => String::new(),
        (false, 0) => "That is all that was written.".to_owned(),
        (false, 1) => "1 more message comes later.".to_owned(),
        (false, later) => format!("{later} more messages come later."),
    };
    let written = Written { watching, view, scroll };
    let drawn = move || {
        lines.with(|lines| lines.get(scroll.drawn.get()).map(<[ChatItem]>::to_vec).unwrap_or_default())
    };
    let line = move |line| match line {
        ChatItem::Message(id) => view! { <Message written id/> }.into_any(),
        // Of a class that is over nothing is unsent or unread.
        ChatItem::Chapter(_) | ChatItem::New | ChatItem::Unsent(_) => ().into_any(),
    };
    view! {
        <div class="chat__top panel__bar">
            <span class="faint grow">{words}</span>
            <Button kind=ButtonKind::Ghost size=ButtonSize::Small on:click=turn>
                {move || if all.get() { "At their moments" } else { "Show all" }}
            </Button>
        </div>
        <div class="chat">
            <ol class="chat__messages" aria-label="Chat" node_ref=scroll.list>
                {each(drawn, |line| *line, line)}
            </ol>
            {scroll.newer()}
        </div>
    }
    .into_any()
}

/// Of a class at its end what its chat needs.
fn chat_of(end: &ClassView) -> ClassView {
    let mut view = ClassView::default();
    view.core.people.clone_from(&end.core.people);
    view.chat.clone_from(&end.chat);
    view.chat.pins.clone_from(&end.chat.pins);
    view.chat.index();
    view
}

/// How many messages were written by then.
fn written_until(view: &ClassView, at: i64) -> usize {
    view.chat.messages.partition_point(|message| message.offset.0 <= at)
}

#[component]
fn Message(written: Written, id: MessageId) -> impl IntoView {
    let Written { watching, view, .. } = written;
    let me = watching.viewer;
    let Some(message) = view.with_untracked(|view| spoken(view, id, me)) else { return ().into_any() };
    let Spoken {
        author,
        role,
        own,
        offset,
        text,
        edited,
        quote,
        private,
        mentions,
        to_me,
        pinned,
        reactions,
        ..
    } = message;
    let (at, time) = (offset.0, offset.to_string());
    let (removed, to_few) = (text.is_none(), private.is_some());
    let label = format!("Go to {time}");
    let shown = match text {
        Some(text) => marked(&text, &mentions, me.user),
        None => "This message was removed.".into_any(),
    };
    view! {
        <li
            class="chat__message"
            class:chat__message--own=own
            class:chat__message--removed=removed
            class:chat__message--private=to_few
            class:chat__message--to-me=to_me
            id=dom_id(id)
            tabindex="-1"
        >
            <Avatar name=author.clone() size=AvatarSize::Small own/>
            <div class="chat__meta">
                <span class="chat__author" dir="auto">{if own { "You".to_owned() } else { author }}</span>
                {role.map(|role| view! { <Chip>{role}</Chip> })}
                <span class="chat__time num">{time}</span>
                {(edited && !removed).then(|| view! { <span class="chat__time">"edited"</span> })}
                {pinned.then(|| view! { <span class="chat__time">"pinned"</span> })}
            </div>
            {private.map(|private| view! { <p class="chat__private"><Icon glyph=Glyph::Lock/>{private}</p> })}
            {quote.map(|quote| quoted(written, quote))}
            <div class="chat__text" dir="auto">{shown}</div>
            {answered(reactions)}
            <div class="chat__actions">
                <Button
                    kind=ButtonKind::Ghost
                    size=ButtonSize::Small
                    glyph=Glyph::Play
                    attr:aria-label=label.clone()
                    attr:title=label
                    on:click=move |_| watching.player.seek(at)
                />
            </div>
        </li>
    }
    .into_any()
}

/// What it answers, which was written before and so is there.
fn quoted(written: Written, quote: Quote) -> AnyView {
    let Written { view, scroll, .. } = written;
    let label = format!("Go to the message of {}", quote.author);
    let go = move |_| {
        let line =
            view.with_untracked(|view| view.chat.messages.iter().position(|message| message.id == quote.id));
        if let Some(line) = line {
            scroll.to_line(line);
            // When it is drawn.
            request_animation_frame(move || focus(quote.id));
        }
    };
    view! {
        <button class="chat__quote" type="button" title=label on:click=go>
            <bdi><b>{quote.author}</b></bdi>" "<bdi>{quote.text}</bdi>
        </button>
    }
    .into_any()
}

/// What people answered it with.
fn answered(reactions: Vec<Reaction>) -> Option<AnyView> {
    let one = |Reaction { emoji, count, own }| {
        let label = format!("{count} {}{}", emoji_name(emoji), if own { ", with yours" } else { "" });
        view! {
            <span class="reaction" class:reaction--own=own role="img" aria-label=label>
                <span aria-hidden="true">{emoji.glyph()}</span>
                <span class="num" aria-hidden="true">{count}</span>
            </span>
        }
        .into_any()
    };
    (!reactions.is_empty()).then(|| {
        let all = reactions.into_iter().map(one).collect_view();
        view! { <div class="chat__reactions">{all}</div> }.into_any()
    })
}

#[cfg(test)]
mod tests {
    use domain::chat::Message;
    use domain::ids::{Offset, UserId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn messages_come_at_their_moments_and_go_when_played_back() {
        let mut view = ClassView::default();
        for n in 1..=3_u8 {
            let (id, author) = (MessageId(Uuid::from_u128(n.into())), UserId(Uuid::nil()));
            view.chat
                .messages
                .push(Message::new(id, author, Offset(i64::from(n) * 1_000), "words".into()).into());
        }
        let view = chat_of(&view);
        let moments = [0, 999, 1_000, 2_500, 9_000, 1_500];
        assert_eq!(moments.map(|at| written_until(&view, at)), [0, 0, 1, 2, 3, 1]);
    }
}
