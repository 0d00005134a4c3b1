//! Numbers as few bytes: of varying length, and runs of small ones bit by bit.

use crate::rejection::BadDrawing;

/// A number that may be negative as one that isn't: small ones stay small.
pub(super) fn zigzag(value: i32) -> u32 {
    ((value << 1) ^ (value >> 31)).cast_unsigned()
}

fn unzigzag(value: u32) -> i32 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

pub(super) fn put_number(to: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        to.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

pub(super) fn put_signed(to: &mut Vec<u8>, value: i32) {
    put_number(to, zigzag(value).into());
}

/// Bytes that are read from the front. Whatever they are, reading them ends with a value or an error.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], BadDrawing> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(BadDrawing::Unreadable)?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], BadDrawing> {
        self.bytes(N)?.try_into().map_err(|_| BadDrawing::Unreadable)
    }

    pub fn byte(&mut self) -> Result<u8, BadDrawing> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub fn number(&mut self) -> Result<u64, BadDrawing> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(BadDrawing::Unreadable)
    }

    pub fn small<T: TryFrom<u64>>(&mut self) -> Result<T, BadDrawing> {
        self.number()?.try_into().map_err(|_| BadDrawing::Unreadable)
    }

    pub fn signed(&mut self) -> Result<i32, BadDrawing> {
        self.small().map(unzigzag)
    }
}

/// Ones before a number that isn't written by its length, but whole.
const ESCAPE: u32 = 24;

/// How a run of numbers is written: each as what is left of it when the numbers before it are followed on, in Rice's code. The
/// code's parameter and how far the run is followed on are chosen to make it shortest.
#[derive(Clone, Copy)]
pub(super) struct Coding {
    parameter: u32,
    /// Whether a number is expected to go on from the two before it, and not just to be the one before it.
    straight_on: bool,
}

impl Coding {
    pub fn of(run: &[i32]) -> Self {
        let all = [false, true]
            .into_iter()
            .flat_map(|straight_on| (0..16).map(move |parameter| Self { parameter, straight_on }));
        all.min_by_key(|coding| coding.length(run)).unwrap_or(Self { parameter: 0, straight_on: false })
    }

    pub fn byte(self) -> u8 {
        self.parameter as u8 | u8::from(self.straight_on) << 4
    }

    pub fn from_byte(byte: u8) -> Self {
        Self { parameter: u32::from(byte & 0x0f), straight_on: byte & 0x10 != 0 }
    }

    fn expected(self, before: i32, before_that: i32) -> i32 {
        if self.straight_on { before.wrapping_mul(2).wrapping_sub(before_that) } else { before }
    }

    fn left(self, run: &[i32], at: usize) -> u32 {
        let before = run[at - 1];
        let before_that = if at > 1 { run[at - 2] } else { before };
        zigzag(run[at].wrapping_sub(self.expected(before, before_that)))
    }

    fn length(self, run: &[i32]) -> u64 {
        let bits = |at| match self.left(run, at) >> self.parameter {
            ones if ones < ESCAPE => u64::from(ones + 1 + self.parameter),
            _ => u64::from(ESCAPE + 32),
        };
        (1..run.len()).map(bits).sum()
    }

    /// Writes what comes after the run's number before `at`.
    pub fn put(self, to: &mut BitWriter, run: &[i32], at: usize) {
        let left = self.left(run, at);
        let ones = left >> self.parameter;
        if ones < ESCAPE {
            (0..ones).for_each(|_| to.put(1, 1));
            to.put(0, 1);
            to.put(left, self.parameter);
        } else {
            (0..ESCAPE).for_each(|_| to.put(1, 1));
            to.put(left, 32);
        }
    }

    /// Reads on a run that isn't empty.
    pub fn read(self, from: &mut BitReader<'_>, run: &[i32]) -> Result<i32, BadDrawing> {
        let mut ones = 0;
        while ones < ESCAPE && from.get(1)? == 1 {
            ones += 1;
        }
        let left =
            if ones < ESCAPE { ones << self.parameter | from.get(self.parameter)? } else { from.get(32)? };
        let before = run.last().copied().unwrap_or_default();
        let before_that = run.len().checked_sub(2).map_or(before, |at| run[at]);
        Ok(self.expected(before, before_that).wrapping_add(unzigzag(left)))
    }
}

#[derive(Default)]
pub(super) struct BitWriter {
    pub bytes: Vec<u8>,
    used: u32,
}

impl BitWriter {
    /// The lowest `count` bits of `value`, the highest of them first.
    fn put(&mut self, value: u32, count: u32) {
        for at in (0..count).rev() {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> at & 1) as u8) << (7 - self.used % 8);
            }
            self.used += 1;
        }
    }
}

pub(super) struct BitReader<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl BitReader<'_> {
    fn get(&mut self, count: u32) -> Result<u32, BadDrawing> {
        let mut value = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8).ok_or(BadDrawing::Unreadable)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Ok(value)
    }
}
