//! What somebody wrote in a class and the class doesn't have, as far as this browser keeps it: to be shown to them.

use domain::ClassView;
use domain::chat::Address;
use domain::ids::{CommandId, QuestionId, SessionId, UserId};
use uuid::Uuid;

use crate::live::drafts::Draft;
use crate::live::lasting::Lasting;
use crate::live::left::{Written, is_there};
use crate::live::storage::Unsent;

/// One piece of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unheard {
    /// What it was to be.
    pub what: String,
    /// The words; empty where there are none.
    pub text: String,
    /// Why the class did not take it, where it has said so.
    pub why: Option<String>,
    place: StorageSlot,
}

/// How much of it is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What the class refused: the rest may still be sent, or stands in its field.
    Refused,
    /// All, for who isn't in the class any more.
    All,
}

/// Keeps what stands in the class's text fields as long as the component lives, and puts it back after a reload.
pub fn keep_drafts(session: SessionId, user: UserId) {
    super::drafts::keep(session, user);
}

/// What somebody wrote, as a question to a class that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostQuestion {
    /// The command's id: sent again after an answer was lost, it is the same.
    pub command: CommandId,
    /// The question's id.
    pub question: QuestionId,
    /// What is asked.
    pub text: String,
    /// Whether other students are not to know who asks.
    pub anonymous: bool,
}

impl Unheard {
    /// The words as a question, where they can be one: what was a question keeps its id, and whether it was anonymous.
    #[must_use]
    pub fn question(&self) -> Option<LostQuestion> {
        question(self)
    }

    /// Whether there may be any.
    #[must_use]
    pub fn is_any(session: SessionId, user: UserId) -> bool {
        Unsent::open(session, user).is_anything()
    }

    /// What there is of one person's in one class, oldest first; `view` is the class as far as it is known. What the class
    /// has after all is forgotten.
    #[must_use]
    pub fn of(session: SessionId, user: UserId, view: Option<&ClassView>, which: Which) -> Vec<Self> {
        read(session, user, view, which)
    }

    /// Its writer has read it and wants it kept no longer.
    pub fn forget(&self, session: SessionId, user: UserId) {
        forget(self, session, user);
    }
}

/// Where it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
enum StorageSlot {
    Command { id: CommandId, command: Lasting },
    Field { key: String, draft: Draft },
}

fn read(session: SessionId, user: UserId, view: Option<&ClassView>, which: Which) -> Vec<Unheard> {
    let unsent = Unsent::open(session, user);
    let mut all = Vec::new();
    for kept in unsent.all() {
        if kept.refused.is_none() && view.is_some_and(|view| is_there(&kept.command, view)) {
            // In a class that goes on its answer is still to come.
            if which == Which::All {
                unsent.forget(kept.id);
            }
            continue;
        }
        if kept.refused.is_some() || which == Which::All {
            let Written { what, text } = Written::of(&kept.command, view);
            all.push(Unheard {
                what,
                text,
                why: kept.refused,
                place: StorageSlot::Command { id: kept.id, command: kept.command },
            });
        }
    }
    if which == Which::All {
        for (key, drafts) in unsent.drafts() {
            all.extend(drafts.fields.into_iter().map(|draft| Unheard {
                what: format!("Begun: {}", draft.name),
                text: draft.text.clone(),
                why: None,
                place: StorageSlot::Field { key: key.clone(), draft },
            }));
        }
    }
    all
}

/// Words that were for everybody, or never said whom they were for.
fn question(unheard: &Unheard) -> Option<LostQuestion> {
    let new = |text: &str| LostQuestion {
        command: CommandId(Uuid::new_v4()),
        question: QuestionId(Uuid::new_v4()),
        text: text.to_owned(),
        anonymous: false,
    };
    match &unheard.place {
        StorageSlot::Command { id, command: Lasting::AskQuestion { question, text, anonymous } } => {
            Some(LostQuestion {
                command: *id,
                question: *question,
                text: text.clone(),
                anonymous: *anonymous,
            })
        }
        StorageSlot::Command { command: Lasting::PostChat { text, to: Address::Everybody, .. }, .. } => {
            Some(new(text))
        }
        StorageSlot::Field { draft, .. } => Some(new(&draft.text)),
        StorageSlot::Command { .. } => None,
    }
}

fn forget(unheard: &Unheard, session: SessionId, user: UserId) {
    let unsent = Unsent::open(session, user);
    match &unheard.place {
        StorageSlot::Command { id, .. } => unsent.forget(*id),
        StorageSlot::Field { key, draft } => unsent.forget_draft(key, draft),
    }
}
