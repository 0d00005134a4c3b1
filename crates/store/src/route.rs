//! Where a Postgres address leads, as it is read when it is opened.

use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::error::OpenError;

/// Where an address leads, and who is believed to be there. What stands in the address twice, or in other writing, or in the
/// environment (`PGHOST`, `PGSSLMODE` and the like) counts as it does when the database is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The host; `None` for a socket of this machine.
    pub host: Option<String>,
    /// Who is believed to be it.
    pub trust: Trust,
}

/// Who gets our password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Whoever reads on the way, or stands in it.
    InTheClear,
    /// Through TLS, whoever answers.
    Anybody,
    /// Through TLS, whoever has a certificate that an authority gave to any name.
    AnyName,
    /// Through TLS, who has a certificate for that host.
    Host,
}

/// Reads an address.
///
/// # Errors
/// [`OpenError::Address`] for one that can't be read.
pub fn route(url: &str) -> Result<Route, OpenError> {
    let options = options(url)?;
    let host = match options.get_socket() {
        None if !options.get_host().starts_with('/') => {
            Some(options.get_host().trim_matches(['[', ']']).to_owned())
        }
        Some(_) | None => None,
    };
    let trust = match options.get_ssl_mode() {
        // With these a server may say that it has no TLS, or isn't asked.
        PgSslMode::Disable | PgSslMode::Allow | PgSslMode::Prefer => Trust::InTheClear,
        PgSslMode::Require => Trust::Anybody,
        PgSslMode::VerifyCa => Trust::AnyName,
        PgSslMode::VerifyFull => Trust::Host,
    };
    Ok(Route { host, trust })
}

/// What the driver makes of an address.
pub(crate) fn options(url: &str) -> Result<PgConnectOptions, OpenError> {
    if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(OpenError::Address("it has to begin with postgres://".into()));
    }
    PgConnectOptions::from_str(url).map_err(|error| OpenError::Address(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{Trust, route};

    #[test]
    fn what_counts_is_what_the_driver_reads() {
        for (url, host, trust) in [
            ("postgres://l@db/l", Some("db"), Trust::InTheClear),
            ("postgres://l@db/l?sslmode=allow", Some("db"), Trust::InTheClear),
            ("postgres://l@db/l?sslmode=prefer", Some("db"), Trust::InTheClear),
            ("postgres://l@db/l?sslmode=require", Some("db"), Trust::Anybody),
            ("postgres://l@db/l?ssl-mode=verify-ca", Some("db"), Trust::AnyName),
            ("postgres://l@db/l?sslmode=verify-full", Some("db"), Trust::Host),
            // The last word counts.
            ("postgres://l@db/l?sslmode=verify-full&sslmode=disable", Some("db"), Trust::InTheClear),
            ("postgres://l@db/l?sslmode=require&ssl-mode=prefer", Some("db"), Trust::InTheClear),
            ("postgres://l@localhost/l?host=127.0.0.1&host=192.0.2.2", Some("192.0.2.2"), Trust::InTheClear),
            // In whatever writing.
            ("postgres://l@localhost/l?%68ost=192.0.2.2", Some("192.0.2.2"), Trust::InTheClear),
            ("postgres://l@db/l?sslmode=verify-full&%73slmode=%64isable", Some("db"), Trust::InTheClear),
            ("postgres://l@localhost/l?hostaddr=192.0.2.2", Some("192.0.2.2"), Trust::InTheClear),
            ("postgres://localhost:pw@db/l", Some("db"), Trust::InTheClear),
            ("postgres://l@[::1]:5432/l", Some("::1"), Trust::InTheClear),
            ("postgres:///l?host=/run/postgresql", None, Trust::InTheClear),
            ("postgres://%2Frun%2Fpostgresql/l", None, Trust::InTheClear),
            // A socket is taken before any host.
            ("postgres://db/l?host=/run/postgresql", None, Trust::InTheClear),
        ] {
            let read = route(url).unwrap();
            assert_eq!((read.host.as_deref(), read.trust), (host, trust), "{url}");
        }
        for url in ["mysql://l@db/l", "postgres://l@db/l?sslmode=perhaps", "postgres://l@db:port/l"] {
            assert!(route(url).is_err(), "{url}");
        }
    }
}
