//! The class's room on a real LiveKit: its passes let in whoever has one, and Lectern sends out who may not be there. (Nobody
//! has one but by Lectern's own key, as here: see `hearing`.)

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use chrono::TimeDelta;
use classroom::ports::event_log::ClassKey;
use domain::effect::Task;
use domain::event::Fact;
use domain::ids::{ConnectionId, UserId};
use domain::session::Phase;
use domain::{Command, participant, session};
use livekit_api::access_token::{AccessToken, VideoGrants};
use livekit_api::services::room::RoomClient;
use reqwest::StatusCode;
use serde_json::{Value, json};
use store::seed;
use testkit::livekit::{API_KEY, API_SECRET, LiveKitServer};
use testkit::room::{Clip, Publisher, Source};
use testkit::script::Script;
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;
use uuid::Uuid;

use crate::installation::{Installation, everybody};

const SOON: Duration = Duration::from_secs(20);
/// Longer than somebody may take to come back, and than LiveKit takes to notice a crash.
const LATER: Duration = Duration::from_secs(60);

/// Comes into the room with a pass as LiveKit renews ours, but to send a tone only: a publisher has no ears.
async fn enter(
    livekit: &LiveKitServer,
    class: ClassKey,
    user: UserId,
    connection: Option<ConnectionId>,
) -> Publisher {
    let grants = VideoGrants {
        room_join: true,
        room: class.session.to_string(),
        can_publish: true.into(),
        can_subscribe: false.into(),
        ..VideoGrants::default()
    };
    let mut metadata = json!({ "session": class.session, "tenant": class.tenant });
    if let Some(connection) = connection {
        metadata["connection"] = json!(connection);
    }
    let token = AccessToken::with_api_key(API_KEY, API_SECRET)
        .with_identity(&user.to_string())
        .with_metadata(&metadata.to_string())
        .with_grants(grants)
        .to_jwt()
        .unwrap();
    enter_with(livekit, &token).await
}

async fn enter_with(livekit: &LiveKitServer, token: &str) -> Publisher {
    let tone = Clip::tone(440, 60).unwrap();
    Publisher::join(&livekit.url(), token, vec![(Source::Microphone, tone)]).await.unwrap()
}

/// Asks for the way in: the status, and the way or the words.
pub async fn ask(
    visitor: &Visitor,
    class: ClassKey,
    connection: Option<ConnectionId>,
) -> (StatusCode, String) {
    let mut form = vec![("session", class.session.to_string())];
    form.extend(connection.map(|connection| ("connection", connection.to_string())));
    let answer = visitor.post("/rpc/join").form(&form).send().await.unwrap();
    let status = answer.status();
    let said: Value = answer.json().await.unwrap();
    let text = said["way"].as_str().or(said["message"].as_str()).unwrap_or_default();
    (status, text.to_owned())
}

fn rooms(livekit: &LiveKitServer) -> RoomClient {
    RoomClient::with_api_key(&livekit.http_url(), API_KEY, API_SECRET)
}

pub async fn is_inside(livekit: &LiveKitServer, class: ClassKey, user: UserId) -> bool {
    let there = rooms(livekit).list_participants(&class.session.to_string()).await.unwrap_or_default();
    there.iter().any(|person| person.identity == user.to_string())
}

