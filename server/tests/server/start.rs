//! The program as `./lectern up` runs it, everything embedded: it starts, ends, survives being killed, and says what is
//! wrong with its settings.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use store::seed::TENANT;
use testkit::database::Database;
use testkit::script::{Script, TEACHER, posted};
use testkit::server::Server;
use testkit::visitor::Visitor;
use uuid::Uuid;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lectern-server");
/// Longer than any end on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn it_ends_in_good_order_and_starts_again() {
    let state = Folder::new();
    for signal in [Signal::TERM, Signal::INT] {
        let mut server = state.server().await;
        let visitor = Visitor::new(server.address()).unwrap();
        assert_eq!(visitor.text("/healthz").await.unwrap(), "ok");
        assert_eq!(
            visitor.get("/media/anything").send().await.unwrap().status(),
            403,
            "storage is no public place"
        );
        assert!(!state.processes().is_empty(), "no part runs beside the server");
        assert_eq!(state.readable_by_others(), Vec::<PathBuf>::new());

        let (refused, said) = state.refused(&[]);
        let pid = server.pid().unwrap().as_raw_nonzero();
        assert!(refused && said.contains(&format!("process {pid}")), "two servers on one folder: {said}");

        assert!(server.stop(signal).await.unwrap().success(), "an end that was asked for is no failure");
        assert_eq!(state.processes(), [""; 0], "left behind after {signal:?}");
    }
}

