use proptest::prelude::*;

use super::*;
use crate::board::{
    Colour, EXTENT, FINEST, HIGHEST_PRESSURE, LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS, Table, WIDEST, quantised,
};
use crate::words::BadText;

fn shape(form: Form) -> Shape {
    Shape { colour: [20, 110, 90], width: 48, fine: 2, form }
}

/// A letter-like stroke of so many points, as a pen makes it: 120 points a second, pressed more in its middle, and with the
/// jitter of a hand.
fn handwriting(points: usize) -> Ink {
    let point = |at: usize| {
        let t = at as f64 / 12.0;
        let jitter = f64::from(u32::try_from(at * 7919 % 13).unwrap()) / 13.0 - 0.5;
        let x = 300.0 + 9.0 * t + 24.0 * (1.3 * t).sin() + jitter;
        let y = 200.0 + 30.0 * (0.9 * t).cos() - jitter;
        let pressure = 30.0 + 20.0 * (0.4 * t).sin();
        Point { x: quantised(x, 2).unwrap(), y: quantised(y, 2).unwrap(), pressure: pressure as u8 }
    };
    Ink((0..points).map(point).collect())
}

#[test]
fn a_stroke_takes_few_bytes() {
    for points in [40, 100, 400] {
        let text = drawn(&shape(Form::Pen(handwriting(points))));
        let each = text.len() as f64 / points as f64;
        assert!(each <= 5.0, "{each} bytes a point of {points}");
    }
    assert!(drawn(&shape(Form::Pen(handwriting(500)))).len() <= 2_500);
    assert!(drawn(&shape(Form::Pen(handwriting(MOST_POINTS)))).len() <= LARGEST_DRAWN);
}

#[test]
fn another_look_is_written_without_reading_what_is_drawn() {
    let span = Span { from: (1, 2), to: (30, 40) };
    let text = || "Why?".to_owned();
    let forms = [
        Form::Pen(handwriting(9)),
        Form::Line(span),
        Form::Rectangle { span, filled: false },
        Form::Ellipse { span, filled: true },
        Form::Diamond { span, filled: false },
        Form::Triangle { span, filled: true },
        Form::Axes(span),
        Form::Text { at: (5, 6), text: text() },
        Form::Note { span, text: text() },
        Form::Formula { at: (5, 6), text: text() },
        Form::Table { table: table(), headed: true },
    ];
    for form in forms {
        for filled in [false, true] {
            let (shape, style) = (shape(form.clone()), Style { colour: [9, 8, 7], width: WIDEST, filled });
            assert_eq!(restyled(&packed(&shape), style), Some(packed(&shape.styled(style))), "{form:?}");
        }
    }
    assert_eq!(restyled(&[], Style { colour: [0; 3], width: 1, filled: false }), None, "what was erased");
}

fn table() -> Table {
    Table { columns: vec![-4, 9, 90], rows: vec![0, 30], cells: vec!["a".into(), String::new()] }
}

#[test]
fn a_formula_has_the_bound_that_those_in_texts_have() {
    let formula = |text: String| drawn(&shape(Form::Formula { at: (0, 0), text }));
    let most = crate::text::LONGEST_FORMULA;
    assert!(read_drawn(&formula("x".repeat(most))).is_ok());
    let refused = BadDrawing::Text(BadText::TooLong { most, got: most + 1 });
    assert_eq!(read_drawn(&formula("x".repeat(most + 1))), Err(refused));
    let far = Form::Formula { at: (i32::MAX, 0), text: "x".into() };
    assert_eq!(read_drawn(&drawn(&shape(far))), Err(BadDrawing::FarAway));
}

#[test]
fn what_is_in_the_log_is_read_for_good() {
    let table =
        Table { columns: vec![0, 320, 640], rows: vec![-4, 120], cells: vec!["t".into(), String::new()] };
    let forms = [
        ("Dx9vXMADAgAPeF4y", 448, Form::Formula { at: (0, -8), text: "x^2".into() }),
        ("ER9vXIACAgMAgAWABQIH-AEBdAA", 256, Form::Table { table, headed: true }),
    ];
    for (text, width, form) in forms {
        let shape = Shape { colour: [0x1f, 0x6f, 0x5c], width, fine: 2, form };
        assert_eq!((read_drawn(text).as_ref(), drawn(&shape).as_str()), (Ok(&shape), text));
    }
}

#[test]
fn a_part_is_written_as_its_stroke_is() {
    let whole = shape(Form::Highlighter(handwriting(200)));
    let part = whole.part(100, 1_000).unwrap();
    let bytes = packed_like(&part, &packed(&whole));
    assert_eq!(unpacked(&bytes), Ok(part.clone()));
    assert!(bytes.len() <= packed(&part).len() * 5 / 4, "{} and {}", bytes.len(), packed(&part).len());
}

