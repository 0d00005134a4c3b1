//! Servers that died: the tabs they held are closed by those that live.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::ids::CommandId;
use domain::{SystemCommand, participant};
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use super::Classes;
use crate::ports::nodes::Nodes;

/// How often a server says that it is up, and looks who is.
const BEAT: Duration = Duration::from_secs(2);
/// How often a server looks at the classes that are being taught.
const ROUND: Duration = Duration::from_secs(5 * 60);
/// A server not heard of for this long is down.
pub const SILENCE: Duration = Duration::from_secs(10);

impl Classes {
    /// Says that this server is up, again and again, and closes the tabs of servers that are not, in the classes that are
    /// open here. Every server does; who comes second finds the tabs closed.
    pub async fn watch(self: Arc<Self>, nodes: Arc<dyn Nodes>) {
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut round = interval(ROUND);
        round.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = beat.tick() => {}
                _ = round.tick() => {
                    self.look_after(nodes.as_ref()).await;
                    continue;
                }
            }
            match nodes.beat(&self.node).await {
                Ok(up) => self.close_tabs_of_others_than(&up).await,
                // A dead server looks like a silent one while the database is away.
                Err(error) => tracing::debug!(%error, "the list of servers can't be read"),
            }
        }
    }

    /// Opens every class that is being taught, for a minute if nobody is in it: one whose server died has its tabs closed,
    /// and ends when its time is over.
    async fn look_after(&self, nodes: &dyn Nodes) {
        let Ok(live) = nodes.live_classes().await else { return };
        for key in live {
            if let Err(refusal) = self.open(key).await {
                tracing::debug!(session = %key.session, %refusal, "a live class can't be opened now");
            }
        }
    }

    async fn close_tabs_of_others_than(&self, up: &BTreeSet<String>) {
        let classes: Vec<_> = self.open.iter().map(|class| class.clone()).collect();
        for class in classes {
            let down: BTreeSet<String> =
                class.read(|view| view.core.nodes().filter(|node| !up.contains(*node)).cloned().collect());
            for node in down {
                tracing::info!(session = %class.key.session, %node, "a server is gone; its tabs are closed");
                let forget = SystemCommand::Participant(participant::SystemCommand::ForgetNode { node });
                // Its answer is its event; while the log is away the next beat finds the same tabs.
                let _ = class.submit_system(CommandId(Uuid::now_v7()), None, forget).await;
            }
        }
    }
}
