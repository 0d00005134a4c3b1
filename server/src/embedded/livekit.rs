//! A LiveKit server on this machine.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use rustix::process::Signal;

use super::{EmbeddedError, child::Program, postgres::free_ports, secret, supervise::Supervised};
use crate::{
    config::{LiveKitSettings, Programs},
    listen::answers,
};

const API_KEY: &str = "lectern";
/// Longer than the slowest start we have seen on a busy machine by far.
const START_LIMIT: Duration = Duration::from_secs(30);

/// The running server.
pub(super) struct LiveKit {
    supervised: Supervised,
    settings: LiveKitSettings,
}

impl LiveKit {
    /// Starts a server on free ports, known to this machine only. It sends its webhooks to `webhook`.
    ///
    /// # Errors
    /// Where the program isn't there, or with the end of its log.
    pub async fn start(state: &Path, programs: &Programs, webhook: &str) -> Result<Self, EmbeddedError> {
        let path = find_program(programs)?;
        let api_secret = secret::text(&state.join("livekit.key"))?;
        let [http, tcp, udp] = free_ports()?;
        let ports = Ports { http, tcp, udp };
        let config = state.join("livekit.yaml");
        secret::write_private(&config, &config_file(&ports, &api_secret, webhook))?;
        let log = state.join("livekit.log");
        let supervised = Supervised::begin("livekit-server", Duration::from_secs(10), move || {
            let (path, config, log) = (path.clone(), config.clone(), log.clone());
            async move {
                let failed = |reason: String| EmbeddedError::Failed { program: "livekit-server", reason };
                let file = secret::private_file(&log)?;
                let copy = file.try_clone().map_err(|error| failed(error.to_string()))?;
                let program = Program { name: "livekit-server", path, user: None, end: Signal::TERM };
                let args = vec!["--config".to_owned(), config.display().to_string()];
                let mut process = program.spawn(args, file.into(), Stdio::from(copy)).await?;
                tokio::select! {
                    _ = process.wait() => Err(failed(last_lines(&log))),
                    () = ready(http) => Ok(process),
                    () = tokio::time::sleep(START_LIMIT) => Err(failed(format!("no answer in 30 s\n{}", last_lines(&log)))),
                }
            }
        })
        .await?;
        let url = format!("ws://127.0.0.1:{http}");
        Ok(Self { supervised, settings: LiveKitSettings { url, api_key: API_KEY.to_owned(), api_secret } })
    }

    /// Its address and keys.
    pub fn settings(&self) -> &LiveKitSettings {
        &self.settings
    }

    /// Ends it.
    pub async fn stop(self) {
        self.supervised.stop().await;
    }
}

struct Ports {
    http: u16,
    tcp: u16,
    udp: u16,
}

fn config_file(ports: &Ports, api_secret: &str, webhook: &str) -> String {
    let Ports { http, tcp, udp } = ports;
    format!(
        "port: {http}\n\
         bind_addresses: [\"127.0.0.1\"]\n\
         rtc:\n  tcp_port: {tcp}\n  udp_port: {udp}\n  node_ip: 127.0.0.1\n  use_external_ip: false\n\
         keys:\n  {API_KEY}: {api_secret}\n\
         webhook:\n  api_key: {API_KEY}\n  urls: [\"{webhook}\"]\n\
         logging:\n  level: info\n  json: true\n"
    )
}

/// Waits until the server answers on its port.
async fn ready(port: u16) {
    while answers(port, "/").await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn last_lines(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines = text.lines().collect::<Vec<_>>();
    lines[lines.len().saturating_sub(5)..].join("\n")
}

fn find_program(programs: &Programs) -> Result<PathBuf, EmbeddedError> {
    if let Some(path) = &programs.livekit {
        return Ok(path.clone());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join("livekit-server")).find(|file| file.exists()).ok_or(
        EmbeddedError::Missing {
            program: "livekit-server",
            hint: "start with ./lectern up, which builds it, name it in LECTERN_LIVEKIT_SERVER, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET",
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_config_names_ports_keys_and_the_webhook() {
        let text = config_file(
            &Ports { http: 1, tcp: 2, udp: 3 },
            "secret",
            "http://127.0.0.1:3000/webhooks/livekit",
        );
        for line in ["port: 1", "  tcp_port: 2", "  udp_port: 3", "  lectern: secret", "  api_key: lectern"] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
        assert!(text.contains("urls: [\"http://127.0.0.1:3000/webhooks/livekit\"]"));
    }
}
