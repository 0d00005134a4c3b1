//! How far the class's pipeline is: the last that was heard of it.

use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use domain::pipeline;

use super::Written;
use crate::error::Fault;
use crate::tenant::Tx;

pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let last = facts.iter().rev().find_map(|Written { event, .. }| match &event.fact {
        Fact::Pipeline(pipeline::Fact::Progressed { step, percent }) => {
            Some((step, "working", i16::from(*percent)))
        }
        Fact::Pipeline(pipeline::Fact::Finished { step }) => Some((step, "finished", 100)),
        Fact::Pipeline(pipeline::Fact::Failed { step, .. }) => Some((step, "failed", 0)),
        Fact::Pipeline(pipeline::Fact::Restarted { step }) => Some((step, "working", 0)),
        _ => None,
    });
    let Some((step, state, percent)) = last else {
        return Ok(());
    };
    sqlx::query!(
        "update replays set stage = $3, state = $4, percent = $5 where tenant_id = $1 and session_id = $2",
        class.tenant.0,
        class.session.0,
        step.word(),
        state,
        percent,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