/// When they are out of the room.
async fn until_out(livekit: &LiveKitServer, class: ClassKey, user: UserId) {
    while is_inside(livekit, class, user).await {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// When the class has no room any more.
async fn closed(livekit: &LiveKitServer, class: ClassKey) {
    while has_room(livekit, class).await {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn has_room(livekit: &LiveKitServer, class: ClassKey) -> bool {
    !rooms(livekit).list_rooms(vec![class.session.to_string()]).await.unwrap().is_empty()
}

/// An address on which a server can be started that somebody has to know before.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Whether the class counts the person's place in the room.
fn is_in(user: UserId) -> impl Fn(&Tab) -> bool + Copy {
    move |tab: &Tab| tab.view.core.people.get(&user).is_some_and(|person| person.media)
}

/// Opens the class in a tab and waits until it counts.
pub async fn seated(visitor: &Visitor, class: ClassKey) -> Tab {
    let mut tab = Tab::new(visitor, class.session);
    let here = |tab: &Tab| tab.you().is_some_and(|you| tab.view.core.is_here(you.user));
    assert!(tab.listen(SOON, here).await);
    tab
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_sent_out_or_comes_after_the_end_is_sent_out_again() {
    let place = Installation::new().await;
    let class = place.class().await;
    // LiveKit has to know where it reports to, and Lectern where LiveKit is.
    let address = free_address().to_string();
    let livekit = LiveKitServer::start_reporting_to(&format!("http://{address}/webhooks/livekit")).unwrap();
    let settings = [("LECTERN_ADDR", address.as_str()), ("LIVEKIT_URL", &livekit.url())];
    let server = place.server_with(&settings).await;
    let [boss, assistant, ..] = everybody(&server).await;
    let (mut teacher, tab) = (seated(&boss, class).await, seated(&assistant, class).await);
    let user = seed::PEOPLE[1].user;
    let is_in = is_in(user);

    let (opened, _) = ask(&assistant, class, tab.connection()).await;
    assert_eq!(opened, StatusCode::OK);
    let inside = enter(&livekit, class, user, None).await;
    assert!(teacher.listen(SOON, is_in).await, "the report of their coming is a fact");
    teacher.submit(Uuid::now_v7().into(), Command::Participant(participant::Command::Remove { user })).await;
    assert!(teacher.listen(SOON, |tab| tab.is_content() && !is_in(tab)).await, "they are out of the room");
    drop(inside);

    // A pass is good for a while, and the log isn't theirs to fill with it.
    for _ in 0..3 {
        let again = enter(&livekit, class, user, None).await;
        timeout(SOON, until_out(&livekit, class, user)).await.expect("sent out again");
        drop(again);
    }

    // Whoever comes after the end makes a room of their own, which is closed.
    let end = [("session", class.session.to_string()), ("command", Uuid::now_v7().to_string())];
    assert_eq!(boss.post("/rpc/end").form(&end).send().await.unwrap().status(), StatusCode::OK);
    assert!(teacher.listen(SOON, |tab| !tab.view.core.phase.is_live()).await);
    timeout(SOON, closed(&livekit, class)).await.expect("the class's room ends with it");
    let alone = enter(&livekit, class, user, None).await;
    timeout(SOON, closed(&livekit, class)).await.expect("the room is closed");
    drop(alone);
    let events = place.events(class).await;
    let came = events
        .iter()
        .filter(|event| matches!(event.fact, Fact::Participant(participant::Fact::MediaConnected { .. })));
    assert_eq!(came.count(), 1, "only who has a place is a fact");
    drop(place.database.take_jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_room_of_a_class_that_the_clock_ends_is_closed_without_a_recorder() {
    let place = Installation::new().await;
    let mut script = Script::new().earlier(TimeDelta::days(1));
    let begun = vec![script.schedule("Energy in oscillations"), Fact::Session(session::Fact::Started)];
    script.write(&place.database.store, begun).await;
    let livekit = LiveKitServer::start().unwrap();
    let inside = enter(&livekit, script.key, seed::PEOPLE[1].user, None).await;
    assert!(has_room(&livekit, script.key).await);
    let settings = [("LIVEKIT_URL", livekit.url()), ("RECORDER", "off".to_owned())];
    let server = place.server_with(&settings.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    let [teacher, ..] = everybody(&server).await;

    // Whoever opens the class has the server look at the time.
    let mut tab = Tab::new(&teacher, script.key.session);
    assert!(tab.listen(SOON, |tab| matches!(tab.view.core.phase, Phase::Ended { .. })).await);
    timeout(SOON, closed(&livekit, script.key)).await.expect("nobody is in the room any more");
    drop(inside);
    drop(place.database.take_jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pass_is_for_who_is_in_the_class_and_ends_with_their_place() {
    let place = Installation::new().await;
    let class = place.class().await;
    let address = free_address().to_string();
    let livekit = LiveKitServer::start_reporting_to(&format!("http://{address}/webhooks/livekit")).unwrap();
    let settings = [("LECTERN_ADDR", address.as_str()), ("LIVEKIT_URL", &livekit.url())];
    let server = place.server_with(&settings).await;
    let [teacher, assistant, student, other] = everybody(&server).await;
    let mut watching = seated(&teacher, class).await;

    // Without a channel, with somebody else's, and with one that isn't there.
    for connection in [None, watching.connection(), Some(ConnectionId(Uuid::now_v7()))] {
        let (status, said) = ask(&student, class, connection).await;
        assert_eq!(status, StatusCode::CONFLICT, "{connection:?}: {said}");
        assert!(said.contains("isn't connected to the class"), "{said}");
    }
    let mut listener = seated(&student, class).await;
    let was = listener.connection();
    assert_eq!(ask(&student, class, was).await.0, StatusCode::OK);
    assert_eq!(ask(&other, class, was).await.0, StatusCode::CONFLICT, "it is not theirs");
    let gone = seed::PEOPLE[2].user;
    assert!(watching.listen(SOON, |tab| tab.view.core.is_here(gone)).await);
    listener.cut();
    assert!(watching.listen(SOON, |tab| !tab.view.core.is_here(gone)).await);
    assert_eq!(ask(&student, class, was).await.0, StatusCode::CONFLICT, "the tab is closed");

    let tab = seated(&assistant, class).await;
    let user = seed::PEOPLE[1].user;
    let is_in = is_in(user);
    let (status, way) = ask(&assistant, class, tab.connection()).await;
    assert_eq!(status, StatusCode::OK, "{way}");
    let inside = enter(&livekit, class, user, tab.connection()).await;
    assert!(watching.listen(SOON, is_in).await);
    let signed_out = assistant.post("/sign-out").send().await.unwrap();
    assert!(signed_out.status().is_redirection(), "{}", signed_out.status());
    assert!(watching.listen(SOON, |tab| !is_in(tab)).await, "who signs out leaves the room");
    drop(inside);

    // The old pass still lets them into the room.
    let again = enter(&livekit, class, user, tab.connection()).await;
    timeout(SOON, until_out(&livekit, class, user)).await.expect("sent out again");
    drop(again);

    // Elsewhere they are signed in, with a tab; what was given for the other one counts no more.
    let elsewhere = Visitor::demo(server.address(), &seed::PEOPLE[1]).await.unwrap();
    let new = seated(&elsewhere, class).await;
    let renewed = enter(&livekit, class, user, tab.connection().or(was)).await;
    timeout(SOON, until_out(&livekit, class, user)).await.expect("with an old tab's pass");
    drop(renewed);
    let welcome = enter(&livekit, class, user, new.connection()).await;
    assert!(watching.listen(SOON, is_in).await);
    watching.submit(Uuid::now_v7().into(), Command::Session(session::Command::Pause)).await;
    assert!(watching.listen(SOON, |tab| tab.is_content() && is_in(tab)).await);
    assert!(is_inside(&livekit, class, user).await, "who has a tab stays");
    drop(welcome);
    drop(place.database.take_jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_in_the_room_without_a_place_in_the_class_is_found_without_reports() {
    let place = Installation::new().await;
    let class = place.class().await;
    let livekit = LiveKitServer::start().unwrap();
    let server = place.server_with(&[("LIVEKIT_URL", &livekit.url())]).await;
    let [_, assistant, ..] = everybody(&server).await;
    let tab = seated(&assistant, class).await;
    let [here, stranger] = [seed::PEOPLE[1].user, seed::PEOPLE[3].user];
    let staying = enter(&livekit, class, here, tab.connection()).await;
    let strange = enter(&livekit, class, stranger, None).await;
    assert!(is_inside(&livekit, class, stranger).await);
    // The server had the rooms of live classes reviewed at its start.
    place.database.make_tasks_due().await;
    let found = async {
        while is_inside(&livekit, class, stranger).await {
            place.database.make_tasks_due().await;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(LATER * 2, found).await.expect("the stranger is found");
    assert!(is_inside(&livekit, class, here).await);
    drop((staying, strange));
    drop(place.database.take_jobs().await);
}

/// A way to LiveKit that can be cut.
struct CuttableProxy {
    at: SocketAddr,
    to: SocketAddr,
    carrying: Option<JoinHandle<()>>,
}

impl CuttableProxy {
    fn cut(to: &LiveKitServer) -> Self {
        let to = to.http_url().trim_start_matches("http://").parse().unwrap();
        Self { at: free_address(), to, carrying: None }
    }

    fn url(&self) -> String {
        format!("ws://{}", self.at)
    }

    async fn mend(&mut self) {
        let listener = tokio::net::TcpListener::bind(self.at).await.unwrap();
        let to = self.to;
        self.carrying = Some(tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((mut here, _)) = listener.accept().await {
                connections.spawn(async move {
                    if let Ok(mut there) = tokio::net::TcpStream::connect(to).await {
                        // However it ends, it is over.
                        let _ = tokio::io::copy_bidirectional(&mut here, &mut there).await;
                    }
                });
            }
        }));
    }
}

impl Drop for CuttableProxy {
    fn drop(&mut self) {
        if let Some(carrying) = &self.carrying {
            carrying.abort();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ban_acts_in_the_room_though_its_server_dies_before_it_could_say_so() {
    let place = Installation::new().await;
    let class = place.class().await;
    let livekit = LiveKitServer::start().unwrap();
    let mut line = CuttableProxy::cut(&livekit);
    let mut server = place.server_with(&[("LIVEKIT_URL", &line.url())]).await;
    let [teacher, _, student, _] = everybody(&server).await;
    let (mut teacher, mut student) = (seated(&teacher, class).await, seated(&student, class).await);
    let user = seed::PEOPLE[2].user;
    let inside = enter(&livekit, class, user, student.connection()).await;

    let id = Uuid::now_v7().into();
    teacher.submit(id, Command::Participant(participant::Command::Ban { user })).await;
    assert!(teacher.listen(SOON, |tab| tab.is_content() && !tab.view.core.is_here(user)).await);
    assert!(teacher.accepted.contains(&id));
    server.kill().await.unwrap();
    student.cut();
    assert!(is_inside(&livekit, class, user).await, "nobody could tell the media server");
    assert!(place.database.tasks().await.contains(&Task::SendOut { user }), "and nothing is forgotten");

    line.mend().await;
    server.start_again().await.unwrap();
    let acts = async {
        while is_inside(&livekit, class, user).await {
            place.database.make_tasks_due().await;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(LATER, acts).await.expect("the ban acts");
    drop(inside);

    // The same command again is answered, and does nothing: not even with another content.
    let before = place.events(class).await.len();
    let other = seed::PEOPLE[0].user;
    teacher.submit(id, Command::Participant(participant::Command::Ban { user: other })).await;
    teacher.listen(SOON, Tab::is_content).await;
    let events = place.events(class).await;
    assert!(
        events[before..]
            .iter()
            .all(|event| !matches!(event.fact, Fact::Participant(participant::Fact::Banned { .. })))
    );
    assert!(!place.database.tasks().await.contains(&Task::SendOut { user: other }));
    drop(place.database.take_jobs().await);
}
