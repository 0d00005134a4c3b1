//! A class whole, to be stored and read again by the same build: also what never goes out, since decisions need it.

use serde::{Deserialize, Serialize};

use crate::board::{self, Boards};
use crate::chapter::Chapters;
use crate::chat::{self, Chat};
use crate::core::Core;
use crate::hand::{self, Hands};
use crate::ids::Sequence;
use crate::pace::Paces;
use crate::participant;
use crate::pipeline::Pipeline;
use crate::poll::{self, Polls};
use crate::question::{self, Questions};
use crate::recording::Recordings;
use crate::scene::Scenes;
use crate::slides::{self, Slides};
use crate::view::ClassView;

/// The parts side by side, not flattened into one another as on the wire: that reads several times as fast.
#[derive(Serialize, Deserialize)]
struct Whole {
    sequence: Sequence,
    outside: bool,
    core: Core,
    hand: Hands,
    chat: Chat,
    question: Questions,
    poll: Polls,
    chapter: Chapters,
    board: Boards,
    scene: Scenes,
    slides: Slides,
    recording: Recordings,
    pipeline: Pipeline,
    paces: AllPaces,
}

/// What each part keeps of how often somebody did something, which its own JSON leaves out.
#[derive(Serialize, Deserialize)]
struct AllPaces {
    participant: Paces<participant::Paced>,
    hand: Paces<hand::Paced>,
    chat: Paces<chat::Paced>,
    question: Paces<question::Paced>,
    poll: Paces<poll::Paced>,
    board: Paces<board::Paced>,
    slides: Paces<slides::Paced>,
}

/// The class as JSON of this build's own: neither the wire nor a format for other builds. Equal classes give the same bytes.
///
/// # Errors
/// Where a part can't be written, which none is known to be.
pub fn write_whole(view: &ClassView) -> Result<Vec<u8>, serde_json::Error> {
    // By name and without a rest: what a class gets new doesn't compile before it is stored, too.
    let ClassView {
        sequence,
        outside,
        core,
        hand,
        chat,
        question,
        poll,
        chapter,
        board,
        scene,
        slides,
        recording,
        pipeline,
    } = view.clone();
    let paces = AllPaces {
        participant: core.paces.clone(),
        hand: hand.paces.clone(),
        chat: chat.paces.clone(),
        question: question.paces.clone(),
        poll: poll.paces.clone(),
        board: board.paces.clone(),
        slides: slides.paces.clone(),
    };
    let whole = Whole {
        sequence,
        outside,
        core,
        hand,
        chat,
        question,
        poll,
        chapter,
        board,
        scene,
        slides,
        recording,
        pipeline,
        paces,
    };
    serde_json::to_vec(&whole)
}

/// The class that [`write_whole`] wrote. It goes on as if it had been folded from its log.
///
/// # Errors
/// Where it is something else.
pub fn read_whole(bytes: &[u8]) -> Result<ClassView, serde_json::Error> {
    let Whole {
        sequence,
        outside,
        mut core,
        mut hand,
        mut chat,
        mut question,
        mut poll,
        chapter,
        mut board,
        scene,
        mut slides,
        recording,
        pipeline,
        paces,
    } = serde_json::from_slice(bytes)?;
    core.paces = paces.participant;
    hand.paces = paces.hand;
    chat.paces = paces.chat;
    question.paces = paces.question;
    poll.paces = paces.poll;
    board.paces = paces.board;
    slides.paces = paces.slides;
    // Made by the fold with the first event, and there before a decision.
    core.index();
    chat.index();
    Ok(ClassView {
        sequence,
        outside,
        core,
        hand,
        chat,
        question,
        poll,
        chapter,
        board,
        scene,
        slides,
        recording,
        pipeline,
    })
}
