//! The tabs with a class in them: closed when their login ends, their person is taken off the course, or has too many.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use classroom::Classroom;
use classroom::command::Seat;
use classroom::identity::SeatStatus;
use domain::ids::{ConnectionId, TenantId, UserId};
use futures::future::join_all;
use store::Store;
use tokio::sync::oneshot;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

/// How often all tabs' logins and seats are looked at again: what wasn't heard of ends by then.
const LOOK: Duration = Duration::from_secs(30);
/// How long to wait for the database before it is asked again to tell of logins that end.
const NEXT_TRY: Duration = Duration::from_secs(1);

/// Tabs that one person may have open on this server; the one after closes the oldest.
pub const MOST_TABS: usize = 20;
/// Tabs that one person may open at once, and how long another one takes from then on: each is a class to be shown.
const MOST_OPENED: u32 = 60;
const OPENING: Duration = Duration::from_secs(1);

/// The open tabs of this server.
#[derive(Clone, Default)]
pub struct OpenTabs(Arc<Mutex<Tabs>>);

#[derive(Default)]
struct Tabs {
    open: HashMap<ConnectionId, Open>,
    people: HashMap<(TenantId, UserId), Person>,
}

/// An open tab, as the others see it.
struct Open {
    /// The hash of its login's token.
    login: [u8; 32],
    seat: Arc<Seat>,
    close: oneshot::Sender<CloseReason>,
}

/// Somebody with tabs.
#[derive(Default)]
struct Person {
    /// Theirs, the oldest first.
    tabs: VecDeque<ConnectionId>,
    /// When all that they opened is paid for, one tab an [`OPENING`].
    paid: Option<Instant>,
}

/// Why a tab is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    /// This became of its seat.
    Seat(SeatStatus),
    /// Its person has opened more tabs than this since.
    Crowded { most: usize },
}

/// A tab's own hold on its place among the others.
pub struct TabGuard {
    tabs: OpenTabs,
    connection: ConnectionId,
    person: (TenantId, UserId),
    /// Why it is closed, once it is.
    pub closed: oneshot::Receiver<CloseReason>,
}

impl OpenTabs {
    /// A tab is open until its place is dropped, or its person has opened too many others.
    pub fn add(&self, connection: ConnectionId, login: [u8; 32], seat: Arc<Seat>) -> TabGuard {
        let (close, closed) = oneshot::channel();
        let person = (seat.class.tenant, seat.actor.user);
        let mut tabs = self.lock();
        tabs.open.insert(connection, Open { login, seat, close });
        let theirs = &mut tabs.people.entry(person).or_default().tabs;
        theirs.push_back(connection);
        let oldest = if theirs.len() > MOST_TABS { theirs.pop_front() } else { None };
        if let Some(tab) = oldest.and_then(|oldest| tabs.open.remove(&oldest)) {
            // It may be closing by itself.
            let _ = tab.close.send(CloseReason::Crowded { most: MOST_TABS });
        }
        drop(tabs);
        TabGuard { tabs: self.clone(), connection, person, closed }
    }

    /// Counts a tab that somebody is about to open; where they open too many, how long to wait.
    pub fn open_another(&self, tenant: TenantId, user: UserId, now: Instant) -> Result<(), Duration> {
        let mut tabs = self.lock();
        let person = tabs.people.entry((tenant, user)).or_default();
        let paid = person.paid.unwrap_or(now).max(now) + OPENING;
        let most = now + OPENING * MOST_OPENED;
        if paid > most {
            return Err(paid - most);
        }
        person.paid = Some(paid);
        Ok(())
    }

    /// Closes the tabs of a login that has ended.
    pub fn sign_out(&self, login: [u8; 32]) {
        let over: Vec<_> = self.lock().open.extract_if(|_, tab| tab.login == login).collect();
        for (_, tab) in over {
            // It may be closing by itself.
            let _ = tab.close.send(CloseReason::Seat(SeatStatus::SignedOut));
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
            self.forget_those_gone(Instant::now());
        }
    }

