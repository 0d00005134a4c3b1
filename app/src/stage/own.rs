//! One's own view: what somebody made large, hid or pinned on their own screen alone. It lasts until the next scene, but for
//! what is pinned, which stays large as long as somebody sends it.

use domain::scene::Layout;

use super::arrange::{Cast, Part, Placed, Surface, arrange, whole};

/// What somebody changed of the class's view for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnView<P> {
    /// What they made large.
    pub large: Option<Surface<P>>,
    /// What they hid.
    pub hidden: Vec<Surface<P>>,
    /// What stays large for them whichever scene is live.
    pub pinned: Option<Surface<P>>,
}

impl<P> Default for OwnView<P> {
    fn default() -> Self {
        Self { large: None, hidden: Vec::new(), pinned: None }
    }
}

impl<P: Clone + PartialEq> OwnView<P> {
    /// Whether it differs from the class's.
    pub fn is_own(&self) -> bool {
        self.large.is_some() || !self.hidden.is_empty() || self.pinned.is_some()
    }

    /// The same with a surface large, or no longer.
    pub fn toggle_large(&mut self, surface: &Surface<P>) {
        self.hidden.retain(|hidden| hidden != surface);
        self.large = if self.large.as_ref() == Some(surface) { None } else { Some(surface.clone()) };
    }

    /// The same with a surface pinned, or no longer.
    pub fn toggle_pin(&mut self, surface: &Surface<P>) {
        let pinned = self.pinned.as_ref() == Some(surface);
        *self = Self { pinned: (!pinned).then(|| surface.clone()), ..Self::default() };
    }

    /// What of it is left in the next scene.
    #[must_use]
    pub fn in_next_scene(&self) -> Self {
        Self { pinned: self.pinned.clone(), ..Self::default() }
    }

    /// The same without a surface.
    pub fn hide(&mut self, surface: &Surface<P>) {
        if self.large.as_ref() == Some(surface) {
            self.large = None;
        }
        if !self.hidden.contains(surface) {
            self.hidden.push(surface.clone());
        }
    }

    /// Where everything stands for this person. What they made large and is gone is large no more.
    pub fn arrange(&self, layout: Option<Layout>, cast: &Cast<P>) -> Vec<Placed<P>> {
        let class = arrange(layout, cast);
        if let Some(pinned) = self.pinned.as_ref().filter(|pinned| cast.sends(pinned)) {
            return vec![whole(pinned.clone())];
        }
        let large = self.large.as_ref().filter(|large| class.iter().any(|placed| placed.surface == **large));
        if let Some(large) = large {
            return vec![whole(large.clone())];
        }
        let seen =
            class.into_iter().filter(|placed| !self.hidden.contains(&placed.surface)).collect::<Vec<_>>();
        // Where what was beside is all hidden, the large picture takes the stage.
        match seen.as_slice() {
            [only] if only.part == Part::Main && !self.hidden.is_empty() => vec![whole(only.surface.clone())],
            _ => seen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLIDES: Option<Layout> = Some(Layout::Slides {
        deck: None,
        camera: Some(domain::scene::Inset {
            place: domain::scene::Place::Right,
            size: domain::scene::Size::Medium,
            shape: domain::scene::Shape::Rectangle,
        }),
    });

    fn cast() -> Cast<u8> {
        Cast { speaker: Surface::Camera(0), lit: false, others: vec![1], screens: vec![] }
    }

    fn surfaces(own: &OwnView<u8>, layout: Option<Layout>) -> Vec<Surface<u8>> {
        own.arrange(layout, &cast()).into_iter().map(|placed| placed.surface).collect()
    }

    #[test]
    fn what_is_large_or_hidden_is_so_for_oneself_alone() {
        let mut own = OwnView::default();
        assert_eq!(own.arrange(SLIDES, &cast()), arrange(SLIDES, &cast()));
        own.hide(&Surface::Camera(1));
        assert_eq!(surfaces(&own, SLIDES), [Surface::Slides(None), Surface::Camera(0)]);
        own.hide(&Surface::Camera(0));
        assert_eq!(own.arrange(SLIDES, &cast()), [whole(Surface::Slides(None))]);
        own.toggle_large(&Surface::Camera(0));
        assert_eq!(
            own.arrange(SLIDES, &cast()),
            [whole(Surface::Camera(0))],
            "what is made large is hidden no more"
        );
        own.toggle_large(&Surface::Camera(0));
        assert!(own.is_own(), "the other one is hidden still");
    }

    #[test]
    fn what_is_pinned_stays_in_the_next_scene_as_long_as_it_is_sent() {
        let mut own = OwnView::default();
        own.toggle_pin(&Surface::Camera(0));
        assert_eq!(surfaces(&own, SLIDES), [Surface::Camera(0)]);
        let own = own.in_next_scene();
        assert!(own.is_own());
        assert_eq!(surfaces(&own, Some(Layout::Screen { camera: None })), [Surface::Camera(0)]);
        let gone = Cast { speaker: Surface::Nobody, lit: false, others: vec![], screens: vec![] };
        assert_eq!(own.arrange(SLIDES, &gone), arrange(SLIDES, &gone));
        let mut own = own;
        own.toggle_pin(&Surface::Camera(0));
        assert!(!own.is_own());
    }

    #[test]
    fn what_is_large_and_gone_is_large_no_more() {
        let mut own = OwnView::default();
        own.toggle_large(&Surface::Camera(7));
        assert_eq!(own.arrange(SLIDES, &cast()), arrange(SLIDES, &cast()));
    }
}
