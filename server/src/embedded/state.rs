//! The state folder, and the lock that keeps a second server out of it.

use std::{
    fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError, set_permissions},
    io::{Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use rustix::fs::Mode;
use rustix::process::umask;

use super::EmbeddedError;

/// The folder, ours alone as long as the lock lives.
pub(super) struct State {
    /// Absolute.
    pub path: PathBuf,
    pub lock: StateLock,
}

/// Held until dropped or until the process ends, however it ends.
pub(super) struct StateLock(#[expect(dead_code, reason = "the open file holds the lock")] File);

/// Makes the folder where it isn't there and takes its lock.
pub(super) fn open(folder: &Path) -> Result<State, EmbeddedError> {
    let failed = |source| EmbeddedError::State { path: folder.to_owned(), source };
    // Not readable for others; but Postgres, which runs as a user of its own where we are root, must pass through.
    DirBuilder::new().recursive(true).mode(0o711).create(folder).map_err(failed)?;
    let path = folder.canonicalize().map_err(failed)?;
    keep_private(&path).map_err(failed)?;
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path.join("lock"))
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            let read = file.read_to_string(&mut pid).is_ok() && !pid.is_empty();
            let owner = if read { format!(" (process {})", pid.trim()) } else { String::new() };
            return Err(EmbeddedError::StateInUse { folder: path, owner });
        }
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    file.set_len(0).map_err(failed)?;
    writeln!(file, "{}", std::process::id()).map_err(failed)?;
    Ok(State { path, lock: StateLock(file) })
}

/// What is made from here on only we can read, whoever makes it: recordings on their way, what object storage holds, logs. What an
/// earlier version made goes out of others' reach.
fn keep_private(path: &Path) -> std::io::Result<()> {
    umask(Mode::RWXG | Mode::RWXO);
    // A folder that is private already may be somebody else's, who lends it to us.
    if path.metadata()?.permissions().mode() & 0o066 != 0 {
        set_permissions(path, Permissions::from_mode(0o711))?;
    }
    for inside in ["spool", "objects"].map(|name| path.join(name)) {
        if inside.is_dir() {
            set_permissions(inside, Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// Removes the folder and all that lies in it, and what it points to elsewhere.
///
/// # Errors
/// Where a server is using it.
pub fn forget(folder: &Path) -> Result<(), EmbeddedError> {
    if !folder.exists() {
        return Ok(());
    }
    let State { path, lock } = open(folder)?;
    let failed = |source| EmbeddedError::State { path: path.clone(), source };
    // Where we are root, Postgres's folder may be elsewhere (see `postgres::cluster`).
    let postgres = path.join("postgres");
    if postgres.is_symlink()
        && let Ok(elsewhere) = postgres.canonicalize()
    {
        std::fs::remove_dir_all(elsewhere).map_err(failed)?;
    }
    std::fs::remove_dir_all(&path).map_err(failed)?;
    drop(lock);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_the_folder_is_ours_alone() {
        let folder = std::env::temp_dir().join(format!("lectern-state-{}", uuid::Uuid::now_v7()));
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        std::fs::create_dir_all(folder.join("spool")).unwrap();
        set_permissions(folder.join("spool"), Permissions::from_mode(0o755)).unwrap();
        let state = open(&folder).unwrap();
        assert_eq!(mode(&folder.join("spool")), 0o700, "an older version's");
        assert_eq!(mode(&folder), 0o711, "Postgres passes through, and sees nothing");
        std::fs::write(folder.join("new"), "").unwrap();
        std::fs::create_dir(folder.join("newer")).unwrap();
        assert_eq!((mode(&folder.join("new")), mode(&folder.join("newer"))), (0o600, 0o700));
        drop(state);
        forget(&folder).unwrap();
    }

    #[test]
    fn a_folder_is_held_by_one_at_a_time() {
        let folder = std::env::temp_dir().join(format!("lectern-state-{}", uuid::Uuid::now_v7()));
        let first = open(&folder).unwrap();
        let Err(refused) = open(&folder) else { panic!("a second one got the folder") };
        assert!(refused.to_string().contains(&format!("(process {})", std::process::id())), "{refused}");
        assert!(forget(&folder).is_err(), "a folder in use was removed");
        drop(first);
        forget(&folder).unwrap();
        assert!(!folder.exists());
        forget(&folder).unwrap();
    }
}
