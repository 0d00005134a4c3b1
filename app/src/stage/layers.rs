//! What lies over the stage, whichever scene is live.

use domain::scene::{Layer, Scenes};
use leptos::prelude::*;

/// The layers that are on.
#[component]
pub(crate) fn Layers(
    /// What a layer says, where it is shown.
    #[prop(into)]
    text: Callback<Layer, Option<String>>,
) -> impl IntoView {
    Layer::ALL
        .map(|layer| {
            let text = Memo::new(move |_| text.run(layer));
            let class = match layer {
                Layer::LowerThird => "layer layer--lower-third",
                Layer::Logo => "layer layer--logo",
                Layer::Ticker => "layer layer--ticker",
            };
            move || text.get().map(|text| view! { <p class=class><bdi>{text}</bdi></p> })
        })
        .into_view()
}

/// What a layer says in a class, where it is shown.
pub(crate) fn layer_text(scenes: &Scenes, layer: Layer) -> Option<String> {
    scenes.shown(layer).map(str::to_owned)
}
