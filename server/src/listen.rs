//! Taking the address to listen on before anything else is started, and asking whether somebody listens.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
};

use crate::config::Listen;

/// How many ports after the default one are tried.
const TRIES: u16 = 100;

/// Connections that may wait to be taken: thousands come at once after a restart, and one that finds no room tries again
/// a second later.
const BACKLOG: u32 = 8_192;

/// A socket that listens.
pub struct Listener {
    /// To be served.
    pub listener: TcpListener,
    /// Its address, with the real port.
    pub address: SocketAddr,
}

/// Binds the address that was set, or the first free one from the default on.
///
/// # Errors
/// [`ListenError`], which names the address and what to do.
pub async fn bind(listen: Listen) -> Result<Listener, ListenError> {
    match listen {
        Listen::At(addr) => bind_at(addr).await,
        Listen::From(first) => {
            for port in first.port()..first.port() + TRIES {
                match bind_at(SocketAddr::new(first.ip(), port)).await {
                    Err(ListenError::Taken(_)) => {}
                    other => return other,
                }
            }
            Err(ListenError::Taken(first))
        }
    }
}

async fn bind_at(addr: SocketAddr) -> Result<Listener, ListenError> {
    let failed = |source: std::io::Error| match source.kind() {
        ErrorKind::AddrInUse => ListenError::Taken(addr),
        _ => ListenError::Refused { addr, source },
    };
    let socket = if addr.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.map_err(failed)?;
    socket.set_reuseaddr(true).map_err(failed)?;
    socket.bind(addr).map_err(failed)?;
    let listener = socket.listen(BACKLOG).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Listener { listener, address })
}

/// Asks the server on this machine's `port` for `path`; anything but 200 is an error.
pub async fn answers(port: u16, path: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    let question = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(question.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    if answer.starts_with("HTTP/1.1 200") {
        return Ok(());
    }
    Err(std::io::Error::other(answer.lines().next().unwrap_or("no answer").to_owned()))
}

/// Why we can't listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program listens there.
    #[error(
        "{0} is taken by another program: stop it, or set LECTERN_ADDR to another address, such as 127.0.0.1:0 for any free port"
    )]
    Taken(SocketAddr),
    /// The system doesn't let us.
    #[error("can't listen on {addr}: {source} (LECTERN_ADDR)")]
    Refused {
        /// Where.
        addr: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_named_or_passed_over() {
        let first = bind(Listen::At("127.0.0.1:0".parse().unwrap())).await.unwrap();
        let Err(error) = bind(Listen::At(first.address)).await else { panic!("bound twice") };
        assert!(error.to_string().contains(&first.address.to_string()), "{error}");
        let next = bind(Listen::From(first.address)).await.unwrap();
        assert!(next.address.port() > first.address.port());
    }
}
