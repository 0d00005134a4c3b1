//! 6 what is a text and what isn't.

use super::{TEXT, case};

const NOT_UTF8: Option<u16> = Some(1007);
const GREEK: &[u8] = "κόσμε".as_bytes();

#[tokio::test]
async fn six_empty_fragments_and_letters_cut_in_two_are_texts() {
    case("6.1.1").echoed(TEXT, b"").closes().await;
    let empty = case("6.1.2").frame(false, TEXT, b"").frame(false, 0, b"").frame(true, 0, b"");
    empty.answered(TEXT, b"").closes().await;
    let middle = case("6.1.3").frame(false, TEXT, b"").frame(false, 0, b"middle").frame(true, 0, b"");
    middle.answered(TEXT, b"middle").closes().await;
    let (one, two) = ("Hello-µ@ßöä".as_bytes(), "üàá-UTF-8!!".as_bytes());
    let both = [one, two].concat();
    case("6.2.1").echoed(TEXT, &both).closes().await;
    case("6.2.2").frame(false, TEXT, one).frame(true, 0, two).answered(TEXT, &both).closes().await;
    case("6.2.3").message(TEXT, &both, 1).answered(TEXT, &both).closes().await;
    case("6.2.4").message(TEXT, GREEK, 1).answered(TEXT, GREEK).closes().await;
}

#[tokio::test]
async fn six_what_is_no_text_ends_the_connection_as_soon_as_its_frame_is_there() {
    let invalid = [GREEK, b"\xed\xa0\x80edited"].concat();
    case("6.3.1").frame(true, TEXT, &invalid).ends(NOT_UTF8).await;
    case("6.3.2").message(TEXT, &invalid, 1).ends(NOT_UTF8).await;
    // The rest of the message is never sent.
    let begun = |name| case(name).frame(false, TEXT, GREEK);
    begun("6.4.1").frame(false, 0, b"\xf4\x90\x80\x80").ends(NOT_UTF8).await;
    case("6.4.2")
        .frame(false, TEXT, &[GREEK, b"\xf4"].concat())
        .frame(false, 0, b"\x90")
        .ends(NOT_UTF8)
        .await;
    // The suite wants an end in the middle of a frame here, and calls ours, at its end, non-strict.
    for name in ["6.4.3", "6.4.4"] {
        let all = [GREEK, b"\xf4\x90\x80\x80edited"].concat();
        case(name).frame(true, TEXT, &all).chopped(12).ends(NOT_UTF8).await;
    }
}

