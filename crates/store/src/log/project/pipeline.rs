//! How far the class's pipeline is; a finished stage sends the next one to work.

use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use domain::pipeline::Stage;

use super::Written;
use crate::error::Fault;
use crate::jobs;
use crate::tenant::Tx;

pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    for Written { event, .. } in facts {
        if let Fact::StageFinished { stage } = &event.fact
            && let Some(next) = stage.next()
        {
            jobs::add(tx, next, class).await?;
        }
    }
    keep_last(tx, class, facts).await
}

/// The row shows what was heard last; the rest is in the log.
async fn keep_last(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let last: Option<(&Stage, &str, i16)> = facts.iter().rev().find_map(|Written { event, .. }| match &event.fact {
        Fact::StageProgressed { stage, percent } => Some((stage, "working", i16::from(*percent))),
        Fact::StageFinished { stage } => Some((stage, "finished", 100)),
        Fact::StageFailed { stage, .. } => Some((stage, "failed", 0)),
        _ => None,
    });
    let Some((stage, state, percent)) = last else {
        return Ok(());
    };
    sqlx::query!(
        "update replays set stage = $3, state = $4, percent = $5 where tenant_id = $1 and session_id = $2",
        class.tenant.0,
        class.session.0,
        stage.word(),
        state,
        percent,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
