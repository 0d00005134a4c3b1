//! Who may do what: one exhaustive match, asked at every endpoint.

use crate::ids::{TenantId, UserId};
use crate::role::{Actor, Role};

/// Something a person wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See the courses and classes one belongs to.
    SeeCourse,
    /// Put a class on a course's calendar, or change one there.
    ScheduleClass,
    /// Begin a class.
    StartClass,
    /// Take part in a class: see, hear, be seen as present.
    JoinClass,
    /// Be seen and heard by everybody.
    PublishMedia,
    /// Write in the class's chat, and change what one wrote.
    PostChat,
    /// Take a chat message away.
    RemoveChat,
    /// Keep a chat message in everybody's sight.
    PinChat,
    /// Answer a chat message with an emoji.
    ReactChat,
    /// Ask staff to look at a chat message.
    ReportChat,
    /// Go through the reported messages.
    HandleReports,
    /// Ask a question.
    AskQuestion,
    /// Vote for somebody's question.
    UpvoteQuestion,
    /// Say that a question is done with; students only of their own.
    ResolveQuestion,
    /// Approve, answer, dismiss and merge questions, and put them on the stage.
    HandleQuestions,
    /// Vote in a poll.
    VotePoll,
    /// Open, close and show polls.
    RunPolls,
    /// Raise and lower one's hand; staff lower any.
    RaiseHand,
    /// Let people in who wait.
    RunLobby,
    /// Send people out, for now or for good.
    RemovePerson,
    /// Turn somebody's microphone, camera or screen off.
    StopMedia,
    /// Say what students may do.
    ChangePermissions,
    /// Show somebody large to everybody.
    Spotlight,
    /// Change how a class is run.
    ChangeSettings,
    /// Say that a class won't take place.
    CancelClass,
    /// Begin and end a break.
    PauseClass,
    /// Teach in place of a teacher who was lost.
    TakeOver,
    /// Let a class go on from an earlier one.
    ContinueClass,
    /// Draw on a board, and change what is there.
    Draw,
    /// Make boards and pages, and clear them.
    RunBoards,
    /// Put a titled marker on the class's timeline.
    MarkChapter,
    /// Say what stands on the stage: scenes, and what lies over it.
    RunStage,
    /// End a class for everybody.
    EndClass,
    /// Watch the replay, read the transcript, download it.
    WatchReplay,
    /// Start a failed processing step again.
    RestartStep,
    /// See who was in a class, from when to when.
    SeeAttendance,
    /// See what everybody answered and asked in a class.
    SeeResults,
}

impl Action {
    /// Every action, for the role table.
    pub const ALL: [Self; 37] = [
        Self::SeeCourse,
        Self::ScheduleClass,
        Self::StartClass,
        Self::JoinClass,
        Self::PublishMedia,
        Self::PostChat,
        Self::RemoveChat,
        Self::PinChat,
        Self::ReactChat,
        Self::ReportChat,
        Self::HandleReports,
        Self::AskQuestion,
        Self::UpvoteQuestion,
        Self::ResolveQuestion,
        Self::HandleQuestions,
        Self::VotePoll,
        Self::RunPolls,
        Self::RaiseHand,
        Self::RunLobby,
        Self::RemovePerson,
        Self::StopMedia,
        Self::ChangePermissions,
        Self::Spotlight,
        Self::ChangeSettings,
        Self::CancelClass,
        Self::PauseClass,
        Self::TakeOver,
        Self::ContinueClass,
        Self::Draw,
        Self::RunBoards,
        Self::MarkChapter,
        Self::RunStage,
        Self::EndClass,
        Self::WatchReplay,
        Self::RestartStep,
        Self::SeeAttendance,
        Self::SeeResults,
    ];
}

/// What it is to be done to, with what the actor is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resource {
    /// The tenant it belongs to.
    pub tenant: TenantId,
    /// The actor's enrollment in the course it belongs to.
    pub standing: Option<Role>,
    /// Who made it, where that matters (a chat message's author).
    pub owner: Option<UserId>,
}

impl Resource {
    /// A course or class in which the actor stands as `standing`.
    #[must_use]
    pub fn class(tenant: TenantId, standing: Option<Role>) -> Self {
        Self { tenant, standing, owner: None }
    }
}

/// What the actor counts as in a course: their enrollment, or else, as the tenant's admin, an admin.
#[must_use]
pub fn standing(actor: &Actor, enrolled: Option<Role>) -> Option<Role> {
    enrolled.or_else(|| actor.is(Role::Admin).then_some(Role::Admin))
}

