//! 1 framing, 2 pings and pongs, 3 reserved bits, 4 opcodes, 5 fragmentation, 9 and 10 limits and mixed.

use super::{BINARY, PING, PONG, TEXT, case};

const HELLO: &[u8] = b"Hello, world!";
const PROTOCOL: Option<u16> = Some(1002);

#[tokio::test]
async fn one_texts_and_bytes_of_every_length_come_back() {
    for (group, opcode, byte) in [(1, TEXT, b'*'), (2, BINARY, 0xfe)] {
        for (n, length) in [0, 125, 126, 127, 128, 65_535, 65_536].into_iter().enumerate() {
            case(format!("1.{group}.{}", n + 1)).echoed(opcode, &vec![byte; length]).closes().await;
        }
        case(format!("1.{group}.8")).echoed(opcode, &vec![byte; 65_536]).chopped(997).closes().await;
    }
}

#[tokio::test]
async fn two_pings_are_answered_with_what_they_hold() {
    case("2.1").frame(true, PING, b"").answered(PONG, b"").closes().await;
    case("2.2").frame(true, PING, HELLO).answered(PONG, HELLO).closes().await;
    let bytes = [0x00, 0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0x00, 0xff];
    case("2.3").frame(true, PING, &bytes).answered(PONG, &bytes).closes().await;
    case("2.4").frame(true, PING, &[0xfe; 125]).answered(PONG, &[0xfe; 125]).closes().await;
    case("2.5").frame(true, PING, &[0xfe; 126]).ends(PROTOCOL).await;
    case("2.6").frame(true, PING, &[0xfe; 125]).answered(PONG, &[0xfe; 125]).chopped(1).closes().await;
    case("2.7").frame(true, PONG, b"").closes().await;
    case("2.8").frame(true, PONG, b"unsolicited pong payload").closes().await;
    let pinged = case("2.9").frame(true, PONG, b"unsolicited").frame(true, PING, b"ping payload");
    pinged.answered(PONG, b"ping payload").closes().await;
    for (name, chop) in [("2.10", usize::MAX), ("2.11", 1)] {
        let pings: Vec<String> = (0..10).map(|n| format!("payload-{n}")).collect();
        let pinged = pings.iter().fold(case(name), |case, ping| {
            case.frame(true, PING, ping.as_bytes()).answered(PONG, ping.as_bytes())
        });
        pinged.chopped(chop).closes().await;
    }
}

#[tokio::test]
async fn three_reserved_bits_end_the_connection() {
    case("3.1").reserved(1, TEXT, HELLO).ends(PROTOCOL).await;
    for (name, bits, chop) in [("3.2", 2, usize::MAX), ("3.3", 3, 21), ("3.4", 4, 1)] {
        let after = case(name).echoed(TEXT, HELLO).reserved(bits, TEXT, HELLO).frame(true, PING, b"");
        after.chopped(chop).ends(PROTOCOL).await;
    }
    case("3.5").reserved(5, BINARY, &[0x00, 0xff]).ends(PROTOCOL).await;
    case("3.6").reserved(6, PING, HELLO).ends(PROTOCOL).await;
    case("3.7").reserved(7, 8, b"").ends(PROTOCOL).await;
}

#[tokio::test]
async fn four_reserved_opcodes_end_the_connection() {
    for (group, first) in [(1, 3), (2, 11)] {
        let name = |n: u8| format!("4.{group}.{n}");
        case(name(1)).frame(true, first, b"").ends(PROTOCOL).await;
        case(name(2)).frame(true, first + 1, b"reserved opcode payload").ends(PROTOCOL).await;
        for (n, payload, chop) in [(3, b"".as_slice(), usize::MAX), (4, HELLO, 19), (5, HELLO, 1)] {
            let sent = case(name(n)).echoed(TEXT, HELLO).frame(true, first + n - 1, payload);
            sent.frame(true, PING, b"").chopped(chop).ends(PROTOCOL).await;
        }
    }
}

