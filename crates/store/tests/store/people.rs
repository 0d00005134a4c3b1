//! Hosts, accounts, logins, attempts.

use argon2::{Argon2, PasswordHash, PasswordVerifier as _};
use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use classroom::ports::people::{Attempt, Failed, NewLogin, People as _};
use domain::attempt::{Before, FREE, Verdict};
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
    for token in [1, 2] {
        let attempt = attempt(seed::PEOPLE[0].email, "192.0.2.1", None);
        store.begin_login(seed::TENANT, &login(token, now, attempt)).await.unwrap();
    }

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

fn attempt(email: &str, place: &str, device: Option<[u8; 32]>) -> Attempt {
    Attempt { email: email.into(), address: place.into(), place: place.into(), device }
}

fn login(token: u8, at: DateTime<Utc>, attempt: Attempt) -> NewLogin {
    let (token_hash, until) = ([token; 32], at + TimeDelta::days(1));
    NewLogin { user: TEACHER, token_hash, at, until, attempt, new_at_address: true, device: [9; 32] }
}

#[tokio::test]
async fn attempts_are_counted_until_one_is_right() {
    let database = Database::with_demo().await;
    let (store, now) = (&database.store, Utc::now().trunc_subsecs(3));
    let count = async |attempt: &Attempt| match store.count_attempt(seed::TENANT, attempt, now).await.unwrap()
    {
        Verdict::Look { after, .. } => Some(after),
        Verdict::Wait { .. } => None,
    };
    let (email, device) = (seed::PEOPLE[0].email, Some([9; 32]));
    for n in 1..=FREE {
        // Whoever asks: the account's failures are one number.
        let after = count(&attempt(email, &format!("192.0.2.{n}"), None)).await.unwrap();
        let Before::UnknownDevice { account, account_here, address } = after else { panic!("{after:?}") };
        let counts = [account, account_here, address].map(|tally| tally.unwrap().count);
        assert_eq!(counts, [n, 1, 1]);
    }
    assert_eq!(count(&attempt(email, "192.0.2.200", None)).await, None);
    assert!(count(&attempt(email, "192.0.2.200", device)).await.is_some(), "a remembered device has its own");
    assert!(count(&attempt("somebody@else", "192.0.2.1", None)).await.is_some());
    store.begin_login(seed::TENANT, &login(1, now, attempt(email, "192.0.2.1", None))).await.unwrap();
    let after = count(&attempt(email, "192.0.2.1", None)).await.unwrap();
    let Before::UnknownDevice { account, address, .. } = after else { panic!("{after:?}") };
    let counts = [account, address].map(|tally| tally.unwrap().count);
    assert_eq!(counts, [1, 2], "the account's are forgiven, of the address this one alone");
    let elsewhere = TenantId(Uuid::now_v7());
    assert!(store.count_attempt(elsewhere, &attempt(email, "192.0.2.200", None), now).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_attempts_at_once_no_more_are_looked_at_than_may_fail() {
    let database = Database::with_demo().await;
    let (store, now) = (&database.store, Utc::now());
    let attempts = (0..40).map(|n| async move {
        // Who counts and who forgives must not wait for each other.
        let other = attempt("b@school.example", "192.0.2.1", None);
        store.begin_login(seed::TENANT, &login(n, now, other)).await.unwrap();
        let attempt = attempt("a@school.example", &format!("192.0.2.{}", n % 3), None);
        matches!(store.count_attempt(seed::TENANT, &attempt, now).await.unwrap(), Verdict::Look { .. })
    });
    let looked_at = futures::future::join_all(attempts).await;
    assert_eq!(looked_at.iter().filter(|looked| **looked).count(), FREE as usize);
}

#[tokio::test]
async fn a_device_is_known_to_those_who_signed_in_on_it_until_it_is_forgotten() {
    let database = Database::with_demo().await;
    let (store, now) = (&database.store, Utc::now().trunc_subsecs(3));
    let (teacher, other) = (seed::PEOPLE[0].email, seed::PEOPLE[1].email);
    let known = async |email: &str, since| {
        store.known_device(seed::TENANT, email, &[[1; 32], [9; 32]], since).await.unwrap()
    };
    let before = now - TimeDelta::days(1);
    assert_eq!(known(teacher, before).await, None);
    store.begin_login(seed::TENANT, &login(1, now, attempt(teacher, "192.0.2.1", None))).await.unwrap();
    assert_eq!(known(&teacher.to_uppercase(), before).await, Some([9; 32]));
    assert_eq!(known(other, before).await, None, "another's account");
    assert_eq!(known("nobody@school.example", before).await, None);
    assert_eq!(known(teacher, now).await, None, "too long ago");
    store.erase_person(seed::TENANT, TEACHER).await.unwrap();
    let left: i64 = sqlx::query_scalar("select count(*) from known_devices")
        .fetch_one(&mut database.admin().await)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn the_audit_log_says_who_tried_and_never_what_was_typed() {
    let database = Database::with_demo().await;
    let (store, now) = (&database.store, Utc::now().trunc_subsecs(3));
    let typed = attempt("my secret password", "2001:db8::1", None);
    for (user, why) in [(None, Failed::WrongPassword), (None, Failed::WrongPassword), (None, Failed::TooMany)]
    {
        store.attempt_failed(seed::TENANT, &typed, user, why, now).await.unwrap();
    }
    let at_teacher = attempt(seed::PEOPLE[0].email, "192.0.2.1", None);
    for _ in 0..3 {
        store.attempt_failed(seed::TENANT, &at_teacher, Some(TEACHER), Failed::TooMany, now).await.unwrap();
    }
    let later = now + TimeDelta::minutes(2);
    store.attempt_failed(seed::TENANT, &at_teacher, Some(TEACHER), Failed::TooMany, later).await.unwrap();
    store.begin_login(seed::TENANT, &login(1, later, at_teacher)).await.unwrap();
    let rows: Vec<(Option<Uuid>, String, String, String)> = sqlx::query_as(
        "select user_id, about, address, outcome from audit_log where what = 'sign_in' order by id",
    )
    .fetch_all(&mut database.admin().await)
    .await
    .unwrap();
    let teacher = format!("user {}", TEACHER.0);
    let expected = [
        (None, "unknown address", "2001:db8::1", "wrong password"),
        (None, "unknown address", "2001:db8::1", "wrong password"),
        (None, "unknown address", "2001:db8::1", "too many attempts"),
        (None, &teacher, "192.0.2.1", "too many attempts"),
        (None, &teacher, "192.0.2.1", "too many attempts"),
        (Some(TEACHER.0), &teacher, "192.0.2.1", "signed in on a new device"),
    ];
    let expected = expected.map(|(user, about, address, outcome)| {
        (user, about.to_owned(), address.to_owned(), outcome.to_owned())
    });
    assert_eq!(rows, expected);
}
