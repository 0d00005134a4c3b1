//! What happens in one feature because of what happens in another.

use crate::event::Fact;
use crate::ids::UserId;
use crate::question::Question;
use crate::view::ClassView;
use crate::{hand, participant, poll, question, session};

/// The facts with those that come with them: a class's end closes its poll, who is sent out takes their hand down, and a
/// question that everybody sees from now on may bring the name of an asker whom students don't know yet.
pub(super) fn with_consequences(class: &ClassView, facts: Vec<Fact>) -> Vec<Fact> {
    let mut all = Vec::with_capacity(facts.len());
    for fact in facts {
        all.extend(before(class, &fact));
        let after = after(class, &fact);
        all.push(fact);
        all.extend(after);
    }
    all
}

fn before(class: &ClassView, fact: &Fact) -> Option<Fact> {
    match fact {
        Fact::Session(session::Fact::Ended { .. }) => {
            let open = class.poll.open_poll()?;
            Some(poll::Fact::Closed { poll: open.id }.into())
        }
        Fact::Question(question::Fact::Approved { question, .. }) => {
            named(class, class.question.questions.get(question)?)
        }
        _ => None,
    }
}

fn after(class: &ClassView, fact: &Fact) -> Option<Fact> {
    match fact {
        Fact::Participant(participant::Fact::Removed { user } | participant::Fact::Banned { user }) => {
            lowered(class, *user)
        }
        _ => None,
    }
}

/// What everybody sees of somebody's being sent out is a fact of its own, since why they went is not for everybody.
fn lowered(class: &ClassView, user: UserId) -> Option<Fact> {
    class.hand.is_up(user).then(|| hand::Fact::Lowered { user }.into())
}

/// The name of an asker from an earlier class, which students are to know from now on.
fn named(class: &ClassView, question: &Question) -> Option<Fact> {
    let user = question.asker.filter(|_| !question.anonymous)?;
    let known = class.core.names.get(&user).filter(|known| !known.public)?;
    Some(participant::Fact::Named { user, name: known.name.clone(), public: true }.into())
}
