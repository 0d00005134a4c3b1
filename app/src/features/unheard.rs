//! What the class doesn't have of what somebody wrote in it: shown to them, to be copied, put away, or sent to the replay as
//! a question.

use domain::ids::{SessionId, UserId};
use leptos::prelude::*;

use crate::api::replay::ask_afterwards;
use crate::live::{LostQuestion, Unheard};
use crate::platform;
use crate::ui::{Button, ButtonKind, ButtonSize, FormState};

/// Whose words, and where they were to go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whose {
    /// The class.
    pub session: SessionId,
    /// Who wrote them.
    pub user: UserId,
    /// Whether the class is over, so that they can still be sent to it as questions.
    pub over: bool,
}

/// The list; nothing where there is nothing. `read` gives what there is, and is asked again when what it follows changes.
pub(crate) fn unheard(whose: Whose, read: impl Fn() -> Vec<Unheard> + Send + Sync + 'static) -> AnyView {
    let list = RwSignal::new(Vec::<Unheard>::new());
    Effect::new(move || list.set(read()));
    let put_away = Callback::new(move |one: Unheard| {
        one.forget(whose.session, whose.user);
        list.update(|list| list.retain(|other| *other != one));
    });
    let lines = move || list.get().into_iter().map(|one| line(whose, one, put_away)).collect_view();
    view! {
        <Show when=move || !list.with(Vec::is_empty)>
            <section class="unheard" aria-label="Not in the class">
                <h2 class="unheard__title">"You wrote this, and the class doesn’t have it"</h2>
                <p class="muted">
                    "It stays here, in this browser, until you put it away."
                    {whose.over.then_some(" As a question it carries your name, unless you had asked it without.")}
                </p>
                <ul class="unheard__list">{lines}</ul>
            </section>
        </Show>
    }
    .into_any()
}

fn line(whose: Whose, one: Unheard, put_away: Callback<Unheard>) -> impl IntoView {
    let Unheard { what, text, why, .. } = one.clone();
    let copied = RwSignal::new(None::<bool>);
    let words = move || match copied.get() {
        Some(true) => "Copied",
        Some(false) => "Select it to copy",
        None => "Copy",
    };
    let copy = (!text.is_empty()).then(|| {
        let text = text.clone();
        view! {
            <Button size=ButtonSize::Small on:click=move |_| platform::copy(text.clone(), move |done| { copied.try_set(Some(done)); })>{words}</Button>
        }
    });
    let request = FormState::default();
    let sent = move || match request.sent() {
        true => Some("Sent. It stands with the class’s questions, for its teacher.".to_owned()),
        false => request.refused(),
    };
    let send =
        one.question().filter(|_| whose.over).map(|lost| send_button(whose, lost, one.clone(), request));
    view! {
        <li class="unheard__line">
            <b>{what}</b>
            {(!text.is_empty()).then(|| view! { <p class="unheard__text" dir="auto">{text}</p> })}
            {why.map(|why| view! { <p class="muted">{why}</p> })}
            {move || sent().map(|words| view! { <p class="unheard__sent" role="status">{words}</p> })}
            <div class="unheard__actions">
                {send}
                {copy}
                <Button size=ButtonSize::Small kind=ButtonKind::Ghost on:click=move |_| put_away.run(one.clone())>"Put away"</Button>
            </div>
        </li>
    }
}

/// What was sent is kept no longer, and stays in sight until it is put away.
fn send_button(whose: Whose, lost: LostQuestion, kept: Unheard, request: FormState) -> AnyView {
    let press = move |_| {
        let LostQuestion { command, question, text, anonymous } = lost.clone();
        let kept = kept.clone();
        let asked = ask_afterwards(whose.session, command, question, text, anonymous);
        request.send(asked, move |()| kept.forget(whose.session, whose.user));
    };
    let busy = Signal::derive(move || request.pending());
    view! {
        <Show when=move || !request.sent()>
            <Button size=ButtonSize::Small busy on:click=press.clone()>
                {move || if busy.get() { "Sending" } else { "Send as a question" }}
            </Button>
        </Show>
    }
    .into_any()
}
