//! What the media server saw becomes a fact of the class; and who may not be in the room is sent out of it.

use domain::command::SystemCommand;
use domain::effect::Task;
use domain::ids::{CommandId, ConnectionId, UserId};
use domain::participant;
use sha2::{Digest, Sha256};
use uuid::Builder;

use super::perform::is_over;
use crate::Classroom;
use crate::class::Class;
use crate::ports::event_log::ClassKey;
use crate::ports::media::{MediaReport, Report};
use crate::refusal::Refusal;

impl Classroom {
    /// Takes a report in. Reports come late, twice and out of order: each has one effect, or none.
    ///
    /// # Errors
    /// [`Refusal::Paused`] and its like, where the report should come again.
    #[tracing::instrument(skip_all, fields(class = %report.session))]
    pub async fn hear_report(&self, report: MediaReport) -> Result<(), Refusal> {
        let (user, arrival, stay) = match report.what {
            Report::Connected { user, stay, connection } => (user, Some(connection), stay),
            Report::Disconnected { user, stay } => (user, None, stay),
            Report::RoomClosed => return Ok(()),
        };
        let class = self.classes.open(ClassKey { tenant: report.tenant, session: report.session }).await?;
        if let Some(connection) = arrival
            && self.keep_out(&class, user, connection).await?
        {
            return Ok(());
        }
        let command = SystemCommand::Participant(participant::SystemCommand::Media {
            user,
            connected: arrival.is_some(),
            stay,
        });
        match class.write_system(command_id(&report.id), None, command).await {
            // A class that is over, say, has nothing more to write about it.
            Ok(_) | Err(Refusal::Rejected(_)) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    /// An arrival counts only as long as the tab is open for which it was; of any other the log says nothing. Says whether they
    /// are sent out.
    pub(super) async fn keep_out(
        &self,
        class: &Class,
        user: UserId,
        connection: Option<ConnectionId>,
    ) -> Result<bool, Refusal> {
        // They may have come back to the class through another server.
        class.catch_up().await?;
        let task = class.read(|view| {
            let has_way = match connection {
                Some(connection) => view.core.holder(connection) == Some(user),
                None => view.core.is_here(user),
            };
            match is_over(view.core.phase) {
                true => Some(Task::CloseRoom),
                false => (!has_way).then_some(Task::Unseat { user, connection }),
            }
        });
        let Some(task) = task else { return Ok(false) };
        self.effects.add(class.key(), &task).await?;
        Ok(true)
    }
}

/// The report's own id, as a command's: a report sent twice is one command.
fn command_id(report: &str) -> CommandId {
    let digest = Sha256::digest(report.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    CommandId(Builder::from_custom_bytes(bytes).into_uuid())
}
