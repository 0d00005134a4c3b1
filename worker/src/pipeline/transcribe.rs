//! The second step: speech becomes words, track by track. A track's words lie sealed in object storage, so that a
//! step that is run again recognises only what is missing.

use std::sync::Arc;

use bytes::Bytes;
use classroom::ports::event_log::ClassKey;
use classroom::ports::records::StoreError;
use domain::recording::Track;
use domain::step::Step;
use domain::transcript::Word;
use domain::words::Words;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::pipeline::Artifact;
use tokio_util::sync::CancellationToken;

use super::progress::Gauge;
use super::quiet::{Stoppable, on_quiet_thread};
use super::{Pipeline, SpeechModel, StepError, extract};
use crate::speech::{Recognizer, listen};

const KIND: &str = "words";

/// What was heard in one track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TrackWords {
    /// The model that heard it.
    pub model: String,
    /// The words, with times in ms since the track's beginning.
    pub words: Vec<Word>,
}

impl Pipeline {
    pub(super) async fn transcribe(
        &self,
        class: ClassKey,
        stop: &CancellationToken,
    ) -> Result<(), StepError> {
        let model = self.model.clone().ok_or(StepError::NoModel)?;
        let sounds = self.readable_sounds(class).await?;
        let mut missing = Vec::new();
        for track in sounds {
            let known = self.words(class, &track).await?;
            if known.is_none_or(|known| known.model != model.name()) {
                missing.push(track);
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let loading = model.clone();
        let recognizer: Arc<dyn Recognizer> = on_quiet_thread(move || Ok(loading.load()?)).await?.into();
        self.with_progress(class, Step::Transcribe, async |gauge| {
            let total: i64 = missing.iter().map(weight).sum();
            let mut done = 0;
            for track in &missing {
                let share = Share { before: done, own: weight(track), total };
                self.hear(class, track, &*model, &recognizer, share, gauge, stop).await?;
                done += weight(track);
            }
            Ok(())
        })
        .await
    }

    /// What was heard in a track; `None` where it wasn't transcribed yet.
    pub(super) async fn words(
        &self,
        class: ClassKey,
        track: &Track,
    ) -> Result<Option<TrackWords>, StepError> {
        let Some(sealed) = self.classroom.objects.get(&key(class, track)).await? else { return Ok(None) };
        let heard = match self.store.open_heard(class, track, &sealed).await {
            Ok(heard) => heard,
            // What can't be read is made again.
            Err(StoreError::Broken(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(match heard {
            // Its speaker was erased: nothing was heard, by whatever model.
            Words(None) => self.model.as_ref().map(|model| TrackWords { model: model.name(), words: vec![] }),
            Words(Some(json)) => serde_json::from_str(&json).ok(),
        })
    }

    /// The sounds that the first step found whole.
    pub(super) async fn readable_sounds(&self, class: ClassKey) -> Result<Vec<Track>, StepError> {
        let whole = self.store.artifacts(class, extract::KIND).await?;
        let mut sounds = self.sounds(class).await?;
        sounds.retain(|track| whole.iter().any(|artifact| artifact.key == track.key));
        Ok(sounds)
    }

    #[expect(clippy::too_many_arguments, reason = "one caller, and each is a thing of its own")]
    async fn hear(
        &self,
        class: ClassKey,
        track: &Track,
        model: &dyn SpeechModel,
        recognizer: &Arc<dyn Recognizer>,
        share: Share,
        gauge: &Gauge,
        stop: &CancellationToken,
    ) -> Result<(), StepError> {
        let file =
            self.classroom.objects.get(&track.key).await?.ok_or(StepError::Missing("the first step"))?;
        let (recognizer, gauge, stopping) = (recognizer.clone(), gauge.clone(), stop.clone());
        let words = on_quiet_thread(move || {
            let recognizer = Stoppable { recognizer: &*recognizer, stop: &stopping };
            Ok(listen(&recognizer, &file, |done| {
                gauge.send_replace(share.of(done));
            })?)
        })
        .await;
        if stop.is_cancelled() {
            return Err(StepError::Stopped);
        }
        self.keep_words(class, track, &TrackWords { model: model.name(), words: words? }).await
    }

    async fn keep_words(&self, class: ClassKey, track: &Track, words: &TrackWords) -> Result<(), StepError> {
        let json = serde_json::to_string(words).map_err(|error| StepError::Internal(error.into()))?;
        // Of somebody who was erased nothing is kept but that there is nothing.
        let sealed = self.store.seal_heard(class, track, &json).await?.unwrap_or_default();
        let artifact = Artifact {
            kind: KIND.to_owned(),
            key: key(class, track),
            bytes: i64::try_from(sealed.len()).unwrap_or(i64::MAX),
            sha256: Sha256::digest(&sealed).into(),
        };
        self.classroom.objects.put(&artifact.key, Bytes::from(sealed), "application/octet-stream").await?;
        Ok(self.store.save_artifact(class, &artifact).await?)
    }
}

/// A track's part of the whole work.
#[derive(Debug, Clone, Copy)]
struct Share {
    before: i64,
    own: i64,
    total: i64,
}

impl Share {
    fn of(self, done: f32) -> f32 {
        (self.before as f32 + self.own as f32 * done) / self.total as f32
    }
}

fn weight(track: &Track) -> i64 {
    track.duration_ms.max(1)
}

fn key(class: ClassKey, track: &Track) -> String {
    format!("{}/{}/words/{}", class.tenant, class.session, track.id)
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_track_moves_the_gauge_by_its_share() {
        let share = Share { before: 30, own: 60, total: 120 };
        assert_eq!([0.0, 0.5, 1.0].map(|done| share.of(done)), [0.25, 0.5, 0.75]);
    }
}
