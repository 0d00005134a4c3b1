//! Scenes outside of any class: what a lesson's classes begin with, and the layouts that somebody keeps for other courses.

use domain::ids::{CommandId, LessonId, UserId};
use domain::policy::Action;
use domain::role::Actor;
use domain::scene::{Command, Scene, Scenes, SystemCommand, prepare};

use crate::Classroom;
use crate::class::Class;
use crate::permit::Permit;
use crate::ports::scenes::Shelf;
use crate::refusal::Refusal;

/// A lesson with its scenes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonScenes {
    /// Its title.
    pub title: String,
    /// Its course's title.
    pub course: String,
    /// What its classes begin with, in order.
    pub scenes: Vec<Scene>,
}

impl Classroom {
    /// What a lesson's classes begin with.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a lesson that isn't theirs; by policy.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn lesson_scenes(&self, actor: &Actor, lesson: LessonId) -> Result<LessonScenes, Refusal> {
        let (_, course, title) = self.permit_stage(actor, lesson).await?;
        let scenes = self.kept_scenes.on(actor.tenant, Shelf::Lesson(lesson)).await?;
        Ok(LessonScenes { title, course, scenes })
    }

    /// Changes what a lesson's classes begin with, and gives what that is then.
    ///
    /// # Errors
    /// As [`Classroom::lesson_scenes`] and [`prepare`].
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn prepare_scene(
        &self,
        actor: &Actor,
        lesson: LessonId,
        command: &Command,
    ) -> Result<Vec<Scene>, Refusal> {
        let (permit, ..) = self.permit_stage(actor, lesson).await?;
        self.change_shelf(&permit, Shelf::Lesson(lesson), command).await
    }

    /// The layouts that somebody keeps.
    ///
    /// # Errors
    /// Where the database can't be reached.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn own_layouts(&self, actor: &Actor) -> Result<Vec<Scene>, Refusal> {
        Ok(self.kept_scenes.on(actor.tenant, Shelf::Own(actor.user)).await?)
    }

    /// Changes the layouts that somebody keeps, and gives what they are then.
    ///
    /// # Errors
    /// As [`prepare`].
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn keep_layout(&self, actor: &Actor, command: &Command) -> Result<Vec<Scene>, Refusal> {
        self.change_shelf(&Permit::own(actor), Shelf::Own(actor.user), command).await
    }

    async fn change_shelf(
        &self,
        permit: &Permit,
        shelf: Shelf,
        command: &Command,
    ) -> Result<Vec<Scene>, Refusal> {
        let by: UserId = permit.user();
        let change = |scenes: &mut Scenes| prepare(scenes, by, command);
        Ok(self.kept_scenes.change(permit, shelf, &change).await??)
    }

    /// The proof that somebody may run the stage in a lesson's classes, with the titles of its course and itself.
    async fn permit_stage(
        &self,
        actor: &Actor,
        lesson: LessonId,
    ) -> Result<(Permit, String, String), Refusal> {
        let courses = self.records.courses(actor.tenant, actor.user).await?;
        let (course, course_title, title) = courses
            .into_iter()
            .find_map(|course| {
                let known = course.lessons.iter().find(|known| known.id == lesson)?;
                let title = known.title.clone();
                Some((course.id, course.title, title))
            })
            .ok_or(Refusal::NotFound)?;
        let permit = self.permit_in_course(actor, course, &[Action::RunStage]).await?;
        Ok((permit, course_title, title))
    }

    /// Has a class begin with the scenes of its lesson.
    pub(crate) async fn begin_with_scenes(&self, class: &Class, command: CommandId) -> Result<(), Refusal> {
        let lesson = class.read(|view| view.core.schedule.as_ref()?.lesson);
        let Some(lesson) = lesson else { return Ok(()) };
        let scenes = self.kept_scenes.on(class.key().tenant, Shelf::Lesson(lesson)).await?;
        if scenes.is_empty() {
            return Ok(());
        }
        class.write_system(command, None, SystemCommand::Prepare { scenes }.into()).await.map(drop)
    }
}
