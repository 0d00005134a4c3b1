//! The replay in the system's own controls: what plays, and the keys of headset, keyboard and lock screen.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::playback::player::STEP;
use crate::playback::watching::Watching;

/// What somebody asks outside of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Play,
    Pause,
    /// By this many ms.
    Move(i64),
    /// To this moment of the class, in ms.
    Go(i64),
    Chapter {
        forward: bool,
    },
}

impl Ask {
    /// Every action that is answered, by its name in the Media Session API.
    const ACTIONS: [&str; 8] =
        ["play", "pause", "stop", "seekbackward", "seekforward", "seekto", "previoustrack", "nexttrack"];

    /// The asked-for action; `seconds` is where to or how far, where the system says so.
    fn of(action: &str, seconds: Option<f64>) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "more than any class is long stays the longest")]
        let ms = seconds.filter(|seconds| seconds.is_finite()).map(|seconds| (seconds * 1_000.0) as i64);
        Some(match action {
            "play" => Self::Play,
            "pause" | "stop" => Self::Pause,
            "seekbackward" => Self::Move(-ms.unwrap_or(STEP)),
            "seekforward" => Self::Move(ms.unwrap_or(STEP)),
            "seekto" => Self::Go(ms?),
            "previoustrack" => Self::Chapter { forward: false },
            "nexttrack" => Self::Chapter { forward: true },
            _ => return None,
        })
    }

    fn press(self, watching: Watching) {
        let player = watching.player;
        let playing = player.playing.get_untracked();
        match self {
            Self::Play if !playing => player.toggle(),
            Self::Pause if playing => player.toggle(),
            Self::Play | Self::Pause => {}
            Self::Move(by) => player.seek(player.at.get_untracked().saturating_add(by)),
            Self::Go(to) => player.seek(to),
            Self::Chapter { forward } => watching.step_chapter(forward),
        }
    }
}

// Each does nothing where the browser has no such thing, or not this action.
#[wasm_bindgen(inline_js = r#"
    export function announce(title, artist) {
      if (navigator.mediaSession && globalThis.MediaMetadata)
        navigator.mediaSession.metadata = new MediaMetadata({ title, artist });
    }
    export function listen(action, heard) {
      try {
        navigator.mediaSession?.setActionHandler(action, heard && (({ seekTime, seekOffset }) => heard(action, seekTime ?? seekOffset)));
      } catch {}
    }
    export function notify(playing, duration, position, playbackRate) {
      if (!navigator.mediaSession) return;
      navigator.mediaSession.playbackState = playing ? "playing" : "paused";
      try {
        navigator.mediaSession.setPositionState?.({ duration, position: Math.min(position, duration), playbackRate });
      } catch {}
    }
"#)]
extern "C" {
    fn announce(title: &str, artist: &str);
    fn listen(action: &str, heard: Option<&js_sys::Function>);
    /// `duration` and `position` in seconds.
    fn notify(playing: bool, duration: f64, position: f64, rate: f64);
}

/// Shows the replay to the system and answers it, as long as the component lives.
pub(super) fn answer(watching: Watching) {
    let player = watching.player;
    Effect::new(move |before: Option<()>| {
        if before.is_some() {
            return;
        }
        watching.opened.with_value(|replay| announce(&replay.class.title, &replay.class.course_title));
        let heard = Closure::<dyn Fn(String, Option<f64>)>::new(move |action: String, seconds| {
            if let Some(ask) = Ask::of(&action, seconds) {
                ask.press(watching);
            }
        });
        let function = heard.as_ref().unchecked_ref::<js_sys::Function>();
        Ask::ACTIONS.iter().for_each(|action| listen(action, Some(function)));
        let kept = StoredValue::new_local(heard);
        on_cleanup(move || {
            Ask::ACTIONS.iter().for_each(|action| listen(action, None));
            kept.dispose();
        });
    });
    let second = Memo::new(move |_| player.at.get() / 1_000);
    Effect::new(move || {
        let position = second.get().max(0) as f64;
        notify(player.playing.get(), watching.length as f64 / 1_000.0, position, player.rate.get());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_a_headset_and_a_lock_screen_do_what_they_say() {
        let cases = [
            ("play", None, Some(Ask::Play)),
            ("pause", None, Some(Ask::Pause)),
            ("stop", None, Some(Ask::Pause)),
            ("seekforward", None, Some(Ask::Move(STEP))),
            ("seekbackward", Some(5.0), Some(Ask::Move(-5_000))),
            ("seekto", Some(62.5), Some(Ask::Go(62_500))),
            ("seekto", None, None),
            ("seekto", Some(f64::NAN), None),
            ("nexttrack", None, Some(Ask::Chapter { forward: true })),
            ("hangup", None, None),
        ];
        for (action, seconds, wanted) in cases {
            assert_eq!(Ask::of(action, seconds), wanted, "{action} {seconds:?}");
        }
    }
}
