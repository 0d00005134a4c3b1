//! Wishes about what is on the stage: scenes, slides, boards.

use super::*;

/// Few objects on few pages, so that what people do to them meets.
pub(super) fn boards() -> BoxedStrategy<Command> {
    let object = || (0..THINGS * 2).prop_map(|n| id(n).into());
    let (board, page) = (|| (0..2_u128).prop_map(|n| id(n).into()), || 1..3_u16);
    let change = prop_oneof![
        6 => (object(), page()).prop_map(|(object, page)| Change::Add { object, page }),
        2 => object().prop_map(|object| Change::Redraw { object }),
        2 => (object(), -900..900_i32).prop_map(|(object, x)| Change::Place {
            objects: vec![Placed { object, place: Place { x, ..Place::default() } }],
        }),
        3 => (page(), object()).prop_map(|(page, object)| Change::Remove { page, objects: vec![object] }),
        1 => page().prop_map(|page| Change::Clear { page }),
        1 => (0..THINGS).prop_map(|n| Change::Restore { removal: id(n).into() }),
        2 => (object(), page(), 0..36_000_u16).prop_map(|(object, page, turn)| Change::AddAll {
            page,
            objects: vec![Added { place: Place { turn, ..Place::default() }, ..Added::as_drawn(object) }],
        }),
        1 => (object(), 0..99_u16).prop_map(|(object, width)| Change::Style {
            objects: vec![Styled { object, style: Style { colour: [0, 0, 9], width, filled: true } }],
        }),
        1 => (page(), prop::option::of(object()), object()).prop_map(|(page, above, object)| Change::Stack {
            page,
            piles: vec![Pile { above, objects: vec![object] }],
        }),
        1 => (object(), prop::option::of(0..2_u128)).prop_map(|(object, group)| Change::Group {
            objects: vec![Grouped { object, group: group.map(|n| id(n).into()) }],
        }),
        1 => (object(), any::<bool>()).prop_map(|(object, locked)| Change::Lock { objects: vec![object], locked }),
        2 => (page(), object(), 0..99_u32, object()).prop_map(|(page, object, from, new)| Change::Rub {
            page,
            strokes: vec![Rubbed { object, parts: vec![Part { object: new, from, to: 50 }] }],
        }),
        1 => (page(), any::<bool>()).prop_map(|(page, ruled)| Change::Paper {
            page,
            paper: if ruled { Paper::Ruled } else { Paper::Graph },
        }),
    ];
    prop_oneof![
        2 => board().prop_map(|board| Command::Board(board::Command::Create { board, title: "Board".into() })),
        1 => (board(), page()).prop_map(|(board, page)| Command::Board(board::Command::AddPage { board, page })),
        4 => (0..THINGS).prop_map(|n| Command::Board(board::Command::Bind { deck: id(n).into() })),
        9 => (board(), change, shape()).prop_map(|(board, change, shape)| {
            let drawn = change.draws().then_some(shape);
            Command::Board(board::Command::Change { board, change, drawn })
        }),
    ]
    .boxed()
}

/// Mostly strokes, and what has letters in it.
fn shape() -> impl Strategy<Value = String> {
    let stroke = prop::collection::vec((-99..99_i32, -99..99_i32), 1..9).prop_map(|points| {
        board::Form::Pen(Ink(points.into_iter().map(|(x, y)| Point { x, y, pressure: 30 }).collect()))
    });
    let formula = "[a-z]{1,3}_2".prop_map(|text| board::Form::Formula { at: (0, 0), text });
    let table = prop::collection::vec("[a-z]{0,3}", 4).prop_map(|cells| {
        let edges = vec![0, 80, 160];
        board::Form::Table { table: Table { columns: edges.clone(), rows: edges, cells }, headed: false }
    });
    prop_oneof![6 => stroke, 1 => formula, 1 => table]
        .prop_map(|form| drawn(&Shape { colour: [0; 3], width: 32, fine: 2, form }))
}

