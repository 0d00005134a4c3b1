//! Bringing a file into a class: its parts go from the browser straight to object storage, and what broke off goes on with those
//! that are missing.

use std::time::Duration;

use domain::command::UseCaseCommand;
use domain::ids::{CommandId, DeckId, Sequence};
use domain::policy::Action;
use domain::slides::{self, LARGEST_FILE, Unfit};
use uuid::Uuid;

use super::source_key;
use crate::Classroom;
use crate::command::Seat;
use crate::ports::assets::Asset;
use crate::ports::object_store::Part;
use crate::refusal::Refusal;

/// Bytes of a part; the last may have fewer.
pub const PART_BYTES: u64 = 8 * 1024 * 1024;
/// How long a part may be sent: a slow line takes its time, and a page asks anew for those that are missing.
const PART_LASTS: Duration = Duration::from_secs(60 * 60);
/// Files on their way into a class at the same time, at most: each may claim [`LARGEST_FILE`] of object storage.
const MOST_ON_THEIR_WAY: u64 = 20;
/// What object storage keeps a file under until it was looked at.
const UNKNOWN: &str = "application/octet-stream";

/// A file that somebody wants to bring.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
    /// The deck whose place it is to take.
    pub instead_of: Option<DeckId>,
}

/// What there is to do for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upload {
    /// Nothing: the class has it already.
    There {
        /// The deck that it is.
        deck: DeckId,
    },
    /// To send these parts, and to say when they are sent.
    Send {
        /// The deck that it becomes.
        deck: DeckId,
        /// The parts that have not arrived, in their order.
        missing: Vec<MissingPart>,
    },
}

/// A part of a file that has not arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingPart {
    /// Its number; part `n` begins at byte `(n - 1) * PART_BYTES`.
    pub number: u32,
    /// Its size.
    pub bytes: u64,
    /// Where to `PUT` it.
    pub address: String,
}

