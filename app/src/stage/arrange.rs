//! Where everything stands: pure geometry from a layout and those who can be seen. The class, its replay and the pictures of
//! the scenes all take it from here, so that they show the same.

use domain::ids::{BoardId, DeckId, UserId};
use domain::scene::{Inset, Layout, Place, Shape, Size};

/// Something that can be seen on the stage. `P` names a picture: in the class by who sends it, in a replay by its track.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Surface<P> {
    /// Somebody's camera.
    Camera(P),
    /// What somebody shows beside themselves: the screen that they share, or what a second camera sees. Never cropped.
    Screen(P),
    /// Slides; of no deck by name those that were shown last.
    Slides(Option<DeckId>),
    /// A whiteboard; none by name is the one that was shown last.
    Board(Option<BoardId>),
    /// A card with a title and text.
    Card,
    /// Who speaks is here without a picture.
    Absent(UserId),
    /// Nobody to look at yet.
    Nobody,
    /// A screen was asked for, and nobody shares one.
    NoScreen,
}

impl<P> Surface<P> {
    /// Whether somebody sends it.
    pub fn is_picture(&self) -> bool {
        match self {
            Self::Camera(_) | Self::Screen(_) => true,
            Self::Slides(_)
            | Self::Board(_)
            | Self::Card
            | Self::Absent(_)
            | Self::Nobody
            | Self::NoScreen => false,
        }
    }

    /// Whether there is something to look at, rather than words that stand in for it.
    pub fn is_seen(&self) -> bool {
        match self {
            Self::Camera(_) | Self::Screen(_) | Self::Slides(_) | Self::Board(_) => true,
            Self::Card | Self::Absent(_) | Self::Nobody | Self::NoScreen => false,
        }
    }
}

/// What a surface is on the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What the class looks at.
    Main,
    /// A picture beside it, or one of several that are equally large.
    Beside,
    /// A picture over its corner.
    Inset(Shape),
}

/// A place on the stage, in percent of the stage's width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A surface in its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed<P> {
    pub surface: Surface<P>,
    pub part: Part,
    pub rect: Rect,
}

/// Who can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cast<P> {
    /// Whom the class listens to: a camera, or what stands in for it.
    pub speaker: Surface<P>,
    /// Whether that is somebody whom the teacher put into the spotlight.
    pub lit: bool,
    /// The other cameras, in their order.
    pub others: Vec<P>,
    /// What is shown beside people: shared screens and second cameras, in their order.
    pub screens: Vec<P>,
}

impl<P: PartialEq> Cast<P> {
    /// Whether somebody sends this picture.
    pub fn sends(&self, surface: &Surface<P>) -> bool {
        match surface {
            Surface::Camera(picture) => self.speaker == *surface || self.others.contains(picture),
            Surface::Screen(picture) => self.screens.contains(picture),
            Surface::Slides(_)
            | Surface::Board(_)
            | Surface::Card
            | Surface::Absent(_)
            | Surface::Nobody
            | Surface::NoScreen => false,
        }
    }
}

/// Pictures beside the large one, at most: more would not fit.
pub(crate) const MOST_BESIDE: usize = 4;
/// Screens side by side, at most: of three none could be read.
pub(crate) const MOST_SCREENS: usize = 2;
/// Pictures in a gallery, at most.
pub(crate) const MOST_IN_GALLERY: usize = 16;

/// The stage is 16 to 9: a width in percent times this is the height in percent of a square.
const SQUARE: f32 = 16.0 / 9.0;
/// From the edge, in percent of the width and of the height.
const EDGE: (f32, f32) = (2.5, 4.0);
/// Between pictures, in percent of the width.
const GAP: f32 = 2.0;

impl Rect {
    const WHOLE: Self = Self { x: 0.0, y: 0.0, width: 100.0, height: 100.0 };

    /// As the style of an element.
    pub fn style(self) -> String {
        let Self { x, y, width, height } = self;
        format!("left:{x:.2}%;top:{y:.2}%;width:{width:.2}%;height:{height:.2}%")
    }

    /// Two equal places in it, as they show the larger pictures of 16 to 9: one beside the other, or one above the other.
    fn halves(self) -> (Self, Self) {
        let Self { x, y, width, height } = self;
        if width >= height {
            let half = (width - GAP) / 2.0;
            let one = Self { width: half, ..self };
            (one, Self { x: x + half + GAP, ..one })
        } else {
            let half = (height - GAP * SQUARE) / 2.0;
            let one = Self { height: half, ..self };
            (one, Self { y: y + half + GAP * SQUARE, ..one })
        }
    }

