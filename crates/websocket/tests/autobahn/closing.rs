//! 7 the closing handshake.

use super::{CLOSE, PING, TEXT, case};

const PROTOCOL: Option<u16> = Some(1002);

fn status(code: u16, reason: &[u8]) -> Vec<u8> {
    [&code.to_be_bytes(), reason].concat()
}

#[tokio::test]
async fn seven_goodbye_is_said_back_and_nothing_after_it_is_answered() {
    let normal = status(1000, b"");
    case("7.1.1").echoed(TEXT, b"Hello World!").closes().await;
    case("7.1.2").frame(true, CLOSE, &normal).frame(true, CLOSE, b"").ends(Some(1000)).await;
    case("7.1.3").frame(true, CLOSE, &normal).frame(true, PING, b"").ends(Some(1000)).await;
    case("7.1.4").frame(true, CLOSE, &normal).frame(true, TEXT, b"Hello World!").ends(Some(1000)).await;
    let begun = case("7.1.5").frame(false, TEXT, b"fragment1").frame(true, CLOSE, &normal);
    begun.frame(true, 0, b"fragment2").ends(Some(1000)).await;
    // The suite takes any outcome; ours is that what came before is answered.
    let long = b"BAsd7&jh23".iter().copied().cycle().take(256 * 1_024).collect::<Vec<_>>();
    let sent = case("7.1.6").echoed(TEXT, &long).echoed(TEXT, b"Hello World!").frame(true, CLOSE, &normal);
    sent.frame(true, PING, b"").ends(Some(1000)).await;
}

#[tokio::test]
async fn seven_a_close_has_nothing_or_a_code_and_a_text() {
    case("7.3.1").frame(true, CLOSE, b"").ends(None).await;
    case("7.3.2").frame(true, CLOSE, b"a").ends(PROTOCOL).await;
    case("7.3.3").frame(true, CLOSE, &status(1000, b"")).ends(Some(1000)).await;
    case("7.3.4").frame(true, CLOSE, &status(1000, b"Hello World!")).ends(Some(1000)).await;
    case("7.3.5").frame(true, CLOSE, &status(1000, &[b'*'; 123])).ends(Some(1000)).await;
    case("7.3.6").frame(true, CLOSE, &status(1000, &[b'*'; 124])).ends(PROTOCOL).await;
    let no_text = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited";
    // Or 1007: the suite takes both.
    case("7.5.1").frame(true, CLOSE, &status(1000, no_text)).ends(PROTOCOL).await;
}

#[tokio::test]
async fn seven_only_codes_that_may_be_sent_are_said_back() {
    let valid = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
    for (n, code) in valid.into_iter().enumerate() {
        case(format!("7.7.{}", n + 1)).frame(true, CLOSE, &status(code, b"")).ends(Some(code)).await;
    }
    let invalid = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];
    for (n, code) in invalid.into_iter().enumerate() {
        case(format!("7.9.{}", n + 1)).frame(true, CLOSE, &status(code, b"")).ends(PROTOCOL).await;
    }
    // Undefined by the RFC; the suite takes 1000, the code and 1002.
    for (name, code) in [("7.13.1", 5000), ("7.13.2", u16::MAX)] {
        case(name).frame(true, CLOSE, &status(code, b"")).ends(PROTOCOL).await;
    }
}
