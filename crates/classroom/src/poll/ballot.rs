//! A vote in an anonymous poll goes into the log under a name that nobody can trace back once the poll is closed.

use domain::ids::{BallotId, CommandId, PollId};
use domain::{Asking, Command, poll};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::Classroom;
use crate::class::Class;
use crate::refusal::Refusal;

impl Classroom {
    /// The command as it goes into the log, and who asks there: a vote in an anonymous poll loses its voter, and the name
    /// by which the voter's browser knows it; everything else stays as it is.
    ///
    /// # Errors
    /// For those who may not vote, and while the database is away.
    pub(crate) async fn unnamed(
        &self,
        class: &Class,
        asking: Asking,
        id: CommandId,
        command: Command,
    ) -> Result<(Asking, CommandId, Command), Refusal> {
        let (Command::VotePoll { poll, choice, text }, Some(voter)) = (&command, asking.actor) else {
            return Ok((asking, id, command));
        };
        let anonymous =
            class.read(|view| poll::may_vote(view, asking, *poll).map(|there| there.anonymous))?;
        if !anonymous {
            return Ok((asking, id, command));
        }
        let secret = self.ballots.secret(class.key(), *poll).await?;
        let ballot = BallotId(name(&secret, *poll, voter.0));
        // Sent again it has the same name again, and so one effect.
        let id = CommandId(name(&secret, *poll, id.0));
        let cast = Command::CastBallot { poll: *poll, ballot, choice: choice.clone(), text: text.clone() };
        Ok((Asking::SYSTEM, id, cast))
    }
}

/// A name that stands for another as long as the poll's secret is known: the same for every vote of one voter, so that a
/// later one replaces the one before.
fn name(secret: &[u8; 32], poll: PollId, of: Uuid) -> Uuid {
    let digest = Sha256::new().chain_update(secret).chain_update(poll.0).chain_update(of).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use domain::ids::PollId;
    use uuid::Uuid;

    use super::name;

    #[test]
    fn a_ballot_is_the_voters_own_in_this_poll_with_this_secret() {
        let (poll, voter) = (PollId(Uuid::from_u128(1)), Uuid::from_u128(2));
        let mine = name(&[7; 32], poll, voter);
        assert_eq!(mine, name(&[7; 32], poll, voter));
        assert_ne!(mine, name(&[8; 32], poll, voter));
        assert_ne!(mine, name(&[7; 32], PollId(Uuid::from_u128(3)), voter));
        assert_ne!(mine, name(&[7; 32], poll, Uuid::from_u128(4)));
    }
}
