//! A video element that shows what somebody sends.

use leptos::html::Video;
use leptos::prelude::*;

use super::Media;

/// What of a participant is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// Their camera.
    Camera,
    /// Their screen.
    Screen,
}

/// Shows a participant's camera or screen whenever it is sent; without an identity our own camera, in the room or not.
#[component]
pub fn Picture(
    /// Whose, as the media server names them; none for our own.
    identity: Option<String>,
    /// What of them.
    #[prop(default = Sent::Camera)]
    what: Sent,
) -> impl IntoView {
    let video = NodeRef::<Video>::new();
    let media = expect_context::<Media>();
    media.fill(video, identity, what);
    view! { <video node_ref=video autoplay playsinline muted></video> }
}

impl Media {
    #[cfg(feature = "browser")]
    fn fill(self, video: NodeRef<Video>, identity: Option<String>, what: Sent) {
        let word = match what {
            Sent::Camera => "camera",
            Sent::Screen => "screen_share",
        };
        Effect::new(move || {
            if let Some(element) = video.get() {
                self.engine.show(element.clone(), identity.clone(), word);
                let shown = StoredValue::new_local(element);
                on_cleanup(move || {
                    shown.try_with_value(|element| self.engine.hide(element.clone()));
                });
            }
        });
    }

    #[cfg(not(feature = "browser"))]
    fn fill(self, _: NodeRef<Video>, _: Option<String>, _: Sent) {}
}
