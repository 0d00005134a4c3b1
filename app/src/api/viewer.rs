//! Who looks: what the frame of every page shows of them.

use leptos::prelude::*;

use crate::error::PageError;
use crate::model::ShellView;

/// The person who is signed in, as the frame shows them; nobody where nobody is.
#[server(prefix = "/rpc", endpoint = "viewer")]
pub async fn viewer() -> Result<Option<ShellView>, PageError> {
    use crate::caller::Caller;
    use crate::context::RequestContext;

    // That nobody is signed in is no problem here.
    if Caller::of_request().is_none_or(|caller| caller.actor.is_none()) {
        return Ok(None);
    }
    let viewer = RequestContext::answer(|context| async move {
        let courses = context.classroom.records.courses(context.actor.tenant, context.actor.user).await?;
        Ok(Some(shown::shell_view(&context.actor, context.theme, &courses)))
    });
    viewer.await
}

#[cfg(feature = "ssr")]
pub(crate) mod shown {
    use domain::catalog::Course;
    use domain::policy::{Action, Resource, can, standing};
    use domain::role::{Actor, Role};

    use crate::model::{ShellView, Theme};

    pub fn shell_view(actor: &Actor, theme: Theme, courses: &[Course]) -> ShellView {
        let role = match mostly(actor, courses) {
            Role::Admin => "Administrator",
            Role::Teacher => "Teacher",
            Role::Assistant => "Assistant",
            Role::Student => "Student",
        };
        ShellView {
            name: actor.name.clone(),
            role: role.to_owned(),
            schedules: courses.iter().any(|course| may_schedule(actor, course.standing)),
            theme,
        }
    }

    /// What somebody mostly is: the most that they are anywhere.
    pub fn mostly(actor: &Actor, courses: &[Course]) -> Role {
        let roles = courses.iter().filter_map(|course| standing(actor, course.standing));
        roles.chain(actor.roles.iter().copied()).min().unwrap_or(Role::Student)
    }

    pub fn may_schedule(actor: &Actor, enrolled: Option<Role>) -> bool {
        can(actor, Action::ScheduleClass, &Resource::class(actor.tenant, enrolled))
    }
}
