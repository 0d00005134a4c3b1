//! How somebody looks and sounds: what stands behind them, whether they see themselves as in a mirror, and their room's noise.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;

use super::preferred::Preferred;
use crate::built::built;
use crate::media::Background;
use crate::room::Room;

/// What picture files are offered.
const PICTURES: &str = "image/jpeg,image/png,image/webp,image/gif";

/// What stands behind the person, and the mirror. `name` tells its radio buttons from those of another list on the page.
#[component]
pub(super) fn CameraLook(name: &'static str) -> impl IntoView {
    let media = Room::expect().media;
    let background = media.background;
    // The picture of theirs that can be chosen again, and why the last file was none.
    let (picture, unfit) = (RwSignal::new(None::<Background>), RwSignal::new(false));
    Effect::new(move || {
        let now = background.get();
        picture.set(if matches!(now, Background::Picture(_)) { Some(now) } else { Preferred::picture() });
    });
    let put = move |background: Background| {
        unfit.set(false);
        Preferred::put_behind(media, background);
    };
    let line = move |words: &'static str, is: fn(&Background) -> bool, choose: Callback<()>| {
        view! {
            <label class="menu__item">
                <input
                    type="radio"
                    name=name
                    prop:checked=move || background.with(is)
                    on:change=move |_| choose.run(())
                />
                <span>{words}</span>
            </label>
        }
    };
    let again = Callback::new(move |()| {
        if let Some(picture) = picture.get_untracked() {
            put(picture);
        }
    });
    let is_picture = |background: &Background| matches!(background, Background::Picture(_));
    let has_picture = Memo::new(move |_| picture.with(Option::is_some));
    let mirror = move |event| Preferred::mirror(media, event_target_checked(&event));
    view! {
        <fieldset class="menu__group">
            <legend>"Behind you"</legend>
            {line("What is there", |now| *now == Background::Real, Callback::new(move |()| put(Background::Real)))}
            {line("The same, blurred", |now| *now == Background::Blurred, Callback::new(move |()| put(Background::Blurred)))}
            {move || has_picture.get().then(|| line("Your picture", is_picture, again))}
            <label class="menu__item menu__file">
                <input
                    class="visually-hidden"
                    type="file"
                    accept=PICTURES
                    on:change=move |event| choose(&event, unfit, put)
                />
                <span>{move || if has_picture.get() { "Choose another picture" } else { "Choose a picture" }}</span>
            </label>
            <p class="menu__note" role="alert" hidden=move || !unfit.get()>
                {move || unfit.get().then_some("This file can’t be shown as a picture. Choose a JPEG, PNG or WebP file.")}
            </p>
        </fieldset>
        <label class="menu__item">
            <input type="checkbox" prop:checked=move || media.mirrored.get() on:change=mirror/>
            <span>"See yourself as in a mirror"</span>
        </label>
    }
    .into_any()
}

/// How the person will look and sound, before they are seen and heard: behind a line that opens.
#[component]
pub(super) fn PreviewLook() -> impl IntoView {
    view! {
        <details class="preview__look">
            <summary>"Background, mirror and noise"</summary>
            <CameraLook name="preview-behind"/>
            <NoiseChoice/>
        </details>
    }
    .into_any()
}

/// Whether noise is taken out of the microphone's sound.
#[component]
pub(super) fn NoiseChoice() -> impl IntoView {
    let media = Room::expect().media;
    view! {
        <label class="menu__item">
            <input
                type="checkbox"
                prop:checked=move || media.quiet.get()
                on:change=move |event| Preferred::suppress_noise(media, event_target_checked(&event))
            />
            <span>"Take out noise (off for music)"</span>
        </label>
    }
    .into_any()
}

#[wasm_bindgen(inline_js = r#"
export const keptPicture = async (url, input) => {
  const [file] = input.files;
  // The same file may be chosen once more.
  input.value = "";
  return file && (await import(url)).toKeep(file);
};
"#)]
extern "C" {
    #[wasm_bindgen(catch, js_name = keptPicture)]
    async fn kept_picture(url: &str, input: &web_sys::HtmlInputElement) -> Result<JsValue, JsValue>;
}

/// Takes the file that was chosen, if it is a picture.
fn choose(event: &Event, unfit: RwSignal<bool>, put: impl Fn(Background) + 'static) {
    let input: web_sys::HtmlInputElement = event_target(event);
    spawn_local(async move {
        match kept_picture(&built().path(Background::MODULE), &input).await {
            Ok(address) => {
                if let Some(address) = address.as_string() {
                    put(Background::Picture(address));
                }
            }
            Err(_) => {
                unfit.try_set(true);
            }
        }
    });
}
