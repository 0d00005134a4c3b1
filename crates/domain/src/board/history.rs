//! Undoing and doing again what one did oneself on a board, and nothing that others did. A step back is a change like any other.
//! What somebody else changed since is left as it is, and passed over.

use crate::board::packed::bytes_of;
use crate::board::{Change, MOST_AT_ONCE, Place, Placed, Sheet};
use crate::ids::{CommandId, ObjectId};

/// Steps that are remembered, at most.
const MOST_STEPS: usize = 200;

/// What one did on a board, the latest last, and what of it one took back.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// What can be done to take a change back.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Objects are there: they can go.
    There { page: u16, objects: Vec<ObjectId> },
    /// Objects went by this command: they can come back.
    Gone { page: u16, removal: CommandId },
    /// Objects stand elsewhere.
    Placed { moved: Vec<Moved> },
    /// An object looks different.
    Redrawn { object: ObjectId, before: String, after: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moved {
    object: ObjectId,
    before: Place,
    after: Place,
}

/// A change with what is drawn by it, packed.
pub type Drawn = (Change, Option<String>);

impl History {
    /// Its person is about to make this change of `sheet`.
    pub fn note(&mut self, sheet: &Sheet, command: CommandId, change: &Change, drawn: Option<&str>) {
        self.undone.clear();
        let step = match change {
            Change::Add { object, page } => Some(Step::There { page: *page, objects: vec![*object] }),
            Change::Remove { page, .. } | Change::Clear { page } => {
                Some(Step::Gone { page: *page, removal: command })
            }
            Change::Place { objects } => {
                let moved = objects.iter().filter_map(|placed| {
                    let before = sheet.get(placed.object)?.place;
                    Some(Moved { object: placed.object, before, after: placed.place })
                });
                Some(Step::Placed { moved: moved.collect() })
            }
            Change::Redraw { object } => sheet.get(*object).and_then(|there| {
                let before = crate::board::drawn(&there.shape()?);
                Some(Step::Redrawn { object: *object, before, after: drawn?.to_owned() })
            }),
            Change::Restore { .. } => None,
        };
        self.done.extend(step);
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

    /// The change that takes back the latest that can be taken back, as `command`; `None` where there is nothing.
    pub fn undo(&mut self, sheet: &Sheet, command: CommandId) -> Option<Drawn> {
        let (drawn, back) = latest(&mut self.done, sheet, command)?;
        self.undone.push(back);
        Some(drawn)
    }

    /// The change that does again what was taken back last, as `command`; `None` where there is nothing.
    pub fn redo(&mut self, sheet: &Sheet, command: CommandId) -> Option<Drawn> {
        let (drawn, back) = latest(&mut self.undone, sheet, command)?;
        self.done.push(back);
        Some(drawn)
    }
}

/// Takes steps off until one can still be taken back: the change that does so, and the step that takes that back in turn.
fn latest(steps: &mut Vec<Step>, sheet: &Sheet, command: CommandId) -> Option<(Drawn, Step)> {
    while let Some(step) = steps.pop() {
        if let Some(found) = step.back(sheet, command) {
            return Some(found);
        }
    }
    None
}

impl Step {
    fn back(self, sheet: &Sheet, command: CommandId) -> Option<(Drawn, Self)> {
        match self {
            Self::There { page, mut objects } => {
                objects.retain(|object| sheet.get(*object).is_some());
                objects.truncate(MOST_AT_ONCE);
                let change = Change::Remove { page, objects: objects.clone() };
                (!objects.is_empty()).then_some(((change, None), Self::Gone { page, removal: command }))
            }
            Self::Gone { page, removal } => {
                let mut objects = sheet.removed_by(removal);
                objects.retain(|object| sheet.get(*object).is_none());
                let back = Self::There { page, objects: objects.clone() };
                (!objects.is_empty()).then_some(((Change::Restore { removal }, None), back))
            }
            Self::Placed { mut moved } => {
                moved.retain(|moved| {
                    sheet.get(moved.object).is_some_and(|object| object.place == moved.after)
                });
                let objects =
                    moved.iter().map(|moved| Placed { object: moved.object, place: moved.before }).collect();
                let turned = |moved: Moved| Moved { before: moved.after, after: moved.before, ..moved };
                let back = moved.iter().copied().map(turned).collect::<Vec<_>>();
                (!back.is_empty())
                    .then_some(((Change::Place { objects }, None), Self::Placed { moved: back }))
            }
            Self::Redrawn { object, before, after } => {
                let same = sheet.get(object).is_some_and(|there| *there.packed == *bytes_of(&after));
                let back = Self::Redrawn { object, before: after, after: before.clone() };
                same.then_some(((Change::Redraw { object }, Some(before)), back))
            }
        }
    }
}
