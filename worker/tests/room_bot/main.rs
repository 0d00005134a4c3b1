//! The room bot against a real LiveKit server, with publishers that send real encoded sound and pictures.

mod broken;
mod ordinary;
mod support;
