//! A vote in an anonymous poll goes into the log under a name that nobody can trace back once the poll is closed.

use domain::ids::{BallotId, PollId, UserId};
use domain::{Asking, Command, poll};
use sha2::{Digest, Sha256};
use uuid::Builder;

use crate::Classroom;
use crate::class::Class;
use crate::refusal::Refusal;

impl Classroom {
    /// The command as it goes into the log, and who asks there: a vote in an anonymous poll loses its voter, everything
    /// else stays as it is.
    ///
    /// # Errors
    /// For those who may not vote, and while the database is away.
    pub(crate) async fn unnamed(
        &self,
        class: &Class,
        asking: Asking,
        command: Command,
    ) -> Result<(Asking, Command), Refusal> {
        let (Command::VotePoll { poll, choice, text }, Some(voter)) = (&command, asking.actor) else {
            return Ok((asking, command));
        };
        let anonymous =
            class.read(|view| poll::may_vote(view, asking, *poll).map(|there| there.anonymous))?;
        if !anonymous {
            return Ok((asking, command));
        }
        let secret = self.ballots.secret(class.key(), *poll).await?;
        let ballot = ballot(&secret, *poll, voter);
        let cast = Command::CastBallot { poll: *poll, ballot, choice: choice.clone(), text: text.clone() };
        Ok((Asking::SYSTEM, cast))
    }
}

/// The same for every vote of one voter, so that a later one replaces the one before.
fn ballot(secret: &[u8; 32], poll: PollId, voter: UserId) -> BallotId {
    let digest = Sha256::new().chain_update(secret).chain_update(poll.0).chain_update(voter.0).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    BallotId(Builder::from_custom_bytes(bytes).into_uuid())
}

#[cfg(test)]
mod tests {
    use domain::ids::{PollId, UserId};
    use uuid::Uuid;

    use super::ballot;

    #[test]
    fn a_ballot_is_the_voters_own_in_this_poll_with_this_secret() {
        let (poll, voter) = (PollId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let mine = ballot(&[7; 32], poll, voter);
        assert_eq!(mine, ballot(&[7; 32], poll, voter));
        assert_ne!(mine, ballot(&[8; 32], poll, voter));
        assert_ne!(mine, ballot(&[7; 32], PollId(Uuid::from_u128(3)), voter));
        assert_ne!(mine, ballot(&[7; 32], poll, UserId(Uuid::from_u128(4))));
    }
}
