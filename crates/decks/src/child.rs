//! The child: walls itself in, draws the pages of the one file it was given, and says each as it is done.

use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use domain::slides::Unfit;

use crate::fonts::{self, Fonts};
use crate::kind::Kind;
use crate::said::{Page, Said};
use crate::{document, outline, picture, walls, write};

/// The file's name in its folder.
pub const SOURCE: &str = "source";
/// Seconds of processor time to open a file, and for each page.
const TO_OPEN: u64 = 10;
const A_PAGE: u64 = 6;

/// Draws the file in the folder from a page on. Takes the folder's path and the page's number.
#[must_use]
pub fn main(args: &[String]) -> ExitCode {
    let [folder, first] = args else { return ExitCode::FAILURE };
    let Ok(first) = first.parse() else { return ExitCode::FAILURE };
    match wall_in(Path::new(folder)).and_then(|()| draw(Path::new(folder), first)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Walls this process in for good: it may write in the folder and nowhere else.
///
/// # Errors
/// Where the kernel refuses a limit or the filter of system calls.
pub fn wall_in(folder: &Path) -> io::Result<()> {
    walls::raise(folder)
}

fn draw(folder: &Path, first: u16) -> io::Result<()> {
    walls::give_seconds(TO_OPEN)?;
    let file = std::fs::read(folder.join(SOURCE))?;
    let fonts = Arc::new(Fonts::new(&fonts::FOLDERS));
    let drawn = match Kind::of(&file) {
        Ok(Kind::Pdf) => return pages(folder, first, file, &fonts),
        Ok(Kind::Picture) => picture::picture(&file),
        Ok(Kind::Svg) => picture::drawing(&file, &fonts),
        Err(why) => Err(why),
    };
    match drawn {
        Ok((picture, width, height)) => {
            say(&Said::Opened { pages: 1 })?;
            write::write(folder, 1, picture)?;
            let (text, replaced, notes) = (vec![], vec![], String::new());
            say(&Said::Page(Page { number: 1, width, height, text, replaced, notes }))
        }
        Err(why) => say(&Said::Unfit { why }),
    }
}

fn pages(folder: &Path, first: u16, file: Vec<u8>, fonts: &Arc<Fonts>) -> io::Result<()> {
    let opened = catch_unwind(AssertUnwindSafe(|| document::open(file)));
    let pdf = match opened.unwrap_or(Err(Unfit::Broken)) {
        Ok(pdf) => pdf,
        Err(why) => return say(&Said::Unfit { why }),
    };
    let count = u16::try_from(pdf.pages().len()).map_err(io::Error::other)?;
    say(&Said::Opened { pages: count })?;
    // What can't be read of an outline is no reason not to draw.
    let headings = catch_unwind(AssertUnwindSafe(|| outline::outline(&pdf))).unwrap_or_default();
    if first == 1 && !headings.is_empty() {
        say(&Said::Outline { headings })?;
    }
    for (number, page) in (1..=count).zip(pdf.pages().iter()).skip(usize::from(first.saturating_sub(1))) {
        walls::give_seconds(A_PAGE)?;
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            let (picture, page) = document::draw(page, number, fonts);
            write::write(folder, number, picture).map(|()| page)
        }));
        match drawn {
            Ok(Ok(page)) => say(&Said::Page(page))?,
            Ok(Err(_)) | Err(_) => say(&Said::Undrawable { number })?,
        }
    }
    Ok(())
}

fn say(said: &Said) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, said)?;
    out.write_all(b"\n")?;
    out.flush()
}
