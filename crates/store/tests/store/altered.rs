//! Nothing is added to a log that somebody else has changed: the next signature would vouch for it.

use classroom::ports::event_log::{ClassKey, EventLog as _, LogError};
use domain::ids::Sequence;
use store::{Flaw, LogKeys, Store};
use testkit::database::{Database, MASTER_KEY};
use testkit::script::{Script, posted};

/// Keeps what the log has, for who puts it back.
const KEEP: &[&str] = &[
    "create table kept_events as select * from session_state_events",
    "create table kept_heads as select * from log_heads",
];
const PUT_BACK: &[&str] = &[
    "delete from session_state_events where session_id = $class",
    "delete from log_heads where session_id = $class",
    "insert into session_state_events select * from kept_events where session_id = $class",
    "insert into log_heads select * from kept_heads where session_id = $class",
];

/// A class with seven events.
async fn seven_events(store: &Store) -> Script {
    let mut class = Script::started(store).await;
    class.write(store, (0..5).map(|n| posted(&format!("message {n}"))).collect()).await;
    class
}

/// Does what only who owns the database can.
async fn change(database: &Database, class: ClassKey, changes: &[&str]) {
    let mut admin = database.admin().await;
    for change in changes {
        let change = change.replace("$class", &format!("'{}'", class.session));
        sqlx::query(sqlx::AssertSqlSafe(change)).execute(&mut admin).await.unwrap();
    }
}

/// Writes the class's log anew, with hashes that fit and without our key; the head stays the one that was signed.
async fn rewrite(database: &Database, class: &Script) {
    change(database, class.key, &PUT_BACK[..2]).await;
    let forger = store::open(&database.url(), &MASTER_KEY).await.unwrap();
    let mut forged = class.clone();
    forged.last = Sequence(0);
    let facts = (0..7).map(|n| posted(&format!("never said {n}"))).collect();
    forged.write(&forger.signing_with(LogKeys::new(&[66; 32], &[])), facts).await;
    change(database, class.key, &[PUT_BACK[1], PUT_BACK[3]]).await;
}

/// Tries to add an event after the last one that is known. Nothing is written, and what is wrong stays to be found.
async fn refuses(store: &Store, class: &Script, last: Sequence, flaw: &Flaw) {
    let mut class = class.clone();
    class.last = last;
    let events = class.events(vec![posted("one more")]);
    for refused in [store.append(class.key, &events).await, store.check(class.key, last).await] {
        let altered = matches!(&refused, Err(LogError::Altered(why)) if *why == flaw.to_string());
        assert!(altered, "{flaw}: {refused:?}");
    }
    let there = store.read(class.key, last, 100).await.unwrap();
    assert!(there.iter().all(|event| event.command != events[0].command), "it was written");
}

#[tokio::test]
async fn a_log_that_was_changed_is_neither_written_nor_vouched_for() {
    let shorter = "delete from session_state_events where session_id = $class and sequence > 5";
    let head_fits = "update log_heads set sequence = last.sequence, hash = last.hash
        from session_state_events last
        where log_heads.session_id = $class and last.session_id = $class
            and last.sequence = (select max(sequence) from session_state_events where session_id = $class)";
    let of_another_class = "update log_heads
        set sequence = other.sequence, hash = other.hash, key_id = other.key_id, signature = other.signature
        from log_heads other where log_heads.session_id = $class and other.session_id <> $class";
    let (found, signed) = (Sequence(5), Sequence(7));
    for (rewritten, changes, flaw) in [
        (false, &[shorter][..], Flaw::Shortened { found, signed }),
        (false, &[shorter, head_fits], Flaw::Forged),
        (
            false,
            &["delete from session_state_events where session_id = $class"],
            Flaw::Shortened { found: Sequence(0), signed },
        ),
        (false, &["delete from log_heads where session_id = $class"], Flaw::Unsigned),
        (false, &[shorter, "delete from log_heads where session_id = $class"], Flaw::Unsigned),
        (false, &[of_another_class], Flaw::Forged),
        (true, &[], Flaw::Rewritten(signed)),
        (true, &[head_fits], Flaw::Forged),
    ] {
        let database = Database::with_demo().await;
        let running = &database.store;
        let (class, other) = (seven_events(running).await, seven_events(running).await);
        change(&database, class.key, KEEP).await;
        if rewritten {
            rewrite(&database, &class).await;
        }
        change(&database, class.key, changes).await;
        let restarted = database.second_store().await;
        let there = restarted.read(class.key, Sequence(0), 100).await.unwrap();
        let last = there.last().map_or(Sequence(0), |event| event.sequence);
        // Whoever has written it themselves, and whoever reads it first.
        for (store, last) in [(running, class.last), (&restarted, last), (running, class.last)] {
            refuses(store, &class, last, &flaw).await;
            assert_eq!(store.verify(class.key).await.unwrap(), Err(flaw.clone()), "{changes:?}");
        }
        let mut other = other;
        other.write(running, vec![posted("other classes go on")]).await;
        // And it goes on when it is as it was.
        change(&database, class.key, PUT_BACK).await;
        let mut class = class;
        for store in [running, &restarted] {
            store.check(class.key, class.last).await.unwrap();
            class.write(store, vec![posted("here again")]).await;
        }
        assert_eq!(running.verify(class.key).await.unwrap(), Ok(()));
    }
}