#[tokio::test]
async fn killed_it_takes_its_parts_along_and_comes_back() {
    let state = Folder::new();
    for _ in 0..2 {
        // The second start has to cope with a Postgres that is still ending.
        state.server().await.kill().await.unwrap();
    }
    let mut server = state.server().await;
    assert_eq!(Visitor::new(server.address()).unwrap().text("/healthz").await.unwrap(), "ok");
    server.kill().await.unwrap();
    let since = Instant::now();
    while !state.processes().is_empty() {
        assert!(since.elapsed() < PATIENCE, "left behind: {:?}", state.processes());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[test]
fn wrong_settings_are_named_all_at_once() {
    let state = Folder::new();
    let wrong = [
        ("LIVEKIT_URL", "ws://127.0.0.1:7880"),
        ("LIVEKIT_API_KEY", "key"),
        ("S3_BUCKET", "media"),
        ("RECORDER", "tape"),
    ];
    let (refused, said) = state.refused(&wrong);
    assert!(refused);
    for name in ["LIVEKIT_API_SECRET", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "RECORDER"] {
        assert!(said.contains(name), "{name} is missing in\n{said}");
    }
    assert!(!state.0.exists(), "something was made before the settings were right");
}

#[test]
fn what_would_leave_the_machine_in_the_clear_is_named_at_once() {
    let state = Folder::new();
    let (refused, said) = state.refused(&[
        ("DATABASE_URL", "postgres://lectern:hush-hush@db.example/lectern"),
        ("REDIS_URL", "redis://:hush-hush@cache.example"),
        ("SMTP_URL", "smtp://relay.example"),
        ("MAIL_FROM", "lectern@school.example"),
    ]);
    assert!(refused && said.contains("LECTERN_PLAINTEXT"), "{said}");
    for name in ["DATABASE_URL", "REDIS_URL", "SMTP_URL"] {
        assert!(said.contains(name), "{name} is missing in\n{said}");
    }
    assert!(!said.contains("hush-hush"), "{said}");
    assert!(!state.0.exists());
}

#[test]
fn what_the_environment_says_of_a_database_counts_as_the_driver_reads_it() {
    let state = Folder::new();
    for (address, environment) in [
        ("postgres://?dbname=lectern", ("PGHOST", "db.example")),
        ("postgres://?dbname=lectern", ("PGHOSTADDR", "192.0.2.2")),
        ("postgres://lectern:hush-hush@db.example/lectern", ("PGSSLMODE", "require")),
    ] {
        let (refused, said) = state.refused(&[("DATABASE_URL", address), environment]);
        assert!(
            refused && said.contains("DATABASE_URL") && said.contains("verify-full"),
            "{address}: {said}"
        );
        assert!(!said.contains("hush-hush"), "{said}");
    }
    assert!(!state.0.exists());
}

#[test]
fn a_database_whose_certificate_proves_nothing_is_named() {
    let (state, database) = (Folder::new(), TcpListener::bind("127.0.0.1:0").unwrap());
    let address = database.local_addr().unwrap();
    // It says that it has TLS, and hangs up.
    std::thread::spawn(move || {
        for stream in database.incoming() {
            let mut stream = stream.unwrap();
            let mut asked = [0; 8];
            stream.read_exact(&mut asked).and_then(|()| stream.write_all(b"S")).unwrap();
        }
    });
    for mode in ["require", "verify-ca", "verify-full"] {
        let url = format!("postgres://lectern:hush-hush@{address}/lectern?sslmode={mode}");
        let (refused, said) = state.refused(&[("DATABASE_URL", &url)]);
        assert!(refused && said.contains("DATABASE_URL") && !said.contains("panicked"), "{mode}: {said}");
        assert!(!said.contains("hush-hush"), "{said}");
    }
}

#[tokio::test]
async fn what_the_environment_says_of_other_databases_and_rooms_is_not_for_ours() {
    let state = Folder::new();
    let foreign = [
        ("PGPORT", ""),
        ("PGHOST", "192.0.2.2"),
        ("PGDATA", "/nowhere"),
        ("PGSSLMODE", "verify-full"),
        ("LIVEKIT_CONFIG", "port: [nonsense"),
        ("LIVEKIT_KEYS", "theirs: secret"),
        ("REDIS_HOST", "192.0.2.2:6379"),
    ];
    let mut server = state.server_with(&foreign).await;
    assert_eq!(Visitor::new(server.address()).unwrap().text("/readyz").await.unwrap(), "ready");
    server.stop(Signal::TERM).await.unwrap();
}

#[test]
fn the_demo_at_a_public_address_is_named() {
    let state = Folder::new();
    let (refused, said) =
        state.refused(&[("LECTERN_DEMO", "on"), ("LECTERN_PUBLIC_URL", "https://school.example")]);
    assert!(refused && said.contains("LECTERN_DEMO") && said.contains("public"), "{said}");
    assert!(!state.0.exists());
}

#[test]
fn a_taken_port_is_named() {
    let state = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (refused, said) = state.refused(&[("LECTERN_ADDR", &address)]);
    assert!(refused && said.contains(&address) && said.contains("LECTERN_ADDR"), "{said}");
    assert!(!state.0.exists());
}

#[test]
fn a_database_that_does_not_answer_is_named_without_its_password() {
    let state = Folder::new();
    let (refused, said) =
        state.refused(&[("DATABASE_URL", "postgres://lectern:hush-hush@127.0.0.1:9/lectern")]);
    assert!(refused && said.contains("DATABASE_URL"), "{said}");
    assert!(!said.contains("hush-hush"), "{said}");
}

#[tokio::test]
async fn a_wrong_livekit_secret_is_named() {
    let livekit = testkit::livekit::LiveKitServer::start().unwrap();
    let state = Folder::new();
    let wrong = [
        ("LIVEKIT_URL", livekit.url()),
        ("LIVEKIT_API_KEY", testkit::livekit::API_KEY.to_owned()),
        ("LIVEKIT_API_SECRET", "not-the-secret-but-of-the-right-length-too".to_owned()),
    ];
    let wrong: Vec<_> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (refused, said) = state.refused(&wrong);
    assert!(refused && said.contains("LIVEKIT_API_SECRET"), "{said}");
    assert!(!said.contains("not-the-secret"), "{said}");
    assert_eq!(state.processes(), [""; 0], "what had started ends with it");
}

#[tokio::test]
async fn a_wrong_key_of_object_storage_is_named() {
    // One Lectern's object storage is somebody else's for another one.
    let lender = Folder::new();
    let mut server = lender.server().await;
    let (endpoint, state) = (format!("http://{}", server.address()), Folder::new());
    let key = std::fs::read_to_string(lender.0.join("objects.key")).unwrap();
    for (secret, bucket) in [("not-the-secret", "media"), (key.trim(), "not-the-bucket")] {
        let wrong = [
            ("S3_ENDPOINT", &*endpoint),
            ("S3_ACCESS_KEY", "lectern"),
            ("S3_SECRET_KEY", secret),
            ("S3_BUCKET", bucket),
        ];
        let (refused, said) = state.refused(&wrong);
        assert!(refused && said.contains("S3_SECRET_KEY") && said.contains("S3_BUCKET"), "{said}");
        assert!(!said.contains("not-the-secret"), "{said}");
        assert_eq!(state.processes(), [""; 0], "what had started ends with it");
    }
    server.stop(Signal::TERM).await.unwrap();
}

#[tokio::test]
async fn a_log_that_was_altered_is_named() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::started(store).await;
    class.write(store, vec![posted("as it was written")]).await;
    let run = |task: &str, log_key: &str| {
        let output = Command::new(PROGRAM)
            .args([task, "school.example"])
            .env("DATABASE_URL", database.url())
            .env("LECTERN_MASTER_KEY", "07".repeat(32))
            .env("LECTERN_LOG_KEY", log_key)
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let verify = || run("verify", "");
    let (whole, said) = verify();
    assert!(whole && !said.contains("event"), "{said}");
    store.erase_person(TENANT, TEACHER).await.unwrap();
    assert!(verify().0, "who was erased breaks nothing");

    let (proved, said) = run("verify", &"ab".repeat(32));
    assert!(!proved && said.contains("LECTERN_LOG_KEY"), "another key vouches for nothing: {said}");
    let mut admin = database.admin().await;
    let shorter = "with shorter as (delete from session_state_events where sequence = 3 returning *) insert into kept select * from shorter";
    sqlx::raw_sql("create table kept (like session_state_events)").execute(&mut admin).await.unwrap();
    sqlx::query(shorter).execute(&mut admin).await.unwrap();
    let (proved, said) = verify();
    assert!(!proved && said.contains("its end is missing"), "{said}");
    sqlx::query("insert into session_state_events select * from kept").execute(&mut admin).await.unwrap();
    assert!(verify().0);
    sqlx::query("delete from log_heads").execute(&mut admin).await.unwrap();
    let (proved, said) = verify();
    assert!(
        !proved && said.contains("it is not signed") && said.contains("lectern-server sign school.example"),
        "{said}"
    );
    assert!(run("sign", "").0 && verify().0, "what was written before is signed as it is found");

    let altered = "update session_state_events set offset_ms = offset_ms + 1 where sequence = 3";
    sqlx::query(altered).execute(&mut admin).await.unwrap();
    let (whole, said) = verify();
    assert!(!whole && said.contains(&class.key.session.to_string()), "{said}");
    assert!(said.contains("event 3 is not as it was written"), "{said}");
}

/// A folder for one server's state, gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("lectern-{}", Uuid::now_v7())))
    }

    async fn server(&self) -> Server {
        self.server_with(&[]).await
    }

    /// With something else in its environment.
    async fn server_with(&self, more: &[(&str, &str)]) -> Server {
        let state = self.0.to_string_lossy();
        let settings = [
            ("LECTERN_STATE", &*state),
            ("LECTERN_SPEECH_MODEL", "off"),
            ("LECTERN_DEMO", "on"),
            ("LECTERN_LOG", "error"),
        ];
        Server::start(Path::new(PROGRAM), &[&settings, more].concat()).await.unwrap()
    }

    /// Runs a server that is expected to refuse; whether it did, and what it said.
    fn refused(&self, settings: &[(&str, &str)]) -> (bool, String) {
        let output = Command::new(PROGRAM)
            .env_remove("DATABASE_URL")
            .envs([
                ("LECTERN_ADDR", "127.0.0.1:0"),
                ("LECTERN_SPEECH_MODEL", "off"),
                ("LECTERN_LOG", "error"),
            ])
            .env("LECTERN_STATE", &self.0)
            .envs(settings.iter().copied())
            .output()
            .unwrap();
        (!output.status.success(), String::from_utf8(output.stderr).unwrap())
    }

    /// Files and folders inside that others than us can read. Postgres sees to its own.
    fn readable_by_others(&self) -> Vec<PathBuf> {
        let mut open = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                // What is made and gone meanwhile is nobody's.
                let path = entry.unwrap().path();
                let Ok(found) = std::fs::symlink_metadata(&path) else { continue };
                if path.ends_with("postgres") {
                    continue;
                }
                if found.permissions().mode() & 0o077 != 0 && !found.is_symlink() {
                    open.push(path.clone());
                }
                if found.is_dir() {
                    folders.push(path);
                }
            }
        }
        open
    }

    /// The command lines of running programs that name the folder.
    fn processes(&self) -> Vec<String> {
        let name = self.0.to_string_lossy();
        let lines = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let line = std::fs::read(entry.ok()?.path().join("cmdline")).ok()?;
            Some(String::from_utf8_lossy(&line).replace('\0', " "))
        });
        lines.filter(|line| line.contains(&*name)).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It may never have been made.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
