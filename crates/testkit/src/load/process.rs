//! What a process on this machine takes: memory and time of the processor, from `/proc`; and how many files ours may open.

use std::fs;
use std::time::Duration;

use anyhow::Context as _;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// `/proc` counts time in these (`USER_HZ`, which Linux has fixed for programs).
const TICKS_A_SECOND: u64 = 100;

/// Lets this process open as many files as it may at most, and gives how many those are (`None`: any number). Each socket is an
/// open file, and the usual limit is far below what a load needs.
pub fn raise_open_files() -> Option<u64> {
    let most = getrlimit(Resource::Nofile).maximum;
    // Where it isn't allowed, the usual number has to do.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most });
    getrlimit(Resource::Nofile).current
}

/// A process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Process(u32);

impl Process {
    /// The process of that id.
    #[must_use]
    pub fn new(id: u32) -> Self {
        Self(id)
    }

    /// Who listens on a TCP port of this machine, as far as we may see.
    #[must_use]
    pub fn listening_on(port: u16) -> Option<Self> {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(fs::read_to_string);
        let lines = tables.iter().flatten().flat_map(|table| table.lines().skip(1));
        let inode = lines.map(|line| line.split_whitespace().collect::<Vec<_>>()).find_map(|fields| {
            let local = u16::from_str_radix(fields.get(1)?.rsplit_once(':')?.1, 16).ok()?;
            // 0A: the socket listens.
            (local == port && *fields.get(3)? == "0A").then(|| (*fields.get(9).unwrap_or(&"")).to_owned())
        })?;
        let socket = format!("socket:[{inode}]");
        let ids = fs::read_dir("/proc")
            .ok()?
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        ids.map(Self).find(|process| {
            let open = fs::read_dir(format!("/proc/{}/fd", process.0)).into_iter().flatten().flatten();
            open.into_iter()
                .any(|file| fs::read_link(file.path()).is_ok_and(|to| to.as_os_str() == socket.as_str()))
        })
    }

    /// Bytes of memory it holds.
    ///
    /// # Errors
    /// Where it has ended.
    pub fn memory(&self) -> anyhow::Result<u64> {
        self.status("VmRSS:")
    }

    /// The most bytes of memory that it ever held.
    ///
    /// # Errors
    /// Where it has ended.
    pub fn peak_memory(&self) -> anyhow::Result<u64> {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("its memory")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1_024)
    }

    /// How long it has kept a core busy, all its threads together.
    ///
    /// # Errors
    /// Where it has ended.
    pub fn busy(&self) -> anyhow::Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0))?;
        // The name in parentheses may have spaces in it; user and system time are the 14th and 15th field.
        let fields = stat.rsplit_once(')').context("its state")?.1;
        let ticks =
            fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
        Ok(Duration::from_millis(ticks * 1_000 / TICKS_A_SECOND))
    }
}

#[cfg(test)]
mod tests {
    use super::Process;
    use std::net::TcpListener;
    use std::time::{Duration, Instant};

    #[test]
    fn a_process_finds_itself() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = Process::new(std::process::id());
        assert_eq!(Process::listening_on(listener.local_addr().unwrap().port()), Some(own));
        assert!(own.memory().unwrap() > 1_000_000);
        assert!(own.peak_memory().unwrap() >= own.memory().unwrap() / 2);
        let began = (Instant::now(), own.busy().unwrap());
        while began.0.elapsed() < Duration::from_millis(200) {}
        assert!(own.busy().unwrap() - began.1 >= Duration::from_millis(50));
    }
}
