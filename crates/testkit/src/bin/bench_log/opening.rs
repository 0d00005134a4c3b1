//! How long it takes to open a class of 100,000 events: from what is stored of it, and by folding its whole log.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use classroom::Classes;
use classroom::ports::clock::Clock;
use classroom::ports::event_log::{ClassKey, EventLog as _};
use classroom::ports::snapshots::Snapshots;
use domain::chat::{self, Readers};
use domain::emoji::Emoji;
use domain::event::{Event, Fact};
use domain::ids::{MessageId, UserId};
use domain::{hand, session};
use store::seed;
use testkit::absent::Absent;
use testkit::bus::FakeBus;
use testkit::database::Database;
use testkit::script::{Script, joined};
use uuid::Uuid;

use super::TEXT;

const EVENTS: u64 = 100_000;
/// Events after the place where the class was stored last: a server that died had stored it up to a minute before.
const SINCE: usize = 2_000;
const PEOPLE: u128 = 1_000;
const OPENINGS: usize = 5;

/// Milliseconds, each the median of some openings by servers that have just started.
pub struct Opening {
    pub stored: f64,
    pub whole_log: f64,
    /// As it lies in the database.
    pub megabytes: f64,
}

/// The time at which the class begins, so that no timer of it is due.
#[derive(Clone, Copy)]
struct Beginning(DateTime<Utc>);

impl Clock for Beginning {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// A class of a thousand people, in which every second event is a message.
pub async fn measure(database: &Database) -> Opening {
    let (key, clock) = class(database).await;
    let stored = median_ms(database, key, clock, Arc::new(database.store.clone())).await;
    let whole_log = median_ms(database, key, clock, Arc::new(Absent)).await;
    let bytes: i64 =
        sqlx::query_scalar("select sum(length(sealed)) from class_snapshots where session_id = $1")
            .bind(key.session.0)
            .fetch_one(&mut database.admin().await)
            .await
            .expect("it is stored");
    Opening { stored, whole_log, megabytes: bytes as f64 / 1e6 }
}

async fn median_ms(
    database: &Database,
    key: ClassKey,
    clock: Beginning,
    snapshots: Arc<dyn Snapshots>,
) -> f64 {
    let mut took = Vec::new();
    for _ in 0..OPENINGS {
        let log = Arc::new(database.store.clone());
        let bus = Arc::new(FakeBus::default());
        let classes = Classes::new("bench", log, snapshots.clone(), bus, Arc::new(clock));
        let began = Instant::now();
        let class = classes.open(key).await.expect("the class opens");
        took.push(began.elapsed());
        assert_eq!(class.read(|view| view.sequence.0), EVENTS, "all of it");
    }
    took.sort_unstable();
    took[took.len() / 2].as_secs_f64() * 1_000.0
}

async fn class(database: &Database) -> (ClassKey, Beginning) {
    let people = "insert into users (tenant_id, id, name) select $1, id, 'Somebody' from unnest($2::uuid[]) as made(id)";
    let ids: Vec<Uuid> = (0..PEOPLE).map(|n| person(n).0).collect();
    sqlx::query(people)
        .bind(seed::TENANT.0)
        .bind(ids)
        .execute(&mut database.admin().await)
        .await
        .expect("people");
    let log = &database.store;
    // Nothing in it lies in the future.
    let mut class = Script::new().earlier(TimeDelta::days(2));
    let mut events = class.events(vec![class.schedule("Bench"), Fact::Session(session::Fact::Started)]);
    events.extend((0..PEOPLE).map(|n| class.event(person(n), joined(person(n), &format!("person {n}")))));
    while class.last.0 < EVENTS {
        let n = u128::from(class.last.0);
        events.push(next(&mut class, n));
    }
    let (stored, since) = events.split_at(events.len() - SINCE);
    for batch in stored.chunks(2_000) {
        log.append(class.key, batch).await.expect("they are written");
    }
    log.renew(class.key, 1).await.expect("it is stored");
    log.append(class.key, since).await.expect("they are written");
    (class.key, Beginning(events[0].at))
}

fn next(class: &mut Script, n: u128) -> Event {
    let user = person(n / 6 % PEOPLE);
    let fact = match n % 6 {
        0 | 2 | 4 => Fact::chat(MessageId(Uuid::from_u128(n)), TEXT),
        1 => Fact::Hand(hand::Fact::Raised { user }),
        3 => Fact::Hand(hand::Fact::Lowered { user }),
        _ => Fact::Chat(chat::Fact::Reacted {
            message: MessageId(Uuid::from_u128(n - 1)),
            emoji: Emoji::Clap,
            readers: Readers::Everybody,
        }),
    };
    class.event(user, fact)
}

fn person(n: u128) -> UserId {
    UserId(Uuid::from_u128(0xbe_0000 + n))
}
