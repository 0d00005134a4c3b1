//! Each socket is an open file, and the usual limit is far below what a load needs.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Lets this process open as many files as it may at most, and gives how many those are (`None`: any number).
pub fn raise_open_files() -> Option<u64> {
    let most = getrlimit(Resource::Nofile).maximum;
    // Where it isn't allowed, the usual number has to do.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most });
    getrlimit(Resource::Nofile).current
}
