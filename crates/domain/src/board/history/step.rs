//! What one did, as that which can be taken back of it.

use super::Made;
use crate::board::packed::bytes_of;
use crate::board::{
    Change, Grouped, MOST_AT_ONCE, Object, Paper, Pile, Place, Placed, Rubbed, Sheet, Style, Styled, drawn,
};
use crate::ids::{CommandId, ObjectGroupId, ObjectId};

/// What can be done to take a change back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Objects are there: they can go.
    There { page: u16, objects: Vec<ObjectId> },
    /// Objects went by this command: they can come back.
    Gone { page: u16, removal: CommandId },
    /// Objects stand elsewhere.
    Placed(Vec<Altered<Place>>),
    /// An object looks different.
    Redrawn { object: ObjectId, before: String, after: String },
    /// Objects have other colours and widths.
    Styled(Vec<Altered<Style>>),
    /// Objects are in another group, or in none.
    Grouped(Vec<Altered<Option<ObjectGroupId>>>),
    /// Objects lie elsewhere in the order.
    Stacked { page: u16, before: Vec<Pile>, after: Vec<Pile> },
    /// Objects were locked, or unlocked.
    Locked { objects: Vec<ObjectId>, locked: bool },
    /// Strokes were rubbed at by this command.
    Rubbed { page: u16, strokes: Vec<Rubbed>, removal: CommandId },
    /// Strokes are whole again that were rubbed at.
    Whole { page: u16, strokes: Vec<Rubbed> },
    /// A page has another paper.
    Papered { page: u16, before: Paper, after: Paper },
}

/// What holds of an object otherwise than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Altered<T> {
    object: ObjectId,
    before: T,
    after: T,
}

impl Step {
    /// What `made` will be, which comes next on `sheet`; nothing where it can't be taken back.
    pub fn of(sheet: &Sheet, made: &Made) -> Option<Self> {
        let step = match &made.change {
            Change::Add { object, page } => Self::There { page: *page, objects: vec![*object] },
            Change::AddAll { page, objects } => {
                Self::There { page: *page, objects: objects.iter().map(|added| added.object).collect() }
            }
            Change::Remove { page, .. } | Change::Clear { page } => {
                Self::Gone { page: *page, removal: made.command }
            }
            Change::Place { objects } => {
                let after = objects.iter().map(|placed| (placed.object, placed.place));
                Self::Placed(altered(sheet, after, |there| Some(there.place)))
            }
            Change::Style { objects } => {
                let after = objects.iter().filter_map(|styled| {
                    let there = sheet.get(styled.object)?.shape()?;
                    Some((styled.object, there.styled(styled.style).style()))
                });
                Self::Styled(altered(sheet, after, style_of))
            }
            Change::Group { objects } => {
                let after = objects.iter().map(|grouped| (grouped.object, grouped.group));
                Self::Grouped(altered(sheet, after, |there| Some(there.group)))
            }
            Change::Redraw { object } => {
                let before = drawn(&sheet.get(*object)?.shape()?);
                Self::Redrawn { object: *object, before, after: made.drawn.clone()? }
            }
            Change::Stack { page, piles } => {
                Self::Stacked { page: *page, before: piles_of(sheet, *page, piles), after: piles.clone() }
            }
            Change::Lock { objects, locked } => {
                let differs = |id: &&ObjectId| sheet.get(**id).is_some_and(|there| there.locked != *locked);
                Self::Locked { objects: objects.iter().filter(differs).copied().collect(), locked: *locked }
            }
            Change::Rub { page, strokes } => {
                Self::Rubbed { page: *page, strokes: strokes.clone(), removal: made.command }
            }
            Change::Paper { page, paper } => {
                Self::Papered { page: *page, before: sheet.paper(*page), after: *paper }
            }
            Change::Restore { .. } => return None,
        };
        Some(step)
    }

