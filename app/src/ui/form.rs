//! What a form or a button asks the server for, and how far that is.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::error::PageError;

/// How far it is. Copied freely; it ends with the component.
#[derive(Clone, Copy, Default)]
pub struct FormState(RwSignal<Progress>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Progress {
    #[default]
    Unsent,
    Pending,
    Refused(String),
    Sent,
}

impl FormState {
    /// Sends it, and does `then` with the answer; what was refused can be sent again. Nothing happens once the page is gone.
    pub fn send<T: 'static>(
        self,
        asked: impl Future<Output = Result<T, PageError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.0.set(Progress::Pending);
        spawn_local(async move {
            match asked.await {
                Ok(answer) => {
                    then(answer);
                    self.0.try_set(Progress::Sent);
                }
                Err(error) => {
                    self.0.try_set(Progress::Refused(error.to_string()));
                }
            }
        });
    }

    /// On its way; follows it.
    #[must_use]
    pub fn pending(self) -> bool {
        self.0.with(|progress| *progress == Progress::Pending)
    }

    /// Taken; follows it.
    #[must_use]
    pub fn sent(self) -> bool {
        self.0.with(|progress| *progress == Progress::Sent)
    }

    /// Why it was refused; follows it.
    #[must_use]
    pub fn refused(self) -> Option<String> {
        self.0.with(|progress| match progress {
            Progress::Refused(why) => Some(why.clone()),
            Progress::Unsent | Progress::Pending | Progress::Sent => None,
        })
    }
}
