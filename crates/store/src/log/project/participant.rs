//! Who was in a class, from when to when.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use domain::ids::UserId;
use domain::participant;
use domain::role::Role;

use super::Written;
use crate::error::Fault;
use crate::tenant::Tx;

/// What a batch says about one person.
struct Visit {
    role: Role,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    // A statement may touch each row once, and a batch may hold many tabs of one person.
    let mut visits: BTreeMap<UserId, Visit> = BTreeMap::new();
    let mut left: BTreeMap<UserId, DateTime<Utc>> = BTreeMap::new();
    for Written { event, .. } in facts {
        match &event.fact {
            Fact::Participant(participant::Fact::Joined { user, role, .. }) => {
                let (role, at) = (*role, event.at);
                let visit = visits.entry(*user).or_insert(Visit { role, first: at, last: at });
                visit.role = role;
                visit.last = at;
                left.remove(user);
            }
            Fact::Participant(participant::Fact::Left { user, .. }) => {
                left.insert(*user, event.at);
            }
            _ => {}
        }
    }
    if !visits.is_empty() {
        join(tx, class, &visits).await?;
    }
    if !left.is_empty() {
        leave(tx, class, &left).await?;
    }
    Ok(())
}

async fn join(tx: &mut Tx, class: ClassKey, visits: &BTreeMap<UserId, Visit>) -> Result<(), Fault> {
    let users: Vec<UserId> = visits.keys().copied().collect();
    let roles: Vec<&str> = visits.values().map(|visit| visit.role.word()).collect();
    let first: Vec<_> = visits.values().map(|visit| visit.first).collect();
    let last: Vec<_> = visits.values().map(|visit| visit.last).collect();
    sqlx::query!(
        "insert into session_participants (tenant_id, session_id, user_id, role, first_joined_at, last_joined_at)
         select $1, $2, * from unnest($3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[])
         on conflict (session_id, user_id) do update
             set role = excluded.role, last_joined_at = excluded.last_joined_at, left_at = null",
        class.tenant.0,
        class.session.0,
        &users as &[UserId],
        &roles as &[&str],
        &first,
        &last,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// With several tabs the last one to go counts; one that stays open shows in the log, not here.
async fn leave(tx: &mut Tx, class: ClassKey, left: &BTreeMap<UserId, DateTime<Utc>>) -> Result<(), Fault> {
    let users: Vec<UserId> = left.keys().copied().collect();
    let at: Vec<_> = left.values().copied().collect();
    sqlx::query!(
        "update session_participants set left_at = gone.at
         from unnest($3::uuid[], $4::timestamptz[]) as gone(user_id, at)
         where tenant_id = $1 and session_id = $2 and session_participants.user_id = gone.user_id",
        class.tenant.0,
        class.session.0,
        &users as &[UserId],
        &at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
