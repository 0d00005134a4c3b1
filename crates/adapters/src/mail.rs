//! Mail over SMTP: to a relay in the same network as it is, to any other through TLS, with a login where it asks for one.

use std::error::Error as _;
use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::mail::{Letter, Mail, MailError};
use domain::icalendar::Person;
use lettre::message::header::{ContentDisposition, ContentType};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use url::Url;

/// How long the relay may take for a step.
const PATIENCE: Duration = Duration::from_secs(20);
/// What begins a certificate in PEM form.
const CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----";
/// What a relay answers where the login is missing, too weak or wrong (RFC 4954).
const LOGIN: [u16; 4] = [530, 534, 535, 538];

/// A mail relay.
#[derive(Debug, Clone)]
pub struct SmtpMail {
    relay: AsyncSmtpTransport<Tokio1Executor>,
    host: String,
    privacy: Privacy,
    from: Mailbox,
}

/// Settings that can't be used. The text follows the setting's name, and has no password in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailSettingsError {
    /// No address of a relay.
    #[error(
        "is no address of a mail relay, such as smtp://127.0.0.1:25 or smtps://name:password@relay.example ({0})"
    )]
    Url(&'static str),
    /// No address of a sender.
    #[error("is no address, such as Lectern <lectern@school.example> ({0})")]
    From(String),
    /// No certificates.
    #[error("is no file of certificates in PEM form")]
    Authority,
}

/// How the way to a relay is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Privacy {
    /// Not at all.
    None,
    /// The relay is asked for TLS, and nothing is sent without it.
    StartTls,
    /// TLS from the first byte on.
    Tls,
}

impl SmtpMail {
    /// Mail through the relay at `url`, from `from` (`Lectern <lectern@school.example>`). Nothing is sent yet.
    ///
    /// `smtp://host` is spoken to as it is; `smtp://host?tls=required` and `smtp://name:password@host` through STARTTLS, and
    /// `smtps://host` through TLS: there the relay's certificate must be one that the roots of Mozilla's browsers vouch for,
    /// or the certificates in `authority` (PEM).
    ///
    /// # Errors
    /// Where one of them can't be read.
    pub fn new(url: &str, from: &str, authority: Option<&[u8]>) -> Result<Self, MailSettingsError> {
        let unreadable = MailSettingsError::Url("it can't be read");
        let address = Url::parse(url).map_err(|_| unreadable.clone())?;
        let privacy = privacy(&address).map_err(MailSettingsError::Url)?;
        let host = address.host_str().filter(|host| !host.is_empty()).ok_or(unreadable.clone())?;
        let port = address.port().unwrap_or(match privacy {
            Privacy::None => smtp::SMTP_PORT,
            Privacy::StartTls => smtp::SUBMISSION_PORT,
            Privacy::Tls => smtp::SUBMISSIONS_PORT,
        });
        let tls = match privacy {
            Privacy::None => Tls::None,
            Privacy::StartTls => Tls::Required(tls_to(host, authority)?),
            Privacy::Tls => Tls::Wrapper(tls_to(host, authority)?),
        };
        // It reads the name and the password.
        let relay = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| unreadable)?
            .port(port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .build();
        let from = from
            .parse()
            .map_err(|error: lettre::address::AddressError| MailSettingsError::From(error.to_string()))?;
        Ok(Self { relay, host: host.trim_matches(['[', ']']).to_owned(), privacy, from })
    }

    /// The relay's host, where what it is sent can be read on the way.
    #[must_use]
    pub fn in_the_clear(&self) -> Option<&str> {
        (self.privacy == Privacy::None).then_some(&*self.host)
    }

    /// Who the letters are from.
    #[must_use]
    pub fn sender(&self) -> Person {
        Person {
            name: self.from.name.clone().unwrap_or_else(|| "Lectern".to_owned()),
            email: self.from.email.to_string(),
        }
    }

