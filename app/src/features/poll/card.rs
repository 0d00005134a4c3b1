//! A poll as one person's panel shows it: its question, the ballot or the result, and what may be done with it.

use domain::ids::{PollId, UserId, Voter};
use domain::permission::Permission;
use domain::poll::{Form, Poll, Tally};
use domain::role::Viewer;
use domain::sorted::SortedSet;
use domain::{ClassView, Command, poll};

use super::own::{Own, Remembered, own};
use crate::live::Owed;
use crate::room::name_in;

/// A poll.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Card {
    pub question: String,
    /// "Opened at 12:03 · 14 voted · anonymous"
    pub meta: String,
    pub open: bool,
    /// The viewer may vote.
    pub ballot: bool,
    /// What a student reads below.
    pub note: Option<&'static str>,
    pub own: Option<Own>,
    pub result: Outcome,
    /// For staff, where it isn't anonymous: each option with those who chose it.
    pub voters: Vec<(String, Vec<String>)>,
    /// For staff: open answers.
    pub answers: Vec<Written>,
    pub offers: Vec<Offer>,
}

/// What came out, as far as the viewer may see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub bars: Vec<Bar>,
    /// In a quiz, why.
    pub explanation: String,
}

/// How many chose something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    pub label: String,
    pub now: Share,
    /// When the same was asked before, in this class or in the first of the lesson.
    pub before: Option<Share>,
    pub own: bool,
    /// In a quiz: it is right.
    pub right: bool,
}

/// A number of votes, and how much of all that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    pub votes: u32,
    pub percent: u32,
}

/// An open answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub voter: Voter,
    pub text: String,
    /// Who wrote it, where that is known.
    pub who: Option<String>,
    /// The title of the group it was put in.
    pub group: Option<String>,
}

/// What staff may do with a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offer {
    Close,
    Show,
    Hide,
    Again,
    Stage,
    Unstage,
}

impl Offer {
    /// What its button says.
    pub fn words(self) -> &'static str {
        match self {
            Self::Close => "Close voting",
            Self::Show => "Show the result",
            Self::Hide => "Hide the result",
            Self::Again => "Ask again",
            Self::Stage => "Put on stage",
            Self::Unstage => "Take off stage",
        }
    }

    /// The command it is; `new` is the poll's id where it makes one.
    pub fn command(self, poll: PollId, new: PollId) -> Command {
        match self {
            Self::Close => Command::Poll(poll::Command::Close { poll }),
            Self::Show => Command::Poll(poll::Command::Show { poll }),
            Self::Hide => Command::Poll(poll::Command::Hide { poll }),
            Self::Again => Command::Poll(poll::Command::AskAgain { poll: new, earlier: poll }),
            Self::Stage => Command::Poll(poll::Command::Stage { poll }),
            Self::Unstage => Command::Poll(poll::Command::Unstage { poll }),
        }
    }
}

/// The polls that `viewer` sees, the newest first.
pub(crate) fn order(view: &ClassView) -> Vec<PollId> {
    let mut polls: Vec<_> = view.poll.polls.values().collect();
    polls.sort_by_key(|poll| (std::cmp::Reverse(poll.opened), poll.id));
    polls.into_iter().map(|poll| poll.id).collect()
}

/// All of them, each as a card.
pub(crate) fn cards(
    view: &ClassView,
    owed: &[Owed],
    viewer: Viewer,
    kept: &Remembered,
) -> Vec<(PollId, Card)> {
    let card = |poll: &Poll| (poll.id, card(view, owed, viewer, kept, poll));
    view.poll.polls.values().map(|poll| card(poll)).collect()
}

