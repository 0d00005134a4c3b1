//! The panel beside the stage: what was said, its chapters, what was written, asked and answered.

use domain::ids::Offset;
use leptos::prelude::*;

use super::parts;
use crate::features::poll::replay::Polls;
use crate::features::question::replay::Questions;
use crate::features::recording::StepList;
use crate::features::transcript::Transcript;
use crate::markup::with_formulas;
use crate::playback::asked::AskedUntil;
use crate::playback::timeline::{Origin, Segment};
use crate::playback::watching::Watching;
use crate::ui::{EmptyState, Glyph, Tab, TabPanel, Tabs};

/// The panel.
#[component]
pub(super) fn Panel() -> impl IntoView {
    let watching = Watching::expect();
    let selected = watching.tab;
    let chapters =
        move || watching.segments.with(|segments| segments.iter().filter(|s| s.title.is_some()).count());
    let messages = watching.opened.with_value(|replay| replay.view.chat.messages.len());
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
            <TabPanel id="transcript" selected><Transcript making=|| view! { <StepList/> }.into_any()/></TabPanel>
            <TabPanel id="chapters" selected><Chapters/></TabPanel>
            <TabPanel id="chat" selected>{parts::chat()}</TabPanel>
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
                    <span class="chapter__time num">{Offset(from).to_string()}</span>
                    <span class="chapter__title" dir="auto">{with_formulas(segment.title.as_deref().unwrap_or("Beginning"))}</span>
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
