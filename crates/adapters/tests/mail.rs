//! The same cases against the fake and against real SMTP, to a server that keeps what it takes.

use adapters::mail::{MailSettingsError, SmtpMail};
use classroom::ports::mail::{Mail as _, MailError};
use testkit::cases::{letter, letters_are_taken_or_refused};
use testkit::mail::{FakeMail, SmtpSink, Way};

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
    let mail = SmtpMail::new(&sink.url(), FROM, None).unwrap();
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
async fn no_text_adds_a_header() {
    let sink = SmtpSink::start().await;
    let mail = SmtpMail::new(&sink.url(), FROM, None).unwrap();
    let plain = letter("amina@school.test");
    let mut hostile = letter("amina@school.test");
    for end in ["\r\n", "\n", "\r", "\u{2028}", "\u{85}"] {
        hostile.subject += &format!("{end}Bcc: everybody@school.test{end}{end}Words");
        hostile.to.name += &format!("{end}X-Evil: 1\", <other@school.test>, \"");
        hostile.text += &format!("{end}.{end}MAIL FROM:<other@school.test>{end}");
    }
    mail.send(&plain).await.unwrap();
    mail.send(&hostile).await.unwrap();
    let taken = sink.taken();
    assert_eq!(taken.len(), 2);
    let names = |message: &str| {
        let head = message.split("\r\n\r\n").next().unwrap().to_owned();
        let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        lines.map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&taken[1]), names(&taken[0]), "{}", taken[1]);
}

#[tokio::test]
async fn a_relay_that_is_away_is_asked_again_later() {
    // Nobody listens there.
    let mail = SmtpMail::new("smtp://127.0.0.1:9", FROM, None).unwrap();
    let sent = mail.send(&letter("amina@school.test")).await;
    assert!(matches!(sent, Err(MailError::Unavailable(_))), "{sent:?}");
}

#[tokio::test]
async fn through_tls_with_a_login() {
    for way in [Way::StartTls, Way::Tls] {
        let sink = SmtpSink::behind(way).await;
        let mail = SmtpMail::new(&sink.url(), FROM, Some(sink.authority())).unwrap();
        letters_are_taken_or_refused(&mail).await;
        assert_eq!(sink.taken().len(), 2, "{way:?}");
    }
}

#[tokio::test]
async fn a_relay_that_cannot_be_trusted_gets_no_login_and_no_letter() {
    for way in [Way::StartTls, Way::Tls] {
        let sink = SmtpSink::behind(way).await;
        // Nobody vouches for it; somebody does, but under another name.
        let other = sink.url().replace("127.0.0.1", "localhost");
        for (url, authority) in [(sink.url(), None), (other, Some(sink.authority()))] {
            let mail = SmtpMail::new(&url, FROM, authority).unwrap();
            let why = unusable(&mail).await;
            assert!(why.contains("its certificate can't be trusted, see SMTP_CA"), "{way:?}: {why}");
        }
        assert_eq!(sink.taken(), [""; 0]);
    }
}

#[tokio::test]
async fn a_login_that_is_not_taken_keeps_letters_waiting() {
    for way in [Way::StartTls, Way::Tls] {
        let sink = SmtpSink::behind(way).await;
        let url = sink.url().replace("pa%3Ass", "guessed");
        let mail = SmtpMail::new(&url, FROM, Some(sink.authority())).unwrap();
        let why = unusable(&mail).await;
        assert!(why.contains("another name and password than SMTP_URL has"), "{way:?}: {why}");
        assert!(!why.contains("guessed") && !format!("{mail:?}").contains("guessed"), "{why}, {mail:?}");
        assert_eq!(sink.taken(), [""; 0]);
    }
    // One that wants a login, and none is given.
    let sink = SmtpSink::behind(Way::StartTls).await;
    let url = format!("smtp://{}?tls=required", sink.url().split_once('@').unwrap().1);
    let why = unusable(&SmtpMail::new(&url, FROM, Some(sink.authority())).unwrap()).await;
    assert!(why.contains("another name and password"), "{why}");
}

#[tokio::test]
async fn a_login_does_not_go_to_a_relay_without_tls() {
    let sink = SmtpSink::start().await;
    let url = sink.url().replace("//", "//lectern:secret@");
    let why = unusable(&SmtpMail::new(&url, FROM, None).unwrap()).await;
    assert!(why.contains("STARTTLS"), "{why}");
    assert_eq!(sink.taken(), [""; 0]);
}

/// Why the relay can't be used, in a line.
async fn unusable(mail: &SmtpMail) -> String {
    match mail.send(&letter("amina@school.test")).await {
        Err(MailError::Settings(why)) if !why.contains('\n') => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    for url in [
        "127.0.0.1",
        "smtp://",
        "http://relay.test",
        "smtp://relay.test:mail",
        "smtp://name@relay.test",
        "smtps://:secret@relay.test",
        "smtps://relay.test/path",
        "smtps://relay.test?tls=required",
        "smtp://relay.test?tls=opportunistic",
    ] {
        let error = SmtpMail::new(url, FROM, None).unwrap_err();
        assert!(matches!(error, MailSettingsError::Url(_)), "{url}: {error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    assert!(matches!(SmtpMail::new("smtp://relay.test", "Lectern", None), Err(MailSettingsError::From(_))));
    for none in [&b""[..], b"secret", b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"] {
        let read = SmtpMail::new("smtps://relay.test", FROM, Some(none));
        assert!(matches!(read, Err(MailSettingsError::Authority)), "{none:?}");
    }
    for url in ["smtp://relay.test/", "smtps://relay.test", "smtps://a%40b.test:p%2Fw@[::1]:2465"] {
        let mail = SmtpMail::new(url, "lectern@school.test", None).unwrap();
        assert_eq!(mail.sender().name, "Lectern");
    }
}
