//! Hearing a class on a real LiveKit: it ends for who was sent out, in whatever way they come back, and goes on for the others.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use classroom::ports::event_log::ClassKey;
use domain::effect::Task;
use domain::{Command, participant};
use livekit_api::access_token::{AccessToken, VideoGrants};
use reqwest::StatusCode;
use store::seed;
use testkit::livekit::{API_KEY, API_SECRET, LiveKitServer};
use testkit::room::{Clip, Listener, Publisher, Source};
use testkit::server::Server;
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use uuid::Uuid;

use crate::installation::{Installation, everybody};
use crate::room::{ask, free_address, is_inside, seated};

const SOON: Duration = Duration::from_secs(20);
/// How long somebody may hear the class who was sent out.
const LONGEST_ECHO: Duration = Duration::from_secs(2);
/// How long they try to come back.
const TRYING: Duration = Duration::from_secs(20);
/// How long a tab's place is kept that went without a word, and the room's next review.
const LONGEST_LOST: Duration = Duration::from_secs(45);
/// Half a second of sound.
const SOUND: u64 = 25;

/// A class whose teacher speaks, and those who hear it.
struct Hearing {
    installation: Installation,
    class: ClassKey,
    livekit: LiveKitServer,
    hold: Hold,
    server: Server,
    teacher: Visitor,
    /// Somebody who stays.
    other: Listener,
    student: Visitor,
    way: String,
    tabs: Vec<JoinHandle<()>>,
    _speaks: Publisher,
}

/// A tab that is looked at.
fn open(mut tab: Tab) -> JoinHandle<()> {
    tokio::spawn(async move {
        tab.listen(Duration::from_secs(300), |_| false).await;
    })
}

/// The way into the room for who has a tab there.
async fn way(server: &Server, visitor: &Visitor, class: ClassKey, tab: &Tab) -> String {
    let (status, way) = ask(visitor, class, tab.connection()).await;
    assert_eq!(status, StatusCode::OK, "{way}");
    format!("ws://{}{way}", server.address())
}

