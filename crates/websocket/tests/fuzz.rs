//! Bytes of chance: whatever comes, and however it is cut, nothing panics, all that was said is read the same, and no more memory
//! is held than the limits allow. The seeds are fixed; `LECTERN_SEEDS` sets how many there are.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use websocket::{Broken, Heard, Limits, Reader};

const SEEDS: u64 = 20_000;
const LIMITS: Limits = Limits { longest: 300, most_parts: 4 };
/// Bytes that come in one read, at most.
const READ: usize = 64;
/// A Vec that grows may hold twice what is in it: what is unread, of one frame and a read, and what was said of a message.
const MOST_HELD: usize = 2 * (LIMITS.longest + 14 + READ) + 2 * LIMITS.longest;

/// All that is read until something can't be, or nothing is left.
type Read = (Vec<Heard>, Option<Broken>);

/// Reads it in pieces of what `next` says.
fn read(bytes: &[u8], mut next: impl FnMut() -> usize) -> Read {
    let (mut reader, mut heard, mut rest) = (Reader::default(), Vec::new(), bytes);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(next().clamp(1, rest.len()));
        reader.feed(piece);
        rest = after;
        loop {
            match reader.next(&LIMITS) {
                Ok(Some(one)) => heard.push(one),
                Ok(None) => break,
                Err(broken) => return (heard, Some(broken)),
            }
        }
        if piece.len() <= READ {
            assert!(reader.held() <= MOST_HELD, "{} bytes are held", reader.held());
        }
    }
    (heard, None)
}

/// Frames as clients send them, and some that they don't.
fn frames(random: &mut StdRng) -> Vec<u8> {
    let (mut bytes, mut begun) = (Vec::new(), false);
    for _ in 0..random.random_range(1..8) {
        let opcodes: &[u8] = match random.random_range(0..20) {
            0 => &[0, 1, 2, 3, 8, 15],
            1..5 => &[9, 10],
            _ if begun => &[0],
            _ => &[1, 1, 2],
        };
        let opcode = *opcodes.choose(random).unwrap();
        let (last, reserved) = (opcode > 7 || random.random_bool(0.7), random.random_bool(0.01));
        begun = if opcode > 7 { begun } else { !last };
        bytes.push(u8::from(last) << 7 | u8::from(reserved) << 6 | opcode);
        let length = match random.random_range(0..20) {
            0..14 => random.random_range(0..20),
            14..19 => random.random_range(100..140),
            _ => random.random_range(290..310),
        };
        let said = if random.random_bool(0.01) { random.random::<u64>() } else { length as u64 };
        let masked = if random.random_bool(0.99) { 0x80 } else { 0 };
        // Mostly as short as it can be written.
        let form = match random.random_range(0..100) {
            0 => 127,
            1..3 => 126,
            _ if said < 126 => said as u8,
            _ if said <= u64::from(u16::MAX) => 126,
            _ => 127,
        };
        bytes.push(masked | form);
        match form {
            127 => bytes.extend(said.to_be_bytes()),
            126 => bytes.extend((said as u16).to_be_bytes()),
            _ => {}
        }
        let mask: [u8; 4] = random.random();
        bytes.extend(mask);
        let letters: &[char] = if random.random_bool(0.8) { &['a'] } else { &['a', 'ä', '€', '😀'] };
        let text: String = (0..length).map(|_| *letters.choose(random).unwrap()).collect();
        let payload = text.as_bytes()[..length].iter().zip(mask.iter().cycle());
        bytes.extend(payload.map(|(byte, mask)| byte ^ mask));
    }
    bytes
}

fn input(random: &mut StdRng) -> Vec<u8> {
    if random.random_bool(0.1) {
        return (0..random.random_range(0..400)).map(|_| random.random()).collect();
    }
    let mut bytes = frames(random);
    if random.random_bool(0.2) {
        let at = random.random_range(0..bytes.len());
        bytes[at] = random.random();
    }
    bytes.truncate(
        bytes.len() - if random.random_bool(0.2) { random.random_range(0..bytes.len()) } else { 0 },
    );
    bytes
}

#[test]
fn whatever_comes_is_read_the_same_however_it_is_cut() {
    let seeds = std::env::var("LECTERN_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(SEEDS);
    let (mut messages, mut refused) = (0, 0);
    for seed in 0..seeds {
        let mut random = StdRng::seed_from_u64(seed);
        let bytes = input(&mut random);
        let whole = read(&bytes, || usize::MAX);
        assert_eq!(whole, read(&bytes, || 1), "seed {seed}");
        assert_eq!(whole, read(&bytes, || random.random_range(1..=READ)), "seed {seed}");
        let longest = whole.0.iter().map(|heard| match heard {
            Heard::Text(text) => text.len(),
            Heard::Binary(bytes) | Heard::Ping(bytes) => bytes.len(),
            Heard::Pong | Heard::Part | Heard::Close(_) => 0,
        });
        assert!(longest.max().unwrap_or_default() <= LIMITS.longest, "seed {seed}");
        messages += whole.0.len();
        refused += usize::from(whole.1.is_some());
    }
    assert!(messages as u64 > seeds && refused as u64 > seeds / 10, "{messages} read, {refused} refused");
}
