//! The settings: environment variables, read once at the start, every mistake named in one message.

mod read;
mod transport;

use std::{net::SocketAddr, path::PathBuf};

use adapters::bus::RedisSettings;
use adapters::mail::{MailSettingsError, SmtpMail};
use adapters::object_storage::S3Settings;
use ipnet::IpNet;
use store::LogKeys;

pub use read::ConfigError;
use read::Reader;

/// Everything that can be set from outside. What is `None` is supplied by an embedded part.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen.
    pub listen: Listen,
    /// The address people use, without a slash at its end; `None`: the one we listen on.
    pub public_url: Option<String>,
    /// The proxies that are believed when they say who asks.
    pub trusted_proxies: Vec<IpNet>,
    /// The folder that keeps the embedded parts' data and the generated secrets.
    pub state: PathBuf,
    /// The folder of speech models, which several checkouts may share.
    pub models: PathBuf,
    /// The folder with the built page (`pkg/` and the public files).
    pub site: PathBuf,
    /// The folder of this machine's time zone rules; they count while they are newer than those compiled in.
    pub zoneinfo: PathBuf,
    /// How and how much to log.
    pub log: Log,
    /// A Postgres address; `None`: a private cluster in the state folder.
    pub database_url: Option<String>,
    /// A LiveKit server; `None`: a local one is started.
    pub livekit: Option<LiveKitSettings>,
    /// An S3 service; `None`: one inside the process, with its files in the state folder.
    pub objects: Option<S3Settings>,
    /// Who carries letters; `None`: mail is off.
    pub mail: Option<SmtpMail>,
    /// A Redis for several servers; `None`: an in-memory bus.
    pub redis: Option<RedisSettings>,
    /// Wraps the data keys of people; `None`: a file made at the first start.
    pub master_key: Option<MasterKey>,
    /// Signs the classes' logs; `None`: a key made from the master key.
    pub log_keys: Option<LogKeys>,
    /// Whether classes are recorded.
    pub records: bool,
    /// What this process does.
    pub part: Part,
    /// The speech model's name (`tiny.en`, `base`, …) or a path to a ggml file; `None`: no transcripts.
    pub speech_model: Option<String>,
    /// Whether there is the demo school, with its people and its course; else its people can't sign in.
    pub demo: bool,
    /// Where to find the programs of the embedded parts.
    pub programs: Programs,
    /// Names that look like settings but are none: most likely misspelt.
    pub unknown: Vec<String>,
}

/// The address to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listen {
    /// Set by the person: taken means stop.
    At(SocketAddr),
    /// Not set: this one, or the next free port after it.
    From(SocketAddr),
}

/// What is logged, and in which form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// A `tracing` filter such as `info,server=debug`.
    pub filter: String,
    /// One JSON object a line instead of text.
    pub json: bool,
}

/// How to reach a LiveKit server.
#[derive(Clone, PartialEq, Eq)]
pub struct LiveKitSettings {
    /// `ws://`, `wss://`, `http://` or `https://`, without a slash at its end.
    pub url: String,
    /// Names the key; also stands in webhooks.
    pub api_key: String,
    /// Signs tokens and webhooks.
    pub api_secret: String,
}

/// The 32 bytes that wrap every person's data key.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey(pub [u8; 32]);

/// Which part of Lectern this process is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Server and worker in one process.
    All,
    /// Pages, live channel and API; jobs and room bots run in worker processes.
    Server,
    /// Jobs and room bots; people are served by others.
    Worker,
}

/// Programs of the embedded parts, where the usual places are wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programs {
    /// The folder of `postgres` and `initdb`; `None`: searched.
    pub postgres: Option<PathBuf>,
    /// The LiveKit server; `None`: `livekit-server` on PATH.
    pub livekit: Option<PathBuf>,
}

/// Every variable the server reads, as in `.env.example`.
pub const NAMES: [&str; 33] = [
    "LECTERN_ADDR",
    "LECTERN_PUBLIC_URL",
    "LECTERN_TRUSTED_PROXIES",
    "LECTERN_PLAINTEXT",
    "LECTERN_STATE",
    "LECTERN_SITE",
    "LECTERN_ZONEINFO",
    "LECTERN_LOG",
    "LECTERN_LOG_FORMAT",
    "LECTERN_PART",
    "LECTERN_DEMO",
    "LECTERN_MASTER_KEY",
    "LECTERN_LOG_KEY",
    "LECTERN_SPEECH_MODEL",
    "LECTERN_MODELS",
    "LECTERN_POSTGRES_BIN",
    "LECTERN_LIVEKIT_SERVER",
    "DATABASE_URL",
    "REDIS_URL",
    "REDIS_CA",
    "LIVEKIT_URL",
    "LIVEKIT_API_KEY",
    "LIVEKIT_API_SECRET",
    "S3_ENDPOINT",
    "S3_PUBLIC_ENDPOINT",
    "S3_REGION",
    "S3_BUCKET",
    "S3_ACCESS_KEY",
    "S3_SECRET_KEY",
    "RECORDER",
    "SMTP_URL",
    "MAIL_FROM",
    "SMTP_CA",
];

