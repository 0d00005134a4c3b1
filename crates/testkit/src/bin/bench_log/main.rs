//! `./lectern bench log`: chat messages acknowledged after their commit, in one class and in fifty, beside
//! one-row commits to a bare table of the same columns in the same Postgres; and how long a large class takes to open.
#![expect(clippy::expect_used, reason = "a bench ends at the first thing that goes wrong")]

mod opening;

use std::sync::Arc;
use std::time::{Duration, Instant};

use classroom::ports::clock::{Clock, SystemClock};
use classroom::ports::event_log::ClassKey;
use classroom::{Class, Classes};
use domain::event::{Event, Fact};
use domain::ids::{CommandId, ConnectionId, MessageId, Offset, Sequence, SessionId, UserId};
use domain::role::Role;
use domain::session::Schedule;
use domain::view::apply;
use domain::{ClassView, Command, UseCaseCommand, participant, session};
use sqlx::{Connection as _, PgConnection};
use store::seed;
use testkit::bench::{Better, Figure, Report};
use testkit::bus::FakeBus;
use testkit::database::Database;
use uuid::Uuid;

/// Not measured: connections, statements and caches are made.
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(5);
/// People who each write a message as soon as the one before is acknowledged.
const PEOPLE: usize = 400;
/// A message of usual length.
const TEXT: &str = "So the period doesn't depend on how far we pull it, only on the mass and on the spring?";

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let report = runtime.block_on(measure());
    report.publish().expect("the report is written");
}

async fn measure() -> Report {
    let database = Database::with_demo().await;
    let classes = classes(&database);
    let one_row = one_row_commits(&database).await;
    let one = write(&classes, 1).await;
    let fifty = write(&classes, 50).await;

    let mut report = Report::new("log");
    let rate = |key, load: &Load| {
        Figure::new(key, load.rate(), "events/s", Better::Higher).beside("one-row commits", one_row)
    };
    report.push(rate("one class", &one).aim(25_000.0));
    report.push(Figure::new("one class, times one-row", one.rate() / one_row, "×", Better::Higher).aim(7.0));
    report.push(Figure::new("one class, p50", one.percentile(50), "ms", Better::Lower));
    report.push(Figure::new("one class, p99", one.percentile(99), "ms", Better::Lower).aim(25.0));
    report.push(rate("50 classes", &fifty));
    report.push(Figure::new("50 classes, p50", fifty.percentile(50), "ms", Better::Lower));
    report.push(Figure::new("50 classes, p99", fifty.percentile(99), "ms", Better::Lower));
    report.push(Figure::new("a large class after a conflict", conflict_ms(), "ms", Better::Lower).aim(1.0));
    let opening = opening::measure(&database).await;
    report.push(
        Figure::new("opening a class of 100,000 events", opening.stored, "ms", Better::Lower)
            .beside("folding its whole log", opening.whole_log)
            .aim(300.0),
    );
    report.push(Figure::new("such a class as it is stored", opening.megabytes, "MB", Better::Lower));
    report
}

fn classes(database: &Database) -> Classes {
    let log = Arc::new(database.store.clone());
    Classes::new("bench", log.clone(), log, Arc::new(FakeBus::default()), Arc::new(SystemClock))
}

/// What a writer does in memory when another server wrote first: it forgets what it had decided and goes on from what is
/// committed, in a class of 2,000 people and 10,000 messages. Milliseconds, the median of many.
fn conflict_ms() -> f64 {
    let mut committed = ClassView::default();
    let mut write = |actor, fact| {
        let next = event(committed.sequence.next(), actor, fact);
        apply(&mut committed, &next);
    };
    for n in 0..2_000 {
        let user = UserId(Uuid::from_u128(n));
        let joined = participant::Fact::Joined {
            user,
            role: Role::Student,
            name: format!("person {n}").into(),
            connection: ConnectionId(user.0),
            node: "bench".to_owned(),
        };
        write(user, joined.into());
    }
    for n in 0..10_000 {
        write(UserId(Uuid::from_u128(n % 2_000)), Fact::chat(MessageId(Uuid::from_u128(n)), TEXT));
    }
    let mut took: Vec<Duration> = (0..201_u128)
        .map(|n| {
            let actor = UserId(Uuid::from_u128(n));
            let fact = Fact::chat(MessageId(Uuid::from_u128(100_000 + n)), TEXT);
            let next = event(committed.sequence.next(), actor, fact);
            let began = Instant::now();
            let mut deciding = committed.clone();
            apply(&mut deciding, &next);
            let took = began.elapsed();
            std::hint::black_box(&deciding);
            took
        })
        .collect();
    took.sort_unstable();
    took[took.len() / 2].as_secs_f64() * 1_000.0
}

