//! Files of classes: each known by its hash, in its class and its school alone.

use classroom::permit::{Permit, PermitScope};
use classroom::ports::assets::{Asset, Assets as _};
use classroom::ports::event_log::ClassKey;
use classroom::ports::object_store::UploadId;
use domain::event::Fact;
use domain::ids::{DeckId, TenantId};
use domain::slides;
use serde_json::json;
use store::jobs::{DISCARD, DRAW};
use store::seed::TENANT;
use testkit::database::Database;
use testkit::script::{Script, TEACHER};
use uuid::Uuid;

fn asset(upload: &str) -> Asset {
    let upload = Some(UploadId(upload.to_owned()));
    Asset { deck: DeckId(Uuid::now_v7()), key: "k".to_owned(), bytes: 10, sha256: [7; 32], upload }
}

#[tokio::test]
async fn a_file_is_known_by_its_hash_in_its_class_alone() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let (mut class, other) = (Script::started(store).await, Script::started(store).await);
    let by = Permit::assumed(TENANT, TEACHER, PermitScope::Class(class.key));
    let first = asset("one");
    assert_eq!(store.keep(&by, class.key, &first).await.unwrap(), first);
    assert_eq!(store.keep(&by, class.key, &asset("at the same moment")).await.unwrap(), first);
    assert_eq!(store.of_deck(class.key, first.deck).await.unwrap(), Some(first.clone()));

    let elsewhere = ClassKey { tenant: TenantId(Uuid::now_v7()), ..class.key };
    for key in [elsewhere, other.key] {
        assert_eq!(store.with_hash(key, [7; 32]).await.unwrap(), None);
        assert_eq!(store.of_deck(key, first.deck).await.unwrap(), None);
        store.forget(&by, key, first.deck).await.unwrap();
    }
    let renewed = Asset { upload: Some(UploadId("two".to_owned())), ..first.clone() };
    assert_eq!(store.keep(&by, class.key, &renewed).await.unwrap(), renewed);

    class
        .write(
            store,
            vec![Fact::Slides(slides::Fact::Added { deck: first.deck, name: "a".into(), instead_of: None })],
        )
        .await;
    let job = json!({ "tenant": TENANT, "session": class.key.session, "deck": first.deck });
    assert_eq!(database.take_jobs().await, [(DRAW.to_owned(), job)], "a file that is whole is to be drawn");
    let whole = Asset { upload: None, ..first };
    store.forget(&by, class.key, whole.deck).await.unwrap();
    assert_eq!(store.keep(&by, class.key, &renewed).await.unwrap(), whole, "what is whole stays so");

    let removed = slides::Fact::Removed { deck: whole.deck, kept: 1 };
    class.write(store, vec![Fact::Slides(removed)]).await;
    assert_eq!(store.with_hash(class.key, [7; 32]).await.unwrap(), None, "it may be brought again");
    let again = asset("three");
    assert_eq!(store.keep(&by, class.key, &again).await.unwrap(), again);
    let jobs: Vec<_> = database.take_jobs().await.into_iter().map(|(work, _)| work).collect();
    assert_eq!(jobs, [DISCARD]);
}
