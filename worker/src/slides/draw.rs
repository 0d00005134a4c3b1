//! Drawing one deck.

use std::path::Path;
use std::time::{Duration, Instant};

use bytes::Bytes;
use classroom::ports::assets::Assets as _;
use classroom::ports::event_log::ClassKey;
use classroom::slides::{Heading, notes_key, outline_key, page_key};
use decks::{LARGE, Page, SMALL, Said, THUMB};
use domain::SystemCommand;
use domain::ids::{CommandId, DeckId};
use domain::rendition::Rendition;
use domain::slides::{self, Unfit};
use sha2::{Digest as _, Sha256};
use store::jobs::DeckJob;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{Decks, NotDrawn};

/// How often the class hears how far its deck is, after the first page.
const NEWS: Duration = Duration::from_millis(1500);
/// What is said and not yet kept, at most.
const AHEAD: usize = 8;

/// How far a deck is.
#[derive(Default)]
struct Progress {
    pages: u16,
    drawn: u16,
    undrawable: Vec<u16>,
    said: Option<Instant>,
}

impl Decks {
    /// Draws a deck that waits for it, and says so in its class. What can't be drawn is said too, and is no error.
    ///
    /// # Errors
    /// What may pass; on the last try the class reads that the deck can't be shown.
    pub(super) async fn draw(&self, job: DeckJob, is_last_try: bool) -> Result<(), NotDrawn> {
        let (class, deck) = (job.class(), job.deck);
        let open = self.classroom.classes.open(class).await?;
        // A job is there with the commit that adds its deck: what this process knows of the class may be older.
        open.catch_up().await?;
        let Some(there) = open.read(|view| view.slides.decks.get(&deck).cloned()) else {
            // What an earlier try has drawn goes with the rest.
            return self.discard(job).await;
        };
        if there.is_done() {
            return self.finish(class, deck, &there).await;
        }
        let began = Instant::now();
        match self.draw_pages(class, deck).await {
            Ok(Ok(())) => {
                let seconds = began.elapsed().as_secs_f64();
                metrics::histogram!("lectern_deck_seconds").record(seconds);
                tracing::info!(session = %class.session, %deck, seconds, "a deck is drawn");
                self.finish(class, deck, &there).await
            }
            // It was removed meanwhile: what was drawn since goes with the rest.
            Err(NotDrawn::Gone) => self.discard(job).await,
            Ok(Err(why)) => self.refuse(class, deck, why).await,
            Err(error) if is_last_try => {
                tracing::error!(session = %class.session, %deck, %error, "given up: a deck isn't drawn");
                self.refuse(class, deck, Unfit::TooHeavy).await
            }
            Err(error) => {
                tracing::warn!(session = %class.session, %deck, %error, "a deck isn't drawn yet; it is tried again");
                Err(error)
            }
        }
    }

    /// A deck that is drawn takes the place of the one that it was brought for.
    async fn finish(&self, class: ClassKey, deck: DeckId, there: &slides::Deck) -> Result<(), NotDrawn> {
        let Some(old) = there.instead_of.filter(|_| there.unfit.is_none()) else { return Ok(()) };
        let places = self.places(class, old, deck).await?;
        self.write(class, slides::SystemCommand::Replace { deck, places }).await
    }

    /// The inner result says why the file can't be shown.
    async fn draw_pages(&self, class: ClassKey, deck: DeckId) -> Result<Result<(), Unfit>, NotDrawn> {
        let Some(asset) = self.store.of_deck(class, deck).await? else { return Ok(Err(Unfit::Broken)) };
        let Some(file) = self.classroom.objects.get(&asset.key).await? else { return Ok(Err(Unfit::Broken)) };
        if Sha256::digest(&file).as_slice() != asset.sha256 {
            return Ok(Err(Unfit::Altered));
        }
        let folder = tempfile::tempdir()?;
        let path = folder.path();
        tokio::fs::write(path.join(decks::child::SOURCE), &file).await?;
        drop(file);
        let (send, mut news) = mpsc::channel(AHEAD);
        let drawing = async move { self.renderer.draw(path, &send).await };
        let keeping = async {
            let mut progress = Progress::default();
            while let Some(said) = news.recv().await {
                self.keep(class, deck, path, said, &mut progress).await?;
            }
            self.say(class, deck, &mut progress).await
        };
        // Whoever keeps nothing any more has the child ended, since drawing is dropped with it.
        tokio::pin!(drawing, keeping);
        tokio::select! {
            kept = &mut keeping => { kept?; Ok(drawing.await) }
            ended = &mut drawing => { keeping.await?; Ok(ended) }
        }
    }