async fn hears(listener: &Listener) {
    let before = listener.frames();
    let hears = async {
        while listener.frames() < before + SOUND {
            sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(timeout(SOON, hears).await.is_ok(), "they hear the class");
}

/// A way to LiveKit on which whoever wants into a room can be made to wait. What is asked of its API isn't held up.
struct Hold {
    at: SocketAddr,
    held: Arc<watch::Sender<bool>>,
    waiting: watch::Receiver<usize>,
    carrying: JoinHandle<()>,
}

impl Hold {
    async fn before(livekit: &LiveKitServer) -> Self {
        let to: SocketAddr = livekit.http_url().trim_start_matches("http://").parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let held = Arc::new(watch::Sender::new(false));
        let (waits, waiting) = watch::channel(0);
        let (holds, waits) = (held.clone(), Arc::new(waits));
        let carrying = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((mut here, _)) = listener.accept().await {
                let (mut held, waits) = (holds.subscribe(), waits.clone());
                connections.spawn(async move {
                    let mut first = [0; 3];
                    let enters = here.peek(&mut first).await.is_ok() && first == *b"GET";
                    if enters && *held.borrow() {
                        waits.send_modify(|many| *many += 1);
                        let _ = held.wait_for(|held| !held).await;
                    }
                    if let Ok(mut there) = TcpStream::connect(to).await {
                        // However it ends, it is over.
                        let _ = tokio::io::copy_bidirectional(&mut here, &mut there).await;
                    }
                });
            }
        });
        Self { at, held, waiting, carrying }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

impl Hearing {
    /// A class with a student's tab, which the test closes.
    async fn new() -> (Self, Tab) {
        let installation = Installation::new().await;
        let class = installation.class().await;
        let address = free_address().to_string();
        let livekit =
            LiveKitServer::start_reporting_to(&format!("http://{address}/webhooks/livekit")).unwrap();
        let hold = Hold::before(&livekit).await;
        let url = format!("ws://{}", hold.at);
        let settings = [("LECTERN_ADDR", address.as_str()), ("LIVEKIT_URL", &url)];
        let server = installation.server_with(&settings).await;
        let [teacher, assistant, student, _] = everybody(&server).await;
        let mut tabs = Vec::new();

        let tab = seated(&teacher, class).await;
        let speaks = way(&server, &teacher, class, &tab).await;
        let tone = vec![(Source::Microphone, Clip::tone(440, 60).unwrap())];
        let speaks = Publisher::enter(&speaks, teacher.cookie.as_ref().unwrap(), tone).await.unwrap();
        tabs.push(open(tab));
        let tab = seated(&assistant, class).await;
        let to_other = way(&server, &assistant, class, &tab).await;
        let other = Listener::enter(&to_other, assistant.cookie.as_deref(), "").await.unwrap();
        tabs.push(open(tab));
        hears(&other).await;

        let tab = seated(&student, class).await;
        let way = way(&server, &student, class, &tab).await;
        let hearing = Self {
            installation,
            class,
            livekit,
            hold,
            server,
            teacher,
            other,
            student,
            way,
            tabs,
            _speaks: speaks,
        };
        (hearing, tab)
    }

    /// The student comes in by the way they were given.
    async fn enter(&self) -> Result<Listener, String> {
        let entered = Listener::sneak_in(&self.way, self.student.cookie.as_deref(), "").await;
        entered.map_err(|error| error.to_string())
    }

    /// The teacher's tab says something.
    async fn teacher_says(&self, command: participant::Command) {
        let mut tab = seated(&self.teacher, self.class).await;
        tab.submit(Uuid::now_v7().into(), Command::Participant(command)).await;
        assert!(tab.listen(SOON, Tab::is_content).await);
        assert!(tab.refused.is_empty(), "{:?}", tab.refused);
    }

    /// From `echo` on the student hears nothing, though they come again and again with all they have.
    async fn is_over(&self, first: Listener, echo: Duration) {
        let began = Instant::now();
        let mut stays = vec![first];
        let mut refused = 0;
        let mut heard = None;
        while began.elapsed() < echo + TRYING {
            match self.enter().await {
                Ok(stay) => stays.push(stay),
                Err(_) => refused += 1,
            }
            let passes: Vec<String> = stays.iter().flat_map(Listener::passes).collect();
            for pass in passes {
                stays.extend(Listener::sneak_in(&self.livekit.url(), None, &pass).await);
            }
            sleep(Duration::from_millis(100)).await;
            let frames = stays.iter().map(Listener::frames).sum::<u64>();
            if began.elapsed() >= echo {
                let at = heard.get_or_insert(frames);
                assert_eq!(*at, frames, "they hear the class {} ms later", began.elapsed().as_millis());
            }
        }
        assert!(refused > 50, "they were refused {refused} times");
        assert!(stays.iter().all(|stay| stay.passes().is_empty()), "nobody is given a pass");
        assert!(!is_inside(&self.livekit, self.class, seed::PEOPLE[2].user).await);
        hears(&self.other).await;
    }

    async fn end(self) {
        self.tabs.iter().for_each(JoinHandle::abort);
        drop(self.server);
        drop(self.installation.database.take_jobs().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signs_out_hears_the_class_no_more() {
    let (hearing, tab) = Hearing::new().await;
    let _tab = open(tab);
    let listener = hearing.enter().await.unwrap();
    hears(&listener).await;
    let answer = hearing.student.post("/sign-out").send().await.unwrap();
    assert!(answer.status().is_redirection(), "{}", answer.status());
    hearing.is_over(listener, LONGEST_ECHO).await;
    hearing.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_banned_hears_the_class_no_more_though_they_come_at_the_same_moment() {
    let (hearing, tab) = Hearing::new().await;
    let _tab = open(tab);
    let listener = hearing.enter().await.unwrap();
    hears(&listener).await;
    let coming = async {
        let mut stays = vec![listener];
        for _ in 0..20 {
            // Some of them come in before it, and push the one before out.
            stays.extend(hearing.enter().await);
        }
        stays
    };
    let user = seed::PEOPLE[2].user;
    let (mut stays, ()) = tokio::join!(coming, hearing.teacher_says(participant::Command::Ban { user }));
    let last = stays.pop().unwrap();
    let before = stays.iter().map(Listener::frames).sum::<u64>();
    hearing.is_over(last, LONGEST_ECHO).await;
    let after = stays.iter().map(Listener::frames).sum::<u64>();
    let most = before + u64::try_from(LONGEST_ECHO.as_millis() / 20).unwrap();
    assert!(after <= most, "they heard {} frames more", after - before);
    hearing.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_removed_hears_the_class_no_more() {
    // The tab stays as it is; a reload would ask to come back.
    let (hearing, _tab) = Hearing::new().await;
    let listener = hearing.enter().await.unwrap();
    hears(&listener).await;
    let user = seed::PEOPLE[2].user;
    hearing.teacher_says(participant::Command::Remove { user }).await;
    hearing.is_over(listener, LONGEST_ECHO).await;
    hearing.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_tab_is_closed_hears_the_class_no_more_when_it_might_have_come_back() {
    let (hearing, mut tab) = Hearing::new().await;
    let listener = hearing.enter().await.unwrap();
    hears(&listener).await;
    tab.cut();
    hearing.is_over(listener, LONGEST_LOST).await;
    hearing.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_class_that_is_over_is_heard_by_nobody() {
    let (hearing, tab) = Hearing::new().await;
    let _tab = open(tab);
    let listener = hearing.enter().await.unwrap();
    hears(&listener).await;
    let end = [("session", hearing.class.session.to_string()), ("command", Uuid::now_v7().to_string())];
    assert_eq!(hearing.teacher.post("/rpc/end").form(&end).send().await.unwrap().status(), StatusCode::OK);
    sleep_until(Instant::now() + LONGEST_ECHO).await;
    let heard = listener.frames() + hearing.other.frames();
    assert!(hearing.enter().await.is_err());
    sleep_until(Instant::now() + Duration::from_secs(3)).await;
    assert_eq!(listener.frames() + hearing.other.frames(), heard);
    hearing.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_livekit_lets_in_after_they_were_sent_out_hears_nothing() {
    let (mut hearing, tab) = Hearing::new().await;
    let _tab = open(tab);
    hearing.hold.held.send_replace(true);
    let (way, cookie) = (hearing.way.clone(), hearing.student.cookie.clone());
    let coming = tokio::spawn(async move { Listener::sneak_in(&way, cookie.as_deref(), "").await });
    let waits = hearing.hold.waiting.wait_for(|many| *many > 0);
    timeout(SOON, waits).await.expect("they are on their way").unwrap();
    let user = seed::PEOPLE[2].user;
    hearing.teacher_says(participant::Command::Ban { user }).await;
    let sent_out = async {
        while hearing.installation.database.tasks().await.contains(&Task::SendOut { user }) {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(SOON, sent_out).await.expect("nobody is found in the room");
    hearing.hold.held.send_replace(false);
    assert!(coming.await.unwrap().is_err(), "they come in");
    let gone = async {
        while is_inside(&hearing.livekit, hearing.class, user).await {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(SOON, gone).await.expect("nor does LiveKit keep them");
    hearing.end().await;
}

/// Why nobody outside may hold a pass: LiveKit gives new ones to who has one, and lets in whoever brings one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_whom_livekit_never_reports_hears_and_is_given_passes_by_livekit_itself() {
    let (hearing, tab) = Hearing::new().await;
    drop(tab);
    let grants = VideoGrants {
        room_join: true,
        room: hearing.class.session.to_string(),
        can_publish: false.into(),
        can_subscribe: true.into(),
        ..VideoGrants::default()
    };
    let pass = AccessToken::with_api_key(API_KEY, API_SECRET)
        .with_identity(&Uuid::now_v7().to_string())
        .with_grants(grants)
        .to_jwt()
        .unwrap();
    let stranger = Listener::sneak_in(&hearing.livekit.url(), None, &pass).await.unwrap();
    hears(&stranger).await;
    let passes = stranger.passes();
    assert!(!passes.is_empty());
    drop(stranger);
    let again = Listener::sneak_in(&hearing.livekit.url(), None, &passes[0]).await.unwrap();
    hears(&again).await;
    // The same person by Lectern's way is given none: see `is_over`.
    hearing.end().await;
}