    fn message(&self, letter: &Letter) -> Result<Message, MailError> {
        let refused = |error: &dyn std::fmt::Display| MailError::Refused(error.to_string());
        let address =
            letter.to.email.parse().map_err(|error: lettre::address::AddressError| refused(&error))?;
        let builder = Message::builder()
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .from(self.from.clone())
            .to(Mailbox::new(Some(one_line(&letter.to.name)), address))
            .subject(one_line(&letter.subject));
        let text = SinglePart::plain(letter.text.clone());
        let Some((method, file)) = &letter.calendar else {
            return builder.singlepart(text).map_err(|error| refused(&error));
        };
        let kind = format!("text/calendar; charset=utf-8; method={}", method.word());
        let kind = ContentType::parse(&kind).map_err(|error| refused(&error))?;
        // Once for mail programs that understand invitations, once for people whose don't.
        let invitation = SinglePart::builder().header(kind.clone()).body(file.clone());
        let attached = SinglePart::builder()
            .header(kind)
            .header(ContentDisposition::attachment("class.ics"))
            .body(file.clone());
        let both = MultiPart::alternative().singlepart(text).singlepart(invitation);
        builder
            .multipart(MultiPart::mixed().multipart(both).singlepart(attached))
            .map_err(|error| refused(&error))
    }
}

/// The text in a line, as a header has it: people write it, and what ends a line would begin another header.
fn one_line(text: &str) -> String {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.split(ends).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How the relay's address wants the way to be. Otherwise, what is wrong with the address.
fn privacy(address: &Url) -> Result<Privacy, &'static str> {
    let login = match (address.username(), address.password()) {
        ("", None) => false,
        (name, Some(password)) if !name.is_empty() && !password.is_empty() => true,
        _ => return Err("a login is a name and a password"),
    };
    if !matches!(address.path(), "" | "/") || address.fragment().is_some() {
        return Err("no path follows the host");
    }
    match (address.scheme(), address.query()) {
        ("smtp", None) if !login => Ok(Privacy::None),
        // A login doesn't go over the network for all to read.
        ("smtp", None | Some("tls=required")) => Ok(Privacy::StartTls),
        ("smtps", None) => Ok(Privacy::Tls),
        ("smtp" | "smtps", Some(_)) => Err("all that may follow is ?tls=required, after smtp://"),
        _ => Err("it begins with smtp:// or smtps://"),
    }
}

fn tls_to(host: &str, authority: Option<&[u8]>) -> Result<TlsParameters, MailSettingsError> {
    let mut tls = TlsParameters::builder(host.trim_matches(['[', ']']).to_owned())
        .certificate_store(CertificateStore::WebpkiRoots);
    if let Some(pem) = authority {
        let any = pem.windows(CERTIFICATE.len()).any(|part| part == CERTIFICATE);
        let certificates = Certificate::from_pem(pem).ok().filter(|_| any);
        tls = tls.add_root_certificate(certificates.ok_or(MailSettingsError::Authority)?);
    }
    tls.build().map_err(|_| MailSettingsError::Authority)
}

/// What a letter that wasn't taken says: about the letter, the relay, or the settings.
fn not_taken(letter: &Letter, error: &smtp::Error) -> MailError {
    let text = error.to_string();
    let login = error.status().is_some_and(|code| LOGIN.contains(&u16::from(code)));
    if login {
        MailError::Settings(format!("it wants another name and password than SMTP_URL has ({text})"))
    } else if let Some(why) = distrusted(error) {
        MailError::Settings(format!("its certificate can't be trusted, see SMTP_CA ({why})"))
    } else if error.is_client() && letter.to.email.is_ascii() {
        // It offers no TLS, or no way to sign in.
        MailError::Settings(text)
    } else if error.is_client() || error.is_permanent() {
        MailError::Refused(text)
    } else {
        MailError::Unavailable(text)
    }
}

/// What is wrong with the relay's certificate, if that is why it can't be spoken to.
fn distrusted(error: &smtp::Error) -> Option<&rustls::CertificateError> {
    let mut source = error.source();
    while let Some(error) = source {
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(rustls::Error::InvalidCertificate(why)) = inner.and_then(|inner| inner.downcast_ref()) {
            return Some(why);
        }
        source = error.source();
    }
    None
}

#[async_trait]
impl Mail for SmtpMail {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = self.message(letter)?;
        match self.relay.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(not_taken(letter, &error)),
        }
    }
}
