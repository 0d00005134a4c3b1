//! The panel beside the stage: what was said, its chapters, what was written, asked and answered.

use domain::chat::Message;
use domain::ids::Offset;
use leptos::prelude::*;

use super::asked::{AskedUntil, Polls, Questions};
use super::timeline::{Origin, Segment};
use super::transcript::Transcript;
use super::watching::Watching;
use crate::ui::{Avatar, AvatarSize, Button, ButtonKind, ButtonSize, EmptyState, Glyph, Tab, TabPanel, Tabs};

/// The panel.
#[component]
pub(super) fn Panel() -> impl IntoView {
    let watching = Watching::expect();
    let selected = watching.tab;
    let chapters =
        move || watching.segments.with(|segments| segments.iter().filter(|s| s.title.is_some()).count());
    let messages = watching.opened.with_value(|replay| replay.view.chat.len());
    let asked = AskedUntil::new(watching);
    let (questions, polls) = asked.counts();
    let tabs = vec![
        Tab::new("transcript", "Transcript"),
        Tab::new("chapters", "Chapters").count(Signal::derive(chapters)),
        Tab::new("chat", "Chat").count(Signal::stored(messages)),
        Tab::new("questions", "Questions").count(Signal::stored(questions)),
        Tab::new("polls", "Polls").count(Signal::stored(polls)),
    ];
    view! {
        <aside class="replay__side panel card" aria-label="Words of the class">
            <Tabs label="Words of the class" tabs selected/>
            <TabPanel id="transcript" selected><Transcript/></TabPanel>
            <TabPanel id="chapters" selected><Chapters/></TabPanel>
            <TabPanel id="chat" selected><Chat/></TabPanel>
            <TabPanel id="questions" selected><Questions asked/></TabPanel>
            <TabPanel id="polls" selected><Polls asked/></TabPanel>
        </aside>
    }
    .into_any()
}

#[component]
fn Chapters() -> impl IntoView {
    let watching = Watching::expect();
    let is_empty =
        move || watching.segments.with(|segments| segments.iter().all(|segment| segment.title.is_none()));
    let no_chapters = match watching.making.with_untracked(|making| making.recorded) {
        true => "The teacher marked none. More are found once there is a transcript.",
        false => "The teacher marked none.",
    };
    let chapter = move |(place, segment): (usize, Segment)| {
        let from = segment.from;
        let source = match segment.origin {
            Origin::Teacher => "by the teacher",
            Origin::Text => "found in the text",
            Origin::None => "",
        };
        view! {
            <li>
                <button
                    class="chapter"
                    type="button"
                    aria-current=move || (watching.chapter.get() == place).then_some("true")
                    on:click=move |_| watching.player.seek(from)
                >
                    <time class="chapter__time num">{Offset(from).to_string()}</time>
                    <span class="chapter__title">{segment.title.unwrap_or_else(|| "Beginning".to_owned())}</span>
                    <span class="chapter__source">{source}</span>
                </button>
            </li>
        }
    };
    view! {
        <Show when=is_empty>
            <EmptyState glyph=Glyph::Bookmark title="No chapters" text=no_chapters/>
        </Show>
        <ol class="chapters" hidden=is_empty>
            {move || watching.segments.get().into_iter().enumerate().map(chapter).collect_view()}
        </ol>
    }
}

/// What was written, each message at its moment.
#[component]
fn Chat() -> impl IntoView {
    let watching = Watching::expect();
    let messages = watching.opened.with_value(|replay| replay.view.chat.clone());
    if messages.is_empty() {
        return view! { <EmptyState glyph=Glyph::Chat title="No messages" text="Nobody wrote in this class."/> }.into_any();
    }
    let all = RwSignal::new(false);
    let offsets: Vec<i64> = messages.iter().map(|message| message.offset.0).collect();
    let later = Memo::new(move |_| {
        let at = watching.player.at.get();
        offsets.len() - offsets.partition_point(|offset| *offset <= at)
    });
    let words = move || match (all.get(), later.get()) {
        (true, _) => String::new(),
        (false, 0) => "That is all that was written.".to_owned(),
        (false, 1) => "1 more message comes later.".to_owned(),
        (false, later) => format!("{later} more messages come later."),
    };
    view! {
        <div class="panel__bar">
            <span class="faint grow">{words}</span>
            <Button kind=ButtonKind::Ghost size=ButtonSize::Small on:click=move |_| all.update(|all| *all = !*all)>
                {move || if all.get() { "At their moments" } else { "Show all" }}
            </Button>
        </div>
        <ol class="chat__messages" aria-label="Chat">
            {messages.into_iter().map(|message| view! { <Written message all/> }).collect_view()}
        </ol>
    }
    .into_any()
}

#[component]
fn Written(message: Message, all: RwSignal<bool>) -> impl IntoView {
    let watching = Watching::expect();
    let at = message.offset.0;
    let comes = Memo::new(move |_| all.get() || watching.player.at.get() >= at);
    let author = watching.name_of(message.author);
    let removed = message.removed_by.is_some();
    let text = if removed { "This message was removed.".to_owned() } else { message.text.text().to_owned() };
    let time = message.offset.to_string();
    view! {
        <li class="chat__message" class:chat__message--removed=removed hidden=move || !comes.get()>
            <Avatar name=author.clone() size=AvatarSize::Small/>
            <div class="chat__meta">
                <span class="chat__author">{author}</span>
                <time class="chat__time num">{time.clone()}</time>
            </div>
            <div class="chat__text">{text}</div>
            <div class="chat__actions">
                <Button
                    kind=ButtonKind::Ghost
                    size=ButtonSize::Small
                    glyph=Glyph::Play
                    attr:aria-label=format!("Go to {time}")
                    attr:title=format!("Go to {time}")
                    on:click=move |_| watching.player.seek(at)
                />
            </div>
        </li>
    }
}
