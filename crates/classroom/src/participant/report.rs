//! What the media server saw becomes a fact of the class; and who may not be in the room is sent out of it.

use domain::command::SystemCommand;
use domain::ids::{CommandId, UserId};
use domain::session::Phase;
use sha2::{Digest, Sha256};
use uuid::Builder;

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
    pub async fn hear_report(&self, report: MediaReport) -> Result<(), Refusal> {
        let (user, connected, stay) = match report.what {
            Report::Connected { user, stay } => (user, true, stay),
            Report::Disconnected { user, stay } => (user, false, stay),
            Report::RoomClosed => return Ok(()),
        };
        let class = self.classes.open(ClassKey { tenant: report.tenant, session: report.session }).await?;
        let command = SystemCommand::Media { user, connected, stay };
        match class.write_system(command_id(&report.id), None, command).await {
            // A class that is over, say, has nothing more to write about it.
            Ok(_) | Err(Refusal::Rejected(_)) => {}
            Err(refusal) => return Err(refusal),
        }
        if connected {
            self.keep_out(&class, user).await?;
        }
        Ok(())
    }

    /// Passes outlive what they were given for: the media server renews them, and lets in whoever has one.
    async fn keep_out(&self, class: &Class, user: UserId) -> Result<(), Refusal> {
        let session = class.key().session;
        // They may have come back to the class through another server.
        class.catch_up().await?;
        let (phase, is_out) = class.read(|view| (view.phase, view.door.out.contains_key(&user)));
        match phase {
            Phase::Ended { .. } | Phase::Cancelled => self.media.close_room(session).await?,
            _ if is_out => self.media.send_out(session, user).await?,
            _ => {}
        }
        Ok(())
    }
}

/// The report's own id, as a command's: a report sent twice is one command.
fn command_id(report: &str) -> CommandId {
    let digest = Sha256::digest(report.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    CommandId(Builder::from_custom_bytes(bytes).into_uuid())
}
