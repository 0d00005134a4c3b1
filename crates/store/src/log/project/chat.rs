//! The chat's messages, sealed as in the log, with what they say now, and emptied where they were removed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use classroom::ports::event_log::ClassKey;
use domain::chat;
use domain::chat::Readers;
use domain::event::Fact;
use domain::ids::{MessageId, UserId};

use super::Written;
use crate::error::Fault;
use crate::log::row;
use crate::tenant::Tx;

/// Messages by column, as UNNEST takes them.
#[derive(Default)]
struct Posted<'a> {
    ids: Vec<MessageId>,
    sequences: Vec<i64>,
    authors: Vec<Option<UserId>>,
    offsets: Vec<i64>,
    sealed: Vec<Option<&'a [u8]>>,
    readers: Vec<&'static str>,
    reader: Vec<Option<UserId>>,
}

/// What each message says now: a statement may touch each row once, and a batch may edit one twice.
type Edited<'a> = BTreeMap<MessageId, (i64, Option<&'a [u8]>)>;

#[derive(Default)]
struct Removed {
    ids: Vec<MessageId>,
    by: Vec<Option<UserId>>,
    at: Vec<DateTime<Utc>>,
}

pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let (mut posted, mut edited, mut removed) = (Posted::default(), Edited::new(), Removed::default());
    for Written { event, sealed } in facts {
        match &event.fact {
            Fact::Chat(chat::Fact::Posted { message, readers, .. }) => {
                let (word, reader) = readers_of(readers, event.actor);
                posted.ids.push(*message);
                posted.sequences.push(row::stored(event.sequence)?);
                posted.authors.push(event.actor);
                posted.offsets.push(event.offset.0);
                posted.sealed.push(*sealed);
                posted.readers.push(word);
                posted.reader.push(reader);
            }
            Fact::Chat(chat::Fact::Edited { message, .. }) => {
                edited.insert(*message, (row::stored(event.sequence)?, *sealed));
            }
            Fact::Chat(chat::Fact::Removed { message, .. }) => {
                removed.ids.push(*message);
                removed.by.push(event.actor);
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
fn readers_of(readers: &Readers, author: Option<UserId>) -> (&'static str, Option<UserId>) {
    match *readers {
        Readers::Everybody => ("everybody", None),
        Readers::Staff { with } => ("staff", Some(with)),
        Readers::Two { one, other } if author == Some(one) => ("two", Some(other)),
        Readers::Two { one, .. } => ("two", Some(one)),
    }
}

async fn insert(tx: &mut Tx, class: ClassKey, posted: &Posted<'_>) -> Result<(), Fault> {
    sqlx::query!(
        "insert into chat_messages (tenant_id, session_id, id, sequence, author, offset_ms, sealed, readers, reader)
         select $1, $2, * from unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::bigint[], $7::bytea[], $8::text[], $9::uuid[])",
        class.tenant.0,
        class.session.0,
        &posted.ids as &[MessageId],
        &posted.sequences,
        &posted.authors as &[Option<UserId>],
        &posted.offsets,
        &posted.sealed as &[Option<&[u8]>],
        &posted.readers as &[&str],
        &posted.reader as &[Option<UserId>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn edit(tx: &mut Tx, class: ClassKey, edited: &Edited<'_>) -> Result<(), Fault> {
    let ids: Vec<MessageId> = edited.keys().copied().collect();
    let sequences: Vec<i64> = edited.values().map(|(sequence, _)| *sequence).collect();
    let sealed: Vec<Option<&[u8]>> = edited.values().map(|(_, sealed)| *sealed).collect();
    sqlx::query!(
        "update chat_messages set sealed = said.sealed, edited = said.sequence
         from unnest($3::uuid[], $4::bigint[], $5::bytea[]) as said(id, sequence, sealed)
         where tenant_id = $1 and session_id = $2 and chat_messages.id = said.id",
        class.tenant.0,
        class.session.0,
        &ids as &[MessageId],
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
        &removed.ids as &[MessageId],
        &removed.by as &[Option<UserId>],
        &removed.at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
