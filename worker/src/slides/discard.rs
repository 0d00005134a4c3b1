//! Removing what lies in object storage of a deck that is gone.

use classroom::ports::assets::Assets as _;
use classroom::slides::{notes_key, outline_key, page_key, source_key};
use domain::rendition::Rendition;
use domain::slides::SystemCommand;
use store::jobs::DeckJob;

use super::{Decks, NotDrawn};

impl Decks {
    /// Removes a deck's file, outline and notes, and its pages but for those that stay for the replay. Doing it twice is harmless.
    ///
    /// # Errors
    /// What may pass.
    pub(super) async fn discard(&self, job: DeckJob) -> Result<(), NotDrawn> {
        let (class, deck) = (job.class(), job.deck);
        let open = self.classroom.classes.open(class).await?;
        open.catch_up().await?;
        let Some(gone) = open.read(|view| view.slides.decks_gone.get(&deck).copied()) else { return Ok(()) };
        let objects = &self.classroom.objects;
        objects.delete(&source_key(class, deck)).await?;
        objects.delete(&outline_key(class, deck)).await?;
        for page in 1..=gone.pages {
            objects.delete(&notes_key(class, deck, page)).await?;
        }
        for page in gone.kept.saturating_add(1)..=gone.pages {
            for rendition in Rendition::ALL {
                objects.delete(&page_key(class, deck, page, rendition)).await?;
            }
        }
        tracing::info!(session = %class.session, %deck, kept = gone.kept, "the pages of a deck are removed");
        Ok(())
    }

    /// Has a deck gone whose uploader was erased, with all that was shown of it; an upload that isn't whole is given up.
    ///
    /// # Errors
    /// What may pass.
    pub(super) async fn erase(&self, job: DeckJob) -> Result<(), NotDrawn> {
        let (class, deck) = (job.class(), job.deck);
        if let Some(asset) = self.store.of_deck(class, deck).await?
            && let Some(upload) = &asset.upload
        {
            // What storage has forgotten by itself is no upload any more.
            if self.classroom.objects.parts(&asset.key, upload).await?.is_some() {
                self.classroom.objects.abort_upload(&asset.key, upload).await?;
            }
            // Its parts were joined, and the class not told.
            self.classroom.objects.delete(&asset.key).await?;
            self.store.forget_upload(class, deck).await?;
        }
        self.write(class, SystemCommand::Erase { deck }).await
    }
}
