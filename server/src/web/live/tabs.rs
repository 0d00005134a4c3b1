//! The tabs with a class in them: closed when their login ends or their person is taken off the course.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use classroom::Classroom;
use classroom::command::Seat;
use classroom::identity::Still;
use domain::ids::ConnectionId;
use futures::future::join_all;
use store::Store;
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// How often all tabs' logins and seats are looked at again: what wasn't heard of ends by then.
const LOOK: Duration = Duration::from_secs(30);
/// How long to wait for the database before it is asked again to tell of logins that end.
const NEXT_TRY: Duration = Duration::from_secs(1);

/// The open tabs of this server.
#[derive(Clone, Default)]
pub struct OpenTabs(Arc<Mutex<HashMap<ConnectionId, Open>>>);

/// An open tab, as the others see it.
struct Open {
    /// The hash of its login's token.
    login: [u8; 32],
    seat: Arc<Seat>,
    tell: oneshot::Sender<Still>,
}

/// A tab's own hold on its place among the others.
pub struct Place {
    tabs: OpenTabs,
    connection: ConnectionId,
    /// What became of its seat, once it isn't what it was.
    pub told: oneshot::Receiver<Still>,
}

impl OpenTabs {
    /// A tab is open until its place is dropped.
    pub fn add(&self, connection: ConnectionId, login: [u8; 32], seat: Arc<Seat>) -> Place {
        let (tell, told) = oneshot::channel();
        self.lock().insert(connection, Open { login, seat, tell });
        Place { tabs: self.clone(), connection, told }
    }

    /// Closes the tabs of a login that has ended.
    pub fn sign_out(&self, login: [u8; 32]) {
        let over: Vec<_> = self.lock().extract_if(|_, tab| tab.login == login).collect();
        for (_, tab) in over {
            // It may be closing by itself.
            let _ = tab.tell.send(Still::SignedOut);
        }
    }

    /// Closes the tabs of each login that ends, on whichever server.
    pub async fn hear(self, store: Store) {
        loop {
            if let Ok(mut ended) = store.ended_logins().await {
                while let Ok(login) = ended.next().await {
                    self.sign_out(login);
                }
            }
            sleep(NEXT_TRY).await;
        }
    }

    /// Looks at all of them again and again.
    pub async fn watch(self, classroom: Classroom) {
        let mut next = interval(LOOK);
        next.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            next.tick().await;
            self.look(&classroom).await;
        }
    }

    /// All at once: the store makes a few statements of it.
    async fn look(&self, classroom: &Classroom) {
        let open: Vec<_> =
            self.lock().iter().map(|(connection, tab)| (*connection, tab.login, tab.seat.clone())).collect();
        let looks = open.into_iter().map(|(connection, login, seat)| async move {
            // With the database away nobody knows, and everybody stays.
            (connection, classroom.still_seated(login, &seat).await.unwrap_or(Still::Seated))
        });
        for (connection, still) in join_all(looks).await {
            if still != Still::Seated
                && let Some(tab) = self.lock().remove(&connection)
            {
                let _ = tab.tell.send(still);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ConnectionId, Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.tabs.lock().remove(&self.connection);
    }
}
