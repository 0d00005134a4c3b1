use super::*;
use domain::scene::Card;

const PLACES: [Place; 6] =
    [Place::Right, Place::Left, Place::TopLeft, Place::TopRight, Place::BottomLeft, Place::BottomRight];

fn insets() -> impl Iterator<Item = Inset> {
    let sizes = [Size::Small, Size::Medium, Size::Large];
    let shapes = [Shape::Rectangle, Shape::Square, Shape::Circle];
    PLACES.into_iter().flat_map(move |place| {
        sizes
            .into_iter()
            .flat_map(move |size| shapes.into_iter().map(move |shape| Inset { place, size, shape }))
    })
}

fn layouts() -> Vec<Option<Layout>> {
    let mut all = vec![
        None,
        Some(Layout::Camera),
        Some(Layout::Slides { deck: None, camera: None }),
        Some(Layout::TwoSpeakers),
        Some(Layout::Gallery),
        Some(Layout::Card { card: Card::Break, minutes: Some(5) }),
    ];
    for inset in insets() {
        let camera = Some(inset);
        all.push(Some(Layout::Slides { deck: None, camera }));
        all.push(Some(Layout::Board { board: None, camera }));
        all.push(Some(Layout::Screen { camera }));
        all.push(Some(Layout::Interview { camera: inset }));
    }
    all
}

fn cast(others: u32, screen: impl IntoIterator<Item = u32>) -> Cast<u32> {
    let screens = screen.into_iter().collect();
    Cast { speaker: Surface::Camera(0), lit: false, others: (1..=others).collect(), screens }
}

fn casts() -> Vec<Cast<u32>> {
    let empty = Cast { speaker: Surface::Nobody, lit: false, others: vec![], screens: vec![] };
    [0, 1, 2, 4, 9, 30]
        .into_iter()
        .flat_map(|others| [cast(others, None), cast(others, Some(99)), cast(others, [98, 99, 97])])
        .chain([empty])
        .collect()
}

fn overlap(a: Rect, b: Rect) -> bool {
    const ROUNDING: f32 = 0.01;
    let apart = |from: f32, width: f32, other: f32, its: f32| {
        from + width <= other + ROUNDING || other + its <= from + ROUNDING
    };
    !apart(a.x, a.width, b.x, b.width) && !apart(a.y, a.height, b.y, b.height)
}

#[test]
fn everything_stands_on_the_stage_and_only_insets_cover_anything() {
    for layout in layouts() {
        for cast in casts() {
            let placed = arrange(layout, &cast);
            assert!(!placed.is_empty(), "{layout:?}");
            for (n, one) in placed.iter().enumerate() {
                let Rect { x, y, width, height } = one.rect;
                assert!(
                    x >= 0.0 && y >= 0.0 && x + width <= 100.01 && y + height <= 100.01,
                    "{layout:?} {one:?}"
                );
                assert!(width > 4.0 && height > 4.0, "{layout:?} {one:?}");
                for other in &placed[n + 1..] {
                    let over = [one, other].iter().any(|placed| matches!(placed.part, Part::Inset(_)));
                    assert!(over || !overlap(one.rect, other.rect), "{layout:?} {one:?} {other:?}");
                    assert_ne!(one.surface, other.surface, "{layout:?}: once on the stage");
                }
            }
        }
    }
}

#[test]
fn slides_boards_and_screens_keep_most_of_the_stage_beside_a_camera() {
    for inset in insets() {
        let camera = Some(inset);
        for layout in [
            Layout::Slides { deck: None, camera },
            Layout::Board { board: None, camera },
            Layout::Screen { camera },
        ] {
            let placed = arrange(Some(layout), &cast(3, Some(99)));
            let area = |placed: &Placed<u32>| placed.rect.width * placed.rect.height / 10_000.0;
            assert!(area(&placed[0]) > 0.55, "{layout:?}: {:?}", placed[0].rect);
            for camera in &placed[1..] {
                assert!(area(camera) <= 0.25, "{layout:?}: {camera:?}");
            }
        }
    }
}

#[test]
fn without_scenes_a_shared_screen_is_large_else_the_speaker() {
    let surfaces = |layout, cast: &Cast<u32>| {
        arrange(layout, cast).into_iter().map(|placed| placed.surface).collect::<Vec<_>>()
    };
    assert_eq!(surfaces(None, &cast(1, None)), [Surface::Camera(0), Surface::Camera(1)]);
    assert_eq!(
        surfaces(None, &cast(1, Some(9))),
        [Surface::Screen(9), Surface::Camera(0), Surface::Camera(1)]
    );
    assert_eq!(surfaces(Some(Layout::Camera), &cast(0, Some(9))), [Surface::Camera(0)]);
    let alone = arrange(None, &cast(0, None));
    assert_eq!((alone[0].part, alone[0].rect), (Part::Main, Rect::WHOLE));
}

#[test]
fn two_screens_are_equally_large_and_a_third_waits() {
    for camera in insets().map(Some).chain([None]) {
        let placed = arrange(Some(Layout::Screen { camera }), &cast(3, [7, 8, 9]));
        let screens: Vec<_> =
            placed.iter().filter(|placed| matches!(placed.surface, Surface::Screen(_))).collect();
        let seen: Vec<_> = screens.iter().map(|placed| placed.surface.clone()).collect();
        assert_eq!(seen, [Surface::Screen(7), Surface::Screen(8)]);
        let (one, other) = (screens[0].rect, screens[1].rect);
        assert!((one.width, one.height) == (other.width, other.height), "{one:?} {other:?}");
        assert!(!overlap(one, other), "{one:?} {other:?}");
        // Of the stage, shown whole.
        let shown = one.width.min(one.height) * one.width.min(one.height) / 10_000.0;
        assert!(shown > 0.12, "{camera:?} {one:?}");
    }
    let alone = arrange(None, &cast(0, [7, 8]));
    assert_eq!(alone.iter().map(|placed| placed.part).filter(|part| *part == Part::Main).count(), 2);
}

#[test]
fn who_is_asked_is_large_and_who_asks_in_the_inset() {
    let camera = Inset { place: Place::BottomRight, ..Inset::default() };
    let placed = arrange(Some(Layout::Interview { camera }), &cast(2, None));
    let seen: Vec<_> = placed.iter().map(|placed| (placed.part, placed.surface.clone())).collect();
    assert_eq!(seen, [(Part::Main, Surface::Camera(1)), (Part::Inset(Shape::Rectangle), Surface::Camera(0))]);
    let lit = arrange(Some(Layout::Interview { camera }), &Cast { lit: true, ..cast(2, None) });
    assert_eq!(lit[0].surface, Surface::Camera(0));
}

#[test]
fn a_screen_that_nobody_shares_is_waited_for() {
    let placed = arrange(Some(Layout::Screen { camera: None }), &cast(0, None));
    assert_eq!(placed[0].surface, Surface::NoScreen);
}