    /// The change that takes it back as `command`, and the step that this is in turn; nothing where nothing is left of it.
    pub fn back(self, sheet: &Sheet, command: CommandId) -> Option<(Made, Self)> {
        let made = |change| Made { command, change, drawn: None };
        let is_free = |id: &ObjectId| sheet.get(*id).is_some_and(|there| !there.locked);
        match self {
            Self::There { page, mut objects } => {
                objects.retain(is_free);
                objects.truncate(MOST_AT_ONCE);
                let change = Change::Remove { page, objects: objects.clone() };
                (!objects.is_empty()).then_some((made(change), Self::Gone { page, removal: command }))
            }
            Self::Gone { page, removal } => {
                let objects = gone(sheet, removal);
                let back = Self::There { page, objects: objects.clone() };
                (!objects.is_empty()).then_some((made(Change::Restore { removal }), back))
            }
            Self::Placed(all) => {
                let (before, back) = turned(sheet, all, |there| Some(there.place))?;
                let objects = before.into_iter().map(|(object, place)| Placed { object, place }).collect();
                Some((made(Change::Place { objects }), Self::Placed(back)))
            }
            Self::Styled(all) => {
                let (before, back) = turned(sheet, all, style_of)?;
                let objects = before.into_iter().map(|(object, style)| Styled { object, style }).collect();
                Some((made(Change::Style { objects }), Self::Styled(back)))
            }
            Self::Grouped(all) => {
                let (before, back) = turned(sheet, all, |there| Some(there.group))?;
                let objects = before.into_iter().map(|(object, group)| Grouped { object, group }).collect();
                Some((made(Change::Group { objects }), Self::Grouped(back)))
            }
            Self::Redrawn { object, before, after } => {
                let same = sheet
                    .get(object)
                    .is_some_and(|there| !there.locked && *there.packed == *bytes_of(&after));
                let back = Self::Redrawn { object, before: after, after: before.clone() };
                let redraw = Made { command, change: Change::Redraw { object }, drawn: Some(before) };
                same.then_some((redraw, back))
            }
            Self::Stacked { page, before, after } => {
                let before = still_there(sheet, &before);
                let change = Change::Stack { page, piles: before.clone() };
                let is_same = !before.is_empty() && after.iter().all(|pile| is_piled(sheet, pile));
                is_same.then_some((made(change), Self::Stacked { page, before: after, after: before }))
            }
            Self::Locked { mut objects, locked } => {
                objects.retain(|id| sheet.get(*id).is_some_and(|there| there.locked == locked));
                let change = Change::Lock { objects: objects.clone(), locked: !locked };
                (!objects.is_empty()).then_some((made(change), Self::Locked { objects, locked: !locked }))
            }
            Self::Rubbed { page, strokes, removal } => {
                let there = gone(sheet, removal);
                let back = Self::Whole { page, strokes };
                (!there.is_empty()).then_some((made(Change::Restore { removal }), back))
            }
            Self::Whole { page, mut strokes } => {
                strokes.retain(|stroke| is_free(&stroke.object));
                let change = Change::Rub { page, strokes: strokes.clone() };
                let back = Self::Rubbed { page, strokes: strokes.clone(), removal: command };
                (!strokes.is_empty()).then_some((made(change), back))
            }
            Self::Papered { page, before, after } => {
                let change = Change::Paper { page, paper: before };
                let back = Self::Papered { page, before: after, after: before };
                (sheet.paper(page) == after).then_some((made(change), back))
            }
        }
    }
}

/// What a command removed and that can come back.
fn gone(sheet: &Sheet, removal: CommandId) -> Vec<ObjectId> {
    let mut objects = sheet.removed_by(removal);
    objects.retain(|object| sheet.get(*object).is_none());
    objects
}

fn style_of(there: &Object) -> Option<Style> {
    there.shape().map(|shape| shape.style())
}

/// What changes of those objects that can be changed.
fn altered<T: Copy>(
    sheet: &Sheet,
    after: impl Iterator<Item = (ObjectId, T)>,
    of: impl Fn(&Object) -> Option<T>,
) -> Vec<Altered<T>> {
    let of_each = after.filter_map(|(object, after)| {
        let there = sheet.get(object).filter(|there| !there.locked)?;
        Some(Altered { object, before: of(&there)?, after })
    });
    of_each.collect()
}

/// What each object was, and the way back from there.
type Turned<T> = (Vec<(ObjectId, T)>, Vec<Altered<T>>);

/// Of the objects that are still as they became; nothing where none is.
fn turned<T: Copy + PartialEq>(
    sheet: &Sheet,
    mut all: Vec<Altered<T>>,
    of: impl Fn(&Object) -> Option<T>,
) -> Option<Turned<T>> {
    all.retain(|altered| {
        let there = sheet.get(altered.object).filter(|there| !there.locked);
        there.is_some_and(|there| of(&there) == Some(altered.after))
    });
    let before = all.iter().map(|altered| (altered.object, altered.before)).collect();
    let back =
        all.iter().map(|&Altered { object, before, after }| Altered { object, before: after, after: before });
    if all.is_empty() { None } else { Some((before, back.collect())) }
}

/// How the objects of `piles` lie now.
fn piles_of(sheet: &Sheet, page: u16, piles: &[Pile]) -> Vec<Pile> {
    let is_meant = |id: ObjectId| piles.iter().any(|pile| pile.objects.contains(&id));
    let mut before: Vec<Pile> = Vec::new();
    let (mut above, mut goes_on) = (None, false);
    for id in sheet.on_page(page).into_iter().map(|object| object.id) {
        if !is_meant(id) {
            (above, goes_on) = (Some(id), false);
        } else if let Some(pile) = before.last_mut().filter(|_| goes_on) {
            pile.objects.push(id);
        } else {
            before.push(Pile { above, objects: vec![id] });
            goes_on = true;
        }
    }
    before
}

/// Those of the piles whose objects are there, and what they lie above.
fn still_there(sheet: &Sheet, piles: &[Pile]) -> Vec<Pile> {
    let is_there = |id: &ObjectId| sheet.get(*id).is_some();
    let left = piles.iter().filter(|pile| pile.above.is_none_or(|above| is_there(&above)));
    let left = left.map(|pile| Pile {
        objects: pile.objects.iter().filter(|id| is_there(id)).copied().collect(),
        ..*pile
    });
    left.filter(|pile| !pile.objects.is_empty()).collect()
}

/// Whether objects lie above what they were put above, as far as these are there.
fn is_piled(sheet: &Sheet, pile: &Pile) -> bool {
    let order = |id: ObjectId| sheet.get(id).map(|there| there.order);
    let Some(above) = pile.above.and_then(order) else { return true };
    pile.objects.iter().filter_map(|id| order(*id)).all(|order| order > above)
}
