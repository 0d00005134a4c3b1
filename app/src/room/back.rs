//! Words that the class did not take, until whoever wrote them has them back.

use domain::ids::CommandId;
use domain::{Command, chat, question};
use leptos::prelude::*;

use crate::live::{LiveHandle, Refused};

/// The refused commands whose words nobody has back yet, oldest first. Copied freely.
#[derive(Clone, Copy, Default)]
pub(crate) struct Back(RwSignal<Vec<(CommandId, Command)>>);

impl Back {
    /// Keeps what is refused from now on, as long as the component that called lives.
    pub fn collect(self, live: LiveHandle) {
        let refused = live.refused;
        // At once: of two that are refused in one breath an effect would see the second only.
        ImmediateEffect::new_scoped(move || {
            refused.with(|refused| {
                if let Some(Refused { id, command, .. }) = refused
                    && has_words(command)
                {
                    self.0.update(|all| all.push((*id, command.clone())));
                }
            });
        });
    }

    /// Looks through them, oldest first, and takes out those that `takes` says yes to: their words are with their writer
    /// then. Follows what comes.
    pub fn take(self, live: LiveHandle, mut takes: impl FnMut(&Command) -> bool) {
        self.0.track();
        // In a class that is over nobody writes on: its words are shown beside what came of it.
        if !live.phase.get_untracked().is_live() {
            return;
        }
        let mut taken = Vec::new();
        self.0.maybe_update(|all| {
            all.retain(|(id, command)| {
                let takes = takes(command);
                if takes {
                    taken.push(*id);
                }
                !takes
            });
            !taken.is_empty()
        });
        taken.into_iter().for_each(|id| live.gave_back(id));
    }

    /// The first that `find` makes something of; follows what comes.
    pub fn find<T>(self, find: impl FnMut(&Command) -> Option<T>) -> Option<T> {
        self.0.with(|all| all.iter().map(|(_, command)| command).find_map(find))
    }
}

fn has_words(command: &Command) -> bool {
    matches!(
        command,
        Command::Chat(chat::Command::Post { .. } | chat::Command::Edit { .. })
            | Command::Question(question::Command::Ask { .. })
    )
}
