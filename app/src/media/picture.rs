//! A video element that shows what somebody sends.

use leptos::html::Video;
use leptos::prelude::*;

use super::Media;

/// What of a participant is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sent {
    /// Their camera.
    Camera,
    /// Their screen.
    Screen,
    /// Their second camera.
    Document,
}

/// Shows what a participant sends whenever they do; without an identity our own, in the room or not.
#[component]
pub fn Picture(
    /// Whose, as the media server names them; none for our own.
    identity: Option<String>,
    /// What of them.
    #[prop(default = Sent::Camera)]
    what: Sent,
    /// Is told the picture's width by its height, whenever that changes.
    #[prop(optional)]
    ratio: Option<RwSignal<f32>>,
) -> impl IntoView {
    let video = NodeRef::<Video>::new();
    let media = expect_context::<Media>();
    media.fill(video, identity, what);
    let measure = move |_| measure(video, ratio);
    view! { <video node_ref=video autoplay playsinline muted on:resize=measure></video> }
}

/// Says how wide a picture is by its height; a picture that hasn't come says nothing.
#[cfg(feature = "browser")]
pub(crate) fn measure(video: NodeRef<Video>, ratio: Option<RwSignal<f32>>) {
    let Some((video, ratio)) = video.get_untracked().zip(ratio) else { return };
    let (width, height) = (video.video_width(), video.video_height());
    if width > 0 && height > 0 {
        ratio.try_set(width as f32 / height as f32);
    }
}

#[cfg(not(feature = "browser"))]
pub(crate) fn measure(_: NodeRef<Video>, _: Option<RwSignal<f32>>) {}

impl Media {
    #[cfg(feature = "browser")]
    fn fill(self, video: NodeRef<Video>, identity: Option<String>, what: Sent) {
        let word = match what {
            Sent::Camera => "camera",
            Sent::Screen => "screen",
            Sent::Document => "document",
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
