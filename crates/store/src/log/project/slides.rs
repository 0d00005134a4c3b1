//! Decks: their files lie in object storage whole.

use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use domain::slides;
use uuid::Uuid;

use super::Written;
use crate::error::Fault;
use crate::tenant::Tx;

pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let added = facts.iter().filter_map(|written| match &written.event.fact {
        Fact::Slides(slides::Fact::Added { deck, .. }) => Some(deck.0),
        _ => None,
    });
    let added: Vec<Uuid> = added.collect();
    if added.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update studio_assets set upload = null where tenant_id = $1 and session_id = $2 and id = any($3)",
        class.tenant.0,
        class.session.0,
        &added,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
