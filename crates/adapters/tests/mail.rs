//! The same cases against the fake and against real SMTP, to a server that keeps what it takes.

use adapters::mail::{MailSettingsError, SmtpMail};
use classroom::ports::mail::{Mail as _, MailError};
use testkit::cases::{letter, letters_are_taken_or_refused};
use testkit::mail::{FakeMail, SmtpSink};

const FROM: &str = "Lectern <lectern@school.test>";

#[tokio::test]
async fn the_fake() {
    let mail = FakeMail::default();
    letters_are_taken_or_refused(&mail).await;
    let to: Vec<_> = mail.sent().into_iter().map(|letter| letter.to.email).collect();
    assert_eq!(to, ["amina@school.test", "jonas@school.test"]);
    mail.set_away(true);
    assert!(matches!(mail.send(&letter("amina@school.test")).await, Err(MailError::Unavailable(_))));
}

#[tokio::test]
async fn over_smtp() {
    let sink = SmtpSink::start().await;
    let mail = SmtpMail::new(&sink.url(), FROM).unwrap();
    letters_are_taken_or_refused(&mail).await;
    let taken = sink.taken();
    assert_eq!(taken.len(), 2);
    let message = &taken[0];
    for line in [
        "Message-ID: <class.person.revision-0@school.test>\r\n",
        "From: Lectern <lectern@school.test>\r\n",
        "Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n",
        "Content-Disposition: attachment; filename=\"class.ics\"\r\n",
        "BEGIN:VCALENDAR\r\n",
    ] {
        assert!(message.contains(line), "no {line:?} in {message}");
    }
    assert!(message.contains("<amina@school.test>") && !message.contains("Überschwinger"), "{message}");
}

#[tokio::test]
async fn a_relay_that_is_away_is_asked_again_later() {
    // Nobody listens there.
    let mail = SmtpMail::new("smtp://127.0.0.1:9", FROM).unwrap();
    let sent = mail.send(&letter("amina@school.test")).await;
    assert!(matches!(sent, Err(MailError::Unavailable(_))), "{sent:?}");
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    for url in
        ["127.0.0.1", "smtps://relay.test", "smtp://", "smtp://a:b@relay.test", "smtp://relay.test:mail"]
    {
        assert!(matches!(SmtpMail::new(url, FROM), Err(MailSettingsError::Url(_))), "{url}");
    }
    assert!(matches!(SmtpMail::new("smtp://relay.test", "Lectern"), Err(MailSettingsError::From(_))));
    let mail = SmtpMail::new("smtp://relay.test/", "lectern@school.test").unwrap();
    assert_eq!(mail.sender().name, "Lectern");
}
