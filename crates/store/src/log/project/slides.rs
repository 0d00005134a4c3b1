//! Decks: their files lie in object storage whole, until they are removed.

use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use domain::ids::DeckId;
use domain::slides;

use super::Written;
use crate::error::Fault;
use crate::tenant::Tx;

pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let (mut added, mut hashless, mut erased) = (vec![], vec![], vec![]);
    for written in facts {
        match &written.event.fact {
            Fact::Slides(slides::Fact::Added { deck, .. }) => added.push(*deck),
            Fact::Slides(slides::Fact::Removed { deck, kept: 0 }) => erased.push(*deck),
            // What isn't the file that it was said to be, or can't be shown, keeps nobody from bringing it again.
            Fact::Slides(slides::Fact::Removed { deck, .. } | slides::Fact::Refused { deck, .. }) => {
                hashless.push(*deck);
            }
            _ => {}
        }
    }
    if !added.is_empty() {
        add(tx, class, &added).await?;
    }
    if !hashless.is_empty() {
        forget_hash(tx, class, &hashless).await?;
    }
    if !erased.is_empty() {
        delete(tx, class, &erased).await?;
    }
    Ok(())
}

async fn add(tx: &mut Tx, class: ClassKey, decks: &[DeckId]) -> Result<(), Fault> {
    sqlx::query!(
        "update studio_assets set upload = null where tenant_id = $1 and session_id = $2 and id = any($3)",
        class.tenant.0,
        class.session.0,
        decks as &[DeckId],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The same file may be brought again. Whose it was stays known as long as pages of it are there.
async fn forget_hash(tx: &mut Tx, class: ClassKey, decks: &[DeckId]) -> Result<(), Fault> {
    sqlx::query!(
        "update studio_assets set sha256 = null where tenant_id = $1 and session_id = $2 and id = any($3)",
        class.tenant.0,
        class.session.0,
        decks as &[DeckId],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn delete(tx: &mut Tx, class: ClassKey, decks: &[DeckId]) -> Result<(), Fault> {
    sqlx::query!(
        "delete from studio_assets where tenant_id = $1 and session_id = $2 and id = any($3)",
        class.tenant.0,
        class.session.0,
        decks as &[DeckId],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
