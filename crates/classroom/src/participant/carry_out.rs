//! What follows a command that is in the log. What moderators decide acts in the room, too: who is sent out leaves it, who
//! lost the floor is not heard any more.

use std::sync::Arc;

use domain::command::Command;
use domain::ids::UserId;
use domain::permission::Permission;
use domain::recording::Source;
use domain::role::Role;

use crate::Classroom;
use crate::class::Class;
use crate::ports::media::MediaError;

impl Classroom {
    /// Whether something follows a command once it is in the log ([`Classroom::carry_out`]).
    #[must_use]
    pub fn is_carried_out(command: &Command) -> bool {
        match command {
            Command::Remove { .. }
            | Command::Ban { .. }
            | Command::StopMedia { .. }
            | Command::Lock { .. }
            | Command::TakeOver
            | Command::OpenPoll { .. } => true,
            Command::Permit { permission, .. } | Command::Grant { permission, .. } => {
                is_of_media(*permission)
            }
            _ => false,
        }
    }

    /// Does in the room what a committed command says, and looks for what came of a poll before. A media server that is away
    /// is no failure of the class: whoever comes back into the room gets a pass by what holds then.
    pub async fn carry_out(&self, class: Arc<Class>, command: Command) {
        let session = class.key().session;
        if let Command::OpenPoll { poll, .. } = command {
            if let Err(refusal) = self.recall(&class, poll).await {
                tracing::warn!(%session, %refusal, "a poll isn't compared with an earlier class");
            }
            return;
        }
        let done = match command {
            Command::Remove { user } | Command::Ban { user } => self.media.send_out(session, user).await,
            Command::StopMedia { user, source } => self.media.stop(session, user, source).await,
            Command::Grant { user, .. } => self.give_the_floor(&class, |one| one == user).await,
            Command::Permit { .. } | Command::Lock { .. } | Command::TakeOver => {
                self.give_the_floor(&class, |_| true).await
            }
            _ => Ok(()),
        };
        if let Err(error) = done {
            tracing::warn!(%session, %error, "the room doesn't follow the class yet");
        }
    }

    /// Tells the media server what those of `whom` who are in the room may send now.
    async fn give_the_floor(&self, class: &Class, whom: impl Fn(UserId) -> bool) -> Result<(), MediaError> {
        let may: Vec<(UserId, Vec<Source>)> = class.read(|view| {
            let there = view.people.values().filter(|person| person.media && whom(person.user));
            there.map(|person| (person.user, may_send(view, person.user, person.role))).collect()
        });
        for (user, sources) in may {
            self.media.allow(class.key().session, user, &sources).await?;
        }
        Ok(())
    }
}

/// What somebody may send into the room.
pub(crate) fn may_send(view: &domain::ClassView, user: UserId, role: Role) -> Vec<Source> {
    if role == Role::Admin {
        return vec![];
    }
    let sources = [
        (Permission::Microphone, &[Source::Microphone][..]),
        (Permission::Camera, &[Source::Camera]),
        (Permission::Screen, &[Source::Screen, Source::ScreenAudio]),
    ];
    let allowed = sources.into_iter().filter(|(permission, _)| view.permits(user, role, *permission));
    allowed.flat_map(|(_, sources)| sources.iter().copied()).collect()
}

fn is_of_media(permission: Permission) -> bool {
    matches!(permission, Permission::Microphone | Permission::Camera | Permission::Screen)
}