    async fn keep(
        &self,
        class: ClassKey,
        deck: DeckId,
        folder: &Path,
        said: Said,
        progress: &mut Progress,
    ) -> Result<(), NotDrawn> {
        match said {
            Said::Opened { pages } => progress.pages = pages,
            Said::Outline { headings } => {
                self.keep_outline(class, deck, headings).await?;
                return Ok(());
            }
            Said::Page(page) => {
                self.keep_page(class, deck, folder, page).await?;
                progress.drawn += 1;
            }
            Said::Undrawable { number } => {
                progress.undrawable.push(number);
                progress.drawn += 1;
            }
            // Drawing ends with it.
            Said::Unfit { .. } => {}
        }
        let first = progress.drawn == 1;
        if first || progress.said.is_none_or(|said| said.elapsed() >= NEWS) {
            self.say(class, deck, progress).await?;
        }
        Ok(())
    }

    async fn keep_page(
        &self,
        class: ClassKey,
        deck: DeckId,
        folder: &Path,
        mut page: Page,
    ) -> Result<(), NotDrawn> {
        for (size, rendition) in
            [(LARGE, Rendition::Large), (SMALL, Rendition::Small), (THUMB, Rendition::Thumb)]
        {
            let path = size.path(folder, page.number);
            let picture = tokio::fs::read(&path).await?;
            let key = page_key(class, deck, page.number, rendition);
            self.classroom.objects.put(&key, picture.into(), "image/webp").await?;
            tokio::fs::remove_file(&path).await?;
        }
        // Students read the text.
        let notes = std::mem::take(&mut page.notes);
        if !notes.is_empty() {
            let key = notes_key(class, deck, page.number);
            self.classroom.objects.put(&key, notes.into(), "text/plain; charset=utf-8").await?;
        }
        let text = serde_json::to_vec(&page).map_err(std::io::Error::from)?;
        let key = page_key(class, deck, page.number, Rendition::Text);
        Ok(self.classroom.objects.put(&key, Bytes::from(text), "application/json").await?)
    }

    async fn keep_outline(
        &self,
        class: ClassKey,
        deck: DeckId,
        headings: Vec<decks::Heading>,
    ) -> Result<(), NotDrawn> {
        let kept = |decks::Heading { level, title, page }| Heading { level, title, page };
        let headings: Vec<_> = headings.into_iter().map(kept).collect();
        let json = serde_json::to_vec(&headings).map_err(std::io::Error::from)?;
        Ok(self.classroom.objects.put(&outline_key(class, deck), json.into(), "application/json").await?)
    }

    async fn say(&self, class: ClassKey, deck: DeckId, progress: &mut Progress) -> Result<(), NotDrawn> {
        progress.said = Some(Instant::now());
        let Progress { pages, drawn, ref undrawable, .. } = *progress;
        if pages == 0 {
            return Ok(());
        }
        let command = slides::SystemCommand::Draw { deck, pages, drawn, undrawable: undrawable.clone() };
        self.write(class, command).await?;
        let open = self.classroom.classes.open(class).await?;
        if open.read(|view| view.slides.decks.contains_key(&deck)) { Ok(()) } else { Err(NotDrawn::Gone) }
    }

    async fn refuse(&self, class: ClassKey, deck: DeckId, why: Unfit) -> Result<(), NotDrawn> {
        tracing::info!(session = %class.session, %deck, ?why, "a file can't be shown");
        self.write(class, slides::SystemCommand::Refuse { deck, why }).await
    }

    pub(super) async fn write(
        &self,
        class: ClassKey,
        command: slides::SystemCommand,
    ) -> Result<(), NotDrawn> {
        let class = self.classroom.classes.open(class).await?;
        class.write_system(CommandId(Uuid::now_v7()), None, SystemCommand::Slides(command)).await?;
        Ok(())
    }
}