/// Groups 6.5 to 6.23, after Markus Kuhn's decoder test: each sequence, and whether it is UTF-8.
fn sequences() -> Vec<(u8, bool, Vec<Vec<u8>>)> {
    let own = |list: &[&[u8]]| list.iter().map(|bytes| bytes.to_vec()).collect::<Vec<_>>();
    let missing: [&[u8]; 10] = [
        b"\xc0",
        b"\xe0\x80",
        b"\xf0\x80\x80",
        b"\xf8\x80\x80\x80",
        b"\xfc\x80\x80\x80\x80",
        b"\xdf",
        b"\xef\xbf",
        b"\xf7\xbf\xbf",
        b"\xfb\xbf\xbf\xbf",
        b"\xfd\xbf\xbf\xbf\xbf",
    ];
    let lonely = [(0xc0, 0xdf), (0xe0, 0xef), (0xf0, 0xf7), (0xf8, 0xfb), (0xfc, 0xfd)];
    let lonely = lonely.map(|(first, last)| (first..last).flat_map(|byte| [byte, b' ']).collect());
    let prefixes = |valid| {
        let all = (1..=GREEK.len()).map(|end| GREEK[..end].to_vec());
        all.filter(move |prefix| std::str::from_utf8(prefix).is_ok() == valid).collect()
    };
    let no_characters = [0xf0, 0xf1, 0xf2, 0xf3, 0xf4].into_iter().flat_map(|first| {
        let seconds = [0x8f, 0x9f, 0xaf, 0xbf].into_iter();
        let seconds = seconds.filter(move |second| match first {
            0xf0 => *second != 0x8f,
            0xf4 => *second == 0x8f,
            _ => true,
        });
        seconds.flat_map(move |second| [0xbe, 0xbf].map(|last| vec![first, second, 0xbf, last]))
    });
    vec![
        (
            5,
            true,
            own(&[
                b"hello$world",
                "hello¢world".as_bytes(),
                "hello€world".as_bytes(),
                b"hello\xf0\xa4\xad\xa2world",
                GREEK,
            ]),
        ),
        (6, true, prefixes(true)),
        (6, false, prefixes(false)),
        (7, true, own(&[b"\x00", b"\xc2\x80", b"\xe0\xa0\x80", b"\xf0\x90\x80\x80"])),
        (8, false, own(&[b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80"])),
        (9, true, own(&[b"\x7f", b"\xdf\xbf", b"\xef\xbf\xbf", b"\xf4\x8f\xbf\xbf"])),
        (10, false, own(&[b"\xf7\xbf\xbf\xbf", b"\xfb\xbf\xbf\xbf\xbf", b"\xfd\xbf\xbf\xbf\xbf\xbf"])),
        (11, true, own(&[b"\xed\x9f\xbf", b"\xee\x80\x80", b"\xef\xbf\xbd", b"\xf4\x8f\xbf\xbf"])),
        (11, false, own(&[b"\xf4\x90\x80\x80"])),
        (
            12,
            false,
            [b"\x80", b"\xbf"]
                .iter()
                .map(|one| one.to_vec())
                .chain((2..7).map(|length| b"\x80\xbf".iter().copied().cycle().take(length).collect()))
                .chain([(0x80..0xbf).collect()])
                .collect(),
        ),
        (13, false, lonely.to_vec()),
        (14, false, own(&missing)),
        (15, false, vec![missing.concat()]),
        (16, false, own(&[b"\xfe", b"\xff", b"\xfe\xfe\xff\xff"])),
        (
            17,
            false,
            own(&[
                b"\xc0\xaf",
                b"\xe0\x80\xaf",
                b"\xf0\x80\x80\xaf",
                b"\xf8\x80\x80\x80\xaf",
                b"\xfc\x80\x80\x80\x80\xaf",
            ]),
        ),
        (
            18,
            false,
            own(&[
                b"\xc1\xbf",
                b"\xe0\x9f\xbf",
                b"\xf0\x8f\xbf\xbf",
                b"\xf8\x87\xbf\xbf\xbf",
                b"\xfc\x83\xbf\xbf\xbf\xbf",
            ]),
        ),
        (
            19,
            false,
            own(&[
                b"\xc0\x80",
                b"\xe0\x80\x80",
                b"\xf0\x80\x80\x80",
                b"\xf8\x80\x80\x80\x80",
                b"\xfc\x80\x80\x80\x80\x80",
            ]),
        ),
        (
            20,
            false,
            own(&[
                b"\xed\xa0\x80",
                b"\xed\xad\xbf",
                b"\xed\xae\x80",
                b"\xed\xaf\xbf",
                b"\xed\xb0\x80",
                b"\xed\xbe\x80",
                b"\xed\xbf\xbf",
            ]),
        ),
        (
            21,
            false,
            own(&[
                b"\xed\xa0\x80\xed\xb0\x80",
                b"\xed\xa0\x80\xed\xbf\xbf",
                b"\xed\xad\xbf\xed\xb0\x80",
                b"\xed\xad\xbf\xed\xbf\xbf",
                b"\xed\xae\x80\xed\xb0\x80",
                b"\xed\xae\x80\xed\xbf\xbf",
                b"\xed\xaf\xbf\xed\xb0\x80",
                b"\xed\xaf\xbf\xed\xbf\xbf",
            ]),
        ),
        (22, true, own(&[b"\xef\xbf\xbe", b"\xef\xbf\xbf"]).into_iter().chain(no_characters).collect()),
        (23, true, (0xb9..=0xbf).map(|last| vec![0xef, 0xbf, last]).collect()),
    ]
}

#[tokio::test]
async fn six_each_sequence_is_a_text_or_ends_the_connection() {
    for (group, is_text, sequences) in sequences() {
        for sequence in sequences {
            let name = format!("6.{group}: {sequence:x?}");
            if is_text {
                case(name).echoed(TEXT, &sequence).closes().await;
            } else {
                case(name).frame(true, TEXT, &sequence).ends(NOT_UTF8).await;
            }
        }
    }
}
