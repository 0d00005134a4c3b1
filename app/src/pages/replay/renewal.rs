//! Asking again while something is still being made of the class.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use crate::api::replay::replay;
use crate::playback::watching::{Making, Watching};

/// Between two questions, in ms: soon while the recording is being put together, then as often as a person looks up,
/// and rarely when it takes long (an hour's speech, a queue, no worker).
fn wait_ms(complete: bool, asked: u32) -> u32 {
    match (complete, asked) {
        (false, 0..20) => 500,
        (false, 20..60) => 1_000,
        (_, 0..60) => 2_000,
        (_, 60..240) => 5_000,
        (_, 240..) => 15_000,
    }
}

/// Asks the server again and again until everything is made, as long as the page is open.
pub(super) fn keep_renewing(watching: Watching) {
    let settled = Memo::new(move |_| watching.making.with(Making::is_settled));
    Effect::new(move || {
        // Asked again when a stage that failed is started again.
        if settled.get() {
            return;
        }
        let open = StoredValue::new(true);
        on_cleanup(move || {
            open.try_set_value(false);
        });
        leptos::task::spawn_local(async move {
            let mut asked = 0;
            loop {
                let Some((complete, settled)) =
                    watching.making.try_with_untracked(|making| (making.complete, making.is_settled()))
                else {
                    return;
                };
                if settled {
                    return;
                }
                TimeoutFuture::new(wait_ms(complete, asked)).await;
                // No answer now is no answer: the next question comes.
                let answer = replay(watching.session).await;
                if open.try_get_value() != Some(true) {
                    return;
                }
                if let Ok(replay) = answer {
                    watching.renew(replay);
                }
                asked += 1;
            }
        });
    });
}
