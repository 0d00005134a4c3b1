//! Files come into classes and become pages, on a real Postgres, with storage and the renderer in memory.

use std::sync::Mutex;

use bytes::Bytes;
use classroom::Parts;
use classroom::command::Seat;
use classroom::ports::clock::SystemClock;
use classroom::ports::event_log::ClassKey;
use classroom::ports::object_store::{ObjectStore, UploadId};
use classroom::slides::{PART_BYTES, Upload, Wanted, page_key};
use decks::{Line, Page, Size};
use domain::Rejection;
use domain::ids::{CommandId, DeckId};
use domain::rendition::Rendition;
use domain::role::Actor;
use domain::slides::{Deck, LARGEST_FILE};
use sha2::{Digest as _, Sha256};
use store::seed::{PEOPLE, TENANT};
use testkit::database::Database;
use testkit::objects::FakeObjects;
use testkit::script::Script;
use uuid::Uuid;

use super::*;

/// Draws three pages, of which the second can't be drawn; or refuses.
struct FakeRenderer(Mutex<Option<Unfit>>);

#[async_trait]
impl DeckRenderer for FakeRenderer {
    async fn draw(&self, folder: &Path, said: &mpsc::Sender<Said>) -> Result<(), Unfit> {
        if let Some(why) = *self.0.lock().unwrap() {
            return Err(why);
        }
        said.send(Said::Opened { pages: 3 }).await.unwrap();
        for number in 1..=3 {
            if number == 2 {
                said.send(Said::Undrawable { number }).await.unwrap();
                continue;
            }
            for size in Size::ALL {
                std::fs::write(size.path(folder, number), format!("{} of {number}", size.word)).unwrap();
            }
            let line = Line { text: format!("Page {number}"), x: 0, y: 0, width: 100, height: 100 };
            let page = Page { number, width: 960.0, height: 540.0, text: vec![line], replaced: vec![] };
            said.send(Said::Page(page)).await.unwrap();
        }
        Ok(())
    }
}

struct School {
    database: Database,
    classroom: Classroom,
    objects: Arc<FakeObjects>,
    renderer: Arc<FakeRenderer>,
    decks: Decks,
    class: ClassKey,
}

impl School {
    async fn open() -> Self {
        let database = Database::with_demo().await;
        let class = Script::started(&database.store).await.key;
        let (objects, store) = (Arc::new(FakeObjects::default()), Arc::new(database.store.clone()));
        let parts = Parts {
            log: store.clone(),
            snapshots: store.clone(),
            bus: Arc::new(adapters::bus::MemoryBus::default()),
            records: store.clone(),
            plans: store.clone(),
            people: store.clone(),
            ballots: store.clone(),
            assets: store.clone(),
            prepared_polls: store.clone(),
            media: Arc::new(adapters::livekit::LiveKit::new("http://127.0.0.1:1", "key", "secret")),
            effects: store.clone(),
            objects: objects.clone(),
            clock: Arc::new(SystemClock),
        };
        let classroom = Classroom::new("test", parts);
        let renderer = Arc::new(FakeRenderer(Mutex::new(None)));
        let decks = Decks::new(classroom.clone(), database.store.clone(), renderer.clone());
        Self { database, classroom, objects, renderer, decks, class }
    }

    /// Somebody of the demo school in the class: 0 teaches, 2 is a student.
    fn seat(&self, person: usize) -> Seat {
        let Some(person) = PEOPLE.get(person) else { unreachable!("the demo has so many") };
        let actor =
            Actor { tenant: TENANT, user: person.user, name: String::new(), roles: vec![person.role] };
        Seat::assumed(actor, self.class, person.role)
    }

    async fn begin(&self, file: &[u8]) -> Result<Upload, Refusal> {
        let wanted = Wanted { bytes: file.len() as u64, sha256: Sha256::digest(file).into() };
        self.classroom.begin_upload(&self.seat(0), wanted).await
    }