    /// Its width by its height.
    pub fn ratio(self) -> f32 {
        self.width * SQUARE / self.height.max(0.1)
    }
}

/// Where everything stands in a layout; without one, in a class without scenes, a shared screen or else the speaker is large.
pub(crate) fn arrange<P: Clone>(layout: Option<Layout>, cast: &Cast<P>) -> Vec<Placed<P>> {
    let column = Some(Inset { place: Place::Right, size: Size::Medium, shape: Shape::Rectangle });
    match layout {
        None if cast.screens.is_empty() => with_others(cast),
        None => with_screens(cast, column),
        Some(Layout::Camera) => with_others(cast),
        Some(Layout::Slides { deck, camera }) => with_people(Surface::Slides(deck), cast, camera),
        Some(Layout::Board { board, camera }) => with_people(Surface::Board(board), cast, camera),
        Some(Layout::Screen { camera }) => with_screens(cast, camera),
        Some(Layout::TwoSpeakers) => equal(people(cast).into_iter().take(2).collect()),
        Some(Layout::Gallery) => equal(people(cast).into_iter().take(MOST_IN_GALLERY).collect()),
        Some(Layout::Interview { camera }) => interview(cast, camera),
        Some(Layout::Card { .. }) => vec![whole(Surface::Card)],
    }
}

/// A surface that has the stage to itself.
pub(super) fn whole<P>(surface: Surface<P>) -> Placed<P> {
    Placed { surface, part: Part::Main, rect: Rect::WHOLE }
}

/// The speaker, then the others.
fn people<P: Clone>(cast: &Cast<P>) -> Vec<Surface<P>> {
    let others = cast.others.iter().cloned().map(Surface::Camera);
    std::iter::once(cast.speaker.clone()).chain(others).collect()
}

/// The screens that are shown, with the speaker in an inset or a column: two share the place that one would have.
fn with_screens<P: Clone>(cast: &Cast<P>, camera: Option<Inset>) -> Vec<Placed<P>> {
    let mut screens = cast.screens.iter().take(MOST_SCREENS).cloned().map(Surface::Screen);
    let mut placed = with_people(screens.next().unwrap_or(Surface::NoScreen), cast, camera);
    if let (Some(second), Some(first)) = (screens.next(), placed.first_mut()) {
        let (one, other) = first.rect.halves();
        first.rect = one;
        placed.insert(1, Placed { surface: second, part: Part::Main, rect: other });
    }
    placed
}

/// The speaker large, the others in a column.
fn with_others<P: Clone>(cast: &Cast<P>) -> Vec<Placed<P>> {
    let others = cast.others.iter().cloned().map(Surface::Camera).collect();
    beside(cast.speaker.clone(), others, Place::Right, Size::Medium, Shape::Rectangle)
}

/// Something large, with the speaker in an inset, or in a column together with the others.
fn with_people<P: Clone>(main: Surface<P>, cast: &Cast<P>, camera: Option<Inset>) -> Vec<Placed<P>> {
    let Some(Inset { place, size, shape }) = camera else { return vec![whole(main)] };
    match place {
        Place::Left | Place::Right => {
            let seen = people(cast).into_iter().filter(|surface| matches!(surface, Surface::Camera(_)));
            beside(main, seen.collect(), place, size, shape)
        }
        Place::TopLeft | Place::TopRight | Place::BottomLeft | Place::BottomRight => {
            let over = matches!(cast.speaker, Surface::Camera(_)).then(|| Placed {
                surface: cast.speaker.clone(),
                part: Part::Inset(shape),
                rect: corner(place, size, shape),
            });
            std::iter::once(whole(main)).chain(over).collect()
        }
    }
}

/// Who is asked large, who asks in an inset. Asked is who is in the spotlight, else the first of the others.
fn interview<P: Clone>(cast: &Cast<P>, camera: Inset) -> Vec<Placed<P>> {
    let Some((first, rest)) = cast.others.split_first() else { return with_others(cast) };
    let first = Surface::Camera(first.clone());
    let (guest, host) = if cast.lit { (cast.speaker.clone(), first) } else { (first, cast.speaker.clone()) };
    with_people(
        guest,
        &Cast { speaker: host, lit: false, others: rest.to_vec(), screens: Vec::new() },
        Some(camera),
    )
}

