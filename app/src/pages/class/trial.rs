//! Trying camera, microphone, loudspeaker and connection before a class: nobody has to, and nobody sees or hears it.

use domain::ids::ConnectionId;
use domain::route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen::prelude::*;

use super::devices::{DeviceSelect, LevelMeter, OutputSelect, Problems};
use super::preview::OwnPicture;
use crate::built::built;
use crate::media::Media;
use crate::media::Source;
use crate::room::Room;
use crate::ui::{Button, ButtonKind, Dialog, DialogActions};

/// The button that opens it.
pub(super) fn trial_button(room: Room) -> AnyView {
    view! {
        <Button on:click=move |_| room.dialogs.trial.set(true)>"Check camera, sound and connection"</Button>
    }
    .into_any()
}

/// What came of trying the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connection {
    /// Nobody asked.
    Untried,
    /// It runs.
    Trying,
    /// Picture and sound come as they should.
    Good,
    /// They come late or with gaps.
    Slow,
    /// LiveKit answers, and no media gets through.
    Nothing,
    /// LiveKit doesn't answer.
    Unreachable,
}

impl Connection {
    fn of(word: &str) -> Self {
        match word {
            "good" => Self::Good,
            "slow" => Self::Slow,
            "unreachable" => Self::Unreachable,
            _ => Self::Nothing,
        }
    }

    /// What it means and what to do.
    fn words(self) -> &'static str {
        match self {
            Self::Untried => {
                "Sends a test picture through the class’s media server and back. It takes about ten seconds."
            }
            Self::Trying => "Trying the connection",
            Self::Good => "Good: picture and sound get through.",
            Self::Slow => {
                "Slow: picture and sound get through, late or with gaps. Go nearer to the router or use a cable, close other \
                 programs that load much, or save data under Settings in the class."
            }
            Self::Nothing => {
                "No picture or sound gets through from this network. Try another one, such as a phone’s hotspot, switch a VPN \
                 off, or ask who runs this network to let WebRTC through. Chat, slides and boards work all the same."
            }
            Self::Unreachable => {
                "The media server doesn’t answer. Check your connection and try again. Chat, slides and boards work without it."
            }
        }
    }
}

/// The dialog. What it opens for somebody who isn't in the preview goes off again when it is closed.
#[component]
pub(super) fn TrialDialog(
    /// Camera and microphone are on without it, and stay on.
    #[prop(optional)]
    on_already: bool,
) -> impl IntoView {
    let room = Room::expect();
    let open = room.dialogs.trial;
    let media = room.media;
    let (connection, sounded) = (RwSignal::new(Connection::Untried), RwSignal::new(None::<bool>));
    Effect::new(move |was: Option<bool>| {
        let now = open.get();
        if !on_already {
            match (was.unwrap_or(false), now) {
                (false, true) => media.turn_on(&[Source::Camera, Source::Microphone]),
                (true, false) => media.leave(),
                (true, true) | (false, false) => {}
            }
        }
        now
    });
    on_cleanup(move || {
        if open.try_get_untracked() == Some(true) {
            open.set(false);
            if !on_already {
                media.leave();
            }
        }
    });
    let trying = Signal::derive(move || connection.get() == Connection::Trying);
    let heard = move || match sounded.get() {
        None => "",
        Some(true) => {
            "A tone was played. Didn’t you hear it? Choose another loudspeaker, or turn the volume up."
        }
        Some(false) => "The browser played nothing. Allow sound for this page beside the address.",
    };
    let shown = move || {
        view! {
            <div class="trial__picture stage"><div class="tile tile--self"><OwnPicture/></div></div>
            <DeviceSelect source=Source::Camera name="trial-camera"/>
            <div class="trial__part">
                <DeviceSelect source=Source::Microphone name="trial-microphone"/>
                <LevelMeter/>
                <p class="muted">"Speak: the bar moves with your voice."</p>
            </div>
            <Problems/>
            <div class="trial__part">
                <OutputSelect/>
                <div><Button on:click=move |_| play(media, sounded)>"Play a tone"</Button></div>
                <p class="muted" role="status">{heard}</p>
            </div>
            <div class="trial__part">
                <h3 class="trial__heading">"Connection"</h3>
                <p role="status">{move || connection.get().words()}</p>
                <div><Button busy=trying on:click=move |_| measure(connection)>"Try the connection"</Button></div>
            </div>
        }
    };
    view! {
        <Dialog open title="Check camera, sound and connection" text="Nobody sees or hears you here.">
            <div class="dialog__body trial"><Show when=move || open.get()>{shown}</Show></div>
            <DialogActions>
                <Button kind=ButtonKind::Primary on:click=move |_| open.set(false)>"Done"</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

const MODULE: &str = "media/trial.js";

#[wasm_bindgen(inline_js = r#"
export const tryConnection = async (url, from, to) => (await import(url)).connection(from, to);
export const playTone = async (url, output) => (await import(url)).tone(output);
"#)]
extern "C" {
    #[wasm_bindgen(catch, js_name = tryConnection)]
    async fn try_connection(url: &str, from: &str, to: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = playTone)]
    async fn play_tone(url: &str, output: &str) -> Result<JsValue, JsValue>;
}

/// Tries the connection, one time after the other.
fn measure(tried: RwSignal<Connection>) {
    if tried.get_untracked() == Connection::Trying {
        return;
    }
    tried.set(Connection::Trying);
    let [from, to] = [(); 2].map(|()| route::TRIAL.to(ConnectionId(Uuid::new_v4())));
    spawn_local(async move {
        let verdict = try_connection(&built().path(MODULE), &from, &to).await;
        let verdict = verdict.ok().and_then(|word| word.as_string());
        tried.try_set(verdict.map_or(Connection::Unreachable, |word| Connection::of(&word)));
    });
}

/// Plays a tone from the loudspeaker that was chosen.
fn play(media: Media, sounded: RwSignal<Option<bool>>) {
    let output = media.output.get_untracked();
    spawn_local(async move {
        let played = play_tone(&built().path(MODULE), &output).await;
        sounded.try_set(Some(played.is_ok_and(|played| played.is_truthy())));
    });
}

#[cfg(test)]
mod tests {
    use super::Connection;

    #[test]
    fn each_verdict_says_what_to_do_unless_all_is_well() {
        for (word, verdict) in [
            ("good", Connection::Good),
            ("slow", Connection::Slow),
            ("nothing", Connection::Nothing),
            ("unreachable", Connection::Unreachable),
        ] {
            assert_eq!(Connection::of(word), verdict);
            assert!(verdict == Connection::Good || verdict.words().len() > 100, "{word}");
        }
    }
}
