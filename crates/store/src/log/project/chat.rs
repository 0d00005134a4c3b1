//! The chat's messages, sealed as in the log, and emptied where they were removed.

use chrono::{DateTime, Utc};
use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use uuid::Uuid;

use super::Written;
use crate::error::Fault;
use crate::log::row;
use crate::tenant::Tx;

/// Messages by column, as UNNEST takes them.
#[derive(Default)]
struct Posted<'a> {
    ids: Vec<Uuid>,
    sequences: Vec<i64>,
    authors: Vec<Option<Uuid>>,
    offsets: Vec<i64>,
    sealed: Vec<Option<&'a [u8]>>,
}

#[derive(Default)]
struct Removed {
    ids: Vec<Uuid>,
    by: Vec<Option<Uuid>>,
    at: Vec<DateTime<Utc>>,
}

pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let (mut posted, mut removed) = (Posted::default(), Removed::default());
    for Written { event, sealed } in facts {
        let actor = event.actor.map(|user| user.0);
        match &event.fact {
            Fact::ChatPosted { message, .. } => {
                posted.ids.push(message.0);
                posted.sequences.push(row::stored(event.sequence)?);
                posted.authors.push(actor);
                posted.offsets.push(event.offset.0);
                posted.sealed.push(*sealed);
            }
            Fact::ChatRemoved { message, .. } => {
                removed.ids.push(message.0);
                removed.by.push(actor);
                removed.at.push(event.at);
            }
            _ => {}
        }
    }
    if !posted.ids.is_empty() {
        insert(tx, class, &posted).await?;
    }
    if !removed.ids.is_empty() {
        remove(tx, class, &removed).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, class: ClassKey, posted: &Posted<'_>) -> Result<(), Fault> {
    sqlx::query!(
        "insert into chat_messages (tenant_id, session_id, id, sequence, author, offset_ms, sealed)
         select $1, $2, * from unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::bigint[], $7::bytea[])",
        class.tenant.0,
        class.session.0,
        &posted.ids,
        &posted.sequences,
        &posted.authors as &[Option<Uuid>],
        &posted.offsets,
        &posted.sealed as &[Option<&[u8]>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn remove(tx: &mut Tx, class: ClassKey, removed: &Removed) -> Result<(), Fault> {
    sqlx::query!(
        "update chat_messages set sealed = null, removed_by = gone.by, removed_at = gone.at
         from unnest($3::uuid[], $4::uuid[], $5::timestamptz[]) as gone(id, by, at)
         where tenant_id = $1 and session_id = $2 and chat_messages.id = gone.id",
        class.tenant.0,
        class.session.0,
        &removed.ids,
        &removed.by as &[Option<Uuid>],
        &removed.at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
