//! Attempts to sign in: the failures counted under each key, and the audit log's rows. Everybody who locks several rows locks
//! them in the order of their keys.

use chrono::{DateTime, SubsecRound as _, Utc};
use classroom::ports::people::{Attempt, Failed, NewLogin};
use domain::attempt::{Before, REMEMBERED, Tally, Verdict, decide};
use domain::ids::{TenantId, UserId};

use crate::Store;
use crate::error::Fault;
use crate::tenant::{self, Tx};

/// The action in the audit log.
const SIGN_IN: &str = "sign_in";

/// What an attempt's failures are counted under: keyed digests, since people type passwords where the e-mail belongs.
enum Keys {
    /// A device that is remembered for the account.
    Device([u8; 32]),
    /// The account, the account at the address, the address.
    Unknown([[u8; 32]; 3]),
}

impl Keys {
    fn of(store: &Store, tenant: TenantId, attempt: &Attempt) -> Self {
        let Attempt { email, place, .. } = attempt;
        let key = |kind: &[u8], parts: &[&[u8]]| {
            let mut whole: Vec<&[u8]> = vec![tenant.0.as_bytes(), kind];
            whole.extend_from_slice(parts);
            store.keys.digest(&whole)
        };
        match attempt.device {
            Some(device) => Self::Device(key(b"device", &[email.as_bytes(), &device])),
            None => Self::Unknown([
                key(b"account", &[email.as_bytes()]),
                key(b"account here", &[email.as_bytes(), place.as_bytes()]),
                key(b"address", &[place.as_bytes()]),
            ]),
        }
    }

    fn all(&self) -> &[[u8; 32]] {
        match self {
            Self::Device(key) => std::slice::from_ref(key),
            Self::Unknown(keys) => keys,
        }
    }

    /// What was counted, in the order of [`Keys::all`].
    fn before(&self, tallies: &[Option<Tally>]) -> Before {
        let nth = |n: usize| tallies.get(n).copied().flatten();
        match self {
            Self::Device(_) => Before::RememberedDevice { device: nth(0) },
            Self::Unknown(_) => {
                Before::UnknownDevice { account: nth(0), account_here: nth(1), address: nth(2) }
            }
        }
    }
}

/// The tallies of what was decided, in the order of [`Keys::all`].
fn tallies(before: &Before) -> Vec<Option<Tally>> {
    match *before {
        Before::RememberedDevice { device } => vec![device],
        Before::UnknownDevice { account, account_here, address } => vec![account, account_here, address],
    }
}

pub(crate) async fn count(
    store: &Store,
    tenant: TenantId,
    attempt: &Attempt,
    now: DateTime<Utc>,
) -> Result<Verdict, Fault> {
    let (keys, now) = (Keys::of(store, tenant, attempt), now.trunc_subsecs(3));
    let wanted: Vec<Vec<u8>> = keys.all().iter().map(|key| key.to_vec()).collect();
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    // A row for each key, so that there is one to lock: whoever comes at the same time waits here.
    sqlx::query!(
        "insert into sign_in_failures (tenant_id, key, count, last)
         select $1, key, 0, $3 from unnest($2::bytea[]) as given (key) order by key
         on conflict do nothing",
        tenant.0,
        &wanted[..],
        now
    )
    .execute(&mut *tx)
    .await?;
    let rows = sqlx::query!(
        "select key, count, last from sign_in_failures
         where tenant_id = $1 and key = any($2) order by key for update",
        tenant.0,
        &wanted[..]
    )
    .fetch_all(&mut *tx)
    .await?;
    let counted = |key: &[u8; 32]| {
        let row = rows.iter().find(|row| row.key == key).filter(|row| row.count > 0)?;
        Some(Tally { count: u32::try_from(row.count).unwrap_or(u32::MAX), last: row.last })
    };
    let before = keys.before(&keys.all().iter().map(counted).collect::<Vec<_>>());
    let verdict = decide(&before, now);
    if let Verdict::Look { after, .. } = &verdict {
        let counts: Vec<i64> =
            tallies(after).iter().map(|tally| tally.map_or(0, |tally| tally.count.into())).collect();
        sqlx::query!(
            "update sign_in_failures set count = given.count, last = $4
             from unnest($2::bytea[], $3::bigint[]) as given (key, count)
             where tenant_id = $1 and sign_in_failures.key = given.key",
            tenant.0,
            &wanted[..],
            &counts,
            now
        )
        .execute(&mut *tx)
        .await?;
    }
    // Whatever doesn't count any more, of anybody, goes with it; nobody is waited for.
    sqlx::query!(
        "delete from sign_in_failures where tenant_id = $1 and key in (
             select key from sign_in_failures where tenant_id = $1 and last < $2 limit 100 for update skip locked)",
        tenant.0,
        now - REMEMBERED
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(verdict)
}

/// It was the right password: what this account failed before on such a device is forgotten, and it doesn't count for the
/// address.
pub(crate) async fn forgive(
    store: &Store,
    tx: &mut Tx,
    tenant: TenantId,
    login: &NewLogin,
) -> Result<(), Fault> {
    let keys = Keys::of(store, tenant, &login.attempt);
    let (forgotten, address) = match &keys {
        Keys::Device(device) => (vec![device.to_vec()], None),
        Keys::Unknown([account, here, address]) => {
            (vec![account.to_vec(), here.to_vec()], login.new_at_address.then(|| address.to_vec()))
        }
    };
    sqlx::query!(
        "with held as (
             select key from sign_in_failures
             where tenant_id = $1 and (key = any($2) or key = $3) order by key for update)
         update sign_in_failures
         set count = case when sign_in_failures.key = $3 then greatest(count - 1, 0) else 0 end
         from held where tenant_id = $1 and sign_in_failures.key = held.key",
        tenant.0,
        &forgotten[..],
        address
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(crate) async fn failed(
    store: &Store,
    tenant: TenantId,
    attempt: &Attempt,
    account: Option<UserId>,
    why: Failed,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let about = account.map_or_else(|| "unknown address".to_owned(), |user| format!("user {}", user.0));
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    // One that wasn't looked at costs next to nothing: of those, one a minute for each account and address says enough.
    sqlx::query!(
        "insert into audit_log (tenant_id, at, what, about, address, outcome)
         select $1::uuid, $2::timestamptz, $3::text, $4::text, $5::text, $6::text where $7::bool or not exists (
             select from audit_log where tenant_id = $1 and at > $2::timestamptz - interval '1 minute'
                and what = $3 and about = $4 and address = $5 and outcome = $6)",
        tenant.0,
        now,
        SIGN_IN,
        about,
        attempt.address,
        why.word(),
        why == Failed::WrongPassword
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

pub(crate) async fn succeeded(tx: &mut Tx, tenant: TenantId, login: &NewLogin) -> Result<(), Fault> {
    sqlx::query!(
        "insert into audit_log (tenant_id, user_id, at, what, about, address, outcome)
         values ($1, $2, $3, $4, $5, $6, $7)",
        tenant.0,
        login.user.0,
        login.at,
        SIGN_IN,
        format!("user {}", login.user.0),
        login.attempt.address,
        if login.attempt.device.is_some() { "signed in" } else { "signed in on a new device" }
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
