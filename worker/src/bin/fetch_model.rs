//! Fetches a speech model: `fetch_model [NAME]`, by default the one of `LECTERN_SPEECH_MODEL`. Prints its path.

use std::path::PathBuf;
use std::process::ExitCode;

use worker::speech::model;

#[tokio::main]
async fn main() -> ExitCode {
    let configured = || std::env::var("LECTERN_SPEECH_MODEL").ok().filter(|name| !name.is_empty());
    let name = std::env::args().nth(1).or_else(configured).unwrap_or_else(|| model::DEFAULT.to_owned());
    let folder = std::env::var_os("LECTERN_MODELS").map_or_else(model::folder, PathBuf::from);
    match model::fetch_cli(&name, &folder).await {
        Ok(path) => {
            println!("{}", path.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
