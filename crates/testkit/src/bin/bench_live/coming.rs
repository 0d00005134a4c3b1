//! What a tab that only listens takes of the server's memory, and how long thousands take to be back after a restart.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use domain::ids::{Sequence, SessionId};
use testkit::bench::{Better, Figure, Report};
use testkit::load::{Process, Socket, started_class};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::school::School;

/// Tabs in one class whose memory is looked at.
const SILENT: usize = 2_000;
/// Tabs that come back at once, in classes of [`CLASS`].
const RETURNING: usize = 5_000;
const CLASS: usize = 250;
/// Tabs that come at once while the scene is set.
const AT_ONCE: usize = 50;
/// After this whoever isn't back has failed.
const LONGEST_RETURN: Duration = Duration::from_secs(60);
/// What coming stirred up settles.
const SETTLING: Duration = Duration::from_secs(3);

/// A tab costs what the server has more with it than without.
pub async fn memory(school: &School, report: &mut Report) {
    let session = started_class(&school.teacher).await.expect("the class starts");
    let server = Process::listening_on(school.server.address().port()).expect("the server's process");
    let memory = || server.memory().expect("the server runs");
    let empty = memory();
    let places: Vec<_> = school.students[..SILENT].iter().map(|cookie| (session, cookie.clone())).collect();
    let tabs = Tabs::come(school, places).await;
    sleep(SETTLING).await;
    let each = (memory() - empty) as f64 / SILENT as f64 / 1_024.0;
    tabs.leave().await;
    report.push(Figure::new("memory of a tab", each, "KiB", Better::Lower).aim(8.0));
}

/// The server is killed and started again, and everybody is there in the same moment.
pub async fn restart(school: &mut School, report: &mut Report) {
    let mut places = Vec::new();
    for people in school.students[..RETURNING].chunks(CLASS) {
        let session = started_class(&school.teacher).await.expect("the class starts");
        places.extend(people.iter().map(|cookie| (session, cookie.clone())));
    }
    let tabs = Tabs::come(school, places).await;
    sleep(SETTLING).await;
    school.server.kill().await.expect("the server is killed");
    school.server.start_again().await.expect("the server starts again");
    let began = Instant::now();
    tabs.up.send_replace(1);
    while tabs.back.load(Relaxed) < RETURNING as u64 && began.elapsed() < LONGEST_RETURN {
        sleep(Duration::from_millis(5)).await;
    }
    let took = began.elapsed().as_secs_f64();
    let failed = tabs.failed.load(Relaxed) + RETURNING as u64 - tabs.back.load(Relaxed);
    tabs.leave().await;
    let key = |what: &str| format!("{RETURNING} tabs in {} classes, {what}", RETURNING / CLASS);
    report.push(Figure::new(&key("all back"), took, "s", Better::Lower).aim(3.0));
    report.push(Figure::new(&key("errors"), failed as f64, "tabs", Better::Lower).aim(0.0));
}

/// Tabs that listen and say nothing.
struct Tabs {
    tasks: JoinSet<()>,
    /// How often the server was started again.
    up: watch::Sender<u32>,
    /// Tabs that are back.
    back: Arc<AtomicU64>,
    /// Openings that failed.
    failed: Arc<AtomicU64>,
}

impl Tabs {
    async fn come(school: &School, places: Vec<(SessionId, String)>) -> Self {
        let server = school.server.address();
        let mut tabs = Self {
            tasks: JoinSet::new(),
            up: watch::Sender::new(0),
            back: Arc::default(),
            failed: Arc::default(),
        };
        for some in places.chunks(AT_ONCE) {
            let opening = some.iter().map(|(session, cookie)| super::come(server, *session, cookie, None));
            for (socket, (session, cookie)) in futures::future::join_all(opening).await.into_iter().zip(some)
            {
                let (back, failed) = (tabs.back.clone(), tabs.failed.clone());
                let (mut up, session, cookie) = (tabs.up.subscribe(), *session, cookie.clone());
                let mut socket = socket.expect("the class opens");
                tabs.tasks.spawn(async move {
                    let seen = listen(&mut socket).await;
                    // The server is gone; whoever waits for it comes in the moment it is there.
                    if up.changed().await.is_err() {
                        return;
                    }
                    loop {
                        let opening = super::come(server, session, &cookie, Some(Sequence(seen)));
                        match timeout(LONGEST_RETURN, opening).await {
                            Ok(Ok(again)) => {
                                socket = again;
                                back.fetch_add(1, Relaxed);
                                listen(&mut socket).await;
                                return;
                            }
                            Ok(Err(error)) => {
                                eprintln!("A tab was not let back: {error:#}");
                                failed.fetch_add(1, Relaxed);
                            }
                            Err(_) => drop(failed.fetch_add(1, Relaxed)),
                        }
                        sleep(Duration::from_millis(250)).await;
                    }
                });
            }
        }
        tabs
    }

    async fn leave(mut self) {
        self.tasks.abort_all();
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Until the connection is over; gives the last event.
async fn listen(socket: &mut Socket) -> u64 {
    let mut seen = 1;
    let _over = socket
        .wait_for(|text| {
            let through = text.strip_prefix(b"{\"type\":\"events\",\"after\":").and_then(|rest| {
                let digits = rest.split(|byte| *byte == b':').nth(1)?;
                std::str::from_utf8(digits.split(|byte| *byte == b',').next()?).ok()?.parse().ok()
            });
            seen = through.unwrap_or(seen).max(seen);
            false
        })
        .await;
    seen
}
