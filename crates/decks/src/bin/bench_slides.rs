//! How fast decks are drawn, and with how much memory, beside poppler's `pdftoppm` on the same files. Give it the files; with
//! `--json` it writes a line of JSON for each, as `./lectern bench slides` reads it.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use decks::child::SOURCE;
use serde_json::{Value, json};

/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// What drawing a file took.
struct Took {
    first: Duration,
    all: Duration,
    pages: usize,
    /// Peak of what was resident, in MB.
    memory: u64,
}

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let json = args.first().is_some_and(|first| first == "--json");
    let files: Vec<PathBuf> = args.drain(usize::from(json)..).map(PathBuf::from).collect();
    if json {
        files.iter().for_each(|file| println!("{}", line(file)));
        return ExitCode::SUCCESS;
    }
    if files.is_empty() {
        eprintln!("Name the PDF files to draw: ./lectern bench slides FILE…");
        return ExitCode::FAILURE;
    }
    println!("| file | pages | first page | pages a second | memory | pdftoppm: pages a second | memory |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for file in files {
        match (ours(&file), poppler(&file)) {
            (Ok(own), Ok(other)) => {
                let speed = |took: &Took| took.pages as f64 / took.all.as_secs_f64();
                println!(
                    "| {} | {} | {} ms | {:.1} | {} MB | {:.1} | {} MB |",
                    file.display(),
                    own.pages,
                    own.first.as_millis(),
                    speed(&own),
                    own.memory,
                    speed(&other),
                    other.memory
                );
            }
            (Err(error), _) | (_, Err(error)) => println!("| {} | {error} |", file.display()),
        }
    }
    ExitCode::SUCCESS
}

/// What drawing a file took, ours and poppler's.
fn line(file: &Path) -> Value {
    match (ours(file), poppler(file)) {
        (Ok(ours), Ok(poppler)) => json!({ "file": file, "ours": ours.json(), "poppler": poppler.json() }),
        (Err(error), _) | (_, Err(error)) => json!({ "file": file, "error": error.to_string() }),
    }
}

impl Took {
    fn json(&self) -> Value {
        let Self { first, all, pages, memory } = self;
        let pages_a_second = *pages as f64 / all.as_secs_f64();
        json!({ "first": first.as_millis(), "pages": pages, "pages_a_second": pages_a_second, "memory": memory })
    }
}

/// The child that an installation draws with: three WebP pictures a page, and its text.
fn ours(file: &Path) -> std::io::Result<Took> {
    let folder = tempfile::tempdir()?;
    std::fs::copy(file, folder.path().join(SOURCE))?;
    let program = std::env::current_exe()?.with_file_name("draw-deck");
    let mut command = Command::new(program);
    command.arg(folder.path()).arg("1");
    measure(command, folder.path(), ".large.webp")
}

/// One PNG a page, as large.
fn poppler(file: &Path) -> std::io::Result<Took> {
    let folder = tempfile::tempdir()?;
    let mut command = Command::new("pdftoppm");
    command.args(["-png", "-scale-to", &decks::LARGE.longest.to_string()]);
    command.arg(file).arg(folder.path().join("page"));
    measure(command, folder.path(), ".png")
}

fn measure(mut command: Command, folder: &Path, page: &str) -> std::io::Result<Took> {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let pages = || -> std::io::Result<usize> {
        let names = std::fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.file_name());
        Ok(names.filter(|name| name.to_string_lossy().ends_with(page)).count())
    };
    let (mut memory, mut first) = (0, None);
    while child.try_wait()?.is_none() {
        memory = memory.max(peak(child.id()).unwrap_or_default());
        if first.is_none() && pages()? > 0 {
            first = Some(began.elapsed());
        }
        sleep(LOOK);
    }
    let all = began.elapsed();
    Ok(Took { first: first.unwrap_or(all), all, pages: pages()?, memory })
}

/// The most memory a process has had resident, in MB.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kb: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kb / 1000)
}