/// Something large, and a column of others at its side.
fn beside<P>(
    main: Surface<P>,
    others: Vec<Surface<P>>,
    side: Place,
    size: Size,
    shape: Shape,
) -> Vec<Placed<P>> {
    if others.is_empty() {
        return vec![whole(main)];
    }
    let (width, count) = (width(size), others.len().min(MOST_BESIDE));
    let room = 100.0 - 2.0 * EDGE.1;
    let fits = (room - GAP * SQUARE * (count - 1) as f32) / count as f32;
    let height = height(width, shape).min(fits);
    // A circle or square that has no room for its height loses width, too.
    let own_width = match shape {
        Shape::Rectangle => width,
        Shape::Square | Shape::Circle => width.min(height / SQUARE),
    };
    let left = side == Place::Left;
    let (column, rest) = (width + 2.0 * EDGE.0, 100.0 - width - 3.0 * EDGE.0);
    let main_rect = Rect { x: if left { column } else { EDGE.0 }, y: EDGE.1, width: rest, height: room };
    let x = if left { EDGE.0 } else { 100.0 - width - EDGE.0 } + (width - own_width) / 2.0;
    let part = match shape {
        Shape::Rectangle => Part::Beside,
        Shape::Square | Shape::Circle => Part::Inset(shape),
    };
    let column = others.into_iter().take(count).enumerate().map(|(n, surface)| {
        let y = EDGE.1 + (height + GAP * SQUARE) * n as f32;
        Placed { surface, part, rect: Rect { x, y, width: own_width, height } }
    });
    std::iter::once(Placed { surface: main, part: Part::Main, rect: main_rect }).chain(column).collect()
}

/// Several, equally large, in as many rows as give the largest pictures.
fn equal<P>(all: Vec<Surface<P>>) -> Vec<Placed<P>> {
    if let [_] = all.as_slice() {
        return all.into_iter().map(whole).collect();
    }
    let count = all.len().max(1);
    let columns = (1..=count).find(|columns| columns * columns >= count).unwrap_or(1);
    let rows = count.div_ceil(columns);
    let (gap_x, gap_y) = (1.0, SQUARE);
    let width = (100.0 - gap_x * (columns + 1) as f32) / columns as f32;
    let height = (100.0 - gap_y * (rows + 1) as f32) / rows as f32;
    let height = height.min(height_of_picture(width));
    let top = (100.0 - height * rows as f32 - gap_y * (rows - 1) as f32) / 2.0;
    let places = all.into_iter().enumerate().map(|(n, surface)| {
        let (row, column) = (n / columns, n % columns);
        // The last row stands in the middle.
        let in_row = (count - row * columns).min(columns);
        let left = (100.0 - width * in_row as f32 - gap_x * (in_row - 1) as f32) / 2.0;
        let x = left + (width + gap_x) * column as f32;
        let y = top + (height + gap_y) * row as f32;
        Placed { surface, part: Part::Beside, rect: Rect { x, y, width, height } }
    });
    places.collect()
}

/// The height in percent of a picture that is 4 to 3, the tallest a camera is wanted.
fn height_of_picture(width: f32) -> f32 {
    height(width, Shape::Rectangle)
}

fn width(size: Size) -> f32 {
    match size {
        Size::Small => 14.0,
        Size::Medium => 20.5,
        Size::Large => 30.0,
    }
}

fn height(width: f32, shape: Shape) -> f32 {
    match shape {
        Shape::Rectangle => width * SQUARE * 3.0 / 4.0,
        Shape::Square | Shape::Circle => width * SQUARE,
    }
}

fn corner(place: Place, size: Size, shape: Shape) -> Rect {
    let width = width(size);
    let height = height(width, shape);
    let (left, top) = (EDGE.0, EDGE.1);
    let (right, bottom) = (100.0 - width - EDGE.0, 100.0 - height - EDGE.1);
    let (x, y) = match place {
        Place::TopLeft | Place::Left => (left, top),
        Place::TopRight | Place::Right => (right, top),
        Place::BottomLeft => (left, bottom),
        Place::BottomRight => (right, bottom),
    };
    Rect { x, y, width, height }
}

#[cfg(test)]
mod tests;
