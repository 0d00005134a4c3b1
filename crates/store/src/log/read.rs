//! Reading: rows back into events, with their words where the key still is.

use std::collections::BTreeSet;

use classroom::ports::event_log::{About, ClassKey};
use domain::event::Event;
use domain::ids::{CommandId, Sequence, UserId};

use super::row::{self, EventRow};
use crate::Store;
use crate::error::Fault;
use crate::seal::{Holder, Opened, SealContext};
use crate::tenant::{self, Tx};

/// Bytes of sealed words that take so long to open that others have to go on meanwhile.
const MUCH: usize = 512 * 1024;

/// The events after `after`, in order, `most` at the most.
pub(super) async fn read(
    store: &Store,
    class: ClassKey,
    about: About,
    after: Sequence,
    most: usize,
) -> Result<Vec<Event>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let rows = rows_about(&mut tx, class, about, after, most).await?;
    let mut events = wordless(&rows)?;
    let holders = holders(class, &events, &rows);
    let keys = store.keys.to_read(&mut tx, class.tenant, holders).await?;
    tx.commit().await?;
    let sealed: usize = rows.iter().filter_map(|row| row.sealed.as_ref()).map(Vec::len).sum();
    let open = move || put_words_in(class, &mut events, &rows, &keys).map(|()| events);
    if sealed < MUCH {
        return open();
    }
    let opened = tokio::task::spawn_blocking(open).await;
    opened.map_err(|error| Fault::Broken(error.to_string()))?
}

/// The rows as events that have no words yet.
pub(super) fn wordless(rows: &[EventRow]) -> Result<Vec<Event>, Fault> {
    rows.iter().map(EventRow::event).collect()
}

/// Those whose words are in the rows.
pub(super) fn holders(class: ClassKey, events: &[Event], rows: &[EventRow]) -> BTreeSet<Holder> {
    let spoken = events.iter().zip(rows).filter(|(_, row)| row.sealed.is_some());
    spoken.map(|(event, _)| row::holder(class, event)).collect()
}

/// Opens the words of the rows, where their keys still are.
pub(super) fn put_words_in(
    class: ClassKey,
    events: &mut [Event],
    rows: &[EventRow],
    keys: &Opened,
) -> Result<(), Fault> {
    for (event, row) in events.iter_mut().zip(rows) {
        let (holder, place) = (row::holder(class, event), SealContext::Event(class.session, event.sequence));
        if let Some(words) = event.fact.words_mut() {
            *words = keys.open(holder, place, row.sealed.as_deref())?;
        }
    }
    Ok(())
}

/// The rows themselves.
pub(super) async fn rows(
    tx: &mut Tx,
    class: ClassKey,
    after: Sequence,
    most: usize,
) -> Result<Vec<EventRow>, Fault> {
    rows_about(tx, class, About::Everything, after, most).await
}

async fn rows_about(
    tx: &mut Tx,
    class: ClassKey,
    about: About,
    after: Sequence,
    most: usize,
) -> Result<Vec<EventRow>, Fault> {
    Ok(sqlx::query_as!(
        EventRow,
        r#"select sequence, offset_ms, at, kind, version, actor as "actor: UserId", command_id as "command: CommandId",
                  payload, sealed, hash
           from session_state_events
           where tenant_id = $1 and session_id = $2 and sequence > $3
             and ($5::boolean is null or starts_with(kind, 'whiteboard.') = $5)
           order by sequence
           limit $4"#,
        class.tenant.0,
        class.session.0,
        row::stored(after)?,
        i64::try_from(most).unwrap_or(i64::MAX),
        about.boards(),
    )
    .fetch_all(&mut **tx)
    .await?)
}
