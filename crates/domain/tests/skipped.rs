//! What of the folded class serde leaves out.

use std::collections::BTreeSet;
use std::path::Path;

/// What serde skips doesn't go out. It is stored all the same (`view::write_whole`), or made anew when it is read.
#[test]
fn what_is_not_written_is_stored_by_name_or_made_anew() {
    fn skipped(path: &Path, found: &mut BTreeSet<String>) {
        if path.is_dir() {
            std::fs::read_dir(path).unwrap().for_each(|entry| skipped(&entry.unwrap().path(), found));
            return;
        }
        let source = std::fs::read_to_string(path).unwrap();
        for rest in source.split("#[serde(skip)]").skip(1) {
            found.insert(rest.trim_start().lines().next().unwrap_or_default().to_owned());
        }
    }
    let mut found = BTreeSet::new();
    skipped(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let known = [
        "index: Index,",
        "index: index::Index,",
        "pub(crate) paces: Paces<Paced>,",
        "pub(crate) paces: Paces<participant::Paced>,",
    ];
    assert_eq!(found, known.map(str::to_owned).into());
}
