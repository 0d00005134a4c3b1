//! Undoing and doing again what one did oneself on a board, and nothing that others did. A step back is made of changes like any
//! others. What somebody else changed since is left as it is, and passed over.

mod step;

use self::step::Step;
use crate::board::{Change, Sheet};
use crate::ids::CommandId;

/// Steps that are remembered, at most.
const MOST_STEPS: usize = 200;

/// What one did on a board, the latest last, and what of it one took back.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Vec<Step>>,
    undone: Vec<Vec<Step>>,
}

/// A change that its person makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// As which command.
    pub command: CommandId,
    /// What changes.
    pub change: Change,
    /// What is drawn by it, packed.
    pub drawn: Option<String>,
}

impl History {
    /// Its person is about to make these changes of `sheet`, which are one step: about different objects.
    pub fn note(&mut self, sheet: &Sheet, made: &[Made]) {
        self.undone.clear();
        let steps: Vec<_> = made.iter().filter_map(|made| Step::of(sheet, made)).collect();
        if steps.is_empty() {
            return;
        }
        self.done.push(steps);
        if self.done.len() > MOST_STEPS {
            self.done.remove(0);
        }
    }

    /// Whether there may be something to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there may be something to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// The changes that take back the latest that can be taken back, each as a command that `new` names; none where there is
    /// nothing.
    pub fn undo(&mut self, sheet: &Sheet, new: &mut dyn FnMut() -> CommandId) -> Vec<Made> {
        let (made, back) = latest(&mut self.done, sheet, new);
        self.undone.extend(back);
        made
    }

    /// The changes that do again what was taken back last, each as a command that `new` names; none where there is nothing.
    pub fn redo(&mut self, sheet: &Sheet, new: &mut dyn FnMut() -> CommandId) -> Vec<Made> {
        let (made, back) = latest(&mut self.undone, sheet, new);
        self.done.extend(back);
        made
    }
}

/// Takes steps off until one can still be taken back: the changes that do so, and the step that takes those back in turn.
fn latest(
    steps: &mut Vec<Vec<Step>>,
    sheet: &Sheet,
    new: &mut dyn FnMut() -> CommandId,
) -> (Vec<Made>, Option<Vec<Step>>) {
    while let Some(step) = steps.pop() {
        let back = step.into_iter().rev().filter_map(|step| step.back(sheet, new()));
        let (made, back): (Vec<_>, Vec<_>) = back.unzip();
        if !made.is_empty() {
            return (made, Some(back));
        }
    }
    (vec![], None)
}
