//! The questions with their votes and what became of them; words sealed as in the log.

use std::collections::BTreeMap;

use classroom::ports::event_log::ClassKey;
use domain::event::{Event, Fact};
use domain::ids::{QuestionId, UserId};
use domain::question;
use domain::question::Carried;
use uuid::Uuid;

use super::Written;
use crate::error::Fault;
use crate::log::row;
use crate::tenant::Tx;

/// What a batch changes of one question; what it leaves alone is `None`.
#[derive(Default)]
struct Change<'a> {
    state: Option<&'static str>,
    /// The votes after a merging, and those that came and went since.
    votes: Option<i32>,
    more: i32,
    claimed_by: Option<Uuid>,
    answered_ms: Option<i64>,
    answer: Option<Said<'a>>,
    reason: Option<Said<'a>>,
    merged_into: Option<Uuid>,
}

/// Words of somebody's, and the event that said them.
struct Said<'a> {
    by: Option<Uuid>,
    sequence: i64,
    sealed: Option<&'a [u8]>,
}

/// A class has few questions and each a few changes, but a batch may have many votes for one.
pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let mut changes: BTreeMap<QuestionId, Change<'_>> = BTreeMap::new();
    for Written { event, sealed } in facts {
        match &event.fact {
            Fact::Question(question::Fact::Asked { question, anonymous, pending, .. }) => {
                let state = if *pending { "pending" } else { "open" };
                let new = New { id: *question, asker: event.actor, anonymous: *anonymous, state, votes: 0 };
                insert(tx, class, event, *sealed, &new).await?;
            }
            Fact::Question(question::Fact::Carried(Carried {
                question,
                asker,
                anonymous,
                pending,
                votes,
                ..
            })) => {
                let votes = i32::try_from(*votes).unwrap_or(i32::MAX);
                let state = if *pending { "pending" } else { "open" };
                let new = New { id: *question, asker: *asker, anonymous: *anonymous, state, votes };
                insert(tx, class, event, *sealed, &new).await?;
            }
            fact => {
                let said = Said {
                    by: event.actor.map(|user| user.0),
                    sequence: row::stored(event.sequence)?,
                    sealed: *sealed,
                };
                take(&mut changes, event, fact, said);
            }
        }
    }
    for (question, change) in changes {
        update(tx, class, question, &change).await?;
    }
    Ok(())
}

/// Adds a fact to what the batch changes.
fn take<'a>(changes: &mut BTreeMap<QuestionId, Change<'a>>, event: &Event, fact: &Fact, said: Said<'a>) {
    match fact {
        Fact::Question(question::Fact::Approved { question, .. }) => {
            changes.entry(*question).or_default().state = Some("open")
        }
        Fact::Question(question::Fact::Upvoted { question }) => {
            changes.entry(*question).or_default().more += 1
        }
        Fact::Question(question::Fact::Unvoted { question }) => {
            changes.entry(*question).or_default().more -= 1
        }
        Fact::Question(question::Fact::Claimed { question, by }) => {
            changes.entry(*question).or_default().claimed_by = Some(by.0);
        }
        Fact::Question(question::Fact::AnsweredAloud { question }) => {
            let change = changes.entry(*question).or_default();
            change.state = Some("answered");
            change.answered_ms = Some(event.offset.0);
        }
        Fact::Question(question::Fact::Answered { question, .. }) => {
            let change = changes.entry(*question).or_default();
            change.state = Some("answered");
            change.answer = Some(said);
        }
        Fact::Question(question::Fact::Resolved { question }) => {
            changes.entry(*question).or_default().state = Some("resolved")
        }
        Fact::Question(question::Fact::Dismissed { question, .. }) => {
            let change = changes.entry(*question).or_default();
            change.state = Some("dismissed");
            change.reason = Some(said);
        }
        Fact::Question(question::Fact::Merged { question, into, votes }) => {
            let change = changes.entry(*question).or_default();
            change.state = Some("merged");
            change.merged_into = Some(into.0);
            let target = changes.entry(*into).or_default();
            target.votes = Some(i32::try_from(*votes).unwrap_or(i32::MAX));
            target.more = 0;
        }
        _ => {}
    }
}

/// A question that is first heard of.
struct New {
    id: QuestionId,
    asker: Option<UserId>,
    anonymous: bool,
    state: &'static str,
    votes: i32,
}

async fn insert(
    tx: &mut Tx,
    class: ClassKey,
    event: &Event,
    sealed: Option<&[u8]>,
    new: &New,
) -> Result<(), Fault> {
    sqlx::query!(
        "insert into questions (tenant_id, session_id, id, sequence, author, offset_ms, sealed, state, anonymous, votes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        class.tenant.0,
        class.session.0,
        new.id.0,
        row::stored(event.sequence)?,
        new.asker.map(|user| user.0),
        event.offset.0,
        sealed,
        new.state,
        new.anonymous,
        new.votes,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn update(
    tx: &mut Tx,
    class: ClassKey,
    question: QuestionId,
    change: &Change<'_>,
) -> Result<(), Fault> {
    let (answer, reason) = (change.answer.as_ref(), change.reason.as_ref());
    sqlx::query!(
        "update questions set
             state = coalesce($4, state), votes = coalesce($5, votes) + $6, claimed_by = coalesce($7, claimed_by),
             answered_ms = coalesce($8, answered_ms), merged_into = coalesce($9, merged_into),
             answered_by = case when $10 then $11 else answered_by end,
             answer_sequence = coalesce($12, answer_sequence), answer = case when $10 then $13 else answer end,
             dismissed_by = coalesce($14, dismissed_by), reason_sequence = coalesce($15, reason_sequence),
             reason = coalesce($16, reason)
         where tenant_id = $1 and session_id = $2 and id = $3",
        class.tenant.0,
        class.session.0,
        question.0,
        change.state,
        change.votes,
        change.more,
        change.claimed_by,
        change.answered_ms,
        change.merged_into,
        answer.is_some(),
        answer.and_then(|said| said.by),
        answer.map(|said| said.sequence),
        answer.and_then(|said| said.sealed),
        reason.and_then(|said| said.by),
        reason.map(|said| said.sequence),
        reason.and_then(|said| said.sealed),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
