//! Where things stand in a view, so that one message doesn't look at all messages nor one tab at all people.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::chat::Message;
use crate::ids::{ConnectionId, MessageId, Offset, UserId};
use crate::names;
use crate::pace::{Paced, Times};
use crate::view::ClassView;

/// It says nothing that the view doesn't, so views are equal with and without it. A view that came as a snapshot has none
/// until the first event. Copies of a view share it until one of them follows an event.
#[derive(Debug, Clone, Default)]
pub(super) struct Index(Option<Arc<Places>>);

#[derive(Debug, Clone, Default)]
struct Places {
    messages: HashMap<MessageId, usize>,
    /// When each person wrote last.
    wrote: HashMap<UserId, Offset>,
    tabs: HashMap<ConnectionId, UserId>,
    /// Who is called alike.
    called: HashMap<UserId, u64>,
    /// When somebody did last what has a bound. It is known as far as the index has followed events.
    paced: HashMap<(Uuid, Paced), Times>,
}

impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Index {}

impl Places {
    fn of(view: &ClassView) -> Self {
        let messages = view.chat.iter().enumerate().map(|(place, message)| (message.id, place));
        let wrote = view.chat.iter().map(|message| (message.author, message.offset));
        let tabs = view
            .people
            .values()
            .flat_map(|person| person.connections.keys().map(|connection| (*connection, person.user)));
        let called =
            view.people.values().filter_map(|person| Some((person.user, names::key(person.name.text())?)));
        Self {
            messages: messages.collect(),
            wrote: wrote.collect(),
            tabs: tabs.collect(),
            called: called.collect(),
            paced: HashMap::new(),
        }
    }
}

impl ClassView {
    /// Makes the index where there is none. Who looks many messages up before an event came makes it first.
    pub fn index(&mut self) {
        if self.index.0.is_none() {
            self.index.0 = Some(Arc::new(Places::of(self)));
        }
    }

    /// Drops the index, since places are about to change.
    pub(super) fn forget_index(&mut self) {
        self.index = Index::default();
    }

    /// The message of that name.
    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        match &self.index.0 {
            Some(places) => places.messages.get(&id).and_then(|place| self.chat.get(*place)),
            None => self.chat.iter().find(|message| message.id == id),
        }
    }

    pub(crate) fn message_mut(&mut self, id: MessageId) -> Option<&mut Message> {
        self.index();
        let place = self.index.0.as_ref()?.messages.get(&id).copied()?;
        self.chat.get_mut(place)
    }

    pub(crate) fn push_message(&mut self, message: Message) {
        if let Some(places) = &mut self.index.0 {
            let places = Arc::make_mut(places);
            places.messages.insert(message.id, self.chat.len());
            places.wrote.insert(message.author, message.offset);
        }
        self.chat.push(message);
    }

    /// When somebody wrote last.
    #[must_use]
    pub fn last_message(&self, user: UserId) -> Option<Offset> {
        match &self.index.0 {
            Some(places) => places.wrote.get(&user).copied(),
            None => {
                self.chat.iter().rev().find(|message| message.author == user).map(|message| message.offset)
            }
        }
    }

    /// When somebody did last what has a bound, if they did.
    pub(crate) fn paced(&self, who: Uuid, paced: Paced) -> Option<&Times> {
        self.index.0.as_ref()?.paced.get(&(who, paced))
    }

    /// Somebody did what has a bound. Of whom isn't known there is nothing to keep.
    pub(crate) fn note(&mut self, who: Option<Uuid>, paced: Paced, at: Offset) {
        if let (Some(places), Some(who)) = (&mut self.index.0, who) {
            Arc::make_mut(places).paced.entry((who, paced)).or_default().add(paced, at);
        }
    }

    /// Whose tab it is, if it is open.
    #[must_use]
    pub fn holder(&self, connection: ConnectionId) -> Option<UserId> {
        match &self.index.0 {
            Some(places) => places.tabs.get(&connection).copied(),
            None => {
                let mut people = self.people.values();
                people.find(|person| person.connections.contains_key(&connection)).map(|person| person.user)
            }
        }
    }

    pub(crate) fn open_tab(&mut self, connection: ConnectionId, user: UserId) {
        if let Some(places) = &mut self.index.0 {
            Arc::make_mut(places).tabs.insert(connection, user);
        }
    }

    pub(crate) fn close_tab(&mut self, connection: ConnectionId) {
        if let Some(places) = &mut self.index.0 {
            Arc::make_mut(places).tabs.remove(&connection);
        }
    }

    /// The number by which somebody who comes is told apart from those of the same name.
    pub(crate) fn namesakes(&mut self, user: UserId, name: &str) -> u16 {
        self.index();
        let (Some(places), key) = (&mut self.index.0, names::key(name)) else { return 0 };
        let Some(key) = key else {
            Arc::make_mut(places).called.remove(&user);
            return 0;
        };
        let same = places.called.iter().filter(|(other, known)| **known == key && **other != user);
        let taken: Vec<u16> =
            same.filter_map(|(other, _)| self.people.get(other)).map(|person| person.namesakes).collect();
        Arc::make_mut(places).called.insert(user, key);
        names::free(&taken)
    }

    /// Whether nobody has the class open.
    pub(crate) fn nobody_here(&self) -> bool {
        match &self.index.0 {
            Some(places) => places.tabs.is_empty(),
            None => !self.people.values().any(crate::participant::Participant::is_here),
        }
    }
}