impl Classroom {
    /// Begins to bring a file into a class, or goes on with it: the same file is known by its hash, whoever brought it.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; a [`Refusal::BadField`] for a file of a size that is not taken, and where too many are on their way; a
    /// rejection after the class and where it
    /// has as many decks as it may have; [`Refusal::Down`] while object storage is away.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn begin_upload(&self, seat: &Seat, wanted: Wanted) -> Result<Upload, Refusal> {
        let instead_of = wanted.instead_of;
        let (class, permit) = self.enter(seat, Action::RunStage).await?;
        match wanted.bytes {
            0 => return Err(unfit(Unfit::Empty)),
            1..=LARGEST_FILE => {}
            _ => return Err(unfit(Unfit::TooLarge)),
        }
        let there = self.assets.with_hash(seat.class, wanted.sha256).await?;
        if let Some(Asset { deck, upload: None, .. }) = there {
            return Ok(Upload::There { deck });
        }
        // What the class would refuse once the file is there is refused before it is sent.
        let deck = DeckId(Uuid::now_v7());
        class.read(|view| slides::add(&view.core, &view.slides, deck, "a", instead_of).map(drop))?;
        let mut asset = match there {
            Some(asset) => asset,
            None => {
                if self.assets.begun(seat.class).await? >= MOST_ON_THEIR_WAY {
                    return Err(too_many());
                }
                let key = source_key(seat.class, deck);
                let upload = self.objects.begin_upload(&key, UNKNOWN).await?;
                let Wanted { bytes, sha256, .. } = wanted;
                let asset = Asset { deck, key, bytes, sha256, upload: Some(upload) };
                self.assets.keep(&permit, seat.class, &asset).await?
            }
        };
        let arrived = match self.arrived(&asset).await? {
            Some(arrived) => arrived,
            // Object storage has forgotten what was begun long ago.
            None => {
                asset.upload = Some(self.objects.begin_upload(&asset.key, UNKNOWN).await?);
                asset = self.assets.keep(&permit, seat.class, &asset).await?;
                vec![]
            }
        };
        self.missing(&asset, &arrived).await
    }

    /// Joins a file whose parts have all arrived, and adds the deck to the class: `instead_of` another one where it is named, whose
    /// place it takes once it is drawn.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; a [`Refusal::BadField`] while parts are missing.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn finish_upload(
        &self,
        seat: &Seat,
        command: CommandId,
        deck: DeckId,
        name: String,
        instead_of: Option<DeckId>,
    ) -> Result<Sequence, Refusal> {
        let (class, _) = self.enter(seat, Action::RunStage).await?;
        let asset = self.assets.of_deck(seat.class, deck).await?.ok_or_else(missing_parts)?;
        let add = slides::UseCaseCommand::Add { deck, name, instead_of };
        let permitted = class.permit(seat, UseCaseCommand::Slides(add))?;
        if let Some(upload) = &asset.upload
            && self.objects.size(&asset.key).await? != Some(asset.bytes)
        {
            let arrived = self.arrived(&asset).await?.unwrap_or_default();
            if arrived.iter().map(|part| part.bytes).sum::<u64>() != asset.bytes {
                return Err(missing_parts());
            }
            let tags: Vec<_> = arrived.into_iter().map(|part| (part.number, part.tag)).collect();
            self.objects.complete_upload(&asset.key, upload, &tags).await?;
        }
        class.write(command, permitted).await
    }

    /// Gives up bringing a file. One that is there already stays.
    ///
    /// # Errors
    /// As [`Classroom::enter`].
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn cancel_upload(&self, seat: &Seat, deck: DeckId) -> Result<(), Refusal> {
        let (_, permit) = self.enter(seat, Action::RunStage).await?;
        let Some(asset) = self.assets.of_deck(seat.class, deck).await? else { return Ok(()) };
        if let Some(upload) = &asset.upload {
            self.assets.forget(&permit, seat.class, deck).await?;
            // What storage can't forget now it forgets by its own rules.
            if let Err(error) = self.objects.abort_upload(&asset.key, upload).await {
                tracing::debug!(%error, "an upload that was given up stays for a while");
            }
        }
        Ok(())
    }

    async fn arrived(&self, asset: &Asset) -> Result<Option<Vec<Part>>, Refusal> {
        match &asset.upload {
            Some(upload) => Ok(self.objects.parts(&asset.key, upload).await?),
            None => Ok(None),
        }
    }

    async fn missing(&self, asset: &Asset, arrived: &[Part]) -> Result<Upload, Refusal> {
        let Some(upload) = &asset.upload else { return Ok(Upload::There { deck: asset.deck }) };
        let mut missing = vec![];
        for (number, bytes) in parts(asset.bytes) {
            if arrived.iter().any(|part| (part.number, part.bytes) == (number, bytes)) {
                continue;
            }
            let address = self.objects.signed_part(&asset.key, upload, number, bytes, PART_LASTS).await?;
            missing.push(MissingPart { number, bytes, address });
        }
        Ok(Upload::Send { deck: asset.deck, missing })
    }
}

/// The number and size of each part of a file.
fn parts(bytes: u64) -> impl Iterator<Item = (u32, u64)> {
    let begins = (0..bytes).step_by(PART_BYTES as usize);
    (1..).zip(begins.map(move |begin| PART_BYTES.min(bytes - begin)))
}

fn unfit(why: Unfit) -> Refusal {
    Refusal::BadField { field: "file", problem: why.words() }
}

fn too_many() -> Refusal {
    let problem = format!(
        "{MOST_ON_THEIR_WAY} files are on their way into this class already. Wait until one has arrived, or cancel one."
    );
    Refusal::BadField { field: "file", problem }
}

fn missing_parts() -> Refusal {
    let problem = "This file hasn't arrived whole. Upload it again: what has arrived isn't sent twice.";
    Refusal::BadField { field: "file", problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{PART_BYTES, parts};

    #[test]
    fn parts_make_up_the_file() {
        assert_eq!(parts(1).collect::<Vec<_>>(), [(1, 1)]);
        assert_eq!(parts(PART_BYTES).collect::<Vec<_>>(), [(1, PART_BYTES)]);
        assert_eq!(parts(2 * PART_BYTES + 5).collect::<Vec<_>>(), [(1, PART_BYTES), (2, PART_BYTES), (3, 5)]);
    }
}
