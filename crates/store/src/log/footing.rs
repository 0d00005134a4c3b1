//! Whether a class's log is as this installation left it. That is asked before anything is added to it: the next signature would
//! vouch for whatever somebody else has made of it.

use classroom::ports::event_log::ClassKey;
use domain::ids::Sequence;

use super::sign::Head;
use super::verify::Flaw;
use crate::Store;
use crate::error::Fault;
use crate::tenant::{self, Tx};

/// What the database has of a log's end, all of one moment: rows and head are written by one statement.
struct End {
    /// The last event that is there.
    last: Sequence,
    head: Option<Head>,
    /// The hash of the row that the head names, if there is such a row.
    at_head: Option<Vec<u8>>,
}

/// The head that events after `before` are added to; `None` where the log begins with them. A conflict where there are more by
/// now.
pub(super) async fn find(
    store: &Store,
    tx: &mut Tx,
    class: ClassKey,
    before: Sequence,
) -> Result<Option<Head>, Fault> {
    let end = end(tx, class).await?;
    stand(store, class, before, end)
}

/// Whether the log is as this installation left it, for who has read it up to `last`.
pub(super) async fn check(store: &Store, class: ClassKey, last: Sequence) -> Result<(), Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let found = find(store, &mut tx, class, last).await;
    tx.commit().await?;
    match found {
        // What is there beyond is ours as well.
        Ok(_) | Err(Fault::Conflict) => Ok(()),
        Err(fault) => Err(fault),
    }
}

async fn end(tx: &mut Tx, class: ClassKey) -> Result<End, Fault> {
    let row = sqlx::query!(
        r#"select (select max(sequence) from session_state_events where tenant_id = $1 and session_id = $2) as last,
                  heads.sequence as "sequence?", heads.hash as "hash?", heads.key_id as "key_id?",
                  heads.signature as "signature?",
                  (select hash from session_state_events
                   where tenant_id = $1 and session_id = $2 and sequence = heads.sequence) as at_head
           from (values (1)) one (row) left join log_heads heads on heads.tenant_id = $1 and heads.session_id = $2"#,
        class.tenant.0,
        class.session.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let sequence = |stored: i64| Sequence(stored.unsigned_abs());
    let head = match (row.sequence, row.hash, row.key_id, row.signature) {
        (Some(last), Some(hash), Some(key), Some(signature)) => {
            Some(Head { last: sequence(last), hash, key, signature })
        }
        _ => None,
    };
    Ok(End { last: row.last.map_or(Sequence(0), sequence), head, at_head: row.at_head })
}

fn stand(store: &Store, class: ClassKey, before: Sequence, end: End) -> Result<Option<Head>, Fault> {
    let End { last, head, at_head } = end;
    let Some(head) = head else {
        let begins = last == Sequence(0) && before == Sequence(0);
        return if begins { Ok(None) } else { Err(Flaw::Unsigned.into()) };
    };
    store.log_keys.check(class, &head).map_err(Flaw::from)?;
    let flaw = match at_head {
        None => Flaw::Shortened { found: last, signed: head.last },
        Some(hash) if hash != head.hash => Flaw::Rewritten(head.last),
        Some(_) if last > head.last => Flaw::Lengthened(head.last),
        // Whoever has read more has read what is gone, with the head that signed it.
        Some(_) if before > head.last => Flaw::Shortened { found: last, signed: before },
        Some(_) if before < head.last => return Err(Fault::Conflict),
        Some(_) => return Ok(Some(head)),
    };
    Err(flaw.into())
}
