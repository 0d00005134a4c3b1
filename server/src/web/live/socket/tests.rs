//! Tabs that read too slowly, and tabs that are gone without a word.

use classroom::Parts;
use classroom::ports::clock::SystemClock;
use classroom::ports::event_log::ClassKey;
use domain::Command;
use domain::ids::{MessageId, StreamId};
use domain::live::{Client, Step};
use domain::role::{Actor, Role};
use domain::stream::{Change, Content, Growth, Sender, Streamed};
use testkit::absent::Absent;
use testkit::bus::FakeBus;
use testkit::load::frame;
use testkit::log::FakeLog;
use testkit::objects::FakeObjects;
use testkit::script::{STUDENT, Script, TEACHER};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::super::LIMITS;
use super::super::budget::Budget;
use super::*;

/// More news than a listener may be behind.
const MANY: usize = 1_200;

/// A student's tab in a class that has started, its channel, and the browser's end of that.
async fn scene() -> (Box<Tab>, Channel, TcpStream) {
    let log = Arc::new(FakeLog::default());
    let key: ClassKey = Script::started(log.as_ref()).await.key;
    let parts = Parts {
        log: log.clone(),
        snapshots: log,
        bus: Arc::new(FakeBus::default()),
        records: Arc::new(Absent),
        plans: Arc::new(Absent),
        people: Arc::new(Absent),
        ballots: Arc::new(Absent),
        assets: Arc::new(Absent),
        prepared_polls: Arc::new(Absent),
        kept_scenes: Arc::new(Absent),
        media: Arc::new(Absent),
        effects: Arc::new(Absent),
        objects: Arc::new(FakeObjects::default()),
        clock: Arc::new(SystemClock),
    };
    let classroom = Classroom::new("here", parts);
    let class = classroom.classes.open(key).await.unwrap();
    let actor =
        Actor { tenant: key.tenant, user: STUDENT, name: "Sam".to_owned(), roles: vec![Role::Student] };
    let seat = Seat::assumed(actor, key, Role::Student);
    let tab = Tab::at(&classroom, CancellationToken::new(), &OpenTabs::default(), [1; 32], seat, class);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let browser = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let channel = Channel::new(listener.accept().await.unwrap().0, &[], &LIMITS, Budget::new(Instant::now()));
    (tab, channel, browser)
}

/// Takes the frames out of what a server sent: kind and payload.
fn frames(bytes: &mut Vec<u8>) -> Vec<(u8, Vec<u8>)> {
    let mut found = Vec::new();
    while let [first, second, ..] = bytes[..] {
        let (from, length) = match second {
            126 if bytes.len() >= 4 => (4, usize::from(u16::from_be_bytes([bytes[2], bytes[3]]))),
            127 if bytes.len() >= 10 => (10, u64::from_be_bytes(bytes[2..10].try_into().unwrap()) as usize),
            126 | 127 => break,
            short => (2, usize::from(short)),
        };
        if bytes.len() < from + length {
            break;
        }
        found.push((first & 0x0f, bytes[from..from + length].to_vec()));
        bytes.drain(..from + length);
    }
    found
}

#[tokio::test]
async fn who_reads_too_slowly_for_the_news_gets_what_was_missed_as_one_resume() {
    let (mut tab, mut channel, mut browser) = scene().await;
    let mut news = tab.resume(&mut channel, None);
    for n in 0..MANY {
        let message = Command::chat(MessageId(Uuid::now_v7()), format!("message {n}"));
        tab.class.write_assumed(CommandId(Uuid::now_v7()), Some(TEACHER), message).await.unwrap();
    }
    // Of which they had the beginning.
    let mut sender = Sender::new(StreamId(Uuid::now_v7()));
    let trail = || Content::Trail { points: vec![(1, 2)] };
    let grew = ServerFrame::Streams {
        anew: false,
        pieces: vec![Streamed { from: TEACHER, piece: sender.append(trail()) }],
    };
    let first = news.recv().await;
    assert!(matches!(first, Err(RecvError::Lagged(_))), "the news was kept for a tab that doesn't read it");
    assert!(tab.pass_on(&mut channel, &mut news, first).await.is_ok());
    let seen = tokio::spawn(async move {
        let mut bytes = Vec::new();
        browser.read_to_end(&mut bytes).await.unwrap();
        bytes
    });
    channel.flush().await.unwrap();
    drop(channel);

    let (mut view, mut client) = (ClassView::default(), Client::default());
    let _ = client.take(&mut view, grew);
    let mut steps = Vec::new();
    for (_, text) in frames(&mut seen.await.unwrap()) {
        steps.extend(client.take(&mut view, serde_json::from_slice(&text).unwrap()));
    }
    let [Step::Replaced, Step::Streams(changes)] = &steps[..] else {
        panic!("something is asked for again, as if there were a gap: {steps:?}")
    };
    assert!(matches!(changes[..], [Change { growth: Growth::Dropped, .. }]), "what grew is incomplete");
    assert_eq!(view.sequence, tab.at);
    let last = format!("message {}", MANY - 1);
    assert!(view.chat.messages.last().is_some_and(|message| message.text.text() == last));
}

/// Serves the tab, with a browser that says hello and then does with each ping what `answer` says. For how long it was
/// served, and how many pings there were.
async fn pings(most: usize, answer: impl Fn(Vec<u8>) -> Option<Vec<u8>>) -> (Duration, usize) {
    let (tab, channel, mut browser) = scene().await;
    let began = Instant::now();
    let served = tokio::spawn(tab.run(channel));
    let hello = serde_json::to_vec(&ClientFrame::Hello { resume_after: None }).unwrap();
    browser.write_all(&frame(1, &hello)).await.unwrap();
    let (mut bytes, mut pings, mut buffer) = (Vec::new(), 0, vec![0; 64 * 1024]);
    while pings < most {
        let read = browser.read(&mut buffer).await.unwrap();
        if read == 0 {
            break;
        }
        bytes.extend_from_slice(&buffer[..read]);
        for (_, payload) in frames(&mut bytes).into_iter().filter(|(opcode, _)| *opcode == 9) {
            pings += 1;
            if let Some(pong) = answer(payload) {
                browser.write_all(&pong).await.unwrap();
            }
        }
    }
    drop(browser);
    served.await.unwrap();
    (began.elapsed(), pings)
}

#[tokio::test(start_paused = true)]
async fn who_answers_no_ping_is_gone_after_the_second() {
    let (served, pings) = pings(usize::MAX, |_| None).await;
    assert_eq!((served.as_secs(), pings), (3 * PULSE.as_secs(), 2));
}

#[tokio::test(start_paused = true)]
async fn who_answers_them_stays() {
    let (served, pings) = pings(8, |payload| Some(frame(10, &payload))).await;
    assert_eq!((served.as_secs(), pings), (8 * PULSE.as_secs(), 8));
}

/// Thousands of tabs only listen.
#[tokio::test]
async fn what_is_kept_for_a_tab_is_small() {
    let (tab, channel, _browser) = scene().await;
    let kept = size_of_val(&tab.run(channel));
    assert!(kept <= 1_536, "{kept} bytes");
}
