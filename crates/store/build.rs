//! A changed migration makes the store anew: `sqlx::migrate!` alone doesn't tell cargo. And a digest of what folds a class, so
//! that no class is used that another build has folded, without a number that somebody must think of.

use std::error::Error;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

/// The fold's own sources, what makes events of rows, and the versions of all that both are built with.
const FOLD: [&str; 8] = [
    "../domain/src",
    "../domain-derive/src",
    "../domain/Cargo.toml",
    "src/log/read.rs",
    "src/log/row.rs",
    "src/log/snapshot.rs",
    "src/seal.rs",
    "../../Cargo.lock",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../../migrations");
    let mut digest = Sha256::new();
    for root in FOLD {
        println!("cargo:rerun-if-changed={root}");
        for file in files(Path::new(root))? {
            let text = std::fs::read(&file)?;
            // Lengths first, so that no two sets of files run into the same bytes.
            let name = file.to_string_lossy().replace('\\', "/");
            for part in [name.as_bytes(), &text] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part);
            }
        }
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("fold");
    std::fs::write(out, digest.finalize())?;
    Ok(())
}

/// The files below, in the order of their names.
fn files(root: &Path) -> std::io::Result<Vec<PathBuf>> {
    if root.is_file() {
        return Ok(vec![root.to_owned()]);
    }
    let mut entries =
        std::fs::read_dir(root)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    entries.sort();
    let mut all = Vec::new();
    for entry in entries {
        all.extend(files(&entry)?);
    }
    Ok(all)
}
