//! Who records which class.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use classroom::ports::nodes::Nodes as _;
use domain::event::Fact;
use domain::session;
use domain::session::EndReason;
use testkit::database::Database;
use testkit::script::Script;

const TTL: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_started_class_is_claimed_by_one() {
    let database = Database::with_demo().await;
    let (store, now) = (&database.store, Utc::now());
    assert_eq!(store.claim_lease("a", now, TTL).await.unwrap(), None);
    let class = Script::started(store).await;
    assert_eq!(store.live_classes().await.unwrap(), [class.key]);
    let (a, b) = tokio::join!(store.claim_lease("a", now, TTL), store.claim_lease("b", now, TTL));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(usize::from(a.is_some()) + usize::from(b.is_some()), 1, "{a:?} {b:?}");
    let lease = a.or(b).unwrap();
    assert_eq!((lease.class, lease.ended), (class.key, false));
}

#[tokio::test]
async fn a_dead_workers_class_goes_to_another_with_the_same_recording() {
    let database = Database::with_demo().await;
    let (store, now) = (&database.store, Utc::now());
    let class = Script::started(store).await;
    let first = store.claim_lease("a", now, TTL).await.unwrap().unwrap();
    let later = now + TimeDelta::seconds(8);
    let renewed = store.renew_lease(class.key.session, "a", later, TTL).await.unwrap().unwrap();
    assert!(renewed.until > first.until);
    assert_eq!(
        store.claim_lease("b", now + TimeDelta::seconds(12), TTL).await.unwrap(),
        None,
        "it was renewed"
    );

    let taken = store.claim_lease("b", now + TimeDelta::seconds(20), TTL).await.unwrap().unwrap();
    assert_eq!(taken.recording, first.recording);
    assert_eq!(store.renew_lease(class.key.session, "a", later, TTL).await.unwrap(), None, "a has lost it");
    store.finish_lease(class.key.session, "a").await.unwrap();
    assert!(
        store.renew_lease(class.key.session, "b", later, TTL).await.unwrap().is_some(),
        "and can't finish it"
    );
}

#[tokio::test]
async fn the_holder_hears_of_the_end_and_finishes() {
    let database = Database::with_demo().await;
    let (store, now) = (&database.store, Utc::now());
    let mut class = Script::started(store).await;
    store.claim_lease("a", now, TTL).await.unwrap().unwrap();
    class.write(store, vec![Fact::Session(session::Fact::Ended { reason: EndReason::Ended })]).await;
    assert!(store.renew_lease(class.key.session, "a", now, TTL).await.unwrap().unwrap().ended);
    assert_eq!(store.live_classes().await.unwrap(), []);
    store.finish_lease(class.key.session, "a").await.unwrap();
    assert_eq!(store.claim_lease("b", now + TimeDelta::hours(1), TTL).await.unwrap(), None);
}
