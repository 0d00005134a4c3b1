//! The fold. It is total: it never fails, and what it doesn't know it skips.

use crate::event::{Event, Fact};
use crate::view::ClassView;
use crate::{
    board, chapter, chat, hand, lobby, participant, permission, pipeline, poll, question, recording, scene,
    session, slides,
};

/// Brings `view` from the event before to this one. An event that is already in it changes nothing.
pub fn apply(view: &mut ClassView, event: &Event) {
    if event.sequence <= view.sequence {
        return;
    }
    view.sequence = event.sequence;
    view.core.index();
    let (core, stamp) = (&mut view.core, event.stamp());
    match &event.fact {
        Fact::Session(fact) => {
            session::fold(core, fact, stamp);
            if matches!(fact, session::Fact::Ended { .. }) {
                view.hand.end();
            }
        }
        Fact::Lobby(fact) => lobby::fold(core, fact, stamp),
        Fact::Participant(fact) => {
            participant::fold(core, fact, stamp);
            lobby::follow(core, fact);
        }
        Fact::Permission(fact) => permission::fold(core, fact),
        Fact::Hand(fact) => hand::fold(&mut view.hand, fact, stamp),
        Fact::Chat(fact) => chat::fold(&mut view.chat, fact, stamp),
        Fact::Question(fact) => question::fold(&mut view.question, fact, stamp),
        Fact::Poll(fact) => poll::fold(&mut view.poll, fact, stamp),
        Fact::Chapter(fact) => chapter::fold(&mut view.chapter, fact, stamp),
        Fact::Board(fact) => board::fold(&mut view.board, fact, stamp),
        Fact::Scene(fact) => scene::fold(&mut view.scene, fact, stamp),
        Fact::Slides(fact) => slides::fold(&mut view.slides, fact, stamp),
        Fact::Recording(fact) => recording::fold(&mut view.recording, fact),
        Fact::Pipeline(fact) => pipeline::fold(&mut view.pipeline, fact),
        Fact::Unknown => {}
    }
}
