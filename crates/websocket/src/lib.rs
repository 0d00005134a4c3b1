//! The server's end of a WebSocket (RFC 6455), for thousands of sockets that get the same bytes.
//!
//! [`accept`] answers the handshake, [`Channel`] speaks on the connection that comes of it, and [`Reader`] takes frames out of
//! bytes. README.md says what it is for and what it does not do.

mod channel;
mod frames;
mod handshake;

pub use channel::{Channel, End, Pace, code};
pub use frames::{Broken, Heard, Limits, Opcode, Reader, header};
pub use handshake::{GUID, accept};
