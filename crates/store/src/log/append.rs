//! Appending: the events, the rows they imply and the jobs they cause, in one transaction.

use std::collections::{BTreeSet, HashMap};

use classroom::ports::event_log::ClassKey;
use domain::event::{Event, Fact};
use domain::ids::{CommandId, Sequence, UserId};

use super::project::{self, Written};
use super::row::{self, EventRow};
use super::sign::Head;
use super::verify::Flaw;
use super::{footing, read};
use crate::error::Fault;
use crate::tenant::{self, Tx};
use crate::{Store, effects};

/// Writes the events, or none of them.
///
/// Whoever commits a sequence first has it: the other finds that the log ends with another head than it knows, which is a
/// [`Fault::Conflict`]. So is a command that is in the log already; a command's events must come in one call. A log that isn't
/// as this installation left it is [`Fault::Altered`].
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
    let before = Sequence(first.0.saturating_sub(1));
    let footing = known_head(store, &mut tx, class, before).await?;
    let mut hash = footing.as_ref().and_then(Head::end).unwrap_or_default();
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        let (row, link) = EventRow::of(class, event, &keys, hash)?;
        rows.push(row);
        hash = link;
    }
    let head = store.log_keys.sign(class, last, hash);
    if !insert(&mut tx, class, &rows, footing.as_ref(), &head).await? {
        store.tails.forget(class);
        return Err(moved(store, &mut tx, class, before, footing).await?);
    }
    let written: Vec<_> = events
        .iter()
        .zip(&rows)
        .map(|(event, row)| Written { event, sealed: row.sealed.as_deref() })
        .collect();
    project::project(&mut tx, class, &written).await?;
    effects::cause(&mut tx, class, events, store.notifies).await?;
    tx.commit().await?;

    store.keys.remember(class.tenant, &fresh);
    store.tails.remember(class, head);
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

/// The head that the events are added to, which is ours; `None` where the log begins.
async fn known_head(
    store: &Store,
    tx: &mut Tx,
    class: ClassKey,
    before: Sequence,
) -> Result<Option<Head>, Fault> {
    if before == Sequence(0) {
        return Ok(None);
    }
    match store.tails.at(class, before) {
        Some(head) => Ok(Some(head)),
        None => footing::find(store, tx, class, before).await,
    }
}

/// Why the log didn't end with the head that the events were to be added to.
async fn moved(
    store: &Store,
    tx: &mut Tx,
    class: ClassKey,
    before: Sequence,
    footing: Option<Head>,
) -> Result<Fault, Fault> {
    let found = footing::find(store, tx, class, before).await?;
    let same = |known: &Head, found: &Head| (known.last, &known.hash) == (found.last, &found.hash);
    Ok(match (footing, found) {
        // Ours, and not what was written when this process wrote it last: an older log was put back and went on.
        (Some(known), Some(found)) if !same(&known, &found) => Flaw::Rewritten(before).into(),
        _ => Fault::Conflict,
    })
}

/// The rows, and the log's new head that covers them, if the log still ends with `footing`: one statement, since each is a way to
/// the database and back. `false` where nothing was written.
async fn insert(
    tx: &mut Tx,
    class: ClassKey,
    rows: &[EventRow],
    footing: Option<&Head>,
    head: &Head,
) -> Result<bool, Fault> {
    let mut parts: HashMap<CommandId, i16> = HashMap::with_capacity(rows.len());
    let parts: Vec<i16> = rows
        .iter()
        .map(|row| {
            let next = parts.entry(row.command).or_default();
            *next += 1;
            *next - 1
        })
        .collect();
    let written = sqlx::query!(
        "with begun as (
             insert into log_heads (tenant_id, session_id, sequence, hash, key_id, signature)
             select $1, $2, $14, $15, $16, $17 where $18::bigint is null
             on conflict (tenant_id, session_id) do nothing
             returning sequence
         ), continued as (
             update log_heads set sequence = $14, hash = $15, key_id = $16, signature = $17
             where tenant_id = $1 and session_id = $2
                 and sequence = $18 and hash = $19 and key_id = $20 and signature = $21
                 and exists (select from session_state_events
                             where tenant_id = $1 and session_id = $2 and sequence = $18 and hash = $19)
             returning sequence
         )
         insert into session_state_events
             (tenant_id, session_id, sequence, offset_ms, at, kind, version, actor, command_id, part, payload, sealed, hash)
         select $1, $2, *
         from unnest($3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[], $7::smallint[], $8::uuid[], $9::uuid[],
                     $10::smallint[], $11::jsonb[], $12::bytea[], $13::bytea[])
         where exists (select from begun) or exists (select from continued)",
        class.tenant.0,
        class.session.0,
        &column(rows, |row| row.sequence),
        &column(rows, |row| row.offset_ms),
        &column(rows, |row| row.at),
        &column(rows, |row| row.kind.as_str()) as &[&str],
        &column(rows, |row| row.version),
        &column(rows, |row| row.actor) as &[Option<UserId>],
        &column(rows, |row| row.command) as &[CommandId],
        &parts,
        &column(rows, |row| &row.payload) as _,
        &column(rows, |row| row.sealed.as_deref()) as &[Option<&[u8]>],
        &column(rows, |row| row.hash.as_slice()) as &[&[u8]],
        row::stored(head.last)?,
        head.hash,
        head.key,
        head.signature,
        footing.map(|head| row::stored(head.last)).transpose()?,
        footing.map(|head| head.hash.as_slice()),
        footing.map(|head| head.key.as_str()),
        footing.map(|head| head.signature.as_slice()),
    )
    .execute(&mut **tx)
    .await
    .map_err(lost_race)?;
    Ok(written.rows_affected() > 0)
}

fn column<'a, T>(rows: &'a [EventRow], field: impl Fn(&'a EventRow) -> T) -> Vec<T> {
    rows.iter().map(field).collect()
}

/// A sequence or command that is there already means that another server, or this one before, wrote it.
fn lost_race(error: sqlx::Error) -> Fault {
    match error.as_database_error() {
        Some(database) if database.is_unique_violation() => Fault::Conflict,
        _ => error.into(),
    }
}
