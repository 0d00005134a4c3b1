//! Scenes outside of any class: kept sealed, in their order, each on its shelf.

use classroom::permit::{self, Permit};
use classroom::ports::scenes::{KeptScenes as _, Shelf};
use domain::Rejection;
use domain::ids::{SceneId, UserId};
use domain::scene::{Command, Definition, Inset, Layout, Scenes, Wording, prepare};
use store::Store;
use store::seed::{self, TENANT};
use testkit::database::Database;
use testkit::script::{STUDENT, TEACHER};
use uuid::Uuid;

fn create(name: &str) -> Command {
    let layout = Layout::Screen { camera: Some(Inset::default()) };
    let wording = Wording { name: name.to_owned(), ..Wording::default() };
    let scene = SceneId(Uuid::now_v7());
    Command::Create { scene, place: u16::MAX, definition: Definition { layout, wording } }
}

fn id(command: &Command) -> SceneId {
    match command {
        Command::Create { scene, .. } => *scene,
        other => panic!("{other:?}"),
    }
}

/// Does it on a shelf; the names that are there then.
async fn on_shelf(
    store: &Store,
    by: UserId,
    shelf: Shelf,
    command: &Command,
) -> Result<Vec<String>, Rejection> {
    let permit = Permit::assumed(TENANT, by, permit::PermitScope::Own);
    let change = |scenes: &mut Scenes| prepare(scenes, by, command);
    let after = store.change(&permit, shelf, &change).await.unwrap()?;
    assert_eq!(store.on(TENANT, shelf).await.unwrap(), after, "what is said to be there is there");
    Ok(after.into_iter().map(|scene| scene.wording.name).collect())
}

#[tokio::test]
async fn scenes_of_a_lesson_are_changed_as_those_of_a_class() {
    let database = Database::with_demo().await;
    let (store, shelf) = (&database.store, Shelf::Lesson(seed::lesson(1)));
    let [one, two, three] = ["one", "two", "three"].map(create);
    for command in [&one, &two, &three] {
        on_shelf(store, TEACHER, shelf, command).await.unwrap();
    }
    let last = Command::Move { scene: id(&one), place: 2 };
    assert_eq!(on_shelf(store, TEACHER, shelf, &last).await.unwrap(), ["two", "three", "one"]);
    let gone = Command::Delete { scene: id(&three) };
    assert_eq!(on_shelf(store, TEACHER, shelf, &gone).await.unwrap(), ["two", "one"]);
    assert_eq!(on_shelf(store, TEACHER, shelf, &three).await.unwrap(), ["two", "one", "three"]);
    assert_eq!(on_shelf(store, TEACHER, shelf, &two).await, Err(Rejection::AlreadyThere));
    let unnamed = create(" ");
    assert!(matches!(on_shelf(store, TEACHER, shelf, &unnamed).await, Err(Rejection::BadText(_))));
    assert_eq!(store.on(TENANT, shelf).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_scene_of_another_shelf_is_left_alone() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let (mine, theirs) = (Shelf::Own(TEACHER), Shelf::Own(STUDENT));
    let scene = create("mine");
    on_shelf(store, TEACHER, mine, &scene).await.unwrap();
    for shelf in [theirs, Shelf::Lesson(seed::lesson(1))] {
        assert_eq!(on_shelf(store, STUDENT, shelf, &scene).await, Err(Rejection::NameTaken));
        let gone = Command::Delete { scene: id(&scene) };
        assert_eq!(on_shelf(store, STUDENT, shelf, &gone).await.unwrap(), Vec::<String>::new());
    }
    assert_eq!(store.on(TENANT, mine).await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_who_prepare_at_once_both_find_theirs() {
    let database = Database::with_demo().await;
    let (store, shelf) = (&database.store, Shelf::Lesson(seed::lesson(1)));
    let [one, two] = ["one", "two"].map(create);
    let permit = Permit::assumed(TENANT, TEACHER, permit::PermitScope::Own);
    let first = |scenes: &mut Scenes| prepare(scenes, TEACHER, &one);
    let second = |scenes: &mut Scenes| prepare(scenes, TEACHER, &two);
    let both = tokio::join!(store.change(&permit, shelf, &first), store.change(&permit, shelf, &second));
    assert!(both.0.unwrap().is_ok() && both.1.unwrap().is_ok());
    assert_eq!(store.on(TENANT, shelf).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_somebody_wrote_for_a_lesson_goes_with_them() {
    let database = Database::with_demo().await;
    let (store, shelf) = (&database.store, Shelf::Lesson(seed::lesson(1)));
    on_shelf(store, TEACHER, shelf, &create("mine")).await.unwrap();
    on_shelf(store, STUDENT, shelf, &create("theirs")).await.unwrap();
    let plain: i64 =
        sqlx::query_scalar("select count(*) from kept_scenes where position('theirs'::bytea in sealed) > 0")
            .fetch_one(&mut database.admin().await)
            .await
            .unwrap();
    assert_eq!(plain, 0, "sealed");
    store.erase_person(TENANT, STUDENT).await.unwrap();
    let left = store.on(TENANT, shelf).await.unwrap();
    assert_eq!(left.iter().map(|scene| &*scene.wording.name).collect::<Vec<_>>(), ["mine"]);
    let another = create("later");
    assert_eq!(on_shelf(store, TEACHER, shelf, &another).await.unwrap(), ["mine", "later"]);
}
