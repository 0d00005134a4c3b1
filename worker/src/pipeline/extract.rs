//! The first step: every recorded sound is fetched once, read, and noted with its hash, so that later steps work on
//! what is whole and anybody can prove that a recording was not altered.

use classroom::ports::event_log::ClassKey;
use domain::recording::Track;
use domain::step::Step;
use sha2::{Digest, Sha256};
use store::pipeline::Artifact;

use super::progress::Gauge;
use super::{Pipeline, StepError};
use crate::speech::audio::Sound;

/// What the sounds are called among the artifacts.
pub(super) const KIND: &str = "sound";

impl Pipeline {
    pub(super) async fn extract(&self, class: ClassKey) -> Result<(), StepError> {
        let sounds = self.sounds(class).await?;
        self.with_progress(class, Step::Extract, async |gauge| self.take_stock(class, &sounds, gauge).await)
            .await
    }

    async fn take_stock(&self, class: ClassKey, sounds: &[Track], gauge: &Gauge) -> Result<(), StepError> {
        let mut unreadable = None;
        let mut readable = 0;
        for (i, track) in sounds.iter().enumerate() {
            match self.sound(track).await {
                Ok(artifact) => {
                    self.store.save_artifact(class, &artifact).await?;
                    readable += 1;
                }
                // One torn track must not cost the class the words of all others.
                Err(error) if error.is_for_good() => {
                    let why = error.with_cause();
                    tracing::error!(session = %class.session, track = %track.id, why, "a sound is left out");
                    unreadable = Some(error);
                }
                Err(error) => return Err(error),
            }
            gauge.send_replace((i + 1) as f32 / sounds.len() as f32);
        }
        match unreadable {
            Some(error) if readable == 0 => Err(error),
            _ => Ok(()),
        }
    }

    async fn sound(&self, track: &Track) -> Result<Artifact, StepError> {
        let gone = || StepError::Unreadable(format!("track {} is not in storage", track.id).into());
        let file = self.classroom.objects.get(&track.key).await?.ok_or_else(gone)?;
        Sound::open(&file).map_err(|error| StepError::Unreadable(error.into()))?;
        Ok(Artifact {
            kind: KIND.to_owned(),
            key: track.key.clone(),
            bytes: i64::try_from(file.len()).unwrap_or(i64::MAX),
            sha256: Sha256::digest(&file).into(),
        })
    }
}
