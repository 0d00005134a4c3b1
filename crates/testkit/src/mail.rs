//! A mail server that keeps what it is given, and a fake of the port that does the same.
#![expect(clippy::expect_used, reason = "a test without its mail server fails")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use classroom::ports::mail::{Letter, Mail, MailError};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Whoever has this in their address is unknown to the fake and to the sink.
pub const UNKNOWN: &str = "nobody@";

/// Letters in memory.
#[derive(Debug, Default)]
pub struct FakeMail {
    sent: Mutex<Vec<Letter>>,
    away: Mutex<bool>,
}

impl FakeMail {
    /// What was sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Letter> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes nothing any more, or takes letters again.
    pub fn set_away(&self, away: bool) {
        *self.away.lock().unwrap_or_else(PoisonError::into_inner) = away;
    }
}

#[async_trait]
impl Mail for FakeMail {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        if *self.away.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(MailError::Unavailable("nobody is there".to_owned()));
        }
        if letter.to.email.starts_with(UNKNOWN) || !letter.to.email.contains('@') {
            return Err(MailError::Refused("no such address".to_owned()));
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(letter.clone());
        Ok(())
    }
}

/// A mail server on a port of its own, which takes every message and keeps it. Gone with this.
pub struct SmtpSink {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl SmtpSink {
    /// Starts it.
    ///
    /// # Panics
    /// Where no port is free.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let taken: Arc<Mutex<Vec<String>>> = Arc::default();
        let keeps = taken.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let keeps = keeps.clone();
                // A client that goes away in the middle has sent nothing.
                tokio::spawn(async move { converse(stream, &keeps).await.ok() });
            }
        });
        Self { address, taken, serving }
    }

    /// What stands in `SMTP_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The messages it took, headers and all, as they came.
    #[must_use]
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// RFC 5321, as much of it as a client needs to hand a message over.
async fn converse(mut stream: TcpStream, taken: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let (reading, mut writing) = stream.split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 sink\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" | "HELO" => b"250 sink\r\n",
            "RCPT" if line.contains(UNKNOWN) => b"550 no such address\r\n",
            "DATA" => {
                writing.write_all(b"354 go on\r\n").await?;
                let mut message = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    message += line.strip_prefix('.').unwrap_or(&line);
                    message += "\r\n";
                }
                taken.lock().unwrap_or_else(PoisonError::into_inner).push(message);
                b"250 taken\r\n"
            }
            "QUIT" => {
                return writing.write_all(b"221 bye\r\n").await;
            }
            _ => b"250 ok\r\n",
        };
        writing.write_all(answer).await?;
    }
    Ok(())
}
