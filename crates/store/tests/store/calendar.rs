//! Courses and classes as people see them, and the demo school that has some.

use chrono::{TimeDelta, Utc};
use classroom::ports::records::Records as _;
use domain::event::Fact;
use domain::ids::UserId;
use domain::role::Role;
use domain::session;
use domain::session::{EndReason, Phase};
use store::seed;
use testkit::database::Database;
use testkit::script::{STUDENT, Script, TEACHER};
use uuid::Uuid;

#[tokio::test]
async fn seeding_twice_makes_one_school() {
    let database = Database::with_demo().await;
    let store = &database.store;
    seed::demo(store, Utc::now()).await.unwrap();
    let courses = store.courses(seed::TENANT, STUDENT).await.unwrap();
    assert_eq!(courses.len(), 1);
    let course = &courses[0];
    assert_eq!(
        (course.title.as_str(), course.standing, course.students),
        ("Dynamics 2", Some(Role::Student), 2)
    );
    assert_eq!(course.teacher.as_deref(), Some("Vera Lindqvist"));
    assert_eq!(course.lessons.len(), 8);
    assert_eq!(course.lessons[1].title, "Hooke's law");
    let classes = store.classes(seed::TENANT, STUDENT, Utc::now()).await.unwrap();
    assert_eq!(classes.len(), 2);
    assert!(classes.iter().all(|class| class.phase == Phase::Scheduled && class.starts_at > Utc::now()));

    seed::demo(store, Utc::now() + TimeDelta::days(7)).await.unwrap();
    let classes = store.classes(seed::TENANT, STUDENT, Utc::now()).await.unwrap();
    assert_eq!(classes.len(), 4, "a week later there is a class ahead again");
}

#[tokio::test]
async fn two_servers_may_seed_at_once() {
    let database = Database::fresh().await;
    let (other, now) = (database.second_store().await, Utc::now());
    let (a, b) = tokio::join!(seed::demo(&database.store, now), seed::demo(&other, now));
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(other.classes(seed::TENANT, STUDENT, now).await.unwrap().len(), 2);
}

#[tokio::test]
async fn who_is_not_enrolled_sees_nothing_and_an_admin_everything() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let (outsider, admin) = (UserId(Uuid::now_v7()), UserId(Uuid::now_v7()));
    let mut superuser = database.admin().await;
    for user in [outsider, admin] {
        sqlx::query("insert into users (tenant_id, id, name, email) values ($1, $2, 'X', $2::text)")
            .bind(seed::TENANT.0)
            .bind(user.0)
            .execute(&mut superuser)
            .await
            .unwrap();
    }
    sqlx::query("insert into user_roles (tenant_id, user_id, role) values ($1, $2, 'admin')")
        .bind(seed::TENANT.0)
        .bind(admin.0)
        .execute(&mut superuser)
        .await
        .unwrap();
    for (user, sees) in [(outsider, 0), (admin, 1), (TEACHER, 1)] {
        assert_eq!(store.courses(seed::TENANT, user).await.unwrap().len(), sees);
        assert_eq!(store.classes(seed::TENANT, user, Utc::now()).await.unwrap().len(), 2 * sees);
    }
    assert_eq!(store.enrollment(seed::TENANT, seed::COURSE, admin).await.unwrap(), None);
    assert_eq!(store.enrollment(seed::TENANT, seed::COURSE, TEACHER).await.unwrap(), Some(Role::Teacher));
    let class = store.classes(seed::TENANT, TEACHER, Utc::now()).await.unwrap()[0].clone();
    let key = classroom::ports::event_log::ClassKey { tenant: seed::TENANT, session: class.id };
    let seen = store.class(key, outsider).await.unwrap().unwrap();
    assert_eq!(seen.standing, None, "policy decides what that means");
    let elsewhere = classroom::ports::event_log::ClassKey { tenant: Uuid::now_v7().into(), ..key };
    assert_eq!(store.class(elsewhere, TEACHER).await.unwrap(), None);
}

#[tokio::test]
async fn the_calendar_keeps_what_is_live_or_ends_later() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let class = Script::started(store).await;
    let lists = async |since| {
        let classes = store.classes(seed::TENANT, STUDENT, since).await.unwrap();
        classes.iter().any(|row| row.id == class.key.session)
    };
    assert!(lists(Utc::now() + TimeDelta::days(300)).await, "live, however long");
    let mut ending = class.clone();
    ending.write(store, vec![Fact::Session(session::Fact::Ended { reason: EndReason::Ended })]).await;
    assert!(lists(Utc::now() - TimeDelta::hours(2)).await, "it ended later than that");
    assert!(!lists(Utc::now()).await);
}

#[tokio::test]
async fn watching_is_audited_once_an_hour() {
    let database = Database::with_demo().await;
    // The page asks again and again while a transcript is being made.
    for _ in 0..3 {
        database.store.audit(seed::TENANT, STUDENT, "replay.watched", "a class").await.unwrap();
    }
    let rows: Vec<(Uuid, String)> = sqlx::query_as("select user_id, what from audit_log")
        .fetch_all(&mut database.admin().await)
        .await
        .unwrap();
    assert_eq!(rows, [(STUDENT.0, "replay.watched".to_owned())]);
}
