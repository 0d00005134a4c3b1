//! Appending: the events, the rows they imply and the jobs they cause, in one transaction.

use std::collections::{BTreeSet, HashMap};

use classroom::ports::event_log::ClassKey;
use domain::chain::Hash;
use domain::event::{Event, Fact};
use domain::ids::Sequence;
use uuid::Uuid;

use super::project::{self, Written};
use super::read;
use super::row::{self, Row};
use super::sign::Head;
use crate::Store;
use crate::effects;
use crate::error::Fault;
use crate::tenant::{self, Tx};

/// Writes the events, or none of them.
///
/// No lock is taken: whoever commits a sequence first has it, and the other's unique violation is a
/// [`Fault::Conflict`]. So is a command that is in the log already; a command's events must come in one call.
pub(super) async fn append(store: &Store, class: ClassKey, events: &[Event]) -> Result<(), Fault> {
    let (Some(first), Some(last)) = (events.first(), events.last()) else {
        return Ok(());
    };
    check(events)?;
    match write(store, class, events, first.sequence, last.sequence).await {
        Err(Fault::Conflict) if first.sequence.0 == 1 => Err(taken(store, class).await?),
        done => done,
    }
}

async fn write(
    store: &Store,
    class: ClassKey,
    events: &[Event],
    first: Sequence,
    last: Sequence,
) -> Result<(), Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let holders: BTreeSet<_> = events
        .iter()
        .filter(|event| event.fact.words().is_some())
        .map(|event| row::holder(class, event))
        .collect();
    let (keys, fresh) = store.keys.to_write(&mut tx, class.tenant, holders).await?;
    let mut hash = hash_before(store, &mut tx, class, first).await?;
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        let (row, link) = Row::of(class, event, &keys, hash)?;
        rows.push(row);
        hash = link;
    }
    insert(&mut tx, class, &rows, &store.log_keys.sign(class, last, hash)).await?;
    let written: Vec<_> = events
        .iter()
        .zip(&rows)
        .map(|(event, row)| Written { event, sealed: row.sealed.as_deref() })
        .collect();
    project::project(&mut tx, class, &written).await?;
    effects::cause(&mut tx, class, events, store.tells).await?;
    tx.commit().await?;

    store.keys.remember(class.tenant, &fresh);
    store.tails.remember(class, last, hash);
    Ok(())
}

/// Classes are named by who schedules them. One that has another tenant's name can never be written; without
/// this question its writer would see an empty log and a conflict again and again.
async fn taken(store: &Store, class: ClassKey) -> Result<Fault, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let ours = !read::rows(&mut tx, class, Sequence::default(), 1).await?.is_empty();
    tx.commit().await?;
    Ok(if ours { Fault::Conflict } else { Fault::Taken })
}

/// The events follow one another, and each is of a kind this build knows.
fn check(events: &[Event]) -> Result<(), Fault> {
    let in_order =
        events.iter().zip(events.iter().skip(1)).all(|(event, next)| next.sequence == event.sequence.next());
    if !in_order {
        return Err(Fault::Broken("events out of order".into()));
    }
    if events.iter().any(|event| event.fact == Fact::Unknown) {
        return Err(Fault::Broken("an unknown fact can't be written".into()));
    }
    Ok(())
}

/// The hash of the row before `first`; a conflict where there is none, for that would leave a gap.
async fn hash_before(store: &Store, tx: &mut Tx, class: ClassKey, first: Sequence) -> Result<Hash, Fault> {
    let before = row::stored(first)? - 1;
    if before == 0 {
        return Ok(Hash::default());
    }
    if let Some(hash) = store.tails.at(class, Sequence(before.unsigned_abs())) {
        return Ok(hash);
    }
    let hash = sqlx::query_scalar!(
        "select hash from session_state_events where tenant_id = $1 and session_id = $2 and sequence = $3",
        class.tenant.0,
        class.session.0,
        before
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Fault::Conflict)?;
    hash.try_into()
        .map(Hash)
        .map_err(|_| Fault::Broken(format!("the hash of event {before} is not 32 bytes")))
}

/// The rows, and the log's new head that covers them: one statement, since each is a way to the database and back.
async fn insert(tx: &mut Tx, class: ClassKey, rows: &[Row], head: &Head) -> Result<(), Fault> {
    let mut parts: HashMap<Uuid, i16> = HashMap::with_capacity(rows.len());
    let parts: Vec<i16> = rows
        .iter()
        .map(|row| {
            let next = parts.entry(row.command).or_default();
            *next += 1;
            *next - 1
        })
        .collect();
    sqlx::query!(
        "with head as (
             insert into log_heads (tenant_id, session_id, sequence, hash, key_id, signature)
             values ($1, $2, $14, $15, $16, $17)
             on conflict (tenant_id, session_id) do update
                 set sequence = excluded.sequence, hash = excluded.hash, key_id = excluded.key_id,
                     signature = excluded.signature)
         insert into session_state_events
             (tenant_id, session_id, sequence, offset_ms, at, kind, version, actor, command_id, part, payload, sealed, hash)
         select $1, $2, *
         from unnest($3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[], $7::smallint[], $8::uuid[], $9::uuid[],
                     $10::smallint[], $11::jsonb[], $12::bytea[], $13::bytea[])",
        class.tenant.0,
        class.session.0,
        &column(rows, |row| row.sequence),
        &column(rows, |row| row.offset_ms),
        &column(rows, |row| row.at),
        &column(rows, |row| row.kind.as_str()) as &[&str],
        &column(rows, |row| row.version),
        &column(rows, |row| row.actor) as &[Option<Uuid>],
        &column(rows, |row| row.command),
        &parts,
        &column(rows, |row| &row.payload) as _,
        &column(rows, |row| row.sealed.as_deref()) as &[Option<&[u8]>],
        &column(rows, |row| row.hash.as_slice()) as &[&[u8]],
        row::stored(head.last)?,
        head.hash,
        head.key,
        head.signature,
    )
    .execute(&mut **tx)
    .await
    .map_err(lost_race)?;
    Ok(())
}

fn column<'a, T>(rows: &'a [Row], field: impl Fn(&'a Row) -> T) -> Vec<T> {
    rows.iter().map(field).collect()
}

/// A sequence or command that is there already means that another server, or this one before, wrote it.
fn lost_race(error: sqlx::Error) -> Fault {
    match error.as_database_error() {
        Some(told) if told.is_unique_violation() => Fault::Conflict,
        _ => error.into(),
    }
}
