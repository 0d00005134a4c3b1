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
    let on = own.layers.get(&layer).is_some_and(|there| there.on);
    Ok(if on { vec![Fact::LayerHidden { layer }] } else { vec![] })
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::scene::{self, LONGEST_LAYER, Layer};
    use crate::testing::{Class, TEACHER};
    use crate::words::BadText;

    #[test]
    fn layers_come_and_go_each_by_itself() {
        let show = |layer, text: &str| Command::Scene(scene::Command::ShowLayer { layer, text: text.into() });
        let hide = |layer| Command::Scene(scene::Command::HideLayer { layer });
        let mut class = Class::live();
        class.does(TEACHER, show(Layer::Logo, " Lectern "));
        class.does(TEACHER, show(Layer::Ticker, "Exam on Friday"));
        assert_eq!(class.ask(TEACHER, show(Layer::Logo, "Lectern")), Ok(vec![]));
        class.does(TEACHER, hide(Layer::Logo));
        assert_eq!(class.ask(TEACHER, hide(Layer::Logo)), Ok(vec![]));
        let scenes = &class.view.scene;
        assert_eq!((scenes.shown(Layer::Logo), scenes.shown(Layer::Ticker)), (None, Some("Exam on Friday")));
        assert_eq!(
            scenes.layers.get(&Layer::Logo).map(|it| it.text.text()),
            Some("Lectern"),
            "for the next time"
        );
        let long = class.ask(TEACHER, show(Layer::Logo, &"n".repeat(LONGEST_LAYER + 1)));
        assert_eq!(
            long,
            Err(Rejection::BadText(BadText::TooLong { most: LONGEST_LAYER, got: LONGEST_LAYER + 1 }))
        );
    }
}
