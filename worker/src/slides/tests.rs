//! Files come into classes and become pages, on a real Postgres, with storage and the renderer in memory.

use std::sync::Mutex;

use bytes::Bytes;
use classroom::Parts;
use classroom::command::Seat;
use classroom::ports::clock::SystemClock;
use classroom::ports::event_log::ClassKey;
use classroom::ports::object_store::{ObjectStore, UploadId};
use classroom::slides::{PART_BYTES, PageText, Upload, Wanted, page_key};
use decks::{Line, Page, Size};
use domain::Rejection;
use domain::ids::{CommandId, DeckId};
use domain::rendition::Rendition;
use domain::role::Actor;
use domain::slides::{Deck, LARGEST_FILE, Slides};
use sha2::{Digest as _, Sha256};
use store::seed::{PEOPLE, TENANT};
use testkit::database::Database;
use testkit::objects::FakeObjects;
use testkit::script::Script;
use uuid::Uuid;

use super::*;

mod bringing;
mod going;

/// What becomes of a file.
#[derive(Clone)]
enum Fake {
    /// Three pages, of which the second can't be drawn.
    Pages,
    /// It can't be shown.
    Unfit(Unfit),
    /// Pages with these texts.
    Texts(&'static [&'static str]),
    /// Its deck is removed once its first page is drawn.
    RemovedMeanwhile(Box<(Classroom, Seat, DeckId)>),
}

struct FakeRenderer(Mutex<Fake>);

#[async_trait]
impl DeckRenderer for FakeRenderer {
    async fn draw(&self, folder: &Path, said: &mpsc::Sender<Said>) -> Result<(), Unfit> {
        let fake = self.0.lock().unwrap().clone();
        let texts: &[&str] = match fake {
            Fake::Unfit(why) => return Err(why),
            Fake::Texts(texts) => texts,
            Fake::Pages | Fake::RemovedMeanwhile(..) => &["Page 1", "Page 2", "Page 3"],
        };
        let pages = u16::try_from(texts.len()).unwrap();
        said.send(Said::Opened { pages }).await.unwrap();
        let headings = vec![decks::Heading { level: 1, title: "Beginning".to_owned(), page: 1 }];
        said.send(Said::Outline { headings }).await.unwrap();
        for (number, text) in (1..).zip(texts) {
            if number == 2 && matches!(fake, Fake::Pages) {
                said.send(Said::Undrawable { number }).await.unwrap();
                continue;
            }
            for size in Size::ALL {
                std::fs::write(size.path(folder, number), format!("{} of {number}", size.word)).unwrap();
            }
            let notes = format!("Note to {number}");
            let text = Line { text: (*text).to_owned(), x: 0, y: 0, width: 100, height: 100 };
            let page =
                Page { number, width: 960.0, height: 540.0, text: vec![text], replaced: vec![], notes };
            said.send(Said::Page(page)).await.unwrap();
            if let Fake::RemovedMeanwhile(school) = &fake
                && number == 1
            {
                let (classroom, seat, deck) = &**school;
                let class = classroom.classes.open(seat.class).await.unwrap();
                let remove = domain::slides::Command::Remove { deck: *deck };
                class.catch_up().await.unwrap();
                classroom.send(&class, seat, CommandId(Uuid::now_v7()), remove.into()).await.unwrap();
            }
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
        // A server and a worker of their own, neither of which hears what the other writes.
        let parts = |bus| Parts {
            log: store.clone(),
            snapshots: store.clone(),
            bus,
            records: store.clone(),
            plans: store.clone(),
            people: store.clone(),
            ballots: store.clone(),
            assets: store.clone(),
            prepared_polls: store.clone(),
            kept_scenes: store.clone(),
            media: Arc::new(adapters::livekit::LiveKit::new("http://127.0.0.1:1", "key", "secret")),
            effects: store.clone(),
            objects: objects.clone(),
            clock: Arc::new(SystemClock),
        };
        let alone = || Arc::new(adapters::bus::MemoryBus::default());
        let classroom = Classroom::new("server", parts(alone()));
        let renderer = Arc::new(FakeRenderer(Mutex::new(Fake::Pages)));
        let worker = Classroom::new("worker", parts(alone()));
        let decks = Decks::new(worker, database.store.clone(), renderer.clone());
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
        let wanted =
            Wanted { bytes: file.len() as u64, sha256: Sha256::digest(file).into(), instead_of: None };
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
        self.finish_instead_of(deck, None).await
    }

    async fn finish_instead_of(&self, deck: DeckId, old: Option<DeckId>) -> Result<(), Refusal> {
        let (name, id) = ("waves.pdf".to_owned(), CommandId(Uuid::now_v7()));
        self.classroom.finish_upload(&self.seat(0), id, deck, name, old).await.map(drop)
    }

    /// Whether a deck waits to be worked on so, and no more so: its job is taken here, as a worker takes it.
    async fn waits_for(&self, work: &str, deck: DeckId) -> bool {
        let jobs = self.database.take_jobs().await;
        jobs.iter().any(|(name, payload)| name == work && payload["deck"] == serde_json::json!(deck))
    }

    async fn is_to_be_drawn(&self, deck: DeckId) -> bool {
        self.waits_for(DRAW, deck).await
    }

    /// Brings a small file whole, and takes the job that draws it.
    async fn bring(&self, file: &[u8]) -> DeckId {
        self.bring_instead_of(file, None).await
    }

    async fn bring_instead_of(&self, file: &[u8], old: Option<DeckId>) -> DeckId {
        let upload = self.begin(file).await.unwrap();
        let deck = self.send(file, &upload, &[1]).await;
        self.finish_instead_of(deck, old).await.unwrap();
        assert!(self.is_to_be_drawn(deck).await);
        deck
    }

    fn job(&self, deck: DeckId) -> DeckJob {
        DeckJob { tenant: TENANT, session: self.class.session, deck }
    }

    async fn draw(&self, deck: DeckId, is_last_try: bool) -> Result<(), NotDrawn> {
        self.decks.draw(self.job(deck), is_last_try).await
    }

    /// Says something in the class as its teacher.
    async fn say(&self, command: domain::slides::Command) -> Result<(), Refusal> {
        let class = self.classroom.classes.open(self.class).await.unwrap();
        class.catch_up().await.unwrap();
        let id = CommandId(Uuid::now_v7());
        self.classroom.send(&class, &self.seat(0), id, command.into()).await.map(drop)
    }

    /// What object storage has of a deck: the ends of the keys.
    fn kept(&self, deck: DeckId) -> Vec<String> {
        let folder = format!("/d/{deck}/");
        let keys = self.objects.keys();
        keys.iter().filter_map(|key| key.split_once(&folder).map(|(_, name)| name.to_owned())).collect()
    }

    /// What the server knows of the class's slides, after all that the worker wrote.
    async fn slides(&self) -> Slides {
        let class = self.classroom.classes.open(self.class).await.unwrap();
        class.catch_up().await.unwrap();
        class.read(|view| view.slides.clone())
    }

    async fn deck(&self, deck: DeckId) -> Deck {
        self.slides().await.decks.get(&deck).cloned().unwrap()
    }
}

/// The text of a page as the renderer of these tests draws it.
fn page(number: u16) -> PageText {
    PageText { text: format!("Page {number}"), description: String::new() }
}
