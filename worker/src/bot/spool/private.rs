//! Files and folders that nobody but this process's user can read: they hold what was said and seen in a class.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// Makes a folder and those above it, as far as they lack.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// How a file is opened that may be made by that.
pub(super) fn file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Makes a file with these bytes, or replaces what was in it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    file().write(true).create(true).truncate(true).open(path)?.write_all(bytes)
}
