//! What leaves this machine goes through TLS to who it is for, or somebody said in so many words that it need not.

use adapters::mail::SmtpMail;
use store::{OpenError, Route, Trust};

use super::read::{Reader, host};

/// The setting that names the systems that may be spoken to in the clear.
const PLAINTEXT: &str = "LECTERN_PLAINTEXT";
/// What is so where there is no TLS.
const READABLE: &str = "without TLS, so what goes there can be read on the way";

/// A system outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    Postgres,
    Redis,
    LiveKit,
    Storage,
    Mail,
}

/// A way that isn't private.
struct Exposed {
    /// Where it leads.
    host: String,
    /// What is wrong with it.
    how: &'static str,
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
            Self::LiveKit => &["LIVEKIT_URL"],
            Self::Storage => &["S3_ENDPOINT", "S3_PUBLIC_ENDPOINT"],
            Self::Mail => &["SMTP_URL"],
        }
    }

    /// What makes the way to it private.
    const fn remedy(self) -> &'static str {
        match self {
            Self::Postgres => {
                "let it end in ?sslmode=verify-full (and &sslrootcert=FILE for an authority of your own)"
            }
            Self::Redis => "use rediss:// (and REDIS_CA for an authority of your own)",
            Self::LiveKit => "use wss://",
            Self::Storage => "use https://",
            Self::Mail => "use smtps://, or add ?tls=required to it",
        }
    }
}

/// Names every address elsewhere that is spoken to in the clear unasked. Each is looked at as who uses it reads it.
pub(super) fn check(read: &mut Reader, mail: Option<&SmtpMail>) {
    let allowed = allowed(read);
    for system in System::ALL {
        for name in system.addresses() {
            // What is wrong already is said once.
            let Some(url) = read.text(name).filter(|_| !read.is_wrong(name)) else { continue };
            let exposed = match system {
                System::Postgres => postgres(read, name, &url),
                System::Mail => mail
                    .and_then(SmtpMail::in_the_clear)
                    .map(|host| Exposed { host: host.to_owned(), how: READABLE }),
                System::Redis => in_the_clear(&url, &["redis"]),
                System::LiveKit => in_the_clear(&url, &["ws", "http"]),
                System::Storage => in_the_clear(&url, &["http"]),
            };
            let Some(Exposed { host, how }) = exposed.filter(|exposed| !is_here(&exposed.host)) else {
                continue;
            };
            if allowed.contains(&system) {
                continue;
            }
            let (remedy, word) = (system.remedy(), system.word());
            let problem = format!(
                "leads to {host} {how}: {remedy}, or name {word} in {PLAINTEXT} where nobody else is in that network"
            );
            read.problem(name, problem);
        }
    }
}

/// A database that gets our password without having proved which one it is; an address that can't be read is a problem of its
/// own.
fn postgres(read: &mut Reader, name: &str, url: &str) -> Option<Exposed> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return None;
    }
    let Route { host, trust } = match store::route(url) {
        Ok(route) => route,
        Err(OpenError::Address(why)) => {
            read.problem(name, format!("is no Postgres address: {why}"));
            return None;
        }
        Err(other) => {
            read.problem(name, other.to_string());
            return None;
        }
    };
    let how = match trust {
        Trust::InTheClear => READABLE,
        Trust::Anybody => "with sslmode=require, which gives the password to whoever answers",
        Trust::AnyName => {
            "with sslmode=verify-ca, which gives the password to whoever has a certificate of any name"
        }
        Trust::Host => return None,
    };
    host.map(|host| Exposed { host, how })
}

/// An address with one of these schemes.
fn in_the_clear(url: &str, schemes: &[&str]) -> Option<Exposed> {
    let (scheme, _) = url.split_once("://")?;
    schemes.contains(&scheme).then(|| host(url)).flatten().map(|host| Exposed { host, how: READABLE })
}

/// Whether an address leads to this very machine, by a name that others don't reach it by.
pub(super) fn leads_here(url: &str) -> bool {
    host(url).is_some_and(|host| is_here(&host))
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

/// Whether this host is this machine: what goes there is on no network.
fn is_here(host: &str) -> bool {
    let is_loopback = |address: std::net::IpAddr| address.to_canonical().is_loopback();
    let host = host.to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost") || host.parse().is_ok_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_its_names() {
        for here in ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "LocalHost", "db.localhost"] {
            assert!(is_here(here), "{here}");
        }
        for there in [
            "postgres",
            "10.0.0.1",
            "192.168.1.7",
            "0.0.0.0",
            "localhost.evil.example",
            "127.0.0.1.nip.io",
            "",
        ] {
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
            // Where http is spoken, this is a slash.
            ("http://evil.example\\@localhost", "evil.example"),
            ("http://127.1", "127.0.0.1"),
        ] {
            assert_eq!(host(url).as_deref(), Some(found), "{url}");
        }
        assert!(!leads_here("http://"));
    }
}
