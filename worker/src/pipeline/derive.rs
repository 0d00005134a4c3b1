//! The last step: chapters and highlights are found in what was said.

use classroom::ports::event_log::ClassKey;
use domain::ids::Offset;

use super::quiet::on_quiet_thread;
use super::{Pipeline, StepError};
use crate::derive::{Grain, Material, derive};

impl Pipeline {
    pub(super) async fn derive(&self, class: ClassKey) -> Result<(), StepError> {
        let length = self.length(class).await?;
        let cues = self.classroom.records.transcript(class).await?;
        let open = self.classroom.classes.open(class).await.map_err(StepError::Log)?;
        let (markers, chat, hints): (Vec<Offset>, Vec<Offset>, Vec<(Offset, String)>) = open.read(|view| {
            let markers = view.chapter.chapters.iter().map(|chapter| chapter.offset);
            let chat = view
                .chat
                .messages
                .iter()
                .filter(|message| message.removed_by.is_none())
                .map(|message| message.offset);
            let polls = view.poll.polls.values().map(|poll| (poll.opened, poll.wording.question.clone()));
            (markers.collect(), chat.collect(), polls.collect())
        });
        let derived = on_quiet_thread(move || {
            let material =
                Material { cues: &cues, markers: &markers, chat: &chat, hints: &hints, length_ms: length.0 };
            Ok(derive(&material, Grain::default()))
        })
        .await?;
        Ok(self.store.save_derived(class, &derived).await?)
    }
}