    /// Sends these parts of a file, as a browser does.
    async fn send(&self, file: &[u8], upload: &Upload, which: &[u32]) -> DeckId {
        let Upload::Send { deck, missing } = upload else { panic!("{upload:?}") };
        let key = format!("{}/{}/d/{deck}/source", TENANT, self.class.session);
        for part in missing.iter().filter(|part| which.contains(&part.number)) {
            let (_, id) = part.address.split_once("upload=").unwrap();
            let id = UploadId(id.split('&').next().unwrap().to_owned());
            let from = (part.number as usize - 1) * PART_BYTES as usize;
            let body = Bytes::copy_from_slice(&file[from..from + part.bytes as usize]);
            self.objects.upload_part(&key, &id, part.number, body).await.unwrap();
        }
        *deck
    }

    async fn finish(&self, deck: DeckId) -> Result<(), Refusal> {
        let name = "waves.pdf".to_owned();
        self.classroom.finish_upload(&self.seat(0), CommandId(Uuid::now_v7()), deck, name).await.map(drop)
    }

    /// Whether a deck waits to be drawn, and no more so: its job is taken here, as a worker takes it.
    async fn is_to_be_drawn(&self, deck: DeckId) -> bool {
        let jobs = self.database.take_jobs().await;
        jobs.iter().any(|(name, payload)| name == DRAW && payload["deck"] == serde_json::json!(deck))
    }

    /// Brings a small file whole, and takes the job that draws it.
    async fn bring(&self, file: &[u8]) -> DeckId {
        let upload = self.begin(file).await.unwrap();
        let deck = self.send(file, &upload, &[1]).await;
        self.finish(deck).await.unwrap();
        assert!(self.is_to_be_drawn(deck).await);
        deck
    }

    async fn draw(&self, deck: DeckId, is_last_try: bool) -> Result<(), NotDrawn> {
        let job = DeckJob { tenant: TENANT, session: self.class.session, deck };
        self.decks.draw(job, is_last_try).await
    }

    async fn deck(&self, deck: DeckId) -> Deck {
        let class = self.classroom.classes.open(self.class).await.unwrap();
        class.read(|view| view.slides.decks.get(&deck).cloned()).unwrap()
    }
}

#[tokio::test]
async fn a_file_becomes_pages_that_only_those_may_see_who_were_shown_them() {
    let school = School::open().await;
    let deck = school.bring(b"%PDF").await;
    school.draw(deck, false).await.unwrap();
    let drawn = school.deck(deck).await;
    assert_eq!((drawn.name.text(), drawn.pages, drawn.drawn), ("waves.pdf", 3, 3));
    assert_eq!(drawn.undrawable, [2]);
    let key = page_key(school.class, deck, 3, Rendition::Thumb);
    assert_eq!(school.objects.get(&key).await.unwrap().unwrap(), "thumb of 3");

    let (teacher, student) = (school.seat(0), school.seat(2));
    assert_eq!(school.classroom.page_text(&teacher, deck, 3).await, Ok("Page 3".to_owned()));
    assert!(school.classroom.page_address(&teacher, deck, 3, Rendition::Large).await.is_ok());
    for page in [0, 4] {
        assert_eq!(school.classroom.page_text(&teacher, deck, page).await, Err(Refusal::NotFound));
    }
    assert_eq!(school.classroom.page_text(&student, deck, 1).await, Err(Refusal::NotFound), "not shown yet");
    let class = school.classroom.classes.open(school.class).await.unwrap();
    let show = domain::slides::Command::Show { deck, page: 1 };
    let said = school.classroom.send(&class, &teacher, CommandId(Uuid::now_v7()), show.clone().into()).await;
    assert!(said.is_ok(), "{said:?}");
    assert_eq!(school.classroom.page_text(&student, deck, 1).await, Ok("Page 1".to_owned()));
    let said = school.classroom.send(&class, &student, CommandId(Uuid::now_v7()), show.into()).await;
    assert_eq!(said, Err(Refusal::Rejected(Rejection::NotAllowed)));

    // A worker that was thought dead comes back.
    school.draw(deck, false).await.unwrap();
    assert_eq!(school.deck(deck).await, drawn);
}

