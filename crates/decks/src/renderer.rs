//! Starting the child, listening to it, and going on after the page that it died of.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use domain::slides::Unfit;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use crate::said::Said;

/// How long drawing may take on a clock at the wall. Processor time and memory the child bounds itself.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Until something is said: a page, or that the file is open.
    pub a_page: Duration,
    /// For the whole file.
    pub whole: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { a_page: Duration::from_secs(30), whole: Duration::from_secs(15 * 60) }
    }
}

/// Draws files in children of its own.
#[derive(Debug, Clone)]
pub struct Renderer {
    program: PathBuf,
    args: Vec<String>,
    limits: Limits,
}

/// How a child ended.
enum Ending {
    /// It has said all there is.
    Whole,
    /// It died, or was ended, before that.
    Cut,
}

/// How far drawing is.
#[derive(Default)]
struct Place {
    /// How many pages there are, once that is known.
    pages: Option<u16>,
    /// The last page that something was said of.
    said: u16,
}

impl Renderer {
    /// One whose child is `program`, which leads to [`crate::child::main`] with what follows `args`.
    #[must_use]
    pub fn new(program: PathBuf, args: &[&str], limits: Limits) -> Self {
        Self { program, args: args.iter().map(|arg| (*arg).to_owned()).collect(), limits }
    }

    /// Draws the file [`crate::child::SOURCE`] in `folder`, which holds the pictures afterwards ([`crate::Size::path`]). What is said
    /// of the file goes to `said` as it comes, each page once and in order.
    ///
    /// # Errors
    /// Why it can't be shown: then nothing was said, or the time for all pages ran out. [`Unfit::TooHeavy`] too where the child
    /// can't be started.
    pub async fn draw(&self, folder: &Path, said: &mpsc::Sender<Said>) -> Result<(), Unfit> {
        let end = Instant::now() + self.limits.whole;
        let mut place = Place::default();
        loop {
            let ending = self.listen(folder, &mut place, end, said).await?;
            let Some(pages) = place.pages else { return Err(Unfit::TooHeavy) };
            if matches!(ending, Ending::Whole) && place.said >= pages {
                return Ok(());
            }
            if Instant::now() >= end {
                return Err(Unfit::TooHeavy);
            }
            // The child died of the page after the last that it said.
            place.said += 1;
            let _ = said.send(Said::Undrawable { number: place.said }).await;
            if place.said >= pages {
                return Ok(());
            }
        }
    }

    /// Runs a child to its end.
    async fn listen(
        &self,
        folder: &Path,
        place: &mut Place,
        end: Instant,
        said: &mpsc::Sender<Said>,
    ) -> Result<Ending, Unfit> {
        let (mut child, mut lines) = self.start(folder, place.said + 1).map_err(|error| {
            tracing::error!(%error, program = %self.program.display(), "nothing draws slides");
            Unfit::TooHeavy
        })?;
        let ending = loop {
            let patience = end.min(Instant::now() + self.limits.a_page);
            let Ok(Ok(line)) = timeout_at(patience, lines.next_line()).await else { break Ending::Cut };
            let Some(line) = line else {
                let done = child.wait().await.is_ok_and(|status| status.success());
                break if done { Ending::Whole } else { Ending::Cut };
            };
            match serde_json::from_str(&line) {
                Ok(Said::Unfit { why }) => return Err(why),
                // Said again by each child.
                Ok(Said::Opened { .. }) if place.pages.is_some() => {}
                Ok(Said::Opened { pages }) => {
                    place.pages = Some(pages);
                    let _ = said.send(Said::Opened { pages }).await;
                }
                Ok(news @ Said::Outline { .. }) => {
                    let _ = said.send(news).await;
                }
                Ok(news @ (Said::Page(_) | Said::Undrawable { .. })) => {
                    place.said += 1;
                    let _ = said.send(news).await;
                }
                // Cut off in the middle of a line.
                Err(_) => break Ending::Cut,
            }
        };
        let _ = child.kill().await;
        Ok(ending)
    }

    /// Starts a child that draws from a page on. It inherits nothing: no environment, no input, no way to our own log.
    fn start(&self, folder: &Path, first: u16) -> std::io::Result<(Child, Lines<BufReader<ChildStdout>>)> {
        let mut child = Command::new(&self.program)
            .args(&self.args)
            .arg(folder)
            .arg(first.to_string())
            .env_clear()
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().ok_or_else(|| std::io::Error::other("a child without output"))?;
        Ok((child, BufReader::new(out).lines()))
    }
}
