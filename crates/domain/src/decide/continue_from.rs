//! A class that goes on from an earlier one.

use crate::event::Fact;
use crate::ids::{SessionId, UserId};
use crate::question::Carried;
use crate::rejection::Rejection;
use crate::scene::{self, Scene};
use crate::session;
use crate::sorted::{SortedMap, SortedSet};
use crate::view::ClassView;
use crate::words::Words;
use crate::{board, participant, question};

/// Takes over what the earlier class left open.
///
/// # Errors
/// A class that isn't there, is over, or goes on from another one already.
pub(super) fn continue_from(
    class: &ClassView,
    session: SessionId,
    (questions, names): (&[Carried], &SortedMap<UserId, Words>),
    scenes: &[Scene],
    boards: &[board::Carried],
) -> Result<Vec<Fact>, Rejection> {
    class.core.must_not_be_over()?;
    match class.core.continued_from {
        Some(already) if already == session => return Ok(vec![]),
        Some(_) => return Err(Rejection::AlreadyThere),
        None => {}
    }
    let mut taken = SortedSet::new();
    let fresh = |carried: &&Carried| {
        !class.question.questions.contains_key(&carried.question) && taken.insert(carried.question)
    };
    let questions: Vec<Carried> = questions.iter().filter(fresh).map(taken_over).collect();
    let names = named(&questions, names);
    let questions = questions.into_iter().map(|carried| question::Fact::Carried(carried).into());
    let scenes = scene::take_over(&class.scene, scenes).into_iter().map(Into::into);
    let boards = board::take_over(&class.board, session, boards).into_iter().map(Into::into);
    let continued = session::Fact::ContinuedFrom { session }.into();
    Ok([continued].into_iter().chain(names).chain(questions).chain(boards).chain(scenes).collect())
}

