//! What the class doesn't have of what somebody wrote in it: shown to them, to be copied or put away.

use domain::ids::{SessionId, UserId};
use leptos::prelude::*;

use crate::live::Unheard;
use crate::ui::{Button, ButtonKind, ButtonSize};

/// The list; nothing where there is nothing. `read` gives what there is, and is asked again when what it follows changes.
pub(crate) fn unheard(
    session: SessionId,
    user: UserId,
    read: impl Fn() -> Vec<Unheard> + Send + Sync + 'static,
) -> AnyView {
    let list = RwSignal::new(Vec::<Unheard>::new());
    Effect::new(move || list.set(read()));
    let put_away = Callback::new(move |one: Unheard| {
        one.forget(session, user);
        list.update(|list| list.retain(|other| *other != one));
    });
    let lines = move || list.get().into_iter().map(|one| line(one, put_away)).collect_view();
    view! {
        <Show when=move || !list.with(Vec::is_empty)>
            <section class="unheard" aria-label="Not in the class">
                <h2 class="unheard__title">"You wrote this, and the class doesn’t have it"</h2>
                <p class="muted">"It stays here, in this browser, until you put it away."</p>
                <ul class="unheard__list">{lines}</ul>
            </section>
        </Show>
    }
    .into_any()
}

fn line(one: Unheard, put_away: Callback<Unheard>) -> impl IntoView {
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
            <Button size=ButtonSize::Small on:click=move |_| browser::copy(text.clone(), copied)>{words}</Button>
        }
    });
    view! {
        <li class="unheard__line">
            <b>{what}</b>
            {(!text.is_empty()).then(|| view! { <p class="unheard__text" dir="auto">{text}</p> })}
            {why.map(|why| view! { <p class="muted">{why}</p> })}
            <div class="unheard__actions">
                {copy}
                <Button size=ButtonSize::Small kind=ButtonKind::Ghost on:click=move |_| put_away.run(one.clone())>"Put away"</Button>
            </div>
        </li>
    }
}

#[cfg(feature = "browser")]
mod browser {
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
        async fn write_text(text: &str) -> Result<JsValue, JsValue>;
    }

    pub fn copy(text: String, copied: RwSignal<Option<bool>>) {
        spawn_local(async move {
            let done = write_text(&text).await.is_ok();
            copied.try_set(Some(done));
        });
    }
}

#[cfg(not(feature = "browser"))]
mod browser {
    use leptos::prelude::RwSignal;

    pub fn copy(_: String, _: RwSignal<Option<bool>>) {}
}
