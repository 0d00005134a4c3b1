//! Processes that live no longer than this one.

use std::{
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    sync::{OnceLock, mpsc},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

use super::EmbeddedError;

/// What of our environment the programs get: where they find programs, libraries and room.
const KEPT: [&str; 4] = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"];

/// A program to run beside us.
pub(super) struct Program {
    /// For messages.
    pub name: &'static str,
    pub path: PathBuf,
    /// The user to run as, where it isn't ours.
    pub user: Option<&'static str>,
    /// The signal that ends it in good order; sent by the kernel as well when we are killed.
    pub end: Signal,
}

/// A running program.
pub(super) struct Process {
    name: &'static str,
    end: Signal,
    child: Child,
}

impl Program {
    /// Starts the program, its output going to `output`.
    pub async fn spawn(
        &self,
        args: Vec<String>,
        stdout: Stdio,
        stderr: Stdio,
    ) -> Result<Process, EmbeddedError> {
        let mut command = self.command(Some(self.end));
        // A group of its own: Ctrl-C is for us, and we end the parts in their order.
        command.args(args).stdin(Stdio::null()).stdout(stdout).stderr(stderr).process_group(0);
        let failed = |reason: String| EmbeddedError::Failed { program: self.name, reason };
        let child = spawn_on_lasting_thread(command).await.map_err(|error| failed(error.to_string()))?;
        Ok(Process { name: self.name, end: self.end, child })
    }

    /// Runs the program to its end and gives what it printed; its own words on failure.
    pub async fn run(&self, args: &[&str], input: &str) -> Result<String, EmbeddedError> {
        use tokio::io::AsyncWriteExt as _;

        let failed = |reason: String| EmbeddedError::Failed { program: self.name, reason };
        let mut command = self.command(None);
        command
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that has already failed reads no more; its own words say why.
            stdin.write_all(input.as_bytes()).await.ok();
        }
        let output = child.wait_with_output().await.map_err(|error| failed(error.to_string()))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let words =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        Err(failed(format!("{}\n{}", output.status, words.trim())))
    }

    /// The program behind `setpriv`, which changes the user and asks the kernel to end the program with us. Systems without
    /// `setpriv` (macOS) have no such request either: there a killed server leaves its parts, and the next start ends them.
    fn command(&self, end_with_us: Option<Signal>) -> Command {
        let mut command;
        let setpriv = Path::new("/usr/bin/setpriv");
        if setpriv.exists() && (self.user.is_some() || end_with_us.is_some()) {
            command = Command::new(setpriv);
            if let Some(signal) = end_with_us {
                command.args(["--pdeathsig", signal_name(signal)]);
            }
            if let Some(user) = self.user {
                command.args(["--reuid", user, "--regid", user, "--init-groups"]);
            }
            command.arg("--").arg(&self.path);
        } else {
            command = Command::new(&self.path);
        }
        // What the environment says is for us: settings and secrets of ours, of another Postgres (PGPORT, PGOPTIONS …) or another
        // LiveKit (LIVEKIT_KEYS, REDIS_HOST …) would be taken for theirs.
        let kept = KEPT.iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
        command.env_clear().envs(kept).env("LC_ALL", "C").current_dir("/");
        command
    }
}

impl Process {
    /// What the program writes to its standard error, where that was piped.
    pub fn stderr(&mut self) -> Option<tokio::process::ChildStderr> {
        self.child.stderr.take()
    }

    /// Waits for the program's end.
    pub async fn wait(&mut self) -> std::io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks the program to end and waits; kills it where it takes longer than `patience`.
    pub async fn stop(mut self, patience: Duration) {
        if let Some(pid) = self.pid() {
            kill_process(pid, self.end).ok();
        }
        if tokio::time::timeout(patience, self.child.wait()).await.is_err() {
            tracing::warn!(program = self.name, "did not end in time and is killed");
            self.child.kill().await.ok();
        }
    }

    fn pid(&self) -> Option<Pid> {
        Pid::from_raw(i32::try_from(self.child.id()?).ok()?)
    }
}

impl Drop for Process {
    /// One that nobody stopped is at least asked to end, in the good order that killing would deny it.
    fn drop(&mut self) {
        if let Some(pid) = self.pid() {
            kill_process(pid, self.end).ok();
        }
    }
}

fn signal_name(signal: Signal) -> &'static str {
    if signal == Signal::INT { "INT" } else { "TERM" }
}

/// The kernel's request holds for the *thread* that started the program, and a runtime's threads come and go: so one thread
/// that never ends starts them all.
async fn spawn_on_lasting_thread(command: Command) -> std::io::Result<Child> {
    type Order = (Command, tokio::runtime::Handle, tokio::sync::oneshot::Sender<std::io::Result<Child>>);
    static STARTER: OnceLock<mpsc::Sender<Order>> = OnceLock::new();

    let starter = STARTER.get_or_init(|| {
        let (sender, orders) = mpsc::channel::<Order>();
        std::thread::spawn(move || {
            for (mut command, runtime, answer) in orders {
                let _inside = runtime.enter();
                answer.send(command.spawn()).ok();
            }
        });
        sender
    });
    let (answer, child) = tokio::sync::oneshot::channel();
    let gone = || std::io::Error::other("the thread that starts programs has ended");
    starter.send((command, tokio::runtime::Handle::current(), answer)).map_err(|_| gone())?;
    child.await.map_err(|_| gone())?
}
