//! What people are in a class: asked for each tab that opens it.

use std::collections::HashMap;

use classroom::ports::event_log::ClassKey;
use domain::ids::UserId;
use domain::role::Role;
use sqlx::PgPool;

use crate::batch::Batcher;
use crate::error::Fault;
use crate::{Store, tenant};

/// Whose standing is asked for; `None` where there is no such class, `Some(None)` where they are nobody in it.
pub(crate) type Standings = Batcher<ClassKey, UserId, Option<Option<Role>>>;

pub(super) async fn standing(
    store: &Store,
    class: ClassKey,
    user: UserId,
) -> Result<Option<Option<Role>>, Fault> {
    let pool = store.pool.clone();
    let all = move |class, users| {
        let pool = pool.clone();
        async move { standings(&pool, class, users).await }
    };
    store.batches.standings.ask(class, user, all).await
}

async fn standings(
    pool: &PgPool,
    class: ClassKey,
    users: Vec<UserId>,
) -> Result<Vec<Option<Option<Role>>>, Fault> {
    let mut tx = tenant::begin_class(pool, class).await?;
    let rows = sqlx::query!(
        r#"select asked.id as "user!: UserId", mine.role as "standing?"
           from sessions
           cross join unnest($3::uuid[]) as asked (id)
           left join enrollments mine
               on mine.tenant_id = $1 and mine.course_id = sessions.course_id and mine.user_id = asked.id
           where sessions.tenant_id = $1 and sessions.id = $2"#,
        class.tenant.0,
        class.session.0,
        &users as &[UserId],
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    let found: HashMap<UserId, Option<Role>> =
        rows.into_iter().map(|row| (row.user, row.standing.as_deref().and_then(Role::from_word))).collect();
    Ok(users.iter().map(|user| found.get(user).copied()).collect())
}