fn card(view: &ClassView, owed: &[Owed], viewer: Viewer, kept: &Remembered, poll: &Poll) -> Card {
    let staff = viewer.role.is_staff();
    let own = if staff { None } else { own(poll, owed, viewer.user, kept) };
    let may = view.core.permits(viewer.user, viewer.role, Permission::Vote);
    let note = match (staff, poll.is_open(), poll.shown.is_some()) {
        (false, true, _) if !may => Some("You can't vote at the moment."),
        (false, false, false) => Some("Voting is closed. The result isn't shown yet."),
        _ => None,
    };
    Card {
        question: poll.wording.question.clone(),
        meta: meta(view, poll, staff),
        open: poll.is_open(),
        ballot: !staff && may && poll.is_open(),
        note,
        result: outcome(view, poll, staff, own.as_ref()),
        own,
        voters: if staff { voters(view, poll) } else { vec![] },
        answers: if staff { answers(view, poll) } else { vec![] },
        offers: if staff { offers(view, poll) } else { vec![] },
    }
}

fn meta(view: &ClassView, poll: &Poll, staff: bool) -> String {
    let mut meta = vec![format!("Opened at {}", poll.opened)];
    let voted = match &poll.shown {
        _ if staff => Some(poll.votes.len()),
        Some(shown) => usize::try_from(shown.tally.votes).ok(),
        None => None,
    };
    meta.extend(voted.map(|voted| format!("{voted} voted")));
    let of_kind = [
        (poll.is_open(), "open"),
        (!poll.is_open(), "closed"),
        (staff && poll.shown.is_some(), "shown to everybody"),
        (staff && view.poll.on_stage == Some(poll.id), "on stage"),
        (poll.quiz, "quiz"),
        (poll.anonymous, "anonymous"),
        (poll.again.is_some_and(|earlier| view.poll.polls.contains_key(&earlier)), "asked again"),
        (poll.again.is_none() && poll.before.is_some(), "asked in an earlier class, too"),
    ];
    meta.extend(of_kind.into_iter().filter(|(is, _)| *is).map(|(_, word)| word.to_owned()));
    meta.join(" · ")
}

fn offers(view: &ClassView, poll: &Poll) -> Vec<Offer> {
    let mut offers = match (poll.is_open(), poll.shown.is_some()) {
        (true, _) => vec![Offer::Close, Offer::Show],
        (false, false) => vec![Offer::Show],
        (false, true) => vec![Offer::Hide],
    };
    offers.push(if view.poll.on_stage == Some(poll.id) { Offer::Unstage } else { Offer::Stage });
    if view.poll.open_poll().is_none() {
        offers.push(Offer::Again);
    }
    offers
}

/// How many chose what, where the viewer may know.
fn tally(poll: &Poll, staff: bool) -> Option<Tally> {
    if staff { Some(poll.tally()) } else { poll.shown.as_ref().map(|shown| shown.tally.clone()) }
}

fn outcome(view: &ClassView, poll: &Poll, staff: bool, own: Option<&Own>) -> Outcome {
    let Some(now) = tally(poll, staff) else { return Outcome::default() };
    let earlier = poll.again.and_then(|earlier| view.poll.polls.get(&earlier).map(|there| &**there));
    let before = earlier.and_then(|earlier| Some((earlier, tally(earlier, staff)?)));
    if poll.form == Form::Text {
        return Outcome { bars: groups(poll, staff, now.votes, before.as_ref()), explanation: String::new() };
    }
    let before = before.map(|(_, before)| before).or_else(|| poll.before.clone());
    let marked = own.map(|own| own.cast.choice.places(poll.form)).unwrap_or_default();
    let (right, explanation) = match (&poll.key, &poll.shown) {
        (Some(key), _) => (key.right.clone(), key.explanation.text()),
        (None, Some(shown)) => (shown.right.clone(), shown.explanation.text()),
        (None, None) => (SortedSet::new(), ""),
    };
    let bars = poll.labels().into_iter().enumerate().map(|(n, label)| {
        let place = u8::try_from(n).unwrap_or(u8::MAX);
        let share = |tally: &Tally| share(tally.counts.get(n).copied().unwrap_or_default(), tally.votes);
        Bar {
            label,
            now: share(&now),
            before: before.as_ref().map(share),
            own: marked.contains(&place),
            right: right.contains(&place),
        }
    });
    Outcome { bars: bars.collect(), explanation: explanation.to_owned() }
}