#[tokio::test]
async fn five_fragments_are_one_message_and_control_frames_come_between() {
    let (one, two) = (b"fragment1".as_slice(), b"fragment2".as_slice());
    let both = [one, two].concat();
    case("5.1").frame(false, PING, one).frame(true, 0, two).ends(PROTOCOL).await;
    case("5.2").frame(false, PONG, one).frame(true, 0, two).ends(PROTOCOL).await;
    for (name, chop) in [("5.3", usize::MAX), ("5.4", 15), ("5.5", 1)] {
        let sent = case(name).frame(false, TEXT, one).frame(true, 0, two).answered(TEXT, &both);
        sent.chopped(chop).closes().await;
    }
    for (name, chop) in [("5.6", usize::MAX), ("5.7", 15), ("5.8", 1)] {
        let sent = case(name).frame(false, TEXT, one).frame(true, PING, b"ping payload").frame(true, 0, two);
        sent.answered(PONG, b"ping payload").answered(TEXT, &both).chopped(chop).closes().await;
    }
    for (names, is_final) in [(["5.9", "5.10", "5.11"], true), (["5.12", "5.13", "5.14"], false)] {
        for (name, chop) in names.into_iter().zip([usize::MAX, 30, 1]) {
            let nothing = case(name).frame(is_final, 0, b"non-continuation payload");
            nothing.frame(true, TEXT, HELLO).chopped(chop).ends(PROTOCOL).await;
        }
    }
    let sent = case("5.15").frame(false, TEXT, one).frame(true, 0, two).answered(TEXT, &both);
    sent.frame(false, 0, b"fragment3").frame(true, TEXT, b"fragment4").ends(PROTOCOL).await;
    for (name, is_final) in [("5.16", false), ("5.17", true)] {
        let twice = (0..2).fold(case(name), |case, _| {
            case.frame(is_final, 0, one).frame(false, TEXT, two).frame(true, 0, b"fragment3")
        });
        twice.ends(PROTOCOL).await;
    }
    case("5.18").frame(false, TEXT, one).frame(true, TEXT, two).ends(PROTOCOL).await;
    for name in ["5.19", "5.20"] {
        let sent = case(name).frame(false, TEXT, b"1").frame(false, 0, b"2").frame(true, PING, b"a");
        let sent =
            sent.frame(false, 0, b"3").frame(false, 0, b"4").frame(true, PING, b"b").frame(true, 0, b"5");
        sent.answered(PONG, b"a").answered(PONG, b"b").answered(TEXT, b"12345").closes().await;
    }
}

/// As far as messages of a megabyte go: the suite sends up to sixteen.
#[tokio::test]
async fn nine_and_ten_large_messages_and_many_small_ones_come_back() {
    for (group, opcode, byte) in [(1, TEXT, b'*'), (2, BINARY, 0xfe)] {
        for (n, kib) in [64, 256, 1_024].into_iter().enumerate() {
            case(format!("9.{group}.{}", n + 1)).echoed(opcode, &vec![byte; kib * 1_024]).closes().await;
        }
        let message = vec![byte; 1 << 20];
        for (n, size) in [16_384, 65_536, 1 << 20].into_iter().enumerate() {
            let sent = case(format!("9.{}.{}", group + 2, n + 5)).message(opcode, &message, size);
            sent.answered(opcode, &message).closes().await;
        }
        for (n, chop) in [64, 128, 256, 512, 1_024, 2_048].into_iter().enumerate() {
            let name = format!("9.{}.{}", group + 4, n + 1);
            case(name).echoed(opcode, &message).chopped(chop).closes().await;
        }
        for (n, length) in [0, 16, 64, 256, 1_024, 4_096].into_iter().enumerate() {
            let small = vec![byte; length];
            let name = format!("9.{}.{}", group + 6, n + 1);
            (0..1_000).fold(case(name), |case, _| case.echoed(opcode, &small)).closes().await;
        }
    }
    let message = [b'*'; 65_536];
    case("10.1.1").message(TEXT, &message, 1_300).answered(TEXT, &message).closes().await;
}

/// What the suite has no number for: our own limits.
#[tokio::test]
async fn what_is_over_a_limit_is_refused_before_it_has_come() {
    let mut begun = case("longer than a message may be").frame(true, TEXT, &vec![b'*'; (1 << 20) + 1]);
    begun.sent.truncate(14);
    begun.ends(Some(1009)).await;
    let parts = case("in more frames than a message may have").message(TEXT, &[b'*'; 65], 1);
    parts.ends(Some(1008)).await;
    let mut bare = case("not masked");
    bare.sent = b"\x81\x02{}".to_vec();
    bare.ends(PROTOCOL).await;
}
