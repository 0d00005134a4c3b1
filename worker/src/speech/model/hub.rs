//! Fetching a model's file from the hub where whisper.cpp's authors publish it.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use super::{Known, Progress};

const HUB: &str = "https://huggingface.co/ggerganov/whisper.cpp/resolve/main";
/// A network without the hub answers within this, or not at all.
const CONNECT: Duration = Duration::from_secs(5);
/// A transfer without a byte for this long is given up.
const STALLED: Duration = Duration::from_secs(30);
/// Progress is told each time this many bytes have come.
const EVERY: u64 = 1 << 20;

/// Writes the file to `to`. The caller checks its hash; a wrong length is an error here already.
pub(super) async fn download(
    model: &Known,
    to: &Path,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), String> {
    let client =
        reqwest::Client::builder().connect_timeout(CONNECT).read_timeout(STALLED).build().map_err(reason)?;
    let answer = client.get(format!("{HUB}/{}", model.file)).send().await;
    let mut answer = answer.and_then(reqwest::Response::error_for_status).map_err(reason)?;
    let mut file = std::fs::File::create(to).map_err(|e| e.to_string())?;
    let (mut bytes, mut reported) = (0, 0);
    while let Some(chunk) = answer.chunk().await.map_err(reason)? {
        file.write_all(&chunk).map_err(|e| e.to_string())?;
        bytes += chunk.len() as u64;
        if bytes > model.bytes {
            break;
        }
        if bytes - reported >= EVERY || bytes == model.bytes {
            reported = bytes;
            progress(Progress::Hub { bytes, of: model.bytes });
        }
    }
    file.sync_all().map_err(|e| e.to_string())?;
    if bytes != model.bytes {
        return Err(format!("{bytes} bytes came instead of {}", model.bytes));
    }
    Ok(())
}

/// An error with what caused it: "error sending request" alone says too little.
fn reason(error: reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