pub(super) fn slides() -> BoxedStrategy<Command> {
    let place = || ((0..THINGS).prop_map(|n| id(n).into()), 0u16..6);
    let show = |(deck, page)| slides::Command::Show { deck, page };
    let zoom = |((deck, page), (percent, x, y))| {
        let zoom = slides::Zoom { percent, x, y };
        slides::Command::Zoom { deck, page, zoom }
    };
    prop_oneof![
        8 => place().prop_map(show),
        8 => (place(), (0u16..900, 0u16..10_001, 0u16..10_001)).prop_map(zoom),
        2 => (place(), "[a-z]{0,3}").prop_map(|((deck, page), text)| slides::Command::Describe { deck, page, text }),
        1 => (place(), "[a-z]{0,3}").prop_map(|((deck, _), name)| slides::Command::Rename { deck, name }),
        1 => place().prop_map(|(deck, _)| slides::Command::Remove { deck }),
    ]
    .prop_map(Command::Slides)
    .boxed()
}

/// What use cases and the worker say of decks.
pub(super) fn decks() -> BoxedStrategy<AnyCommand> {
    let deck = || (0..THINGS).prop_map(|n| id(n).into());
    prop_oneof![
        3 => (deck(), "[a-z]{0,3}", prop::option::of(deck())).prop_map(|(deck, name, instead_of)| {
            AnyCommand::UseCase(UseCaseCommand::Slides(slides::UseCaseCommand::Add { deck, name, instead_of }))
        }),
        2 => (deck(), prop::collection::vec(0u16..6, 0..5)).prop_map(|(deck, places)| {
            AnyCommand::System(SystemCommand::Slides(slides::SystemCommand::Replace { deck, places }))
        }),
        1 => deck().prop_map(|deck| {
            AnyCommand::System(SystemCommand::Slides(slides::SystemCommand::Erase { deck }))
        }),
        6 => (deck(), 0u16..5).prop_map(|(deck, drawn)| {
            let undrawable = if drawn > 2 { vec![2] } else { vec![] };
            let draw = slides::SystemCommand::Draw { deck, pages: 4, drawn, undrawable };
            AnyCommand::System(SystemCommand::Slides(draw))
        }),
        1 => deck().prop_map(|deck| {
            let refuse = slides::SystemCommand::Refuse { deck, why: slides::Unfit::Locked };
            AnyCommand::System(SystemCommand::Slides(refuse))
        }),
    ]
    .boxed()
}

/// A scene of the class before.
pub(super) fn carried_scene(n: u128) -> scene::Scene {
    let wording = scene::Wording { name: format!("scene {n}"), ..Default::default() };
    scene::Scene { id: id(n).into(), layout: scene::Layout::Gallery, by: Some(user(0)), wording }
}

pub(super) fn scenes() -> BoxedStrategy<Command> {
    use scene::{Card, Definition, Inset, Layer, Layout, Wording};
    let scene = || (0..THINGS).prop_map(|n| id(n).into());
    let layout = prop::sample::select(vec![
        Layout::Camera,
        Layout::Slides { deck: None, camera: Some(Inset::default()) },
        Layout::Board { board: Some(id(7).into()), camera: None },
        Layout::Gallery,
        Layout::Card { card: Card::Break, minutes: Some(5) },
    ]);
    let definition = (layout, "[a-z]{0,3}", "[a-z]{0,3}").prop_map(|(layout, name, title)| Definition {
        layout,
        wording: Wording { name, title, text: String::new() },
    });
    let layer = || prop::sample::select(Layer::ALL.to_vec());
    prop_oneof![
        4 => (scene(), 0u16..4, definition.clone())
            .prop_map(|(scene, place, definition)| Command::Scene(scene::Command::Create { scene, place, definition })),
        3 => (scene(), definition)
            .prop_map(|(scene, definition)| Command::Scene(scene::Command::Change { scene, definition })),
        2 => (scene(), 0u16..4).prop_map(|(scene, place)| Command::Scene(scene::Command::Move { scene, place })),
        3 => scene().prop_map(|scene| Command::Scene(scene::Command::Delete { scene })),
        4 => (scene(), any::<bool>()).prop_map(|(scene, fade)| Command::Scene(scene::Command::Switch { scene, fade })),
        2 => (layer(), "[a-z]{0,3}").prop_map(|(layer, text)| Command::Scene(scene::Command::ShowLayer { layer, text })),
        1 => layer().prop_map(|layer| Command::Scene(scene::Command::HideLayer { layer })),
    ]
    .boxed()
}