/// What everybody sees of a result, and nothing where it isn't shown.
pub(crate) fn shown_to_all(poll: &Poll) -> Vec<Bar> {
    let Some(shown) = &poll.shown else { return vec![] };
    if poll.form == Form::Text {
        return groups(poll, false, shown.tally.votes, None);
    }
    let bar = |(n, label): (usize, String)| Bar {
        label,
        now: share(shown.tally.counts.get(n).copied().unwrap_or_default(), shown.tally.votes),
        before: None,
        own: false,
        right: u8::try_from(n).is_ok_and(|place| shown.right.contains(&place)),
    };
    poll.labels().into_iter().enumerate().map(bar).collect()
}

fn share(votes: u32, of: u32) -> Share {
    let percent = (u64::from(votes) * 100 + u64::from(of) / 2).checked_div(of.into()).unwrap_or(0);
    Share { votes, percent: u32::try_from(percent).unwrap_or(100) }
}

/// Groups of open answers, the largest first, each beside the one that said the same when it was asked `before`.
fn groups(poll: &Poll, staff: bool, of: u32, before: Option<&(&Poll, Tally)>) -> Vec<Bar> {
    let mut earlier = before.map(|(poll, _)| sizes(poll, staff)).unwrap_or_default();
    // Where nothing was grouped before, there is nothing to compare.
    let votes_before = before.map(|(_, tally)| tally.votes).filter(|_| !earlier.is_empty());
    let bar = |label: String, votes, before: u32| Bar {
        label,
        now: share(votes, of),
        before: votes_before.map(|all| share(before, all)),
        own: false,
        right: false,
    };
    let mut bars: Vec<Bar> = sizes(poll, staff)
        .into_iter()
        .map(|(label, votes)| {
            let same = earlier.iter().position(|(title, _)| title.to_lowercase() == label.to_lowercase());
            let before = same.map_or(0, |place| earlier.swap_remove(place).1);
            bar(label, votes, before)
        })
        .collect();
    // Until something is grouped, nobody knows what was not said again.
    if !bars.is_empty() {
        bars.extend(earlier.into_iter().map(|(label, before)| bar(label, 0, before)));
    }
    bars.sort_by(|one, other| other.now.votes.cmp(&one.now.votes).then_with(|| one.label.cmp(&other.label)));
    bars
}

/// The groups that the viewer may see, with their sizes.
fn sizes(poll: &Poll, staff: bool) -> Vec<(String, u32)> {
    let mut groups: Vec<(String, u32)> = match &poll.shown {
        _ if staff => {
            let sizes = poll.group_sizes();
            let size = |group| sizes.get(group).copied().unwrap_or_default();
            poll.groups.iter().map(|(group, title)| (title.text().to_owned(), size(group))).collect()
        }
        Some(shown) => {
            shown.groups.values().map(|(title, votes)| (title.text().to_owned(), *votes)).collect()
        }
        None => vec![],
    };
    groups.retain(|(_, votes)| *votes > 0);
    groups
}

fn voters(view: &ClassView, poll: &Poll) -> Vec<(String, Vec<String>)> {
    if poll.anonymous || poll.form == Form::Text {
        return vec![];
    }
    let chose = |place| {
        let those = poll.votes.iter().filter(move |(_, vote)| vote.choice.places(poll.form).contains(&place));
        those.map(|(voter, _)| name_in(view, UserId(voter.0))).collect::<Vec<_>>()
    };
    let each = poll.labels().into_iter().zip(0..).map(|(label, place)| (label, chose(place)));
    each.filter(|(_, names)| !names.is_empty()).collect()
}

fn answers(view: &ClassView, poll: &Poll) -> Vec<Written> {
    if poll.form != Form::Text {
        return vec![];
    }
    let written = poll.votes.iter().map(|(voter, vote)| Written {
        voter: *voter,
        text: vote.text.text().to_owned(),
        who: (!poll.anonymous).then(|| name_in(view, UserId(voter.0))),
        group: vote.group.and_then(|group| poll.groups.get(&group)).map(|title| title.text().to_owned()),
    });
    let mut written: Vec<_> = written.collect();
    // What is left to be grouped first; then answers that read alike beside each other.
    written.sort_by_cached_key(|answer| (answer.group.clone(), answer.text.to_lowercase()));
    written
}

#[cfg(test)]
mod tests;