#[tokio::test]
async fn what_somebody_else_added_is_read_and_not_gone_on_from() {
    let database = Database::with_demo().await;
    let mut class = seven_events(&database.store).await;
    let added = "insert into session_state_events
        select session_id, 8, tenant_id, offset_ms, at, kind, version, actor, gen_random_uuid(), part, payload, sealed, hash
        from session_state_events where session_id = $class and sequence = 7";
    change(&database, class.key, &[added]).await;
    let restarted = database.second_store().await;
    let events = class.clone().events(vec![posted("at its place")]);
    let taken = database.store.append(class.key, &events).await;
    assert!(matches!(taken, Err(LogError::Conflict)), "whoever doesn't know it reads it first: {taken:?}");
    class.last = Sequence(8);
    for store in [&database.store, &restarted] {
        refuses(store, &class, Sequence(8), &Flaw::Lengthened(Sequence(7))).await;
    }
}

#[tokio::test]
async fn an_older_log_with_its_signature_is_refused_by_whoever_knows_more() {
    let database = Database::with_demo().await;
    let (knows, restarted) = (&database.store, database.second_store().await);
    let mut class = Script::started(knows).await;
    class.write(knows, (0..3).map(|n| posted(&format!("message {n}"))).collect()).await;
    change(&database, class.key, KEEP).await;
    let mut older = class.clone();
    class.write(knows, vec![posted("not to be"), posted("forgotten")]).await;
    change(&database, class.key, PUT_BACK).await;
    let flaw = Flaw::Shortened { found: Sequence(5), signed: Sequence(7) };
    refuses(knows, &class, class.last, &flaw).await;
    // Who reads it first can't know.
    older.write(&restarted, vec![posted("something"), posted("else")]).await;
}

#[tokio::test]
async fn an_older_log_that_went_on_otherwise_is_refused_by_whoever_knows_better() {
    let database = Database::with_demo().await;
    let (knows, restarted) = (&database.store, database.second_store().await);
    let mut class = Script::started(knows).await;
    change(&database, class.key, KEEP).await;
    let mut older = class.clone();
    class.write(knows, vec![posted("not to be forgotten")]).await;
    change(&database, class.key, PUT_BACK).await;
    older.write(&restarted, vec![posted("something else")]).await;
    let events = class.events(vec![posted("one more")]);
    let refused = knows.append(class.key, &events).await;
    let flaw = Flaw::Rewritten(Sequence(3)).to_string();
    assert!(matches!(&refused, Err(LogError::Altered(why)) if *why == flaw), "{refused:?}");
}

#[tokio::test]
async fn a_key_that_nobody_has_any_more_vouches_for_nothing() {
    let database = Database::with_demo().await;
    let with = |first: [u8; 32], others: &[[u8; 32]]| {
        database.store.clone().signing_with(LogKeys::new(&first, others))
    };
    let (old, new, both) = (with([1; 32], &[]), with([2; 32], &[]), with([2; 32], &[[1; 32]]));
    let mut class = seven_events(&old).await;
    let Err(flaw) = new.verify(class.key).await.unwrap() else { panic!("it was signed with another key") };
    assert!(flaw.to_string().contains("LECTERN_LOG_KEY"), "{flaw}");
    refuses(&new, &class, class.last, &flaw).await;
    class.write(&both, vec![posted("after the change")]).await;
    class.write(&new, vec![posted("and later")]).await;
}
