//! What somebody gets who sends a class what nobody should: a reason, and a slower channel. The class goes on.

mod frames;

use std::time::{Duration, Instant};

use domain::ids::{PollId, Sequence};
use domain::poll::{BadPoll, Choice, Definition, Form};
use domain::wire::{ClientFrame, Ephemeral, ServerFrame};
use domain::{Command, Rejection, poll, session};
use testkit::load::{Socket, frame};
use testkit::server::Server;
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use tokio::time::timeout;
use uuid::Uuid;

use crate::installation::{Installation, ask, chat, everybody};

const SOON: Duration = Duration::from_secs(20);
/// What is said of what can't be read, whatever is wrong with it: a reader's own words would name our types.
pub const UNREADABLE: &str =
    "Lectern can't read what this page sent. Load the page again and repeat what you did.";
/// What a message may take while somebody floods the class.
const UNHARMED: Duration = Duration::from_secs(2);

/// A class with its teacher and a student in it, and a second student's socket that has said hello.
struct Scene {
    place: Installation,
    server: Server,
    teacher: Tab,
    student: Tab,
    offender: Visitor,
    path: String,
}

impl Scene {
    async fn new() -> Self {
        let place = Installation::new().await;
        let class = place.class().await;
        let server = place.server().await;
        let [teacher, _, student, offender] = everybody(&server).await;
        let [mut teacher, mut student] = [teacher, student].map(|visitor| Tab::new(&visitor, class.session));
        assert!(teacher.listen(SOON, |tab| tab.view.core.here() > 0).await);
        assert!(student.listen(SOON, |tab| tab.view.core.here() > 1).await);
        let path = format!("/live/{}", class.session);
        Self { place, server, teacher, student, offender, path }
    }

    async fn socket(&self) -> Socket {
        let cookie = self.offender.cookie.as_deref();
        let mut socket = Socket::open(self.server.address(), &self.path, cookie).await.unwrap();
        say(&mut socket, &ClientFrame::Hello { resume_after: None }).await;
        heard(&mut socket, |frame| matches!(frame, ServerFrame::Snapshot { .. })).await;
        socket
    }

    /// What the teacher writes the student reads, in no time.
    async fn is_unharmed(&mut self) {
        let (id, command) = chat("Where were we?");
        let began = Instant::now();
        self.teacher.submit(id, command).await;
        let messages = self.student.view.chat.messages.len();
        assert!(self.teacher.listen(SOON, Tab::is_content).await);
        assert!(self.student.listen(SOON, |tab| tab.view.chat.messages.len() > messages).await);
        assert!(began.elapsed() < UNHARMED, "it took {:?}", began.elapsed());
    }

    async fn over(self) {
        assert_eq!(self.teacher.problems, [""; 0]);
        assert_eq!(self.student.problems, [""; 0]);
        drop(self.place.database.take_jobs().await);
    }
}

async fn say(socket: &mut Socket, frame: &ClientFrame) {
    socket.say(&serde_json::to_vec(frame).unwrap()).await.unwrap();
}

/// The first frame that is what is looked for.
async fn heard(socket: &mut Socket, is: impl Fn(&ServerFrame) -> bool) -> ServerFrame {
    let read = |text: &[u8]| serde_json::from_slice::<ServerFrame>(text).unwrap();
    let text = timeout(SOON, socket.wait_for(|text| is(&read(text)))).await.unwrap().unwrap();
    read(&text)
}

