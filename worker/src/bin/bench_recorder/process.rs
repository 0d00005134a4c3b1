//! The bot's process seen from outside: what it says, and what Linux says of it.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::bot::{Outcome, STARTED};

/// The argument that makes this program the bot.
pub const AS_BOT: &str = "--as-bot";

/// Clock ticks a second in /proc; Linux tells programs 100 whatever its own clock is.
const TICKS: f64 = 100.0;

const PATIENCE: Duration = Duration::from_secs(60);

/// A bot in a process of its own.
pub struct BotProcess {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    folder: PathBuf,
}

impl BotProcess {
    /// Starts a bot for a room.
    pub fn start(url: &str, room: &str) -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("lectern-bench-{}", std::process::id())).join(room);
        std::fs::create_dir_all(&folder)?;
        let mut child = Command::new(std::env::current_exe()?)
            .arg(AS_BOT)
            .arg(url)
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let input = child.stdin.take().context("no way in")?;
        let output = child.stdout.take().context("no way out")?;
        Ok(Self { child, input, lines: BufReader::new(output).lines(), folder })
    }

    /// Waits until so many tracks are being recorded.
    pub async fn wait_for_tracks(&mut self, count: usize) -> anyhow::Result<()> {
        for _ in 0..count {
            let line = tokio::time::timeout(PATIENCE, self.lines.next_line()).await??;
            ensure!(line.as_deref() == Some(STARTED), "the bot said {line:?}");
        }
        Ok(())
    }

    /// Processor time used so far, of all threads, in seconds.
    pub fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(self.proc("stat")?)?;
        // The program's name is in brackets and may hold anything; user and system time are the 12th and 13th after it.
        let (_, fields) = stat.rsplit_once(')').context("an odd stat line")?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok());
        let ticks = ticks(11).zip(ticks(12)).context("an odd stat line")?;
        Ok((ticks.0 + ticks.1) / TICKS)
    }

    /// The most memory that was resident at once, in megabytes.
    pub fn peak_megabytes(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(self.proc("status")?)?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        let kibibytes: f64 = line.split_whitespace().next().context("no VmHWM")?.parse()?;
        Ok(kibibytes * 1_024.0 / 1e6)
    }

    /// Ends the recording.
    pub async fn finish(self) -> anyhow::Result<Outcome> {
        let Self { mut child, input, mut lines, folder } = self;
        drop(input);
        let line =
            tokio::time::timeout(PATIENCE, lines.next_line()).await??.context("the bot said nothing")?;
        let status = child.wait().await?;
        ensure!(status.success(), "the bot failed: {status}");
        std::fs::remove_dir_all(folder)?;
        Ok(serde_json::from_str(&line)?)
    }

    fn proc(&self, name: &str) -> anyhow::Result<String> {
        let id = self.child.id().context("the bot has ended")?;
        Ok(format!("/proc/{id}/{name}"))
    }
}