#[test]
fn what_is_beyond_a_bound_is_refused_with_its_reason() {
    let refused = |shape: Shape| read_drawn(&drawn(&shape)).unwrap_err();
    let dot = |x, y, pressure| shape(Form::Pen(Ink(vec![Point { x, y, pressure }])));
    let limit = EXTENT << 2;
    assert!(read_drawn(&drawn(&dot(limit, -limit, HIGHEST_PRESSURE))).is_ok());
    assert_eq!(refused(dot(limit + 1, 0, 0)), BadDrawing::FarAway);
    assert_eq!(refused(dot(0, i32::MIN, 0)), BadDrawing::FarAway);
    assert_eq!(refused(dot(0, 0, HIGHEST_PRESSURE + 1)), BadDrawing::Unreadable);
    assert_eq!(refused(shape(Form::Pen(Ink(vec![])))), BadDrawing::Unreadable);
    let many = shape(Form::Pen(Ink(vec![Point { x: 0, y: 0, pressure: 0 }; 100_000])));
    assert_eq!(refused(many), BadDrawing::TooManyPoints { most: MOST_POINTS });
    let text = |text: &str| shape(Form::Text { at: (0, 0), text: text.into() });
    assert!(read_drawn(&drawn(&text("変換\nα\tb"))).is_ok());
    assert_eq!(refused(text(" ")), BadDrawing::Text(BadText::Empty));
    let (most, got) = (LONGEST_TEXT, LONGEST_TEXT + 1);
    assert_eq!(refused(text(&"x".repeat(got))), BadDrawing::Text(BadText::TooLong { most, got }));
    assert_eq!(refused(Shape { width: 0, ..text("a") }), BadDrawing::Unreadable);
    assert_eq!(refused(Shape { width: WIDEST + 1, ..text("a") }), BadDrawing::Unreadable);
    assert_eq!(refused(Shape { fine: FINEST + 1, ..text("a") }), BadDrawing::Unreadable);
    assert!(read_drawn(&"A".repeat(1_000_000)).is_err());
    for units in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::from(EXTENT) + 0.5] {
        assert_eq!(quantised(units, 2), Err(BadDrawing::FarAway));
    }
}

#[test]
fn several_shapes_are_one_text_and_each_is_within_its_bounds() {
    let dot = drawn(&shape(Form::Pen(Ink(vec![Point { x: 1, y: 2, pressure: 3 }]))));
    let far = drawn(&shape(Form::Line(crate::board::Span { from: (i32::MAX, 0), to: (0, 0) })));
    assert_eq!(count_drawn(&drawn_together(&[dot.clone(), dot.clone()])), Ok(2));
    assert_eq!(count_drawn(&drawn_together(&[dot.clone(), far])), Err(BadDrawing::FarAway));
    assert_eq!(count_drawn(&drawn_together(&[dot.clone(), String::new()])), Err(BadDrawing::Unreadable));
    assert_eq!(count_drawn(""), Err(BadDrawing::Unreadable));
    assert_eq!(count_drawn(&drawn_together(&vec![dot; LARGEST_DRAWN])), Err(BadDrawing::TooLarge));
}

fn point(extent: i32) -> impl Strategy<Value = Point> {
    (-extent..=extent, -extent..=extent, 0..=HIGHEST_PRESSURE).prop_map(|(x, y, pressure)| Point {
        x,
        y,
        pressure,
    })
}

fn ink() -> impl Strategy<Value = Ink> {
    let near = prop::collection::vec(point(40), 1..80);
    let anywhere = prop::collection::vec(point(EXTENT), 1..20);
    prop_oneof![near, anywhere].prop_map(Ink)
}

fn span() -> impl Strategy<Value = Span> {
    (point(EXTENT), point(EXTENT)).prop_map(|(a, b)| Span { from: (a.x, a.y), to: (b.x, b.y) })
}

fn form() -> impl Strategy<Value = Form> {
    let text = || "[a-z変換]{1,9}(\n[a-z]{1,4})?";
    prop_oneof![
        ink().prop_map(Form::Pen),
        ink().prop_map(Form::Highlighter),
        span().prop_map(Form::Line),
        span().prop_map(Form::Arrow),
        (span(), any::<bool>()).prop_map(|(span, filled)| Form::Rectangle { span, filled }),
        (span(), any::<bool>()).prop_map(|(span, filled)| Form::Ellipse { span, filled }),
        (span(), any::<bool>()).prop_map(|(span, filled)| Form::Diamond { span, filled }),
        (span(), any::<bool>()).prop_map(|(span, filled)| Form::Triangle { span, filled }),
        span().prop_map(Form::Axes),
        (point(EXTENT), text()).prop_map(|(at, text)| Form::Text { at: (at.x, at.y), text }),
        (span(), text()).prop_map(|(span, text)| Form::Note { span, text }),
        (point(EXTENT), "[a-z^_{}]{1,30}").prop_map(|(at, text)| Form::Formula { at: (at.x, at.y), text }),
        (any_table(), any::<bool>()).prop_map(|(table, headed)| Form::Table { table, headed }),
    ]
}

fn any_table() -> impl Strategy<Value = Table> {
    let edges = |most: usize| prop::collection::btree_set(-EXTENT..=EXTENT, 2..=most + 1);
    (edges(MOST_COLUMNS), edges(MOST_ROWS)).prop_flat_map(|(columns, rows)| {
        let count = (columns.len() - 1) * (rows.len() - 1);
        prop::collection::vec("([a-z変換]{1,9}(\n[a-z]{1,4})?)?", count).prop_map(move |cells| Table {
            columns: columns.iter().copied().collect(),
            rows: rows.iter().copied().collect(),
            cells,
        })
    })
}

proptest! {
    #[test]
    fn a_shape_is_read_as_it_was_drawn(colour in any::<Colour>(), width in 1..=WIDEST, fine in 0..=FINEST, form in form()) {
        let shape = Shape { colour, width, fine, form };
        prop_assert_eq!(read_drawn(&drawn(&shape)), Ok(shape));
    }

    #[test]
    fn a_measure_is_off_by_half_a_quantum_at_most(units in -f64::from(EXTENT)..f64::from(EXTENT), fine in 0..=FINEST) {
        let quanta = quantised(units, fine).unwrap();
        let shape = Shape { fine, ..shape(Form::Line(Span { from: (quanta, 0), to: (0, 0) })) };
        prop_assert!((f64::from(quanta) * shape.quantum() - units).abs() <= shape.quantum() / 2.0 + 1e-9);
    }

    #[test]
    fn bytes_of_chance_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(shape) = unpacked(&bytes) {
            let again = unpacked(&packed(&shape));
            prop_assert_eq!(again, Ok(shape));
        }
    }
}
