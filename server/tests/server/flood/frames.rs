//! Frames of every kind sent without an end, too many tabs, and goodbyes.

use domain::wire::{ClientFrame, ServerFrame};
use testkit::load::{Socket, frame};
use tokio::time::{Instant, timeout, timeout_at};

use super::{Duration, SOON, Scene, heard, say};

/// Tabs that one person may have open, and open at once: as `server::web::live::tabs` has them.
const MOST_TABS: usize = 20;
const MOST_OPENED: usize = 60;
/// Sockets that flood together.
const TOGETHER: usize = 4;
/// Frames that each of them sends, or as many as the server takes.
const MANY: usize = 200_000;

/// A frame with its first byte as it is given.
fn raw(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = frame(0, payload);
    bytes[0] = first;
    bytes
}

/// What is sent once, and what is then sent again and again.
type Attack = (&'static str, Vec<u8>, Vec<u8>);

fn attacks() -> [Attack; 8] {
    let begun = raw(0x01, b"{");
    [
        ("empty continuations", begun.clone(), raw(0x00, b"")),
        ("continuations of a byte", begun.clone(), raw(0x00, b" ")),
        ("pings in a message", begun, raw(0x89, b"")),
        ("long pings", vec![], raw(0x89, &[b'.'; 125])),
        ("pongs", vec![], raw(0x8a, b"")),
        ("binary", vec![], raw(0x82, b"")),
        ("empty texts", vec![], raw(0x81, b"")),
        ("long texts", vec![], raw(0x81, &vec![b' '; 32 * 1024])),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_kind_of_frame_keeps_the_server_from_others() {
    let mut scene = Scene::new().await;
    for (name, once, again) in attacks() {
        let mut flooding = Vec::new();
        for _ in 0..TOGETHER {
            let mut socket = scene.socket().await;
            let mut bytes = once.clone();
            bytes.extend(again.repeat(MANY.min(16 * 1024 * 1024 / again.len())));
            flooding.push(tokio::spawn(async move {
                let end = Instant::now() + Duration::from_secs(2);
                // What the server doesn't read waits in the offender's own socket; it may hang up on them, too.
                let _ = timeout(Duration::from_secs(1), socket.raw(&bytes)).await;
                let mut answers = 0_usize;
                while let Ok(Ok((opcode, payload))) = timeout_at(end, socket.frame()).await {
                    let is_answer = opcode == 10 || payload.starts_with(b"{\"type\":\"bad_frame\"");
                    answers += usize::from(is_answer);
                }
                answers
            }));
        }
        for _ in 0..5 {
            let nobody = scene.server.address();
            let visitor = testkit::visitor::Visitor::new(nobody).unwrap();
            assert_eq!(timeout(SOON, visitor.text("/healthz")).await.unwrap().unwrap(), "ok", "{name}");
            scene.is_unharmed().await;
        }
        for answers in flooding {
            let answers = answers.await.unwrap();
            assert!(answers < 250, "{name}: {answers} of {MANY} frames were answered within two seconds");
        }
    }
    scene.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_for_the_class_again_and_again_waits_for_it() {
    let mut scene = Scene::new().await;
    let mut socket = scene.socket().await;
    for _ in 0..50 {
        say(&mut socket, &ClientFrame::Hello { resume_after: None }).await;
    }
    let end = Instant::now() + Duration::from_secs(2);
    let mut given = 0;
    while let Ok(Ok((_, payload))) = timeout_at(end, socket.frame()).await {
        given += usize::from(payload.starts_with(b"{\"type\":\"snapshot\""));
    }
    assert!((1..10).contains(&given), "the class was given {given} times");
    scene.is_unharmed().await;
    scene.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_in_too_many_frames_ends_its_channel() {
    let mut scene = Scene::new().await;
    let mut socket = scene.socket().await;
    socket.raw(&[raw(0x01, b"{"), raw(0x00, b"").repeat(64)].concat()).await.unwrap();
    let (texts, close) = to_the_end(&mut socket).await;
    assert!(texts.last().unwrap().contains("A message may come in 64 frames at most."), "{texts:?}");
    assert_eq!(close, Some(1008_u16.to_be_bytes().to_vec()));
    scene.is_unharmed().await;
    scene.over().await;
}

/// The texts that still come and the payload of the one Close, until the server hangs up.
async fn to_the_end(socket: &mut Socket) -> (Vec<String>, Option<Vec<u8>>) {
    let (mut texts, mut closes) = (Vec::new(), Vec::new());
    while let Ok((opcode, payload)) = timeout(SOON, socket.frame()).await.unwrap() {
        match opcode {
            1 => texts.push(String::from_utf8(payload).unwrap()),
            8 => closes.push(payload),
            _ => {}
        }
    }
    assert!(closes.len() <= 1, "it said goodbye twice: {closes:?}");
    (texts, closes.pop())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn goodbye_is_said_back_once_and_then_the_connection_ends() {
    let scene = Scene::new().await;
    let code = |code: u16, reason: &[u8]| [&code.to_be_bytes(), reason].concat();
    let protocol = code(1002, b"");
    for (said, answered) in [
        (vec![], vec![]),
        (code(1000, b"bye"), code(1000, b"")),
        (code(1001, b""), code(1001, b"")),
        (code(3000, b""), code(3000, b"")),
        (code(4999, "tschüß".as_bytes()), code(4999, b"")),
        (b"\x03".to_vec(), protocol.clone()),
        (code(999, b""), protocol.clone()),
        (code(1005, b""), protocol.clone()),
        (code(1006, b""), protocol.clone()),
        (code(1015, b""), protocol.clone()),
        (code(2999, b""), protocol.clone()),
        (code(1000, b"\xff\xfe"), protocol.clone()),
    ] {
        // In the middle of a message, too, and before the first one.
        for before in [vec![], raw(0x01, b"{")] {
            let mut socket = scene.socket().await;
            socket.raw(&[before.clone(), raw(0x88, &said)].concat()).await.unwrap();
            assert_eq!(to_the_end(&mut socket).await.1, Some(answered.clone()), "{said:?}");
        }
        let mut silent = Socket::open(scene.server.address(), &scene.path, scene.offender.cookie.as_deref())
            .await
            .unwrap();
        // Twice: the second one comes after the end.
        silent.raw(&raw(0x88, &said).repeat(2)).await.unwrap();
        assert_eq!(to_the_end(&mut silent).await.1, Some(answered), "{said:?} before hello");
    }
    scene.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_tab_too_many_closes_the_oldest_and_says_so() {
    let mut scene = Scene::new().await;
    let mut tabs = Vec::new();
    for _ in 0..=MOST_TABS {
        tabs.push(scene.socket().await);
    }
    let bye = heard(&mut tabs[0], |frame| matches!(frame, ServerFrame::Bye { .. })).await;
    let ServerFrame::Bye { reason, retry: false } = bye else { panic!("{bye:?}") };
    assert!(reason.contains("more than 20 tabs"), "{reason}");
    for tab in &mut tabs[1..] {
        say(tab, &ClientFrame::Ping).await;
        heard(tab, |frame| *frame == ServerFrame::Pong).await;
    }
    scene.is_unharmed().await;
    scene.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_opens_tab_after_tab_is_told_to_wait() {
    let scene = Scene::new().await;
    let cookie = scene.offender.cookie.as_deref();
    let mut refused = None;
    // Some seconds pass meanwhile, each of which allows one more.
    for _ in 0..MOST_OPENED * 4 {
        if let Err(error) = Socket::open(scene.server.address(), &scene.path, cookie).await {
            refused = Some(error.to_string());
            break;
        }
    }
    assert!(refused.as_ref().is_some_and(|why| why.contains("429")), "{refused:?}");
    scene.over().await;
}
