//! Layouts as the editor's form has them: a word for each choice, and what people read.

use domain::scene::{Card, Inset, Layout, Place, Shape, Size};

use crate::model::{Choice, ChoiceGroup};

/// What a scene shows, as one choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Camera,
    Slides,
    Board,
    Screen,
    TwoSpeakers,
    Gallery,
    Interview,
    Title,
    Break,
    Ending,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Slides,
        Self::Board,
        Self::Screen,
        Self::Camera,
        Self::TwoSpeakers,
        Self::Interview,
        Self::Gallery,
        Self::Title,
        Self::Break,
        Self::Ending,
    ];

    pub fn words(self) -> &'static str {
        match self {
            Self::Camera => "Camera",
            Self::Slides => "Slides",
            Self::Board => "Whiteboard",
            Self::Screen => "Screen",
            Self::TwoSpeakers => "Two speakers",
            Self::Gallery => "Gallery",
            Self::Interview => "Interview",
            Self::Title => "Title card",
            Self::Break => "Break",
            Self::Ending => "Ending",
        }
    }

    pub fn of(layout: Layout) -> Self {
        match layout {
            Layout::Camera => Self::Camera,
            Layout::Slides { .. } => Self::Slides,
            Layout::Board { .. } => Self::Board,
            Layout::Screen { .. } => Self::Screen,
            Layout::TwoSpeakers => Self::TwoSpeakers,
            Layout::Gallery => Self::Gallery,
            Layout::Interview { .. } => Self::Interview,
            Layout::Card { card: Card::Title, .. } => Self::Title,
            Layout::Card { card: Card::Break, .. } => Self::Break,
            Layout::Card { card: Card::Ending, .. } => Self::Ending,
        }
    }

    /// The card, where it is one.
    pub fn card(self) -> Option<Card> {
        match self {
            Self::Title => Some(Card::Title),
            Self::Break => Some(Card::Break),
            Self::Ending => Some(Card::Ending),
            Self::Camera
            | Self::Slides
            | Self::Board
            | Self::Screen
            | Self::TwoSpeakers
            | Self::Gallery
            | Self::Interview => None,
        }
    }

    /// Whether a camera stands beside or over something larger in it.
    pub fn has_inset(self) -> bool {
        matches!(self, Self::Slides | Self::Board | Self::Screen | Self::Interview)
    }

    /// The layout with these choices. The deck or board of `before` stays where it shows one.
    pub fn layout(self, camera: Option<Inset>, minutes: Option<u16>, before: Layout) -> Layout {
        match self {
            Self::Camera => Layout::Camera,
            Self::Slides => {
                let deck = if let Layout::Slides { deck, .. } = before { deck } else { None };
                Layout::Slides { deck, camera }
            }
            Self::Board => {
                let board = if let Layout::Board { board, .. } = before { board } else { None };
                Layout::Board { board, camera }
            }
            Self::Screen => Layout::Screen { camera },
            Self::TwoSpeakers => Layout::TwoSpeakers,
            Self::Gallery => Layout::Gallery,
            Self::Interview => Layout::Interview { camera: camera.unwrap_or_default() },
            Self::Title => Layout::Card { card: Card::Title, minutes },
            Self::Break => Layout::Card { card: Card::Break, minutes },
            Self::Ending => Layout::Card { card: Card::Ending, minutes },
        }
    }
}

/// The places of an inset; none is without a camera.
pub(super) const PLACES: [(Option<Place>, &str); 7] = [
    (Some(Place::Right), "Right, beside it"),
    (Some(Place::Left), "Left, beside it"),
    (Some(Place::TopLeft), "Over the top left corner"),
    (Some(Place::TopRight), "Over the top right corner"),
    (Some(Place::BottomLeft), "Over the bottom left corner"),
    (Some(Place::BottomRight), "Over the bottom right corner"),
    (None, "Not shown"),
];

/// The sizes of an inset.
pub(super) const SIZES: [(Size, &str); 3] =
    [(Size::Small, "Small"), (Size::Medium, "Medium"), (Size::Large, "Large")];

/// The shapes of an inset.
pub(super) const SHAPES: [(Shape, &str); 3] =
    [(Shape::Rectangle, "Rectangle"), (Shape::Square, "Square"), (Shape::Circle, "Circle")];

/// Every kind, with what people read.
pub(super) fn kinds() -> Vec<(Kind, &'static str)> {
    Kind::ALL.map(|kind| (kind, kind.words())).to_vec()
}

/// The options of a select, by their places in the list.
pub(super) fn options<T>(all: &[(T, &'static str)]) -> Vec<ChoiceGroup> {
    let choices = all.iter().enumerate().map(|(place, (_, words))| Choice::new(place.to_string(), *words));
    vec![ChoiceGroup::plain(choices.collect())]
}

/// The option that is chosen in a select, by its place in the list.
pub(super) fn chosen<T: Copy>(all: &[(T, &'static str)], value: &str) -> Option<T> {
    value.parse().ok().and_then(|place: usize| all.get(place)).map(|(value, _)| *value)
}

/// The place of a value in the list, as a select has it.
pub(super) fn place_of<T: PartialEq>(all: &[(T, &'static str)], value: &T) -> String {
    all.iter().position(|(there, _)| there == value).unwrap_or(0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_goes_into_the_form_and_comes_out_the_same() {
        let inset = Inset { place: Place::TopLeft, size: Size::Large, shape: Shape::Circle };
        for (kind, _) in kinds() {
            let deck = Some(uuid::Uuid::from_u128(1).into());
            for before in [Layout::Camera, Layout::Slides { deck, camera: None }] {
                let layout = kind.layout(Some(inset), Some(5), before);
                assert_eq!(Kind::of(layout), kind);
                assert_eq!(layout.inset().is_some(), kind.has_inset());
                assert_eq!(kind.layout(layout.inset(), Some(5), layout), layout);
            }
        }
        assert_eq!(
            chosen(&PLACES, &place_of(&PLACES, &Some(Place::BottomLeft))),
            Some(Some(Place::BottomLeft))
        );
        assert_eq!(chosen(&SIZES, "9"), None);
    }
}
