//! What commands that come again said when they were said first, where the log alone knows.

use std::collections::HashSet;

use domain::ClassView;
use domain::command::Made;
use domain::ids::{CommandId, Sequence};
use domain::view::apply;

use super::super::heard::Standing;
use super::super::submit::PendingCommand;
use super::{PAGE, Writer};
use crate::ports::event_log::LogError;

impl Writer {
    /// Finds out what commands that come again said when they were said first, where the log alone knows: this server has
    /// opened the class since, or another one decided them.
    pub(super) async fn recall(&mut self, pending: &[PendingCommand]) -> Result<(), LogError> {
        for PendingCommand { id, asking, command, content, .. } in pending {
            let Standing::InLog { first, last } = self.heard.standing(*id, *asking, content) else {
                continue;
            };
            let (before, many) = (Sequence(first.0.saturating_sub(1)), last.0.saturating_sub(first.0) + 1);
            let many = usize::try_from(many).unwrap_or(usize::MAX);
            let events = self.log.read(self.class.key, before, many).await?;
            let facts: Vec<_> =
                events.iter().filter(|event| event.command == *id).map(|event| &event.fact).collect();
            // Only commands from before a class begins look back: there is little to read.
            let looks_back = command.looks_back(&facts);
            let before = if looks_back { Some(self.as_it_was(before).await?) } else { None };
            let made = Made { facts: &facts, now: &self.deciding, before: before.as_ref() };
            if command.could_have_made(made) {
                self.heard.learn(*id, *content);
            }
        }
        Ok(())
    }

    /// Looks those commands up in the log that may be in it though nothing is known of them here. Those that aren't there are
    /// put in `new`, and not looked up again while they are. Whether one was found.
    pub(super) async fn find_forgotten(
        &mut self,
        ids: impl IntoIterator<Item = CommandId>,
        new: &mut HashSet<CommandId>,
    ) -> Result<bool, LogError> {
        let ids: Vec<_> =
            ids.into_iter().filter(|id| self.heard.may_have_forgotten(*id) && new.insert(*id)).collect();
        if ids.is_empty() {
            return Ok(false);
        }
        let found = self.log.find(self.class.key, &ids).await?;
        let any = !found.is_empty();
        found.into_iter().for_each(|place| self.heard.find(place));
        Ok(any)
    }

    /// The class as it was when its log ended there.
    async fn as_it_was(&self, end: Sequence) -> Result<ClassView, LogError> {
        let mut view = ClassView::default();
        while view.sequence < end {
            let left = usize::try_from(end.0 - view.sequence.0).unwrap_or(PAGE).min(PAGE);
            let page = self.log.read(self.class.key, view.sequence, left).await?;
            if page.is_empty() {
                break;
            }
            page.iter().for_each(|event| apply(&mut view, event));
        }
        Ok(view)
    }
}
