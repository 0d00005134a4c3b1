//! Where commands stand in a log: for those that a writer doesn't remember any more.

use classroom::ports::event_log::{ClassKey, CommandPlace};
use domain::ids::{CommandId, Sequence, UserId};

use crate::Store;
use crate::error::Fault;
use crate::tenant;

pub(super) async fn find(
    store: &Store,
    class: ClassKey,
    commands: &[CommandId],
) -> Result<Vec<CommandPlace>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let rows = sqlx::query!(
        r#"select command_id as "command: CommandId", actor as "actor: UserId", min(sequence) as "first!", max(sequence) as "last!"
           from session_state_events
           where tenant_id = $1 and session_id = $2 and command_id = any($3)
           group by command_id, actor"#,
        class.tenant.0,
        class.session.0,
        commands as &[CommandId],
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    let sequence = |stored: i64| Sequence(stored.unsigned_abs());
    let places = rows.into_iter().map(|row| CommandPlace {
        command: row.command,
        actor: row.actor,
        first: sequence(row.first),
        last: sequence(row.last),
    });
    Ok(places.collect())
}
