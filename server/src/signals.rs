//! Being asked to end: Ctrl-C, or SIGTERM from whoever started us.

use tokio::signal::unix::{SignalKind, signal};

/// Waits for SIGINT or SIGTERM. A second SIGINT then ends the process at once.
pub async fn asked_to_end() {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        tracing::error!("signals can't be heard: end this process by SIGKILL");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    // Whoever asks twice doesn't want to wait; the embedded parts end with us.
    tokio::spawn(async move {
        interrupt.recv().await;
        std::process::exit(130);
    });
}
