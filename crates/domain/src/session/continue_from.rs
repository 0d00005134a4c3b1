//! A class that goes on from an earlier one.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::{SessionId, UserId};
use crate::question::Carried;
use crate::session::Phase;
use crate::sorted::{SortedMap, SortedSet};
use crate::view::ClassView;
use crate::words::Words;

/// Takes over what the earlier class left open. Twice is harmless.
///
/// # Errors
/// A class that isn't there, is over, or goes on from another one already.
pub fn continue_from(
    class: &ClassView,
    session: SessionId,
    questions: &[Carried],
    names: &SortedMap<UserId, Words>,
) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled | Phase::Live { .. } => {}
        Phase::Unscheduled => return Err(Rejection::NoSuchClass),
        Phase::Ended { .. } => return Err(Rejection::ClassOver),
        Phase::Cancelled => return Err(Rejection::Cancelled),
    }
    match class.continued_from {
        Some(already) if already == session => return Ok(vec![]),
        Some(_) => return Err(Rejection::AlreadyThere),
        None => {}
    }
    let mut taken = SortedSet::new();
    let fresh = |carried: &&Carried| {
        !class.questions.contains_key(&carried.question) && taken.insert(carried.question)
    };
    let questions: Vec<Carried> = questions.iter().filter(fresh).map(taken_over).collect();
    let names = named(&questions, names);
    let questions = questions.into_iter().map(Fact::QuestionCarried);
    Ok([Fact::SessionContinuedFrom { session }].into_iter().chain(names).chain(questions).collect())
}

/// The question as it goes on: its votes are those whose voters are known, whatever the wish says, and what waits for approval
/// has none.
fn taken_over(carried: &Carried) -> Carried {
    let voters = if carried.pending { SortedSet::new() } else { carried.voters.clone() };
    Carried { votes: u32::try_from(voters.len()).unwrap_or(u32::MAX), voters, ..carried.clone() }
}

/// The askers' names, each once; students get those whose questions they see with a name.
fn named(questions: &[Carried], names: &SortedMap<UserId, Words>) -> Vec<Fact> {
    let mut public: SortedMap<UserId, bool> = SortedMap::new();
    for carried in questions {
        if let Some(asker) = carried.asker {
            *public.get_or_insert_with(asker, || false) |= !carried.anonymous && !carried.pending;
        }
    }
    let known = |(user, public): (&UserId, &bool)| {
        Some(Fact::ParticipantNamed { user: *user, name: names.get(user)?.clone(), public: *public })
    };
    public.iter().filter_map(known).collect()
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, SystemCommand, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::question::{State, askers, open_questions};
    use crate::role::{Role, Viewer};
    use crate::session::SettingsWish;
    use crate::sorted::SortedMap;
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, user};
    use crate::view::ClassView;

    fn wish(earlier: &ClassView) -> SystemCommand {
        let questions = open_questions(earlier);
        let names = askers(earlier, &questions);
        SystemCommand::ContinueFrom { session: id(77).into(), questions, names }
    }

    /// The next class, which nobody has come to, as a student of it sees it.
    fn for_student(class: &Class) -> ClassView {
        class.view.for_viewer(&Viewer { user: user(50), role: Role::Student })
    }

    #[test]
    fn open_questions_live_on_with_their_votes() {
        let mut earlier = Class::live();
        earlier.asks_question(STUDENT, 1, "why?");
        earlier.asks_question(STUDENT, 2, "how?");
        earlier.does(OTHER, Command::UpvoteQuestion { question: id(1).into() });
        earlier.does(TEACHER, Command::ResolveQuestion { question: id(2).into() });
        let mut next = Class::scheduled();
        next.system(wish(&earlier.view)).unwrap();
        assert_eq!(next.system(wish(&earlier.view)), Ok(vec![]));
        let other = SystemCommand::ContinueFrom {
            session: id(78).into(),
            questions: vec![],
            names: SortedMap::new(),
        };
        assert_eq!(next.system(other), Err(Rejection::AlreadyThere));
        let carried: Vec<_> = next.view.questions.values().collect();
        assert_eq!(carried.len(), 1);
        assert_eq!((carried[0].text.text(), carried[0].votes), ("why?", 1));
    }

    #[test]
    fn who_asked_keeps_their_name_from_class_to_class_without_coming() {
        let mut earlier = Class::live();
        earlier.asks_question(STUDENT, 1, "why?");
        let mut next = Class::scheduled();
        next.system(wish(&earlier.view)).unwrap();
        assert_eq!(for_student(&next).name_of(user(STUDENT)), "person 3");
        let mut last = Class::scheduled();
        last.system(wish(&next.view)).unwrap();
        assert_eq!(last.view.name_of(user(STUDENT)), "person 3");
    }

    #[test]
    fn an_anonymous_asker_is_named_to_staff_only() {
        let mut earlier = Class::live();
        let (question, text) = (id(1).into(), "why?".into());
        earlier.does(STUDENT, Command::AskQuestion { question, text, anonymous: true });
        let mut next = Class::scheduled();
        next.system(wish(&earlier.view)).unwrap();
        assert_eq!(next.view.name_of(user(STUDENT)), "person 3");
        let seen = for_student(&next);
        assert_eq!((seen.questions[&question].asker, seen.names.is_empty()), (None, true));
    }

    #[test]
    fn what_waits_for_approval_waits_on_and_is_named_when_it_is_approved() {
        let mut earlier = Class::live();
        earlier.set(SettingsWish { moderated: Some(true), ..Default::default() });
        earlier.asks_question(STUDENT, 1, "why?");
        let mut next = Class::scheduled();
        next.system(wish(&earlier.view)).unwrap();
        assert_eq!(next.view.questions[&id(1).into()].state, State::Pending);
        assert_eq!(for_student(&next).questions.len(), 0);
        assert!(for_student(&next).names.is_empty());
        next.does(TEACHER, UseCaseCommand::Start);
        next.join(TEACHER, Role::Teacher).unwrap();
        next.does(TEACHER, Command::ApproveQuestion { question: id(1).into() });
        let seen = for_student(&next);
        assert_eq!(seen.questions[&id(1).into()].state, State::Open);
        assert_eq!(seen.name_of(user(STUDENT)), "person 3");
    }
}
