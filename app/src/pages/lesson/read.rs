//! What the page of a lesson's scenes shows.

use domain::ids::LessonId;

use crate::context::RequestContext;
use crate::error::PageError;
use crate::model::lesson::LessonView;

/// The lesson with its scenes.
pub async fn lesson_view(lesson: LessonId) -> Result<LessonView, PageError> {
    let view = RequestContext::answer(|context| async move {
        let there = context.classroom.lesson_scenes(&context.actor, lesson).await?;
        Ok(LessonView {
            lesson,
            viewer: context.actor.user,
            title: there.title,
            course: there.course,
            scenes: there.scenes,
        })
    });
    view.await
}