/// The question as it goes on: its votes are those whose voters are known, whatever the command says, and what waits for
/// approval has none.
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
        let named = participant::Fact::Named { user: *user, name: names.get(user)?.clone(), public: *public };
        Some(named.into())
    };
    public.iter().filter_map(known).collect()
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, SystemCommand, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::ids::BoardId;
    use crate::question::{State, askers, open_questions};
    use crate::role::{Role, Viewer};
    use crate::scene::Layout;
    use crate::session::SettingsPatch;
    use crate::sorted::SortedMap;
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, scene, user};
    use crate::view::ClassView;
    use crate::{board, question, scene, session};

    fn continue_from_command(earlier: &ClassView) -> SystemCommand {
        let questions = open_questions(&earlier.question);
        let names = askers(&earlier.core, &questions);
        let boards: Vec<_> =
            board::free(&earlier.board).iter().map(|(board, pages)| carried(*board, *pages)).collect();
        let ids: Vec<_> = boards.iter().map(|carried| carried.board).collect();
        let scenes = scene::for_the_next(&earlier.scene, &ids);
        SystemCommand::ContinueFrom { session: id(77).into(), questions, names, scenes, boards }
    }

    /// A board on which nothing is drawn.
    fn carried(board: BoardId, pages: usize) -> board::Carried {
        board::Carried::of(board, pages, &board::Drawing::default())
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
        earlier.does(OTHER, Command::Question(question::Command::Upvote { question: id(1).into() }));
        earlier.does(TEACHER, Command::Question(question::Command::Resolve { question: id(2).into() }));
        let mut next = Class::scheduled();
        next.system(continue_from_command(&earlier.view)).unwrap();
        assert_eq!(next.system(continue_from_command(&earlier.view)), Ok(vec![]));
        let other = SystemCommand::ContinueFrom {
            session: id(78).into(),
            questions: vec![],
            names: SortedMap::new(),
            scenes: vec![],
            boards: vec![],
        };
        assert_eq!(next.system(other), Err(Rejection::AlreadyThere));
        let carried: Vec<_> = next.view.question.questions.values().collect();
        assert_eq!(carried.len(), 1);
        assert_eq!((carried[0].text.text(), carried[0].votes), ("why?", 1));
    }

    #[test]
    fn scenes_are_there_again_where_none_were_prepared() {
        let mut earlier = Class::live();
        let (there, gone) = (id(8).into(), Some(id(9).into()));
        let create = board::Command::Create { board: there, title: "Energy".into() };
        earlier.does(TEACHER, Command::Board(create));
        earlier.does(TEACHER, Command::Board(board::Command::AddPage { board: there, page: 2 }));
        let board = Layout::Board { board: Some(there), camera: None };
        [(1, board), (2, Layout::Gallery), (3, Layout::Board { board: gone, camera: None })]
            .into_iter()
            .for_each(|(n, layout)| earlier.does(TEACHER, scene(n, layout)));
        earlier.does(TEACHER, Command::Scene(scene::Command::Switch { fade: false, scene: id(1).into() }));
        let mut next = Class::scheduled();
        next.system(continue_from_command(&earlier.view)).unwrap();
        let layouts: Vec<_> = next.view.scene.scenes.iter().map(|scene| (scene.layout, scene.by)).collect();
        let empty = Layout::Board { board: None, camera: None };
        assert_eq!(layouts, [board, Layout::Gallery, empty].map(|layout| (layout, Some(user(TEACHER)))));
        let boards: Vec<_> =
            next.view.board.boards.values().map(|board| (board.id, board.pages.len())).collect();
        assert_eq!(boards, [(there, 2)]);
        assert!(next.view.scene.on_air.is_none(), "nothing is shown by itself");
        assert!(
            next.log.iter().filter_map(|event| event.fact.speaker(event.actor)).all(|by| by == user(TEACHER))
        );

        let mut prepared = Class::scheduled();
        prepared.does(TEACHER, scene(9, Layout::TwoSpeakers));
        prepared.system(continue_from_command(&earlier.view)).unwrap();
        assert_eq!(prepared.view.scene.scenes.len(), 1);
    }

    #[test]
    fn who_asked_keeps_their_name_from_class_to_class_without_coming() {
        let mut earlier = Class::live();
        earlier.asks_question(STUDENT, 1, "why?");
        let mut next = Class::scheduled();
        next.system(continue_from_command(&earlier.view)).unwrap();
        assert_eq!(for_student(&next).core.name_of(user(STUDENT)), "person 3");
        let mut last = Class::scheduled();
        last.system(continue_from_command(&next.view)).unwrap();
        assert_eq!(last.view.core.name_of(user(STUDENT)), "person 3");
    }

    #[test]
    fn an_anonymous_asker_is_named_to_staff_only() {
        let mut earlier = Class::live();
        let (question, text) = (id(1).into(), "why?".into());
        earlier.does(STUDENT, Command::Question(question::Command::Ask { question, text, anonymous: true }));
        let mut next = Class::scheduled();
        next.system(continue_from_command(&earlier.view)).unwrap();
        assert_eq!(next.view.core.name_of(user(STUDENT)), "person 3");
        let seen = for_student(&next);
        assert_eq!((seen.question.questions[&question].asker, seen.core.names.is_empty()), (None, true));
    }

    #[test]
    fn what_waits_for_approval_waits_on_and_is_named_when_it_is_approved() {
        let mut earlier = Class::live();
        earlier.set(SettingsPatch { moderated: Some(true), ..Default::default() });
        earlier.asks_question(STUDENT, 1, "why?");
        let mut next = Class::scheduled();
        next.system(continue_from_command(&earlier.view)).unwrap();
        assert_eq!(next.view.question.questions[&id(1).into()].state, State::Pending);
        assert_eq!(for_student(&next).question.questions.len(), 0);
        assert!(for_student(&next).core.names.is_empty());
        next.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::Start));
        next.join(TEACHER, Role::Teacher).unwrap();
        next.does(TEACHER, Command::Question(question::Command::Approve { question: id(1).into() }));
        let seen = for_student(&next);
        assert_eq!(seen.question.questions[&id(1).into()].state, State::Open);
        assert_eq!(seen.core.name_of(user(STUDENT)), "person 3");
    }
}
