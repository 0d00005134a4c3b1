//! What the child takes from itself before it reads a file that somebody sent: memory, files, the network, other processes.
//!
//! Limits of memory, processor time and file size hold on every Linux, and a filter of system calls (seccomp) with them: none that
//! opens a socket, starts a program or looks at another process is let through. From Linux 5.13 on Landlock leaves nothing of the
//! file system but the deck's own folder and, to read, fonts.

use std::io;
use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetStatus,
    path_beneath_rules,
};
use rustix::process::{Resource, Rlimit, Signal, nice, set_parent_process_death_signal, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

use crate::fonts;

/// Bytes of memory that may be written.
const MEMORY: u64 = 1 << 30;
/// Bytes of a file that is written.
const FILE: u64 = 64 << 20;
const OPEN_FILES: u64 = 64;
/// Seconds of processor time, for all pages together.
const ALL_SECONDS: u64 = 900;
/// The newest of Landlock's versions that we know; an older kernel takes what it knows of it.
const LANDLOCK: ABI = ABI::V5;
/// How much the server's own work goes before.
const NICE: i32 = 5;

/// The system calls of a program that computes, reads and writes files.
const CALLS: [libc::c_long; 34] = [
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_fcntl,
    libc::SYS_fstat,
    libc::SYS_futex,
    libc::SYS_getdents64,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_lseek,
    libc::SYS_madvise,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_newfstatat,
    libc::SYS_openat,
    libc::SYS_pread64,
    libc::SYS_prlimit64,
    libc::SYS_read,
    libc::SYS_readlinkat,
    libc::SYS_restart_syscall,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_yield,
    libc::SYS_sigaltstack,
    libc::SYS_statx,
    libc::SYS_tgkill,
    libc::SYS_write,
    libc::SYS_writev,
];

/// Walls this process in for good: it may write in `folder` and nowhere else.
///
/// # Errors
/// Where the kernel refuses a limit or the filter. That there is no Landlock is none.
pub fn raise(folder: &Path) -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    nice(NICE)?;
    for (resource, most) in [
        (Resource::Core, 0),
        (Resource::Data, MEMORY),
        (Resource::Fsize, FILE),
        (Resource::Nofile, OPEN_FILES),
        (Resource::Cpu, ALL_SECONDS),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    leave_folder_alone(folder)?;
    let calls = CALLS.into_iter().map(|call| (call, vec![])).collect();
    let refuse = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = SeccompFilter::new(
        calls,
        refuse,
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into().map_err(io::Error::other)?,
    );
    let program: BpfProgram = filter.map_err(io::Error::other)?.try_into().map_err(io::Error::other)?;
    seccompiler::apply_filter(&program).map_err(io::Error::other)
}

/// Leaves nothing of the file system but the folder, and fonts to read. Whether the kernel can.
fn leave_folder_alone(folder: &Path) -> io::Result<bool> {
    let rules = Ruleset::default()
        .handle_access(AccessFs::from_all(LANDLOCK))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(LANDLOCK)))
        .and_then(|rules| rules.create())
        .and_then(|rules| rules.add_rules(path_beneath_rules([folder], AccessFs::from_all(LANDLOCK))))
        .and_then(|rules| {
            rules.add_rules(path_beneath_rules(fonts::FOLDERS, AccessFs::ReadFile | AccessFs::ReadDir))
        })
        .and_then(|rules| rules.restrict_self())
        .map_err(io::Error::other)?;
    Ok(rules.ruleset != RulesetStatus::NotEnforced)
}

/// Gives what follows this many seconds of processor time; the kernel ends the process that takes more.
///
/// # Errors
/// Where the kernel refuses.
pub fn give_seconds(seconds: u64) -> io::Result<()> {
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.unsigned_abs();
    let current = Some((used + seconds + 1).min(ALL_SECONDS));
    setrlimit(Resource::Cpu, Rlimit { current, maximum: Some(ALL_SECONDS) })?;
    Ok(())
}
