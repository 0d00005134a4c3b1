//! The polls with their votes and groups; words sealed as in the log. And what a poll's end leaves nothing of: the secret that
//! linked ballots to voters.

use std::collections::BTreeMap;

use classroom::ports::event_log::ClassKey;
use domain::event::{Event, Fact};
use domain::ids::{GroupId, PollId, Voter};
use domain::poll;
use domain::poll::Choice;
use serde_json::Value;

use super::Written;
use crate::ballots;
use crate::error::Fault;
use crate::log::row;
use crate::tenant::Tx;

/// The last vote of each voter in a batch: who votes anew takes back what they chose before.
type Votes<'a> = BTreeMap<(PollId, Voter), &'a Written<'a>>;

/// Polls are few, so what happens to one is a statement of its own; votes are many and go together.
pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let mut votes = Votes::new();
    let mut closed = Vec::new();
    for written in facts {
        let Written { event, sealed } = written;
        match &event.fact {
            Fact::Poll(poll::Fact::Opened { .. }) => open(tx, class, event, *sealed).await?,
            Fact::Poll(poll::Fact::Voted { poll, ballot, .. }) => {
                let voter = ballot.map(Voter::from).or(event.actor.map(Voter::from));
                votes.extend(voter.map(|voter| ((*poll, voter), written)));
            }
            Fact::Poll(poll::Fact::Keyed { poll, right, .. }) => {
                let right: Vec<i16> = right.iter().map(|option| (*option).into()).collect();
                key(tx, class, *poll, &right, event, *sealed).await?;
            }
            Fact::Poll(poll::Fact::Closed { poll }) => {
                closed.push(*poll);
                close(tx, class, *poll, event).await?;
            }
            Fact::Poll(poll::Fact::Shown { poll, .. }) => show(tx, class, *poll, true).await?,
            Fact::Poll(poll::Fact::Hidden { poll }) => show(tx, class, *poll, false).await?,
            Fact::Poll(poll::Fact::Grouped { poll, group, answers, .. }) => {
                // It may group what was answered in the same batch.
                vote(tx, class, std::mem::take(&mut votes)).await?;
                let answers: Vec<Voter> = answers.iter().copied().collect();
                group_answers(tx, class, (*poll, *group), &answers, event, *sealed).await?;
            }
            _ => {}
        }
    }
    vote(tx, class, votes).await?;
    if closed.is_empty() { Ok(()) } else { ballots::forget(tx, class, &closed).await }
}

