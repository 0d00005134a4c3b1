//! A poll of the lesson that an earlier class was asked, too: what came of it then.

use domain::SystemCommand;
use domain::ids::{CommandId, PollId};
use domain::poll::{self, Poll};
use domain::shared::Shared;

use crate::Classroom;
use crate::class::Class;
use crate::ports::event_log::ClassKey;
use crate::refusal::Refusal;
use crate::session::derived;

impl Classroom {
    /// Keeps beside a poll that was just opened how many chose what when the first class of the lesson was asked it. A poll is
    /// not held up by that: it comes after.
    pub(crate) async fn recall(&self, class: &Class, poll: PollId) -> Result<(), Refusal> {
        let key = class.key();
        let Some(lesson) = class.read(|view| view.core.schedule.as_ref()?.lesson) else { return Ok(()) };
        let Some(session) = self.plans.first_asked(key.tenant, lesson, poll).await? else { return Ok(()) };
        let first = self.classes.open(ClassKey { session, ..key }).await?;
        let before = first.read(|view| view.poll.polls.get(&poll).cloned());
        let is_same = |there: &Shared<Poll>| {
            class.read(|view| view.poll.polls.get(&poll).is_some_and(|here| here.asks_what(there)))
        };
        let Some(before) = before.filter(is_same) else { return Ok(()) };
        let recall =
            SystemCommand::Poll(poll::SystemCommand::Recall { poll, session, tally: before.tally() });
        class.write_system(derived(CommandId(poll.0), key.session), None, recall).await.map(drop)
    }
}
