//! The third step: words get their place on the class's clock and become the transcript that people read.

use classroom::ports::event_log::ClassKey;
use domain::ids::Offset;
use domain::session::Phase;
use domain::transcript::{Word, cues, merge};

use super::{Pipeline, StepError};

impl Pipeline {
    pub(super) async fn align(&self, class: ClassKey) -> Result<(), StepError> {
        let length = self.length(class).await?;
        let mut speakers = Vec::new();
        for track in self.readable_sounds(class).await? {
            let heard =
                self.words(class, &track).await?.ok_or(StepError::Missing("the speech recognition"))?;
            let words = on_class_clock(heard.words, track.offset, length);
            speakers.push(cues(&words, Some(track.user)));
        }
        Ok(self.store.save_transcript(class, &merge(speakers)).await?)
    }

    /// How long the class was.
    pub(super) async fn length(&self, class: ClassKey) -> Result<Offset, StepError> {
        let class = self.classroom.classes.open(class).await.map_err(StepError::Log)?;
        match class.read(|view| view.core.phase) {
            Phase::Ended { length, .. } => Ok(length),
            // The recorder finalizes when the class is over; only a restore of half a log comes here.
            _ => Err(StepError::Internal("the class is not over".into())),
        }
    }
}

/// Moves words from their track's beginning to the class's; what was said before its start or after its end is left out.
fn on_class_clock(mut words: Vec<Word>, track: Offset, length: Offset) -> Vec<Word> {
    for word in &mut words {
        word.start_ms += track.0;
        word.end_ms += track.0;
    }
    words.retain(|word| word.start_ms >= 0 && word.start_ms < length.0);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_placed_where_their_track_is_and_only_the_class_counts() {
        let word = |start_ms| Word { text: "w".into(), start_ms, end_ms: start_ms + 300 };
        let placed =
            on_class_clock(vec![word(0), word(600), word(5_000), word(9_500)], Offset(-500), Offset(9_000));
        assert_eq!(placed.iter().map(|word| word.start_ms).collect::<Vec<_>>(), [100, 4_500]);
        assert_eq!(placed[0].end_ms, 400);
    }
}
