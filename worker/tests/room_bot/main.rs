//! The room bot against a real LiveKit server, with publishers that send real encoded sound and pictures.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on may panic")]

mod broken;
mod ordinary;
mod support;
