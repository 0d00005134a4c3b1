//! Courses, their lessons, and what a person is in them.

use classroom::ports::records::{Course, Enrolled, Lesson};
use domain::ids::{CourseId, TenantId, UserId};
use domain::role::Role;

use crate::error::Fault;
use crate::{Store, tenant};

pub(super) async fn courses(store: &Store, tenant: TenantId, user: UserId) -> Result<Vec<Course>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let rows = sqlx::query!(
        r#"select courses.id, courses.title, mine.role as "standing?",
                  (select users.name from enrollments join users on users.tenant_id = $1 and users.id = user_id
                   where enrollments.tenant_id = $1 and course_id = courses.id and role = 'teacher'
                   order by users.name limit 1) as teacher,
                  (select count(*) from enrollments
                   where enrollments.tenant_id = $1 and course_id = courses.id and role = 'student') as "students!"
           from courses
           left join enrollments mine
               on mine.tenant_id = $1 and mine.course_id = courses.id and mine.user_id = $2
           where courses.tenant_id = $1
             and (mine.role is not null
                  or exists (select from user_roles where tenant_id = $1 and user_id = $2 and role = 'admin'))
           order by courses.title, courses.id"#,
        tenant.0,
        user.0
    )
    .fetch_all(&mut *tx)
    .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut lessons = sqlx::query!(
        "select id, course_id, title from lessons where tenant_id = $1 and course_id = any($2) order by place",
        tenant.0,
        &ids
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    let courses = rows.into_iter().map(|row| Course {
        id: row.id.into(),
        title: row.title,
        standing: row.standing.as_deref().and_then(Role::from_word),
        teacher: row.teacher,
        students: row.students,
        lessons: lessons
            .extract_if(.., |lesson| lesson.course_id == row.id)
            .map(|lesson| Lesson { id: lesson.id.into(), title: lesson.title })
            .collect(),
    });
    Ok(courses.collect())
}

pub(super) async fn enrollment(
    store: &Store,
    tenant: TenantId,
    course: CourseId,
    user: UserId,
) -> Result<Option<Role>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let role = sqlx::query_scalar!(
        "select role from enrollments where tenant_id = $1 and course_id = $2 and user_id = $3",
        tenant.0,
        course.0,
        user.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(role.as_deref().and_then(Role::from_word))
}

/// Who was erased is nobody who could have come.
pub(super) async fn enrolled(
    store: &Store,
    tenant: TenantId,
    course: CourseId,
) -> Result<Vec<Enrolled>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let rows = sqlx::query!(
        "select users.id, users.name, users.email, role from enrollments
         join users on users.tenant_id = $1 and users.id = user_id
         where enrollments.tenant_id = $1 and course_id = $2 and users.name <> ''
         order by users.name, users.id",
        tenant.0,
        course.0
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    let known = rows.into_iter().filter_map(|row| {
        let email = row.email.unwrap_or_default();
        Some(Enrolled { user: row.id.into(), name: row.name, email, role: Role::from_word(&row.role)? })
    });
    Ok(known.collect())
}
