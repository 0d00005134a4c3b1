//! A vote in an anonymous poll goes into the log under a pseudonym that nobody can trace back once the poll is closed.

use domain::ids::{BallotId, CommandId, PollId};
use domain::{AnyCommand, Command, SystemCommand, poll};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::Classroom;
use crate::class::Class;
use crate::permit::Permitted;
use crate::refusal::Refusal;

/// A command as it goes into the log.
pub(crate) enum LogIdentity {
    /// Under its person's name.
    Person(Permitted),
    /// A ballot's, with the id that it has instead of the one its voter's browser gave it.
    Ballot(CommandId, SystemCommand),
}

impl Classroom {
    /// The command as it goes into the log: a vote in an anonymous poll loses its voter, and the id by which the voter's
    /// browser knows it; everything else stays as it is.
    ///
    /// # Errors
    /// For those who may not vote, and while the database is away.
    pub(crate) async fn pseudonymise(
        &self,
        class: &Class,
        id: CommandId,
        permitted: Permitted,
    ) -> Result<LogIdentity, Refusal> {
        let asking = permitted.asking;
        let (AnyCommand::Socket(Command::Poll(poll::Command::Vote { poll, choice, text })), Some(voter)) =
            (&permitted.command, asking.actor)
        else {
            return Ok(LogIdentity::Person(permitted));
        };
        let anonymous = class.read(|view| {
            poll::may_vote(&view.core, &view.poll, asking, *poll).map(|there| there.anonymous)
        })?;
        if !anonymous {
            return Ok(LogIdentity::Person(permitted));
        }
        let secret = self.ballots.secret(class.key(), *poll).await?;
        let ballot = BallotId(name(&secret, *poll, voter.0, None));
        // Sent again it has the same id again, and so one effect; another voter's command of that id has another.
        let id = CommandId(name(&secret, *poll, voter.0, Some(id)));
        let (choice, text) = (choice.clone(), text.clone());
        Ok(LogIdentity::Ballot(
            id,
            SystemCommand::Poll(poll::SystemCommand::CastBallot { poll: *poll, ballot, choice, text }),
        ))
    }
}

/// An id that stands for a voter, or for one of their commands, as long as the poll's secret is known: the same for every vote
/// of one voter, so that a later one replaces the one before.
fn name(secret: &[u8; 32], poll: PollId, voter: Uuid, command: Option<CommandId>) -> Uuid {
    let digest = Sha256::new().chain_update(secret).chain_update(poll.0).chain_update(voter);
    let digest = command.iter().fold(digest, |digest, id| digest.chain_update(id.0)).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use domain::ids::{CommandId, PollId};
    use uuid::Uuid;

    use super::name;

    #[test]
    fn a_ballot_is_the_voters_own_in_this_poll_with_this_secret() {
        let (poll, voter) = (PollId(Uuid::from_u128(1)), Uuid::from_u128(2));
        let mine = name(&[7; 32], poll, voter, None);
        assert_eq!(mine, name(&[7; 32], poll, voter, None));
        assert_ne!(mine, name(&[8; 32], poll, voter, None));
        assert_ne!(mine, name(&[7; 32], PollId(Uuid::from_u128(3)), voter, None));
        assert_ne!(mine, name(&[7; 32], poll, Uuid::from_u128(4), None));
    }

    #[test]
    fn two_voters_who_name_their_votes_alike_both_vote() {
        let (poll, id) = (PollId(Uuid::from_u128(1)), Some(CommandId(Uuid::from_u128(9))));
        let of = |voter: u128| name(&[7; 32], poll, Uuid::from_u128(voter), id);
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }
}
