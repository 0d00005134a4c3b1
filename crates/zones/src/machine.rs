//! A folder of compiled rules (RFC 9636), as `zic` makes it and systems keep it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The largest file that is read. The largest of a zone has some 4 kB, the text of all zones some 110 kB.
const LARGEST: u64 = 1 << 20;

/// What a folder has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    folder: PathBuf,
    /// `2026f`.
    pub version: String,
    /// The names of its zones, from its own list: no other file is ever opened.
    pub names: BTreeSet<String>,
}

impl Machine {
    /// The version of a folder's rules: `2026f`. `None` where there are none, or where it can't be known.
    pub fn version(folder: &Path) -> Option<String> {
        version(&text(folder)?)
    }

    /// The folder, with its names.
    pub fn read(folder: &Path) -> Option<Self> {
        let text = text(folder)?;
        Some(Self { folder: folder.to_owned(), version: version(&text)?, names: names(&text) })
    }

    /// The compiled rules of a zone.
    pub fn zone(&self, name: &str) -> Option<Vec<u8>> {
        let name = self.names.get(name)?;
        small(&self.folder.join(name)).and_then(|path| fs::read(path).ok())
    }
}

/// `tzdata.zi`: all the rules as one text, with their version in its first line.
fn text(folder: &Path) -> Option<String> {
    fs::read_to_string(small(&folder.join("tzdata.zi"))?).ok()
}

fn small(path: &Path) -> Option<&Path> {
    let file = fs::metadata(path).ok()?;
    (file.is_file() && file.len() <= LARGEST).then_some(path)
}

/// From `# version 2026f`.
fn version(text: &str) -> Option<String> {
    let version = text.lines().next()?.strip_prefix("# version ")?.trim();
    let known = version.len() >= 5 && version[..4].bytes().all(|digit| digit.is_ascii_digit());
    known.then(|| version.to_owned())
}

/// Zones (`Z America/Vancouver -8:12:28 - LMT …`) and links (`L America/Vancouver Canada/Pacific`).
fn names(text: &str) -> BTreeSet<String> {
    let names = text.lines().filter_map(|line| {
        let mut words = line.split(' ');
        match words.next()? {
            "Z" => words.next(),
            "L" => words.nth(1),
            _ => None,
        }
    });
    names.filter(|name| is_name(name)).map(str::to_owned).collect()
}

/// A path of plain words, which leads nowhere else.
fn is_name(name: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    };
    name.split('/').all(word)
}

#[cfg(test)]
mod tests {
    use super::{names, version};

    const TEXT: &str = "# version 2026f\n# This zic input file is in the public domain.\nR A 1916 o - Jun 14 23s 1 S\n\
                        Z America/Vancouver -8:12:28 - LMT 1884\n-8 V P%sT 1987\nL America/Vancouver Canada/Pacific\n\
                        Z ../../etc/passwd 0 - X\nL a /etc/passwd\n";

    #[test]
    fn a_folder_says_its_version_and_its_names() {
        assert_eq!(version(TEXT).as_deref(), Some("2026f"));
        assert_eq!(names(TEXT).into_iter().collect::<Vec<_>>(), ["America/Vancouver", "Canada/Pacific"]);
    }

    #[test]
    fn what_says_no_version_is_not_taken() {
        for text in ["", "# tzdb data", "# version unknown", "# version ä2026", "Z UTC 0 - UTC"] {
            assert_eq!(version(text), None, "{text}");
        }
    }
}
