//! A drawing as bytes: for screens that are shown a board, and to compare two. Equal drawings give the same bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::board::bits::{Reader, put_number, put_signed};
use crate::board::drawing::{Drawing, Object, Removal};
use crate::board::{Paper, Place};
use crate::ids::{CommandId, ObjectGroupId, ObjectId, Sequence, UserId};
use crate::rejection::BadDrawing;
use uuid::Uuid;

/// What a drawing begins with; another form of it has another one.
const MARK: &[u8; 4] = b"LWB2";

/// What is said of an object beside what each has.
const PLACED: u8 = 1;
const GROUPED: u8 = 2;
const LOCKED: u8 = 4;

impl Drawing {
    /// The drawing as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = MARK.to_vec();
        put_number(&mut to, self.sequence.0);
        let removed = self
            .removals
            .iter()
            .flat_map(|removal| removal.objects.iter().map(|object| object.author).chain([removal.actor]));
        let authors = self.objects.values().map(|object| object.author).chain(removed).flatten();
        // 0 is nobody.
        let mut people: BTreeMap<UserId, u64> = authors.map(|author| (author, 0)).collect();
        people.values_mut().zip(1..).for_each(|(number, at)| *number = at);
        put_number(&mut to, people.len() as u64);
        people.keys().for_each(|user| to.extend(user.0.as_bytes()));
        let number = |user: Option<UserId>| user.and_then(|user| people.get(&user).copied()).unwrap_or(0);
        put_objects(&mut to, self.objects.values(), &number);
        put_number(&mut to, self.removals.len() as u64);
        for removal in &self.removals {
            to.extend(removal.command.0.as_bytes());
            put_number(&mut to, number(removal.actor));
            put_objects(&mut to, &removal.objects, &number);
            put_number(&mut to, removal.parts.len() as u64);
            for (object, parts) in &removal.parts {
                to.extend(object.0.as_bytes());
                put_number(&mut to, parts.len() as u64);
                parts.iter().for_each(|part| to.extend(part.0.as_bytes()));
            }
        }
        put_number(&mut to, self.papers.len() as u64);
        for (page, paper) in &self.papers {
            put_number(&mut to, (*page).into());
            to.push(number_of(*paper));
        }
        to
    }

    /// The drawing that these bytes are.
    ///
    /// # Errors
    /// [`BadDrawing::Unreadable`] where they are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadDrawing> {
        let mut from = Reader(bytes);
        if from.array()? != *MARK {
            return Err(BadDrawing::Unreadable);
        }
        let sequence = Sequence(from.number()?);
        let count: usize = from.small()?;
        let mut people = Vec::new();
        for _ in 0..count {
            people.push(UserId(read_id(&mut from)?));
        }
        let mut drawing = Self { sequence, ..Self::default() };
        for object in read_objects(&mut from, &people)? {
            *drawing.on_pages.entry(object.page).or_default() += 1;
            drawing.orders.insert(object.id, (object.page, object.order));
            drawing.objects.insert((object.page, object.order), object);
        }
        let count: usize = from.small()?;
        for _ in 0..count {
            let command = CommandId(read_id(&mut from)?);
            let actor = read_person(&mut from, &people)?;
            let objects = read_objects(&mut from, &people)?;
            let parts = read_parts(&mut from)?;
            drawing.removals.push_back(Removal { command, actor, objects, parts });
        }
        let count: usize = from.small()?;
        for _ in 0..count {
            let page = from.small()?;
            drawing.papers.insert(page, read_paper(&mut from)?);
        }
        if from.0.is_empty() { Ok(drawing) } else { Err(BadDrawing::Unreadable) }
    }
}

fn put_objects<'a>(
    to: &mut Vec<u8>,
    objects: impl IntoIterator<Item = &'a Object, IntoIter: Clone>,
    number: &dyn Fn(Option<UserId>) -> u64,
) {
    let objects = objects.into_iter();
    put_number(to, objects.clone().count() as u64);
    for object in objects {
        let Object { id, page, author, order, place, group, locked, packed } = object;
        to.extend(id.0.as_bytes());
        put_number(to, (*page).into());
        put_number(to, number(*author));
        put_number(to, zigzag_long(*order));
        let is_elsewhere = !place.is_as_drawn();
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        to.push(flag(is_elsewhere, PLACED) | flag(group.is_some(), GROUPED) | flag(*locked, LOCKED));
        if is_elsewhere {
            put_signed(to, place.x);
            put_signed(to, place.y);
            put_number(to, place.wide.into());
            put_number(to, place.high.into());
            put_number(to, place.turn.into());
        }
        group.iter().for_each(|group| to.extend(group.0.as_bytes()));
        put_number(to, packed.len() as u64);
        to.extend(packed.iter());
    }
}

fn read_objects(from: &mut Reader<'_>, people: &[UserId]) -> Result<Vec<Object>, BadDrawing> {
    let count: usize = from.small()?;
    // As many as there can be in what is left.
    let mut objects = Vec::with_capacity(count.min(from.0.len() / 21));
    for _ in 0..count {
        let id = ObjectId(read_id(from)?);
        let page = from.small()?;
        let author = read_person(from, people)?;
        let order = unzigzag_long(from.number()?);
        let flags = from.byte()?;
        let place = if flags & PLACED == 0 {
            Place::default()
        } else {
            let (x, y) = (from.signed()?, from.signed()?);
            Place { x, y, wide: from.small()?, high: from.small()?, turn: from.small()? }
        };
        let group = if flags & GROUPED == 0 { None } else { Some(ObjectGroupId(read_id(from)?)) };
        let locked = flags & LOCKED != 0;
        let length: usize = from.small()?;
        let packed: Arc<[u8]> = from.bytes(length)?.into();
        objects.push(Object { id, page, author, order, place, group, locked, packed });
    }
    Ok(objects)
}

fn read_parts(from: &mut Reader<'_>) -> Result<BTreeMap<ObjectId, Vec<ObjectId>>, BadDrawing> {
    let count: usize = from.small()?;
    let mut parts = BTreeMap::new();
    for _ in 0..count {
        let object = ObjectId(read_id(from)?);
        let count: usize = from.small()?;
        let mut ids = Vec::with_capacity(count.min(from.0.len() / 16));
        for _ in 0..count {
            ids.push(ObjectId(read_id(from)?));
        }
        parts.insert(object, ids);
    }
    Ok(parts)
}

fn number_of(paper: Paper) -> u8 {
    match paper {
        Paper::Dots => 0,
        Paper::Plain => 1,
        Paper::Ruled => 2,
        Paper::Graph => 3,
    }
}

fn read_paper(from: &mut Reader<'_>) -> Result<Paper, BadDrawing> {
    let all = [Paper::Dots, Paper::Plain, Paper::Ruled, Paper::Graph];
    all.get(usize::from(from.byte()?)).copied().ok_or(BadDrawing::Unreadable)
}

/// A number that may be negative as one that isn't: small ones stay small.
fn zigzag_long(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

fn unzigzag_long(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

fn read_person(from: &mut Reader<'_>, people: &[UserId]) -> Result<Option<UserId>, BadDrawing> {
    match from.small::<usize>()? {
        0 => Ok(None),
        number => people.get(number - 1).copied().map(Some).ok_or(BadDrawing::Unreadable),
    }
}

fn read_id(from: &mut Reader<'_>) -> Result<Uuid, BadDrawing> {
    from.array().map(Uuid::from_bytes)
}