/// What was wrong with what was said last.
async fn problem(socket: &mut Socket) -> String {
    match heard(socket, |frame| matches!(frame, ServerFrame::BadFrame { .. } | ServerFrame::Bye { .. })).await
    {
        ServerFrame::BadFrame { problem } => problem,
        ServerFrame::Bye { reason, retry: false } => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_can_read_is_answered_with_a_reason() {
    let mut scene = Scene::new().await;
    let mut socket = scene.socket().await;
    for text in [
        "Hello?",
        "[]",
        r#"{"type":"conquer"}"#,
        r#"{"type":"command","id":"1","command":{"do":"start"}}"#,
        r#"{"type":"command","id":"0190a000-0000-7000-8000-000000000000","command":{"do":"conquer"}}"#,
        r#"{"type":"ephemeral","frame":{"what":"pointer","x":-1,"y":0}}"#,
        r#"{"type":"hello","resume_after":-1}"#,
    ] {
        socket.say(text.as_bytes()).await.unwrap();
        let problem = problem(&mut socket).await;
        assert_eq!(problem, UNREADABLE, "{text}");
    }
    socket.raw(&frame(2, b"\x00\x01")).await.unwrap();
    assert_eq!(problem(&mut socket).await, "Frames are JSON text.");
    say(&mut socket, &ClientFrame::Ping).await;
    heard(&mut socket, |frame| *frame == ServerFrame::Pong).await;

    // A message that is too long, one that is no text, one that is no frame: each ends its channel.
    socket.raw(&frame(1, &vec![b' '; 1 << 20])[..14]).await.unwrap();
    assert_eq!(problem(&mut socket).await, "A frame may have 64 KiB at most.");
    for (bytes, reason) in [
        (frame(1, b"\xff\xfe"), "Frames are JSON text in UTF-8."),
        (b"\x81\x02{}".to_vec(), "That isn't WebSocket (RFC 6455)."),
    ] {
        let mut socket = scene.socket().await;
        socket.raw(&bytes).await.unwrap();
        assert_eq!(problem(&mut socket).await, reason);
        assert!(timeout(SOON, socket.wait_for(|_| false)).await.unwrap().is_err(), "the channel is closed");
    }
    let mut silent =
        Socket::open(scene.server.address(), &scene.path, scene.offender.cookie.as_deref()).await.unwrap();
    silent.say(b"{}").await.unwrap();
    assert!(problem(&mut silent).await.contains("The first frame must be"));
    scene.is_unharmed().await;
    scene.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_goes_on_with_it_is_sent_away() {
    let mut scene = Scene::new().await;
    let mut socket = scene.socket().await;
    let nonsense = frame(1, b"nonsense").repeat(1_000);
    // The server may hang up before all of it is said.
    let _ = socket.raw(&nonsense).await;
    let bye = heard(&mut socket, |frame| matches!(frame, ServerFrame::Bye { .. })).await;
    assert!(matches!(bye, ServerFrame::Bye { retry: false, .. }), "{bye:?}");
    scene.is_unharmed().await;
    scene.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_messages_a_second_slow_who_sends_them() {
    let mut scene = Scene::new().await;
    let ping = |_| ClientFrame::Ping;
    let pointer = |_| ClientFrame::Ephemeral { frame: Ephemeral::Pointer { x: 1, y: 2 } };
    // Each a command of its own, none of which this person may have.
    let pause = |n| ClientFrame::Command {
        id: Uuid::from_u128(n).into(),
        command: Command::Session(session::Command::Pause),
    };
    let floods: [&dyn Fn(u128) -> ClientFrame; 3] = [&ping, &pointer, &pause];
    for flood in floods {
        let mut socket = scene.socket().await;
        let messages: Vec<u8> =
            (1..=10_000).flat_map(|n| frame(1, &serde_json::to_vec(&flood(n)).unwrap())).collect();
        let flooding = tokio::spawn(async move {
            let (mut answers, end) = (0_u32, Instant::now() + Duration::from_secs(2));
            // What the server doesn't read waits in the offender's own socket.
            let _ = timeout(Duration::from_secs(1), socket.raw(&messages)).await;
            while let Ok(Ok(())) =
                timeout(end.saturating_duration_since(Instant::now()), socket.ready()).await
            {
                let is_answer =
                    |text: &[u8]| [&b"pong"[..], b"refused"].iter().any(|kind| text[9..].starts_with(kind));
                socket.read(|text| answers += u32::from(is_answer(text))).unwrap();
            }
            answers
        });
        for _ in 0..5 {
            scene.is_unharmed().await;
        }
        let answers = flooding.await.unwrap();
        assert!(answers < 200, "{answers} of 10,000 were answered within two seconds");
    }
    let pointers = scene.student.shown.len();
    // Fifty a second where few look on, however many are sent.
    assert!((1..=120).contains(&pointers), "{pointers} pointers were shown in two seconds");
    scene.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_sequence_is_a_fresh_start_and_another_class_stays_closed() {
    let mut scene = Scene::new().await;
    let mut socket = scene.socket().await;
    for forged in [1_000_000, u64::MAX] {
        say(&mut socket, &ClientFrame::Hello { resume_after: Some(Sequence(forged)) }).await;
        heard(&mut socket, |frame| matches!(frame, ServerFrame::Snapshot { .. })).await;
    }
    socket.say(br#"{"type":"hello","resume_after":-1}"#).await.unwrap();
    assert_eq!(problem(&mut socket).await, UNREADABLE);

    let nowhere = format!("/live/{}", Uuid::now_v7());
    let refused = Socket::open(scene.server.address(), &nowhere, scene.offender.cookie.as_deref()).await;
    assert!(refused.unwrap_err().to_string().contains("404"));
    scene.is_unharmed().await;
    scene.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vote_for_what_is_not_there_and_a_poll_without_measure_are_refused() {
    let mut scene = Scene::new().await;
    let poll = PollId(Uuid::now_v7());
    let definition = |options: u32| Definition {
        form: Form::Single,
        question: "Which?".to_owned(),
        options: (0..options).map(|option| format!("Option {option}")).collect(),
        anonymous: false,
        key: None,
    };
    let too_many = Command::Poll(poll::Command::Open { poll, definition: definition(500) });
    assert_eq!(ask(&mut scene.teacher, too_many).await, Some(Rejection::BadPoll(BadPoll::Options)));
    assert_eq!(
        ask(&mut scene.teacher, Command::Poll(poll::Command::Open { poll, definition: definition(2) })).await,
        None
    );

    let vote = |poll, option| {
        Command::Poll(poll::Command::Vote {
            poll,
            choice: Choice::Options { options: [option].into() },
            text: None,
        })
    };
    assert_eq!(ask(&mut scene.student, vote(poll, 2)).await, Some(Rejection::NoSuchChoice));
    let elsewhere = PollId(Uuid::now_v7());
    assert_eq!(ask(&mut scene.student, vote(elsewhere, 0)).await, Some(Rejection::NoSuchPoll));
    assert_eq!(ask(&mut scene.student, vote(poll, 1)).await, None);
    scene.is_unharmed().await;
    scene.over().await;
}