    /// All at once: the store makes a few statements of it.
    async fn look(&self, classroom: &Classroom) {
        let open: Vec<_> = {
            let tabs = self.lock();
            tabs.open.iter().map(|(connection, tab)| (*connection, tab.login, tab.seat.clone())).collect()
        };
        let looks = open.into_iter().map(|(connection, login, seat)| async move {
            // With the database away nobody knows, and everybody stays.
            (connection, classroom.revalidate(login, &seat).await.unwrap_or(SeatStatus::Seated))
        });
        for (connection, status) in join_all(looks).await {
            if status != SeatStatus::Seated
                && let Some(tab) = self.lock().open.remove(&connection)
            {
                let _ = tab.close.send(CloseReason::Seat(status));
            }
        }
    }

    /// Forgets people without tabs, whose openings are all paid for.
    fn forget_those_gone(&self, now: Instant) {
        let stays = |person: &Person| !person.tabs.is_empty() || person.paid.is_some_and(|paid| paid > now);
        self.lock().people.retain(|_, person| stays(person));
    }

    fn lock(&self) -> MutexGuard<'_, Tabs> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for TabGuard {
    fn drop(&mut self) {
        let mut tabs = self.tabs.lock();
        tabs.open.remove(&self.connection);
        if let Some(person) = tabs.people.get_mut(&self.person) {
            person.tabs.retain(|tab| *tab != self.connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use classroom::ports::event_log::ClassKey;
    use domain::ids::SessionId;
    use domain::role::{Actor, Role};
    use uuid::Uuid;

    fn seat(user: u128) -> Arc<Seat> {
        let (tenant, user) = (TenantId(Uuid::from_u128(1)), UserId(Uuid::from_u128(user)));
        let actor = Actor { tenant, user, name: "Sam".to_owned(), roles: vec![Role::Student] };
        let class = ClassKey { tenant, session: SessionId(Uuid::from_u128(2)) };
        Arc::new(Seat::assumed(actor, class, Role::Student))
    }

    #[test]
    fn one_tab_too_many_closes_the_oldest_of_the_same_person() {
        let tabs = OpenTabs::default();
        let open = |n: u128, user| tabs.add(ConnectionId(Uuid::from_u128(n)), [1; 32], seat(user));
        let mut other = open(0, 4);
        let mut theirs: Vec<_> = (1..=MOST_TABS as u128).map(|n| open(n, 3)).collect();
        assert!(theirs[0].closed.try_recv().is_err());
        let newest = open(100, 3);
        assert_eq!(theirs[0].closed.try_recv(), Ok(CloseReason::Crowded { most: MOST_TABS }));
        assert!(theirs[1].closed.try_recv().is_err());
        assert!(other.closed.try_recv().is_err());
        // One that goes by itself makes room.
        drop(newest);
        let _again = open(101, 3);
        assert!(theirs[1].closed.try_recv().is_err());
        drop(theirs);
        assert_eq!(tabs.lock().open.len(), 2);
    }

    #[test]
    fn who_opens_tab_after_tab_waits() {
        let (tabs, now) = (OpenTabs::default(), Instant::now());
        let (tenant, user) = (TenantId(Uuid::from_u128(1)), UserId(Uuid::from_u128(3)));
        for _ in 0..MOST_OPENED {
            assert_eq!(tabs.open_another(tenant, user, now), Ok(()));
        }
        assert_eq!(tabs.open_another(tenant, user, now), Err(OPENING));
        assert_eq!(tabs.open_another(tenant, UserId(Uuid::from_u128(4)), now), Ok(()));
        tabs.forget_those_gone(now);
        assert_eq!(tabs.open_another(tenant, user, now), Err(OPENING), "nothing is forgotten too early");
        assert_eq!(tabs.open_another(tenant, user, now + OPENING), Ok(()));
        tabs.forget_those_gone(now + OPENING * (MOST_OPENED + 1));
        assert!(tabs.lock().people.is_empty());
    }
}
