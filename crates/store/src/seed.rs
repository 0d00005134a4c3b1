//! The demo school: a tenant for every host, four people and a course, so that a first look has something to
//! look at.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, SaltString};
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use classroom::ports::event_log::{ClassKey, EventLog as _, LogError};
use classroom::ports::records::StoreError;
use domain::event::{Event, Fact};
use domain::ids::{CourseId, LessonId, Offset, Sequence, SessionId, TenantId, UserId};
use domain::role::Role;
use domain::session;
use domain::session::Schedule;
use uuid::Uuid;

use crate::Store;
use crate::error::Fault;
use crate::tenant::{self, Tx};

/// The password of every demo person.
pub const PASSWORD: &str = "lectern-demo";
/// The demo school.
pub const TENANT: TenantId = TenantId(named(1));
/// Its course.
pub const COURSE: CourseId = CourseId(named(2));
const COURSE_TITLE: &str = "Dynamics 2";
const ZONE: &str = "Europe/Berlin";

/// Its people.
pub const PEOPLE: [Person; 4] = [
    Person::new(0x11, "Vera Lindqvist", "teacher@demo.lectern", Role::Teacher),
    Person::new(0x12, "Tomás Ferreira", "assistant@demo.lectern", Role::Assistant),
    Person::new(0x13, "Amina Diallo", "student@demo.lectern", Role::Student),
    Person::new(0x14, "Jonas Weber", "student2@demo.lectern", Role::Student),
];

const LESSONS: [&str; 8] = [
    "Units and measurement",
    "Hooke's law",
    "The pendulum",
    "Energy in oscillations",
    "Damping",
    "Driven oscillations and resonance",
    "Coupled oscillators",
    "Waves on a string",
];

/// Somebody of the demo school.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Their account.
    pub user: UserId,
    /// Their name.
    pub name: &'static str,
    /// What they sign in with.
    pub email: &'static str,
    /// What they are, in the school and in its course.
    pub role: Role,
}

impl Person {
    const fn new(id: u128, name: &'static str, email: &'static str, role: Role) -> Self {
        Self { user: UserId(named(id)), name, email, role }
    }
}

/// Names that are the same in every installation, so that seeding twice makes one school.
const fn named(id: u128) -> Uuid {
    Uuid::from_u128(0x0001_ec7e_0000_7000_8000_0000_0000_0000 | id)
}

/// Makes the demo school where it isn't there, and sees to it that a class is ahead: one soon, one in two
/// days.
///
/// # Errors
/// Where the database is down.
pub async fn demo(store: &Store, now: DateTime<Utc>) -> Result<(), StoreError> {
    school(store).await?;
    open(store).await?;
    if !class_ahead(store, now).await? {
        let soon = round_up(now + TimeDelta::minutes(10), TimeDelta::minutes(15));
        let later = round_up(now + TimeDelta::days(2), TimeDelta::hours(1));
        schedule(store, now, 3, "Energy in oscillations", soon).await?;
        schedule(store, now, 4, "Damping: why swings stop", later).await?;
    }
    Ok(())
}

/// Shuts the demo's people out, where there are any: nobody signs in as one of them, and who is, is no more. What they wrote
/// stays, and [`demo`] lets them in again.
///
/// # Errors
/// Where the database is down.
pub async fn close(store: &Store) -> Result<(), StoreError> {
    Ok(shut(store).await?)
}

async fn shut(store: &Store) -> Result<(), Fault> {
    let people: Vec<Uuid> = PEOPLE.iter().map(|person| person.user.0).collect();
    let mut tx = tenant::begin(&store.pool, TENANT).await?;
    sqlx::query!("update users set password = null where tenant_id = $1 and id = any($2)", TENANT.0, &people)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from logins where tenant_id = $1 and user_id = any($2)", TENANT.0, &people)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from known_devices where tenant_id = $1 and user_id = any($2)", TENANT.0, &people)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        "delete from calendar_addresses where tenant_id = $1 and user_id = any($2)",
        TENANT.0,
        &people
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