impl Config {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// One [`ConfigError`] that names every missing or unreadable variable.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::parse(std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
        }))
    }

    /// Reads settings from `(name, value)` pairs; an empty value counts as not set.
    ///
    /// # Errors
    /// As [`Config::from_env`].
    pub fn parse(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut read = Reader::new(pairs);
        let database_url = read.url("DATABASE_URL", &["postgres", "postgresql"]);
        let part = read.choice(
            "LECTERN_PART",
            &[("all", Part::All), ("server", Part::Server), ("worker", Part::Worker)],
        );
        if part != Part::All {
            read.needs("LECTERN_PART", ["DATABASE_URL", "LECTERN_MASTER_KEY", "LIVEKIT_URL", "S3_ENDPOINT"]);
        }
        let mut config = Self {
            listen: listen(&mut read),
            public_url: read.origin("LECTERN_PUBLIC_URL", &["http", "https"]),
            trusted_proxies: read.networks("LECTERN_TRUSTED_PROXIES"),
            state: read.text("LECTERN_STATE").unwrap_or_else(|| ".lectern".to_owned()).into(),
            site: read.text("LECTERN_SITE").map_or_else(|| site_folder(&read), PathBuf::from),
            zoneinfo: read.text("LECTERN_ZONEINFO").unwrap_or_else(|| zones::USUAL_FOLDER.to_owned()).into(),
            models: read.text("LECTERN_MODELS").map_or_else(|| cache_folder(&read), PathBuf::from),
            log: Log {
                filter: read.text("LECTERN_LOG").unwrap_or_else(|| "info,class=debug".to_owned()),
                json: read.choice("LECTERN_LOG_FORMAT", &[("text", false), ("json", true)]),
            },
            livekit: livekit(&mut read),
            objects: objects(&mut read),
            mail: mail(&mut read),
            redis: redis(&mut read),
            master_key: read.master_key("LECTERN_MASTER_KEY"),
            log_keys: log_keys(&mut read),
            records: read.choice("RECORDER", &[("bot", true), ("off", false)]),
            part,
            speech_model: match read.text("LECTERN_SPEECH_MODEL") {
                None => Some("tiny.en".to_owned()),
                Some(name) => (name != "off").then_some(name),
            },
            demo: false,
            programs: Programs {
                postgres: read.text("LECTERN_POSTGRES_BIN").map(PathBuf::from),
                livekit: read.text("LECTERN_LIVEKIT_SERVER").map(PathBuf::from),
            },
            database_url,
            unknown: read.unknown(),
        };
        config.demo = demo(&mut read, &config);
        transport::check(&mut read, config.mail.as_ref());
        read.finish(config)
    }
}

/// What the launcher finished, or, for a server that cargo-leptos started, what that built.
fn site_folder(read: &Reader) -> PathBuf {
    let site = if read.foreign("LEPTOS_SITE_ROOT").is_some() { "target/page" } else { "target/site" };
    PathBuf::from(site)
}

/// As the launcher's tools: `$XDG_CACHE_HOME/lectern`, else `~/.cache/lectern`.
fn cache_folder(read: &Reader) -> PathBuf {
    let home = || read.foreign("HOME").map(|home| home + "/.cache");
    let cache = read.foreign("XDG_CACHE_HOME").or_else(home).unwrap_or_else(|| ".cache".to_owned());
    PathBuf::from(cache).join("lectern/models")
}

/// Whether there is the demo school, whose passwords everybody knows: unasked only where nobody else can come.
fn demo(read: &mut Reader, config: &Config) -> bool {
    let (Listen::At(address) | Listen::From(address)) = config.listen;
    // A proxy is there for others to come through, unless the address that people use says otherwise.
    let here_alone = address.ip().to_canonical().is_loopback()
        && match &config.public_url {
            Some(url) => transport::leads_here(url),
            None => config.trusted_proxies.is_empty(),
        };
    let choices = [("on", Demo::On), ("off", Demo::Off), ("public", Demo::Public)];
    match read.optional_choice("LECTERN_DEMO", &choices) {
        Some(Demo::On) if !here_alone => {
            let problem = "is on where others can come, by the address that is listened on, the public one or a trusted proxy: \
                           whoever comes could sign in as one of its people, as the teacher too. Set it to off, or to public \
                           if that is what you want";
            read.problem("LECTERN_DEMO", problem);
            false
        }
        Some(Demo::On | Demo::Public) => true,
        Some(Demo::Off) => false,
        None => config.database_url.is_none() && here_alone,
    }
}

