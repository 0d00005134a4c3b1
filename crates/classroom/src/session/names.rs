//! Ids that follow from other ids: a command for many classes has an id for each class and for each of its own commands, the
//! same ones when it comes again.

use domain::ids::{CommandId, SeriesId, SessionId};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The command about one class among the many that `command` is about.
pub(crate) fn derived(command: CommandId, session: SessionId) -> CommandId {
    CommandId(name(command.0, session.0.as_bytes()))
}

/// The command about the class itself where it is about all later ones, too: answered for this class alone it isn't done.
pub(super) fn of_later(command: CommandId) -> CommandId {
    CommandId(name(command.0, b"later"))
}

/// The command that has a class begin with what is prepared for its lesson.
pub(super) fn prepared(command: CommandId) -> CommandId {
    CommandId(name(command.0, b"prepared"))
}

/// The class at a place of the series that begins with `first`.
pub(super) fn occurrence(first: SessionId, place: usize) -> SessionId {
    match place {
        0 => first,
        _ => SessionId(name(first.0, &place.to_be_bytes())),
    }
}

/// The series that begins with a class, as of the command that makes it.
pub(super) fn series(command: CommandId, first: SessionId) -> SeriesId {
    SeriesId(name(first.0, command.0.as_bytes()))
}

fn name(of: Uuid, by: &[u8]) -> Uuid {
    let digest = Sha256::new().chain_update(of.as_bytes()).chain_update(by).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}
