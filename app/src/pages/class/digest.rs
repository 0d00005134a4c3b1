//! "You missed": what went on before somebody came, or while they were gone, as a card that is put away by itself or by them.

use domain::ClassView;
use domain::digest::{Digest, MOST_QUESTIONS, digest};
use domain::ids::Offset;
use domain::names::isolated;
use domain::poll::Poll;
use domain::role::Viewer;
use leptos::prelude::*;

use crate::features::chat::Desk;
use crate::features::poll::voted_here;
use crate::markup::with_formulas;
use crate::room::Room;
use crate::ui::{Glyph, Icon};

/// Who was gone for less than this many ms missed nothing that a card should tell.
const WORTH_SHOWING_MS: i64 = 60_000;

/// Who came within the last so many ms has just come.
const JUST_NOW_MS: i64 = 10_000;

/// What the viewer missed before they opened the page, until it was shown. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Missed(pub StoredValue<Option<Digest>>);

/// What somebody missed who comes now, or has just come for the first time. `None` where there is nothing to tell, or
/// where they are here in another tab.
pub(super) fn missed(view: &ClassView, viewer: Viewer, now: Offset) -> Option<Digest> {
    let person = view.core.people.get(&viewer.user);
    let since = match person {
        None => None,
        Some(person) if !person.is_here() => Some(person.since),
        Some(person) if person.joined == person.since && now.0 - person.since.0 < JUST_NOW_MS => None,
        Some(_) => return None,
    };
    let gone = now.0 - since.unwrap_or_default().0;
    let digest = digest(view, viewer, since);
    (gone > WORTH_SHOWING_MS && !digest.is_empty()).then_some(digest)
}

/// The card. It tells of the class as it was when they came, so that it holds still.
#[component]
pub(super) fn DigestCard() -> impl IntoView {
    let room = Room::expect();
    let as_they_came = expect_context::<Missed>().0.try_update_value(Option::take).flatten();
    let found = as_they_came.or_else(|| {
        room.live.view.with_untracked(|view| missed(view, room.viewer, untrack(|| room.clock())))
    });
    let mut digest = found.unwrap_or_default();
    // This tab knows more than the class: how its person voted where nobody else is to know.
    digest.poll = digest.poll.filter(|poll| !voted_here(room, *poll));
    let shown = RwSignal::new(!digest.is_empty());
    let digest = StoredValue::new(digest);
    view! {
        <Show when=move || shown.get()>
            <section class="digest" aria-labelledby="digest-title">
                <div class="digest__head">
                    <h2 class="digest__title" id="digest-title">"You missed"</h2>
                    <button
                        class="button button--ghost button--small button--icon"
                        type="button"
                        aria-label="Put away what you missed"
                        on:click=move |_| shown.set(false)
                    >
                        <Icon glyph=Glyph::X/>
                    </button>
                </div>
                {digest.with_value(|digest| lines(room, digest))}
            </section>
        </Show>
    }
    .into_any()
}

fn lines(room: Room, digest: &Digest) -> AnyView {
    let view = room.live.view;
    let desk = Desk::expect();
    let tab = move |id: &'static str| move || room.tab.set(id);
    let chapters = digest
        .chapters
        .iter()
        .map(|chapter| format!("{} {}", chapter.offset, isolated(chapter.title.text().to_owned())));
    let chapters = chapters.collect::<Vec<_>>();
    let chapters =
        (!chapters.is_empty()).then(|| line(Glyph::Bookmark, chapters.join(" · "), tab("chapters")));
    let poll = digest
        .poll
        .and_then(|id| view.with_untracked(|view| view.poll.polls.get(&id).map(|poll| poll_words(poll))));
    let poll = poll.map(|words| line(Glyph::Poll, words, tab("polls")));
    let questions = view.with_untracked(|view| {
        let texts = digest.questions.iter().filter_map(|id| view.question.questions.get(id));
        texts.map(|question| question.text.text().to_owned()).collect::<Vec<_>>()
    });
    let questions = questions.into_iter().map(|text| line(Glyph::Question, text, tab("questions")));
    let answered = view.with_untracked(|view| {
        let aloud = digest.answered.iter().rev().take(MOST_QUESTIONS);
        let words = aloud.filter_map(|(id, at)| {
            Some(format!(
                "{at} Answered aloud: {}",
                isolated(view.question.questions.get(id)?.text.text().to_owned())
            ))
        });
        words.collect::<Vec<_>>()
    });
    let answered = answered.into_iter().map(|words| line(Glyph::Check, words, tab("questions")));
    let pins = digest.pins.iter().filter_map(|id| {
        let text =
            view.with_untracked(|view| view.chat.message(*id).map(|message| message.text.text().to_owned()))?;
        let id = *id;
        Some(line(Glyph::Pin, text, move || desk.show(id)))
    });
    let messages = match digest.messages {
        0 => None,
        1 => Some("1 message in the chat".to_owned()),
        n => Some(format!("{n} messages in the chat")),
    };
    let messages = messages.map(|words| line(Glyph::Chat, words, tab("chat")));
    view! {
        <ul class="digest__lines">
            {chapters}
            {poll}
            {questions.collect_view()}
            {answered.collect_view()}
            {pins.collect_view()}
            {messages}
        </ul>
    }
    .into_any()
}

fn poll_words(poll: &Poll) -> String {
    format!("A poll is open: {}", isolated(poll.wording.question.clone()))
}

fn line(glyph: Glyph, words: String, go: impl Fn() + 'static) -> AnyView {
    view! {
        <li>
            <button class="digest__line" type="button" on:click=move |_| go()>
                <Icon glyph/>
                <span dir="auto">{with_formulas(&words)}</span>
            </button>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::chapter::Chapter;
    use domain::ids::{ChapterId, UserId};
    use domain::participant::Participant;
    use domain::role::Role;
    use uuid::Uuid;

    use super::*;

    const ME: UserId = UserId(Uuid::from_u128(1));
    const VIEWER: Viewer = Viewer { user: ME, role: Role::Student };

    fn class() -> ClassView {
        let mut view = ClassView::default();
        let id = ChapterId(Uuid::from_u128(1));
        view.chapter.chapters.push(Chapter { id, offset: Offset(1_000), title: "Energy".into() });
        view
    }

    #[test]
    fn who_comes_late_or_back_after_a_while_missed_something_and_nobody_else() {
        let mut view = class();
        assert!(missed(&view, VIEWER, Offset(30_000)).is_none(), "just begun");
        assert_eq!(missed(&view, VIEWER, Offset(90_000)).map(|digest| digest.chapters.len()), Some(1));
        let mut person = Participant::new(ME, Role::Student, "Ada".into(), Offset(0));
        person.since = Offset(200_000);
        view.core.people.insert(ME, person.clone().into());
        assert!(missed(&view, VIEWER, Offset(230_000)).is_none(), "a reload");
        assert!(missed(&view, VIEWER, Offset(300_000)).is_some());
        person.connections.insert(domain::ids::ConnectionId(Uuid::nil()), String::new());
        view.core.people.insert(ME, person.clone().into());
        assert!(missed(&view, VIEWER, Offset(300_000)).is_none(), "here in another tab");
        (person.joined, person.since) = (Offset(295_000), Offset(295_000));
        view.core.people.insert(ME, person.into());
        assert!(missed(&view, VIEWER, Offset(300_000)).is_some(), "just let in");
        assert!(missed(&ClassView::default(), VIEWER, Offset(300_000)).is_none(), "nothing happened");
    }
}
