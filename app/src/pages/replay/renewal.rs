//! Asking again while something is still being made of the class.

use super::watching::Watching;

/// Asks the server again and again until everything is made, as long as the page is open.
pub(super) fn keep_renewing(watching: Watching) {
    #[cfg(feature = "hydrate")]
    browser::keep_renewing(watching);
    #[cfg(not(feature = "hydrate"))]
    let _ = watching;
}

#[cfg(feature = "hydrate")]
mod browser {
    use gloo_timers::future::TimeoutFuture;
    use leptos::prelude::*;

    use super::Watching;
    use crate::api::replay::replay;

    /// Between two questions, in ms: soon while the recording is being put together, then as often as progress is
    /// written, and at last (a queue is long, or no worker runs) rarely.
    const SOON_MS: u32 = 1_000;
    const OFTEN_MS: u32 = 2_000;
    const RARELY_MS: u32 = 15_000;
    /// After so many questions they become rare.
    const OFTEN: u32 = 300;

    pub fn keep_renewing(watching: Watching) {
        Effect::new(move || {
            let open = StoredValue::new(true);
            on_cleanup(move || drop(open.try_set_value(false)));
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
                    let wait = match (complete, asked) {
                        (_, OFTEN..) => RARELY_MS,
                        (false, _) => SOON_MS,
                        (true, _) => OFTEN_MS,
                    };
                    TimeoutFuture::new(wait).await;
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
}
