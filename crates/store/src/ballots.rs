//! The secrets of anonymous polls: made with the first vote, gone with the last.

use async_trait::async_trait;
use classroom::ports::event_log::ClassKey;
use classroom::ports::polls::Ballots;
use classroom::ports::records::StoreError;
use domain::ids::PollId;

use crate::Store;
use crate::error::Fault;
use crate::tenant::Tx;

#[async_trait]
impl Ballots for Store {
    async fn secret(&self, class: ClassKey, poll: PollId) -> Result<[u8; 32], StoreError> {
        Ok(secret(self, class, poll).await?)
    }
}

async fn secret(store: &Store, class: ClassKey, poll: PollId) -> Result<[u8; 32], Fault> {
    let fresh: [u8; 32] = rand::random();
    // Of two servers that make one the first wins; the row is returned in either case.
    let secret = sqlx::query_scalar!(
        "insert into work.ballot_secrets (tenant_id, session_id, poll_id, secret) values ($1, $2, $3, $4)
         on conflict (session_id, poll_id) do update set tenant_id = excluded.tenant_id
         returning secret",
        class.tenant.0,
        class.session.0,
        poll.0,
        &fresh
    )
    .fetch_one(&store.pool)
    .await?;
    secret.try_into().map_err(|_| Fault::Broken("a ballot's secret is not 32 bytes".into()))
}

/// The polls are closed: nobody can tell any more who voted what.
pub(crate) async fn forget(tx: &mut Tx, class: ClassKey, polls: &[PollId]) -> Result<(), Fault> {
    sqlx::query!(
        "delete from work.ballot_secrets where session_id = $1 and poll_id = any($2)",
        class.session.0,
        polls as &[PollId],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