fn event(sequence: Sequence, actor: UserId, fact: Fact) -> Event {
    let command = CommandId(Uuid::from_u128(sequence.0.into()));
    Event { sequence, offset: Offset(0), at: SystemClock.now(), actor: Some(actor), command, fact }
}

/// What the people of some classes measured.
struct Load {
    took: Duration,
    /// From asking to being told that it is committed, in ascending order.
    waits: Vec<Duration>,
}

impl Load {
    /// Acknowledged events a second.
    fn rate(&self) -> f64 {
        self.waits.len() as f64 / self.took.as_secs_f64()
    }

    /// Milliseconds that `percent` of the waits stay within.
    fn percentile(&self, percent: usize) -> f64 {
        let place = (self.waits.len() * percent / 100).min(self.waits.len() - 1);
        self.waits[place].as_secs_f64() * 1_000.0
    }
}

/// [`PEOPLE`] write in so many classes.
async fn write(classes: &Classes, how_many: usize) -> Load {
    let mut open = Vec::new();
    for _ in 0..how_many {
        open.push(started(classes).await);
    }
    let began = Instant::now() + WARM_UP;
    let people: Vec<_> =
        (0..PEOPLE).map(|n| tokio::spawn(talk(open[n % how_many].clone(), n, began))).collect();
    let mut waits = Vec::new();
    for person in people {
        waits.extend(person.await.expect("a person"));
    }
    waits.sort_unstable();
    Load { took: MEASURED, waits }
}

/// Writes message after message and gives how long each took that was acknowledged in the measured time.
async fn talk(class: Arc<Class>, person: usize, began: Instant) -> Vec<Duration> {
    let actor = seed::PEOPLE[person % seed::PEOPLE.len()].user;
    let mut waits = Vec::new();
    loop {
        let asked = Instant::now();
        let command = Command::chat(MessageId(Uuid::now_v7()), TEXT);
        class.write_assumed(CommandId(Uuid::now_v7()), Some(actor), command).await.expect("it is committed");
        let now = Instant::now();
        if now > began + MEASURED {
            return waits;
        }
        if now > began {
            waits.push(now - asked);
        }
    }
}

async fn started(classes: &Classes) -> Arc<Class> {
    let session = SessionId(Uuid::now_v7());
    let class = classes.open(ClassKey { tenant: seed::TENANT, session }).await.expect("the class opens");
    let schedule = Schedule {
        session,
        course: seed::COURSE,
        lesson: None,
        title: "Bench".into(),
        starts_at: SystemClock.now(),
        minutes: 60,
        zone: "UTC".into(),
    };
    let teacher = Some(seed::PEOPLE[0].user);
    for command in [
        UseCaseCommand::Session(session::UseCaseCommand::Schedule {
            schedule,
            lobby: false,
            continues: false,
        }),
        UseCaseCommand::Session(session::UseCaseCommand::Start),
    ] {
        class.write_assumed(CommandId(Uuid::now_v7()), teacher, command).await.expect("the class starts");
    }
    class
}

/// One connection, one row a commit, no walls, no keys, nothing else to do: what Postgres gives to who doesn't group.
async fn one_row_commits(database: &Database) -> f64 {
    let mut connection = PgConnection::connect(&database.url()).await.expect("Postgres");
    sqlx::raw_sql("create table bare (like session_state_events including defaults including indexes)")
        .execute(&mut connection)
        .await
        .expect("the bare table");
    let (tenant, session, began) = (seed::TENANT.0, Uuid::now_v7(), Instant::now());
    let payload = serde_json::json!({ "message": Uuid::now_v7(), "text": null });
    let mut rows = 0_i64;
    while began.elapsed() < MEASURED {
        rows += 1;
        sqlx::query(
            "insert into bare values ($1, $2, $3, $4, now(), 'chat.posted', 1, $5, $6, 0, $7, $8, $9)",
        )
        .bind(session)
        .bind(rows)
        .bind(tenant)
        .bind(rows)
        .bind(seed::PEOPLE[0].user.0)
        .bind(Uuid::now_v7())
        .bind(&payload)
        .bind([7_u8; 128].as_slice())
        .bind([7_u8; 32].as_slice())
        .execute(&mut connection)
        .await
        .expect("a row");
    }
    rows as f64 / began.elapsed().as_secs_f64()
}