/// Lets those in again who were shut out.
async fn open(store: &Store) -> Result<(), Fault> {
    let people: Vec<Uuid> = PEOPLE.iter().map(|person| person.user.0).collect();
    let mut tx = tenant::begin(&store.pool, TENANT).await?;
    let shut_out = sqlx::query_scalar!(
        "select id from users
         where tenant_id = $1 and id = any($2) and password is null and email is not null for update",
        TENANT.0,
        &people
    )
    .fetch_all(&mut *tx)
    .await?;
    for user in shut_out {
        sqlx::query!(
            "update users set password = $3 where tenant_id = $1 and id = $2",
            TENANT.0,
            user,
            &password_hash().await?
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(tx.commit().await?)
}

async fn school(store: &Store) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, TENANT).await?;
    let new = sqlx::query!(
        "insert into tenants (id, name) values ($1, 'Demo school') on conflict do nothing",
        TENANT.0
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if new == 0 {
        return Ok(tx.rollback().await?);
    }
    // An installation may have a school of its own for every host; the demo then has none.
    sqlx::query!(
        "insert into tenant_domains (tenant_id, domain) values ($1, '*') on conflict do nothing",
        TENANT.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into roles (tenant_id, role) select $1, * from unnest($2::text[])",
        TENANT.0,
        &Role::ALL.map(Role::word) as &[&str]
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into courses (tenant_id, id, title) values ($1, $2, $3)",
        TENANT.0,
        COURSE.0,
        COURSE_TITLE
    )
    .execute(&mut *tx)
    .await?;
    for (place, title) in (1..).zip(LESSONS) {
        sqlx::query!(
            "insert into lessons (tenant_id, id, course_id, place, title) values ($1, $2, $3, $4, $5)",
            TENANT.0,
            lesson(place).0,
            COURSE.0,
            place,
            title
        )
        .execute(&mut *tx)
        .await?;
    }
    for person in PEOPLE {
        enroll(&mut tx, &person).await?;
    }
    Ok(tx.commit().await?)
}

async fn enroll(tx: &mut Tx, person: &Person) -> Result<(), Fault> {
    let (user, role) = (person.user.0, person.role.word());
    sqlx::query!(
        "insert into users (tenant_id, id, name, email, password) values ($1, $2, $3, $4, $5)",
        TENANT.0,
        user,
        person.name,
        person.email,
        &password_hash().await?
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into user_roles (tenant_id, user_id, role) values ($1, $2, $3)",
        TENANT.0,
        user,
        role
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into enrollments (tenant_id, course_id, user_id, role) values ($1, $2, $3, $4)",
        TENANT.0,
        COURSE.0,
        user,
        role
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn password_hash() -> Result<String, Fault> {
    let hash = || {
        let salt = SaltString::encode_b64(Uuid::new_v4().as_bytes())?;
        Ok(Argon2::default().hash_password(PASSWORD.as_bytes(), &salt)?.to_string())
    };
    tokio::task::spawn_blocking(hash)
        .await
        .map_err(|error| Fault::Broken(error.to_string()))?
        .map_err(|error: argon2::password_hash::Error| Fault::Broken(error.to_string()))
}

async fn class_ahead(store: &Store, now: DateTime<Utc>) -> Result<bool, Fault> {
    let mut tx = tenant::begin(&store.pool, TENANT).await?;
    let ahead = sqlx::query_scalar!(
        r#"select exists (select from sessions where tenant_id = $1 and course_id = $2
                          and (phase = 'live' or (phase = 'scheduled' and starts_at > $3))) as "ahead!""#,
        TENANT.0,
        COURSE.0,
        now - TimeDelta::minutes(30)
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(ahead)
}

/// Through the log, like every class.
async fn schedule(
    store: &Store,
    now: DateTime<Utc>,
    place: i32,
    title: &str,
    starts_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    // Named by its time: two servers that seed at once make one class.
    let session = SessionId(named(
        (u128::from(starts_at.timestamp().unsigned_abs()) << 16) | u128::from(place.unsigned_abs()),
    ));
    let fact = Fact::Session(session::Fact::Scheduled(Schedule {
        session,
        course: COURSE,
        lesson: Some(lesson(place)),
        title: title.into(),
        starts_at,
        minutes: 60,
        zone: ZONE.into(),
    }));
    let event = Event {
        sequence: Sequence(1),
        offset: Offset(0),
        at: now,
        actor: Some(PEOPLE[0].user),
        command: session.0.into(),
        fact,
    };
    match store.append(ClassKey { tenant: TENANT, session }, &[event]).await {
        // It is there, and whoever goes on in it finds out whether it is as it was written.
        Ok(()) | Err(LogError::Conflict | LogError::Altered(_)) => Ok(()),
        Err(LogError::Unavailable(why)) => Err(StoreError::Unavailable(why)),
        Err(taken @ LogError::Taken) => Err(StoreError::Broken(taken.to_string())),
        Err(LogError::Broken(why)) => Err(StoreError::Broken(why)),
    }
}

/// A lesson of its course, by its place: 1 is the first.
#[must_use]
pub fn lesson(place: i32) -> LessonId {
    LessonId(named(0x100 + u128::from(place.unsigned_abs())))
}

fn round_up(time: DateTime<Utc>, step: TimeDelta) -> DateTime<Utc> {
    // Fails for times far from ours only.
    time.duration_round_up(step).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_start_on_the_quarter() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let quarter = TimeDelta::minutes(15);
        assert_eq!(round_up(at("2026-03-01T09:52:10Z"), quarter), at("2026-03-01T10:00:00Z"));
        assert_eq!(round_up(at("2026-03-01T10:00:00Z"), quarter), at("2026-03-01T10:00:00Z"));
    }
}
