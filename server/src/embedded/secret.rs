//! Secrets made at the first start and kept in files that only we can read.

use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use rand::Rng as _;

use super::EmbeddedError;

/// The 32 random bytes in the file at `path`, which is made where it isn't there.
pub(super) fn bytes(path: &Path) -> Result<[u8; 32], EmbeddedError> {
    let failed = |source| EmbeddedError::State { path: path.to_owned(), source };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let text = hex::encode(rand::rng().random::<[u8; 32]>());
            write_private(path, &text)?;
            text
        }
        Err(error) => return Err(failed(error)),
    };
    let mut secret = [0; 32];
    hex::decode_to_slice(text.trim(), &mut secret).map_err(|error| failed(std::io::Error::other(error)))?;
    Ok(secret)
}

/// The same as 64 hexadecimal digits.
pub(super) fn text(path: &Path) -> Result<String, EmbeddedError> {
    bytes(path).map(hex::encode)
}

/// Writes a file with mode 0600; a crash leaves the old file or the new one, never half of it.
pub(super) fn write_private(path: &Path, text: &str) -> Result<(), EmbeddedError> {
    let failed = |source| EmbeddedError::State { path: path.to_owned(), source };
    let new = path.with_extension("new");
    let mut file = private_file(&new)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    std::fs::rename(&new, path).map_err(failed)
}

/// An empty file with mode 0600: for logs, which may say more than others should know.
pub(super) fn private_file(path: &Path) -> Result<File, EmbeddedError> {
    let failed = |source| EmbeddedError::State { path: path.to_owned(), source };
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_secret_stays_the_same_and_is_private() {
        let path = std::env::temp_dir().join(format!("lectern-secret-{}", uuid::Uuid::now_v7()));
        let first = bytes(&path).unwrap();
        assert_ne!(first, [0; 32]);
        assert_eq!(bytes(&path).unwrap(), first);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_spoilt_secret_is_an_error_and_not_replaced() {
        let path = std::env::temp_dir().join(format!("lectern-secret-{}", uuid::Uuid::now_v7()));
        std::fs::write(&path, "spoilt").unwrap();
        assert!(bytes(&path).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "spoilt");
        std::fs::remove_file(&path).unwrap();
    }
}
