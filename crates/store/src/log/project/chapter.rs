//! The chapters that the teacher marked.

use classroom::ports::event_log::ClassKey;
use domain::chapter;
use domain::event::Fact;

use super::Written;
use crate::error::Fault;
use crate::log::row;
use crate::tenant::Tx;

/// A handful in any class, so each is a statement of its own.
pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    for Written { event, sealed } in facts {
        let Fact::Chapter(chapter::Fact::Marked { chapter, .. }) = &event.fact else {
            continue;
        };
        sqlx::query!(
            "insert into chapters (tenant_id, session_id, id, offset_ms, source, sequence, holder, sealed)
             values ($1, $2, $3, $4, 'teacher', $5, $6, $7)",
            class.tenant.0,
            class.session.0,
            chapter.0,
            event.offset.0,
            row::stored(event.sequence)?,
            row::holder(class, event).0,
            *sealed,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
