//! Mail over SMTP, to a relay on the same machine or in the same network: there is no TLS on the way to it.

use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::mail::{Letter, Mail, MailError};
use domain::icalendar::Person;
use lettre::message::header::{ContentDisposition, ContentType};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

/// How long the relay may take for a step.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where a relay listens, unless its address says otherwise.
const SMTP_PORT: u16 = 25;

/// A mail relay.
#[derive(Debug, Clone)]
pub struct SmtpMail {
    relay: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Settings that can't be used. The text follows the setting's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailSettingsError {
    /// No address of a relay.
    #[error("is no address of a mail relay, such as smtp://127.0.0.1:25 (\"{0}\")")]
    Url(String),
    /// No address of a sender.
    #[error("is no address, such as Lectern <lectern@school.example> ({0})")]
    From(String),
}

impl SmtpMail {
    /// Mail through the relay at `url` (`smtp://host`, `smtp://host:2525`), from `from` (`Lectern <lectern@school.example>`). Nothing is sent yet.
    ///
    /// # Errors
    /// Where one of them can't be read.
    pub fn new(url: &str, from: &str) -> Result<Self, MailSettingsError> {
        let (host, port) = place(url).ok_or_else(|| MailSettingsError::Url(url.to_owned()))?;
        let relay = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port)
            .timeout(Some(PATIENCE))
            .build();
        let from = from
            .parse()
            .map_err(|error: lettre::address::AddressError| MailSettingsError::From(error.to_string()))?;
        Ok(Self { relay, from })
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
            .to(Mailbox::new(Some(letter.to.name.clone()), address))
            .subject(&letter.subject);
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

/// Host and port. A name and a password are not taken: they would go over the network for all to read.
fn place(url: &str) -> Option<(&str, u16)> {
    let place = url.strip_prefix("smtp://")?.trim_end_matches('/');
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
        _ => (place, SMTP_PORT),
    };
    let is_host = !host.is_empty() && !host.contains(['/', '@', '?', '#', ' ']);
    is_host.then_some((host, port))
}

#[async_trait]
impl Mail for SmtpMail {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = self.message(letter)?;
        match self.relay.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(MailError::Refused(error.to_string())),
            Err(error) => Err(MailError::Unavailable(error.to_string())),
        }
    }
}
