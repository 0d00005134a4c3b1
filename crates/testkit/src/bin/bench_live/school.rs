//! A server of the bench's own, with a school of thousands who are signed in.

use std::path::PathBuf;

use classroom::identity::token_hash;
use classroom::ports::people::People as _;
use store::seed;
use testkit::database::Database;
use testkit::script::TEACHER;
use testkit::server::Server;
use testkit::visitor::Visitor;
use uuid::Uuid;

/// How many people the school has.
pub const PEOPLE: usize = 5_000;

/// The school.
pub struct School {
    pub database: Database,
    pub server: Server,
    /// The teacher of its course.
    pub teacher: Visitor,
    /// The `Cookie` headers of its students, each another person's.
    pub students: Vec<String>,
    /// The folder of what is only there for the bench.
    pub state: PathBuf,
}

impl School {
    pub async fn open() -> Self {
        let database = Database::with_demo().await;
        let state = std::env::temp_dir().join(format!("lectern-bench-{}", Uuid::now_v7()));
        let server = serve(&database, &state).await;
        let teacher = Visitor::demo(server.address(), &seed::PEOPLE[0]).await.expect("the teacher signs in");
        let students = students(&database).await;
        Self { database, server, teacher, students, state }
    }

    pub async fn close(mut self) {
        self.server.kill().await.expect("the server ends");
        drop(self.database.take_jobs().await);
        std::fs::remove_dir_all(&self.state).expect("the server's folder goes");
    }
}

/// It serves classes and nothing else: no media server, no worker.
async fn serve(database: &Database, state: &std::path::Path) -> Server {
    let program = std::env::current_exe().expect("our own place").with_file_name("lectern-server");
    let settings = [
        ("DATABASE_URL", database.url()),
        ("LECTERN_DEMO", "on".to_owned()),
        ("LECTERN_LOG", "warn".to_owned()),
        ("LECTERN_MASTER_KEY", "07".repeat(32)),
        ("LECTERN_PART", "server".to_owned()),
        ("LECTERN_SPEECH_MODEL", "off".to_owned()),
        ("LECTERN_STATE", state.to_string_lossy().into_owned()),
        // Nobody listens there: a class runs without recordings, sound and picture.
        ("S3_ENDPOINT", "http://127.0.0.1:9".to_owned()),
        ("S3_BUCKET", "media".to_owned()),
        ("S3_ACCESS_KEY", "key".to_owned()),
        ("S3_SECRET_KEY", "secret".to_owned()),
        ("LIVEKIT_URL", "ws://127.0.0.1:9".to_owned()),
        ("LIVEKIT_API_KEY", "key".to_owned()),
        ("LIVEKIT_API_SECRET", "a-secret-of-thirty-two-characters-or-more".to_owned()),
    ];
    let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Server::start(&program, &settings).await.expect("the server starts")
}

/// Passwords are made to be slow: these people come with logins that are in the database already.
async fn students(database: &Database) -> Vec<String> {
    let mut admin = database.admin().await;
    let ids: Vec<Uuid> = (0..PEOPLE).map(|_| Uuid::now_v7()).collect();
    let tokens: Vec<String> =
        ids.iter().map(|id| format!("{}{}", id.simple(), Uuid::new_v4().simple())).collect();
    let hashes: Vec<Vec<u8>> = tokens.iter().map(|token| token_hash(token).to_vec()).collect();
    for statement in [
        "insert into users (tenant_id, id, name, email)
         select $1, id, 'Student ' || n, id || '@load.test' from unnest($3::uuid[]) with ordinality as people (id, n)
         where $2::uuid is not null and $4::bytea[] is not null",
        "insert into enrollments (tenant_id, course_id, user_id, role)
         select $1, $2, id, 'student' from unnest($3::uuid[]) as id where $4::bytea[] is not null",
        "insert into user_roles (tenant_id, user_id, role)
         select $1, id, 'student' from unnest($3::uuid[]) as id where $2::uuid is not null and $4::bytea[] is not null",
        "insert into logins (tenant_id, user_id, token_hash, until)
         select $1, id, hash, now() + interval '1 day' from unnest($3::uuid[], $4::bytea[]) as logins (id, hash)
         where $2::uuid is not null",
    ] {
        sqlx::query(statement)
            .bind(seed::TENANT.0)
            .bind(seed::COURSE.0)
            .bind(&ids)
            .bind(&hashes)
            .execute(&mut admin)
            .await
            .expect("the students are there");
    }
    let known = database.store.login(seed::TENANT, token_hash(&tokens[0]), chrono::Utc::now()).await;
    assert!(known.is_ok_and(|known| known.is_some_and(|actor| actor.user != TEACHER)), "they are signed in");
    tokens.into_iter().map(|token| format!("lectern_login={token}")).collect()
}
