//! Hosts, accounts, logins, attempts.

use argon2::{Argon2, PasswordHash, PasswordVerifier as _};
use chrono::{SubsecRound as _, TimeDelta, Utc};
use classroom::ports::people::People as _;
use domain::ids::TenantId;
use domain::role::Role;
use store::seed;
use testkit::database::Database;
use testkit::script::TEACHER;
use uuid::Uuid;

#[tokio::test]
async fn hosts_lead_to_their_tenant_and_the_star_takes_the_rest() {
    let database = Database::with_demo().await;
    let other = TenantId(Uuid::now_v7());
    let mut admin = database.admin().await;
    sqlx::query(
        "with t as (insert into tenants (id, name) values ($1, 'Elsewhere'))
                 insert into tenant_domains (tenant_id, domain) values ($1, 'elsewhere.example')",
    )
    .bind(other.0)
    .execute(&mut admin)
    .await
    .unwrap();
    let of = |host: &'static str| database.store.tenant_of_host(host);
    assert_eq!(of("Elsewhere.Example").await.unwrap(), Some(other));
    assert_eq!(of("127.0.0.1").await.unwrap(), Some(seed::TENANT));
    sqlx::query("delete from tenant_domains where domain = '*'").execute(&mut admin).await.unwrap();
    assert_eq!(of("127.0.0.1").await.unwrap(), None);
}

#[tokio::test]
async fn the_demo_people_sign_in_with_their_password() {
    let database = Database::with_demo().await;
    for person in seed::PEOPLE {
        let email = person.email.to_uppercase();
        let account = database.store.account(seed::TENANT, &email).await.unwrap().unwrap();
        assert_eq!(account.user, person.user);
        let hash = account.password.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        let hash = PasswordHash::new(&hash).unwrap();
        assert!(Argon2::default().verify_password(seed::PASSWORD.as_bytes(), &hash).is_ok());
    }
    assert!(database.store.account(seed::TENANT, "nobody@demo.lectern").await.unwrap().is_none());
    let elsewhere = TenantId(Uuid::now_v7());
    assert!(database.store.account(elsewhere, seed::PEOPLE[0].email).await.unwrap().is_none());
}

#[tokio::test]
async fn a_login_lasts_until_its_time_or_its_end() {
    let database = Database::with_demo().await;
    let (store, now) = (&database.store, Utc::now().trunc_subsecs(3));
    let until = now + TimeDelta::days(1);
    store.begin_login(seed::TENANT, TEACHER, [1; 32], until).await.unwrap();
    store.begin_login(seed::TENANT, TEACHER, [2; 32], until).await.unwrap();

    let actor = store.login(seed::TENANT, [1; 32], now).await.unwrap().unwrap();
    assert_eq!(
        (actor.user, actor.name.as_str(), actor.roles),
        (TEACHER, "Vera Lindqvist", vec![Role::Teacher])
    );
    assert!(store.login(seed::TENANT, [1; 32], until).await.unwrap().is_none(), "run out");
    assert!(store.login(TenantId(Uuid::now_v7()), [1; 32], now).await.unwrap().is_none(), "another tenant");

    store.end_login(seed::TENANT, [1; 32]).await.unwrap();
    store.end_login(seed::TENANT, [1; 32]).await.unwrap();
    assert!(store.login(seed::TENANT, [1; 32], now).await.unwrap().is_none(), "signed out");
    assert!(store.login(seed::TENANT, [2; 32], now).await.unwrap().is_some(), "the other device stays");
}

#[tokio::test]
async fn attempts_are_counted_by_key_and_time() {
    let database = Database::with_demo().await;
    let (store, now, lasts) = (&database.store, Utc::now().trunc_subsecs(3), TimeDelta::minutes(15));
    let count = async |person: u8, address: u8, now| {
        store.count_attempt(seed::TENANT, [[person; 32], [address; 32]], now, lasts).await.unwrap()
    };
    assert_eq!(count(1, 9, now).await, [1, 1]);
    assert_eq!(count(1, 9, now + lasts).await, [2, 2]);
    assert_eq!(count(2, 9, now + lasts).await, [1, 3]);
    store.forgive_attempts(seed::TENANT, [1; 32], [9; 32]).await.unwrap();
    assert_eq!(count(1, 9, now + lasts).await, [1, 3], "nothing of the person, one less of the address");
    let later = now + lasts + TimeDelta::milliseconds(1);
    assert_eq!(count(1, 9, later).await, [1, 1], "they count from the first one on, for so long");
    assert_eq!(count(2, 9, later).await, [2, 2], "each from its own first one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_attempts_at_once_each_has_a_number_of_its_own() {
    let database = Database::with_demo().await;
    let (store, now, lasts) = (&database.store, Utc::now(), TimeDelta::minutes(15));
    let attempts = (0..40).map(|n| async move {
        // In one order and in the other: who counts and who forgives must not wait for each other.
        let keys = if n % 2 == 0 { [[1; 32], [2; 32]] } else { [[2; 32], [1; 32]] };
        let [count, _] = store.count_attempt(seed::TENANT, keys, now, lasts).await.unwrap();
        store.forgive_attempts(seed::TENANT, [3; 32], [4; 32]).await.unwrap();
        count
    });
    let mut counts = futures::future::join_all(attempts).await;
    counts.sort_unstable();
    assert_eq!(counts, (1..=40).collect::<Vec<_>>());
}