/// What may be said of the demo school.
#[derive(Clone, Copy)]
enum Demo {
    On,
    Off,
    Public,
}

fn listen(read: &mut Reader) -> Listen {
    const DEFAULT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 3000);
    let Some(text) = read.text("LECTERN_ADDR") else {
        return Listen::From(DEFAULT);
    };
    match text.parse() {
        Ok(addr) => Listen::At(addr),
        Err(_) => {
            let problem = format!("is \"{text}\"; it takes an IP address and a port, such as 127.0.0.1:3000");
            read.problem("LECTERN_ADDR", problem);
            Listen::From(DEFAULT)
        }
    }
}

fn livekit(read: &mut Reader) -> Option<LiveKitSettings> {
    let needed = ["LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"];
    let [_, api_key, api_secret] = read.all_or_none("LiveKit", needed)?;
    const SCHEMES: [&str; 4] = ["ws", "wss", "http", "https"];
    let url = read.origin("LIVEKIT_URL", &SCHEMES)?;
    Some(LiveKitSettings { url, api_key, api_secret })
}

/// The key that signs, and those that signed before it, with commas.
fn log_keys(read: &mut Reader) -> Option<LogKeys> {
    const NAME: &str = "LECTERN_LOG_KEY";
    let text = read.text(NAME)?;
    let keys: Option<Vec<_>> = text.split(',').map(|word| read::parse_key(word.trim())).collect();
    match keys.as_deref() {
        Some([first, others @ ..]) => {
            Some(LogKeys::new(&first.0, &others.iter().map(|key| key.0).collect::<Vec<_>>()))
        }
        Some([]) | None => {
            let problem = "is no key: it takes 64 hexadecimal digits (openssl rand -hex 32), and after a comma the ones before it";
            read.problem(NAME, problem);
            None
        }
    }
}

fn redis(read: &mut Reader) -> Option<RedisSettings> {
    let authority = authority(read, "REDIS_CA");
    let url = read.url("REDIS_URL", &["redis", "rediss"])?;
    if read::host(&url).is_none() {
        read.problem("REDIS_URL", "names no host, as in rediss://:password@cache.example:6379");
        return None;
    }
    Some(RedisSettings { url, authority: authority.ok()? })
}

/// The certificates in a file that is set; an error that is noted where it can't be read.
fn authority(read: &mut Reader, name: &str) -> Result<Option<Vec<u8>>, ()> {
    read.text(name).map(std::fs::read).transpose().map_err(|error| {
        read.problem(name, format!("is no file that can be read ({error})"));
    })
}

fn objects(read: &mut Reader) -> Option<S3Settings> {
    let needed = ["S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_BUCKET"];
    let region = read.text("S3_REGION").unwrap_or_else(|| "us-east-1".to_owned());
    let public_endpoint = read.origin("S3_PUBLIC_ENDPOINT", &["http", "https"]);
    let [_, access_key, secret_key, bucket] = read.all_or_none("object storage", needed)?;
    let endpoint = read.origin("S3_ENDPOINT", &["http", "https"])?;
    let public = public_endpoint.unwrap_or_else(|| endpoint.clone());
    Some(S3Settings {
        endpoint,
        public: adapters::object_storage::PublicAddress::At(public),
        region,
        bucket,
        access_key,
        secret_key,
    })
}

fn mail(read: &mut Reader) -> Option<SmtpMail> {
    let [url, from] = read.all_or_none("mail", ["SMTP_URL", "MAIL_FROM"])?;
    let authority = authority(read, "SMTP_CA").ok()?;
    match SmtpMail::new(&url, &from, authority.as_deref()) {
        Ok(mail) => Some(mail),
        Err(error) => {
            let name = match error {
                MailSettingsError::Url(_) => "SMTP_URL",
                MailSettingsError::From(_) => "MAIL_FROM",
                MailSettingsError::Authority => "SMTP_CA",
            };
            read.problem(name, error.to_string());
            None
        }
    }
}

impl std::fmt::Debug for LiveKitSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveKitSettings")
            .field("url", &self.url)
            .field("api_key", &self.api_key)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

#[cfg(test)]
mod tests;
