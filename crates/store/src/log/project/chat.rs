//! The chat's messages, sealed as in the log, with what they say now, and emptied where they were removed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use classroom::ports::event_log::ClassKey;
use domain::chat;
use domain::chat::Readers;
use domain::event::Fact;
use domain::ids::UserId;
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
    readers: Vec<&'static str>,
    reader: Vec<Option<Uuid>>,
}

/// What each message says now: a statement may touch each row once, and a batch may edit one twice.
type Edited<'a> = BTreeMap<Uuid, (i64, Option<&'a [u8]>)>;

#[derive(Default)]
struct Removed {
    ids: Vec<Uuid>,
    by: Vec<Option<Uuid>>,
    at: Vec<DateTime<Utc>>,
}

pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let (mut posted, mut edited, mut removed) = (Posted::default(), Edited::new(), Removed::default());
    for Written { event, sealed } in facts {
        let actor = event.actor.map(|user| user.0);
        match &event.fact {
            Fact::Chat(chat::Fact::Posted { message, readers, .. }) => {
                let (word, reader) = readers_of(readers, event.actor);
                posted.ids.push(message.0);
                posted.sequences.push(row::stored(event.sequence)?);
                posted.authors.push(actor);
                posted.offsets.push(event.offset.0);
                posted.sealed.push(*sealed);
                posted.readers.push(word);
                posted.reader.push(reader);
            }
            Fact::Chat(chat::Fact::Edited { message, .. }) => {
                edited.insert(message.0, (row::stored(event.sequence)?, *sealed));
            }
            Fact::Chat(chat::Fact::Removed { message, .. }) => {
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
    if !edited.is_empty() {
        edit(tx, class, &edited).await?;
    }
    if !removed.ids.is_empty() {
        remove(tx, class, &removed).await?;
    }
    Ok(())
}

/// Who reads a message beside its author.
fn readers_of(readers: &Readers, author: Option<UserId>) -> (&'static str, Option<Uuid>) {
    match *readers {
        Readers::Everybody => ("everybody", None),
        Readers::Staff { with } => ("staff", Some(with.0)),
        Readers::Two { one, other } if author == Some(one) => ("two", Some(other.0)),
        Readers::Two { one, .. } => ("two", Some(one.0)),
    }
}

async fn insert(tx: &mut Tx, class: ClassKey, posted: &Posted<'_>) -> Result<(), Fault> {
    sqlx::query!(
        "insert into chat_messages (tenant_id, session_id, id, sequence, author, offset_ms, sealed, readers, reader)
         select $1, $2, * from unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::bigint[], $7::bytea[], $8::text[], $9::uuid[])",
        class.tenant.0,
        class.session.0,
        &posted.ids,
        &posted.sequences,
        &posted.authors as &[Option<Uuid>],
        &posted.offsets,
        &posted.sealed as &[Option<&[u8]>],
        &posted.readers as &[&str],
        &posted.reader as &[Option<Uuid>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn edit(tx: &mut Tx, class: ClassKey, edited: &Edited<'_>) -> Result<(), Fault> {
    let ids: Vec<Uuid> = edited.keys().copied().collect();
    let sequences: Vec<i64> = edited.values().map(|(sequence, _)| *sequence).collect();
    let sealed: Vec<Option<&[u8]>> = edited.values().map(|(_, sealed)| *sealed).collect();
    sqlx::query!(
        "update chat_messages set sealed = said.sealed, edited = said.sequence
         from unnest($3::uuid[], $4::bigint[], $5::bytea[]) as said(id, sequence, sealed)
         where tenant_id = $1 and session_id = $2 and chat_messages.id = said.id",
        class.tenant.0,
        class.session.0,
        &ids,
        &sequences,
        &sealed as &[Option<&[u8]>],
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