async fn open(tx: &mut Tx, class: ClassKey, event: &Event, sealed: Option<&[u8]>) -> Result<(), Fault> {
    let Fact::Poll(poll::Fact::Opened { poll, form, options, anonymous, quiz, again, .. }) = &event.fact
    else {
        return Ok(());
    };
    let form: Value = serde_json::to_value(form).map_err(|error| Fault::Broken(error.to_string()))?;
    sqlx::query!(
        "insert into polls (tenant_id, session_id, id, sequence, author, offset_ms, sealed, form, options, anonymous, quiz, again)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        class.tenant.0,
        class.session.0,
        poll.0,
        row::stored(event.sequence)?,
        event.actor.map(|user| user.0),
        event.offset.0,
        sealed,
        form,
        i16::from(*options),
        anonymous,
        quiz,
        again.map(|earlier| earlier.0),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn key(
    tx: &mut Tx,
    class: ClassKey,
    poll: PollId,
    right: &[i16],
    event: &Event,
    sealed: Option<&[u8]>,
) -> Result<(), Fault> {
    sqlx::query!(
        "update polls set right_options = $4, explanation_sequence = $5, explanation = $6
         where tenant_id = $1 and session_id = $2 and id = $3",
        class.tenant.0,
        class.session.0,
        poll.0,
        right,
        row::stored(event.sequence)?,
        sealed,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn close(tx: &mut Tx, class: ClassKey, poll: PollId, event: &Event) -> Result<(), Fault> {
    sqlx::query!(
        "update polls set state = 'closed', closed_ms = $4 where tenant_id = $1 and session_id = $2 and id = $3",
        class.tenant.0,
        class.session.0,
        poll.0,
        event.offset.0,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn show(tx: &mut Tx, class: ClassKey, poll: PollId, shown: bool) -> Result<(), Fault> {
    sqlx::query!(
        "update polls set shown = $4 where tenant_id = $1 and session_id = $2 and id = $3",
        class.tenant.0,
        class.session.0,
        poll.0,
        shown,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Exactly these answers are in the group from here on.
async fn group_answers(
    tx: &mut Tx,
    class: ClassKey,
    (poll, group): (PollId, GroupId),
    answers: &[Voter],
    event: &Event,
    sealed: Option<&[u8]>,
) -> Result<(), Fault> {
    sqlx::query!(
        "insert into poll_groups (tenant_id, session_id, poll_id, id, sequence, holder, sealed)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (session_id, id) do update
             set sequence = excluded.sequence, holder = excluded.holder, sealed = excluded.sealed",
        class.tenant.0,
        class.session.0,
        poll.0,
        group.0,
        row::stored(event.sequence)?,
        row::holder(class, event).0,
        sealed,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update poll_votes set group_id = case when voter = any($5) then $4 end
         where tenant_id = $1 and session_id = $2 and poll_id = $3 and (voter = any($5) or group_id = $4)",
        class.tenant.0,
        class.session.0,
        poll.0,
        group.0,
        answers as &[Voter],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn vote(tx: &mut Tx, class: ClassKey, votes: Votes<'_>) -> Result<(), Fault> {
    if votes.is_empty() {
        return Ok(());
    }
    let (polls, voters): (Vec<PollId>, Vec<Voter>) = votes.keys().copied().unzip();
    sqlx::query!(
        "delete from poll_votes using unnest($3::uuid[], $4::uuid[]) as anew(poll, voter)
         where tenant_id = $1 and session_id = $2 and poll_id = anew.poll and poll_votes.voter = anew.voter",
        class.tenant.0,
        class.session.0,
        &polls as &[PollId],
        &voters as &[Voter],
    )
    .execute(&mut **tx)
    .await?;
    let mut rows = VoteColumns::default();
    for ((poll, voter), Written { event, sealed }) in votes {
        let Fact::Poll(poll::Fact::Voted { choice, .. }) = &event.fact else { continue };
        for option in places(choice) {
            rows.polls.push(poll);
            rows.voters.push(voter);
            rows.options.push(option);
            rows.sequences.push(row::stored(event.sequence)?);
            rows.sealed.push(*sealed);
        }
    }
    insert(tx, class, &rows).await
}

/// What was chosen, as rows count it: options by their places, points of a scale as they are.
fn places(choice: &Choice) -> Vec<i16> {
    match choice {
        Choice::Options { options } => options.iter().map(|option| (*option).into()).collect(),
        Choice::Point { point } => vec![(*point).into()],
        Choice::Text => vec![0],
    }
}

/// Votes by column, as UNNEST takes them.
#[derive(Default)]
struct VoteColumns<'a> {
    polls: Vec<PollId>,
    voters: Vec<Voter>,
    options: Vec<i16>,
    sequences: Vec<i64>,
    sealed: Vec<Option<&'a [u8]>>,
}

async fn insert(tx: &mut Tx, class: ClassKey, rows: &VoteColumns<'_>) -> Result<(), Fault> {
    sqlx::query!(
        "insert into poll_votes (tenant_id, session_id, poll_id, voter, option, sequence, sealed)
         select $1, $2, * from unnest($3::uuid[], $4::uuid[], $5::smallint[], $6::bigint[], $7::bytea[])",
        class.tenant.0,
        class.session.0,
        &rows.polls as &[PollId],
        &rows.voters as &[Voter],
        &rows.options,
        &rows.sequences,
        &rows.sealed as &[Option<&[u8]>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
