//! What leaves this machine goes through TLS, or somebody said in so many words that it need not.

use super::read::Reader;

/// The setting that names the systems that may be spoken to in the clear.
const PLAINTEXT: &str = "LECTERN_PLAINTEXT";

/// A system outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    Postgres,
    Redis,
    LiveKit,
    Storage,
    Mail,
}

impl System {
    const ALL: [Self; 5] = [Self::Postgres, Self::Redis, Self::LiveKit, Self::Storage, Self::Mail];

    /// The word in [`PLAINTEXT`].
    const fn word(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Redis => "redis",
            Self::LiveKit => "livekit",
            Self::Storage => "storage",
            Self::Mail => "mail",
        }
    }

    /// The settings that say where it is.
    const fn addresses(self) -> &'static [&'static str] {
        match self {
            Self::Postgres => &["DATABASE_URL"],
            Self::Redis => &["REDIS_URL"],
            Self::LiveKit => &["LIVEKIT_URL", "LIVEKIT_PUBLIC_URL"],
            Self::Storage => &["S3_ENDPOINT", "S3_PUBLIC_ENDPOINT"],
            Self::Mail => &["SMTP_URL"],
        }
    }

    /// What makes the way to it private.
    const fn remedy(self) -> &'static str {
        match self {
            Self::Postgres => {
                "add ?sslmode=verify-full to it (and &sslrootcert=FILE for an authority of your own)"
            }
            Self::Redis => "use rediss:// (and REDIS_CA for an authority of your own)",
            Self::LiveKit => "use wss://",
            Self::Storage => "use https://",
            Self::Mail => "use smtps://, or add ?tls=required to it",
        }
    }

    /// Whether what is sent to this address can be read on the way.
    fn is_in_the_clear(self, url: &str, pg_ssl_mode: Option<&str>) -> bool {
        match self {
            Self::Postgres => {
                let mode = parameter(url, "sslmode").or(parameter(url, "ssl-mode")).or(pg_ssl_mode);
                !matches!(mode, Some("require" | "verify-ca" | "verify-full"))
            }
            Self::Redis => url.starts_with("redis://"),
            Self::LiveKit => url.starts_with("ws://") || url.starts_with("http://"),
            Self::Storage => url.starts_with("http://"),
            Self::Mail => {
                let has_login = authority(url).contains('@');
                url.starts_with("smtp://") && !has_login && parameter(url, "tls") != Some("required")
            }
        }
    }
}

/// Names every address elsewhere that is spoken to in the clear unasked.
pub(super) fn check(read: &mut Reader) {
    let allowed = allowed(read);
    let pg_ssl_mode = read.foreign("PGSSLMODE");
    for system in System::ALL.into_iter().filter(|system| !allowed.contains(system)) {
        for name in system.addresses() {
            let Some(url) = read.text(name) else { continue };
            if is_here(host(system, &url)) || !system.is_in_the_clear(&url, pg_ssl_mode.as_deref()) {
                continue;
            }
            let (host, remedy, word) = (host(system, &url), system.remedy(), system.word());
            let problem = format!(
                "leads to {host} without TLS, so what goes there can be read on the way: {remedy}, or name {word} in \
                 {PLAINTEXT} where nobody else is in that network"
            );
            read.problem(name, problem);
        }
    }
}

/// Whether an address leads to this very machine, by a name that others don't reach it by.
pub(super) fn leads_here(url: &str) -> bool {
    is_here(host(System::Storage, url))
}

/// The systems that are named.
fn allowed(read: &mut Reader) -> Vec<System> {
    let text = read.text(PLAINTEXT).unwrap_or_default();
    let mut allowed = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match System::ALL.into_iter().find(|system| system.word() == word) {
            Some(system) => allowed.push(system),
            None => {
                let words = System::ALL.map(System::word).join(", ");
                read.problem(
                    PLAINTEXT,
                    format!("has \"{word}\"; it takes, with commas between them: {words}"),
                );
            }
        }
    }
    allowed
}

/// What stands between the scheme and the path: login, host and port.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find(['/', '?', '#']).map_or(rest, |end| &rest[..end])
}

/// The host of an address, without login and port.
fn host(system: System, url: &str) -> &str {
    // Postgres's may be given apart.
    if system == System::Postgres
        && let Some(host) = parameter(url, "hostaddr").or(parameter(url, "host"))
    {
        return host;
    }
    let authority = authority(url);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[') {
        Some(address) => address.split_once(']').map_or(address, |(address, _)| address),
        None => host.rsplit_once(':').map_or(host, |(host, _)| host),
    }
}

/// A parameter behind the question mark.
fn parameter<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = url.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// Whether this host is this machine: what goes there is on no network. A path is a socket's.
fn is_here(host: &str) -> bool {
    let is_loopback = |address: std::net::IpAddr| address.to_canonical().is_loopback();
    let host = host.to_ascii_lowercase();
    host.is_empty()
        || host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with('/')
        || host.starts_with("%2f")
        || host.parse().is_ok_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_its_names() {
        for here in ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "LocalHost", "db.localhost", ""] {
            assert!(is_here(here), "{here}");
        }
        for there in
            ["postgres", "10.0.0.1", "192.168.1.7", "0.0.0.0", "localhost.evil.example", "127.0.0.1.nip.io"]
        {
            assert!(!is_here(there), "{there}");
        }
    }

    #[test]
    fn a_host_is_found_whatever_stands_around_it() {
        for (url, found) in [
            ("redis://:p%40ss@cache:6379/0", "cache"),
            ("redis://cache", "cache"),
            ("redis://[2001:db8::1]:6379", "2001:db8::1"),
            ("redis://name:127.0.0.1@evil.example/", "evil.example"),
            ("redis://evil.example?127.0.0.1", "evil.example"),
            ("redis://evil.example#@127.0.0.1", "evil.example"),
        ] {
            assert_eq!(host(System::Redis, url), found, "{url}");
        }
        for (url, found) in [
            ("postgres://lectern@db/lectern", "db"),
            ("postgres:///lectern?host=/run/postgresql", "/run/postgresql"),
            ("postgres://localhost/lectern?host=db", "db"),
            ("postgres://%2Frun%2Fpostgresql/lectern", "%2Frun%2Fpostgresql"),
        ] {
            assert_eq!(host(System::Postgres, url), found, "{url}");
        }
    }
}