#[tokio::test]
async fn an_upload_goes_on_with_what_is_missing_and_the_same_file_is_not_sent_twice() {
    let school = School::open().await;
    let file = vec![7; PART_BYTES as usize + 10];
    let upload = school.begin(&file).await.unwrap();
    let deck = school.send(&file, &upload, &[1]).await;
    assert!(matches!(school.finish(deck).await, Err(Refusal::BadField { .. })), "a part is missing");

    let Upload::Send { deck: again, missing } = school.begin(&file).await.unwrap() else {
        panic!("it isn't whole")
    };
    assert_eq!(again, deck);
    assert_eq!(missing.iter().map(|part| (part.number, part.bytes)).collect::<Vec<_>>(), [(2, 10)]);
    let rest = Upload::Send { deck, missing };
    school.send(&file, &rest, &[2]).await;
    school.finish(deck).await.unwrap();
    school.finish(deck).await.unwrap();
    assert!(school.is_to_be_drawn(deck).await);
    assert_eq!(school.begin(&file).await, Ok(Upload::There { deck }));
    assert_eq!(school.objects.open_uploads(), 0);
}

#[tokio::test]
async fn an_upload_that_is_given_up_is_forgotten_and_one_that_is_whole_is_not() {
    let school = School::open().await;
    let upload = school.begin(b"some").await.unwrap();
    let deck = school.send(b"some", &upload, &[1]).await;
    school.classroom.cancel_upload(&school.seat(0), deck).await.unwrap();
    assert_eq!(school.objects.open_uploads(), 0);
    assert!(matches!(school.finish(deck).await, Err(Refusal::BadField { .. })));
    let whole = school.bring(b"more").await;
    school.classroom.cancel_upload(&school.seat(0), whole).await.unwrap();
    assert_eq!(school.begin(b"more").await, Ok(Upload::There { deck: whole }));
}

#[tokio::test]
async fn files_of_a_size_that_is_not_taken_and_people_who_may_not_are_refused_before_anything_is_sent() {
    let school = School::open().await;
    for bytes in [0, LARGEST_FILE + 1, u64::MAX] {
        let wanted = Wanted { bytes, sha256: [0; 32] };
        let begun = school.classroom.begin_upload(&school.seat(0), wanted).await;
        assert!(matches!(begun, Err(Refusal::BadField { field: "file", .. })), "{bytes}: {begun:?}");
    }
    let wanted = Wanted { bytes: 10, sha256: [0; 32] };
    let begun = school.classroom.begin_upload(&school.seat(2), wanted).await;
    assert_eq!(begun, Err(Refusal::Rejected(Rejection::NotAllowed)));
    assert_eq!(school.objects.open_uploads(), 0);
}

#[tokio::test]
async fn what_cannot_be_drawn_says_why_in_the_class() {
    let school = School::open().await;
    *school.renderer.0.lock().unwrap() = Some(Unfit::Locked);
    let locked = school.bring(b"locked").await;
    school.draw(locked, false).await.unwrap();
    assert_eq!(school.deck(locked).await.unfit, Some(Unfit::Locked));

    *school.renderer.0.lock().unwrap() = None;
    let altered = school.bring(b"as it was").await;
    let key = format!("{}/{}/d/{altered}/source", TENANT, school.class.session);
    school.objects.put(&key, Bytes::from_static(b"as it is"), "application/pdf").await.unwrap();
    school.draw(altered, false).await.unwrap();
    assert_eq!(school.deck(altered).await.unfit, Some(Unfit::Altered));
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_given_up_at_last() {
    let school = School::open().await;
    let deck = school.bring(b"waits").await;
    school.objects.set_down(true);
    assert!(school.draw(deck, false).await.is_err());
    assert!(!school.deck(deck).await.is_done());
    school.draw(deck, true).await.unwrap();
    assert_eq!(school.deck(deck).await.unfit, Some(Unfit::TooHeavy));
}
