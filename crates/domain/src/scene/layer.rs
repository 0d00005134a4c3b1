//! What lies over the stage, whichever scene is live: each on and off by itself.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::rejection::Rejection;
use crate::scene::{Fact, LONGEST_LAYER, Scenes};
use crate::words::clean;

/// Something that can lie over the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// A line that says who speaks or what it is about, at the foot.
    LowerThird,
    /// The name of a school or course, in a corner.
    Logo,
    /// A line along the foot.
    Ticker,
}

impl Layer {
    /// Every layer, from the bottom up.
    pub const ALL: [Self; 3] = [Self::LowerThird, Self::Logo, Self::Ticker];
}

/// Lays something over the stage, or changes what it says.
///
/// # Errors
/// Outside a live class, and for an empty or overlong text.
pub fn show_layer(class: &Core, own: &Scenes, layer: Layer, text: &str) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let text = clean(text, LONGEST_LAYER).map_err(Rejection::BadText)?;
    if own.shown(layer) == Some(&text) {
        return Ok(vec![]);
    }
    Ok(vec![Fact::LayerShown { layer, text: text.into() }])
}

/// Takes it from the stage.
///
/// # Errors
/// Outside a live class.
pub fn hide_layer(class: &Core, own: &Scenes, layer: Layer) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let on = own.layers.get(&layer).is_some_and(|overlay| overlay.on);
    Ok(if on { vec![Fact::LayerHidden { layer }] } else { vec![] })
}
