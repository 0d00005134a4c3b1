//! The polls that are prepared for a lesson: their list, and the form for one. The pages have no program, so no server
//! functions either; their forms are taken in `forms`.

use domain::ids::{LessonId, PollId};
use domain::poll::Prepared;
use uuid::Uuid;

use super::{PollForm, PollValues, PreparedRow, PreparedView, kind_of};
use crate::context::{Attempt, RequestContext};
use crate::error::PageError;
use domain::route;

/// The poll that a form sent; none where it asked for something else.
pub type Sent = Option<PollValues>;

/// The list.
pub async fn prepared_view(lesson: LessonId) -> Result<PreparedView, PageError> {
    let view = RequestContext::answer(|context| async move {
        let there = context.classroom.prepared_lesson(&context.actor, lesson).await?;
        Ok(PreparedView {
            lesson: there.title,
            course: there.course,
            error: Attempt::<Sent>::of_request().map(|attempt| attempt.error.message),
            rows: there.polls.iter().map(|poll| row(lesson, poll)).collect(),
            new_href: route::NEW_PREPARED.to(lesson),
            schedule_href: route::NEW_CLASS.path().to_owned(),
        })
    });
    view.await
}

fn row(lesson: LessonId, Prepared { poll, definition }: &Prepared) -> PreparedRow {
    let mut meta = vec![kind_of(definition).words().to_owned()];
    match definition.options.len() {
        0 => {}
        _ if !kind_of(definition).has_options() => meta.push(definition.options.join(" to ")),
        options => meta.push(format!("{options} options")),
    }
    if definition.anonymous {
        meta.push("anonymous".to_owned());
    }
    PreparedRow {
        id: poll.to_string(),
        question: definition.question.clone(),
        meta: meta.join(" · "),
        href: route::EDIT_PREPARED.to((lesson, *poll)),
        move_action: route::MOVE_PREPARED.to((lesson, *poll)),
        delete_action: route::DELETE_PREPARED.to((lesson, *poll)),
    }
}

/// The form: empty for a new poll, filled for one that is changed, and with what is wrong after an attempt.
pub async fn poll_form(lesson: LessonId, poll: Option<PollId>) -> Result<PollForm, PageError> {
    let view = RequestContext::answer(|context| async move {
        let there = context.classroom.prepared_lesson(&context.actor, lesson).await?;
        let list = route::PREPARED.to(lesson);
        let (action, mut values) = match poll {
            None => {
                let values = PollValues { poll: Uuid::new_v4().to_string(), ..PollValues::default() };
                (route::NEW_PREPARED.to(lesson), values)
            }
            Some(poll) => {
                let known = there.polls.into_iter().find(|known| known.poll == poll);
                let known = known.ok_or(classroom::Refusal::NotFound)?;
                (route::EDIT_PREPARED.to((lesson, poll)), PollValues::of(&known))
            }
        };
        let attempt = Attempt::<Sent>::of_request();
        let error = attempt.as_ref().map(|attempt| attempt.error.message.clone());
        if let Some(sent) = attempt.and_then(|attempt| attempt.values) {
            values = sent;
        }
        Ok(PollForm { lesson: there.title, changing: poll.is_some(), action, values, error, back_href: list })
    });
    view.await
}
