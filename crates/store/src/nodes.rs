//! The list of servers that are up, by the database's clock: the one clock they share.

use std::collections::BTreeSet;

use async_trait::async_trait;
use classroom::class::SILENCE;
use classroom::ports::event_log::ClassKey;
use classroom::ports::nodes::Nodes;
use classroom::ports::records::StoreError;

use crate::Store;
use crate::error::Fault;

#[async_trait]
impl Nodes for Store {
    async fn beat(&self, node: &str) -> Result<BTreeSet<String>, StoreError> {
        let up = sqlx::query_scalar!(
            "with beat as (
                 insert into work.nodes (name, seen_at) values ($1, now())
                 on conflict (name) do update set seen_at = excluded.seen_at
             ), forgotten as (
                 delete from work.nodes where seen_at < now() - interval '1 day' and name <> $1
             )
             select name from work.nodes where seen_at >= now() - $2::float8 * interval '1 second' and name <> $1",
            node,
            SILENCE.as_secs_f64()
        )
        .fetch_all(&self.pool)
        .await
        .map_err(Fault::from)?;
        Ok(up.into_iter().chain([node.to_owned()]).collect())
    }

    async fn live_classes(&self) -> Result<Vec<ClassKey>, StoreError> {
        let rows = sqlx::query!("select session_id, tenant_id from work.recorder_leases where not ended")
            .fetch_all(&self.pool)
            .await
            .map_err(Fault::from)?;
        Ok(rows
            .into_iter()
            .map(|row| ClassKey { tenant: row.tenant_id.into(), session: row.session_id.into() })
            .collect())
    }

    async fn gone(&self, node: &str) -> Result<(), StoreError> {
        sqlx::query!("delete from work.nodes where name = $1", node)
            .execute(&self.pool)
            .await
            .map_err(Fault::from)?;
        Ok(())
    }
}