/// Whether `actor` may do `action` to `resource`. Nobody may do anything in another tenant.
#[must_use]
pub fn can(actor: &Actor, action: Action, resource: &Resource) -> bool {
    use Role::{Admin, Assistant, Student, Teacher};
    if actor.tenant != resource.tenant {
        return false;
    }
    let Some(role) = standing(actor, resource.standing) else {
        return false;
    };
    match action {
        Action::SeeCourse
        | Action::JoinClass
        | Action::PostChat
        | Action::ReactChat
        | Action::ReportChat
        | Action::AskQuestion
        | Action::UpvoteQuestion
        | Action::ResolveQuestion
        | Action::RaiseHand
        | Action::Draw
        | Action::WatchReplay => matches!(role, Admin | Teacher | Assistant | Student),
        Action::RemoveChat => {
            matches!(role, Admin | Teacher | Assistant) || resource.owner == Some(actor.user)
        }
        Action::PinChat
        | Action::HandleReports
        | Action::HandleQuestions
        | Action::RunPolls
        | Action::RunBoards
        | Action::RunStage
        | Action::RunLobby
        | Action::RemovePerson
        | Action::StopMedia
        | Action::ChangePermissions
        | Action::Spotlight
        | Action::ChangeSettings
        | Action::RestartStep
        | Action::SeeAttendance
        | Action::SeeResults => matches!(role, Admin | Teacher | Assistant),
        Action::ScheduleClass
        | Action::CancelClass
        | Action::StartClass
        | Action::PauseClass
        | Action::ContinueClass
        | Action::EndClass => matches!(role, Admin | Teacher),
        Action::PublishMedia | Action::MarkChapter => matches!(role, Teacher | Assistant),
        // Who teaches knows the answers.
        Action::VotePoll => matches!(role, Student),
        // A teacher has those rights already.
        Action::TakeOver => matches!(role, Admin | Assistant),
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Resource, can};
    use crate::ids::{TenantId, UserId};
    use crate::role::{Actor, Role};
    use uuid::Uuid;

    fn actor(tenant: u128, roles: &[Role]) -> Actor {
        Actor {
            tenant: TenantId(Uuid::from_u128(tenant)),
            user: UserId(Uuid::from_u128(7)),
            name: "Ada".into(),
            roles: roles.to_vec(),
        }
    }

    /// Prints the role table; a change of policy shows as a change of this text.
    #[test]
    fn the_role_table() {
        let home = TenantId(Uuid::from_u128(1));
        let mut table = String::new();
        for action in Action::ALL {
            let mut row = format!("{:<18}", format!("{action:?}"));
            for role in Role::ALL {
                let yes = can(&actor(1, &[]), action, &Resource::class(home, Some(role)));
                row += &format!(" {:<9}", if yes { role.word() } else { "-" });
            }
            let outsider = can(&actor(1, &[Role::Teacher]), action, &Resource::class(home, None));
            assert!(!outsider, "somebody not enrolled may not {action:?}");
            table += row.trim_end();
            table.push('\n');
        }
        println!("{table}");
        assert_eq!(
            table,
            "SeeCourse          admin     teacher   assistant student\n\
             ScheduleClass      admin     teacher   -         -\n\
             StartClass         admin     teacher   -         -\n\
             JoinClass          admin     teacher   assistant student\n\
             PublishMedia       -         teacher   assistant -\n\
             PostChat           admin     teacher   assistant student\n\
             RemoveChat         admin     teacher   assistant -\n\
             PinChat            admin     teacher   assistant -\n\
             ReactChat          admin     teacher   assistant student\n\
             ReportChat         admin     teacher   assistant student\n\
             HandleReports      admin     teacher   assistant -\n\
             AskQuestion        admin     teacher   assistant student\n\
             UpvoteQuestion     admin     teacher   assistant student\n\
             ResolveQuestion    admin     teacher   assistant student\n\
             HandleQuestions    admin     teacher   assistant -\n\
             VotePoll           -         -         -         student\n\
             RunPolls           admin     teacher   assistant -\n\
             RaiseHand          admin     teacher   assistant student\n\
             RunLobby           admin     teacher   assistant -\n\
             RemovePerson       admin     teacher   assistant -\n\
             StopMedia          admin     teacher   assistant -\n\
             ChangePermissions  admin     teacher   assistant -\n\
             Spotlight          admin     teacher   assistant -\n\
             ChangeSettings     admin     teacher   assistant -\n\
             CancelClass        admin     teacher   -         -\n\
             PauseClass         admin     teacher   -         -\n\
             TakeOver           admin     -         assistant -\n\
             ContinueClass      admin     teacher   -         -\n\
             Draw               admin     teacher   assistant student\n\
             RunBoards          admin     teacher   assistant -\n\
             MarkChapter        -         teacher   assistant -\n\
             RunStage           admin     teacher   assistant -\n\
             EndClass           admin     teacher   -         -\n\
             WatchReplay        admin     teacher   assistant student\n\
             RestartStep        admin     teacher   assistant -\n\
             SeeAttendance      admin     teacher   assistant -\n\
             SeeResults         admin     teacher   assistant -\n"
        );
    }

    #[test]
    fn another_tenants_admin_may_nothing() {
        let elsewhere = Resource::class(TenantId(Uuid::from_u128(2)), Some(Role::Admin));
        for action in Action::ALL {
            assert!(!can(&actor(1, &[Role::Admin]), action, &elsewhere), "{action:?}");
        }
    }

    #[test]
    fn authors_may_remove_their_own_words() {
        let mut own = Resource::class(TenantId(Uuid::from_u128(1)), Some(Role::Student));
        own.owner = Some(UserId(Uuid::from_u128(7)));
        assert!(can(&actor(1, &[]), Action::RemoveChat, &own));
        own.owner = Some(UserId(Uuid::from_u128(8)));
        assert!(!can(&actor(1, &[]), Action::RemoveChat, &own));
    }
}
