//! What is done to objects: where they lie, what is rubbed out of them, locks, looks and groups.

use super::*;

#[test]
fn objects_lie_where_they_are_put_and_return_by_one_step() {
    let mut class = Class::new(2);
    (1..=5).for_each(|n| class.add(0, n));
    class.does(0, stack(vec![pile(Some(5), &[1, 3])]));
    assert_eq!(order(class.drawing()), [2, 4, 5, 1, 3], "to the front");
    class.does(0, stack(vec![pile(None, &[5])]));
    assert_eq!(order(class.drawing()), [5, 2, 4, 1, 3], "to the back");
    class.does(0, stack(vec![pile(Some(4), &[2])]));
    assert_eq!(order(class.drawing()), [5, 4, 2, 1, 3], "one up");
    class.add(1, 6);
    assert!(class.undo(0) && class.undo(0) && class.undo(0));
    assert_eq!(order(class.drawing()), [1, 2, 3, 4, 5, 6]);
    assert!(class.redo(0));
    assert_eq!(order(class.drawing()), [2, 4, 5, 1, 3, 6]);
    class.does(1, stack(vec![pile(None, &[1, 3])]));
    let before = order(class.drawing());
    assert_eq!(before, [1, 3, 2, 4, 5, 6]);
    assert!(class.undo(0), "not where another put them, but the adding of the last");
    assert_eq!(order(class.drawing()), [1, 3, 2, 4, 6]);
    class.does(0, stack(vec![pile(Some(99), &[6])]));
    assert_eq!(order(class.drawing()), [1, 3, 2, 4, 6], "nothing lies above what isn't there");
}

#[test]
fn there_is_always_room_between_two() {
    let mut class = Class::new(1);
    (1..=4).for_each(|n| class.add(0, n));
    // Each goes directly above the lowest: the room there is halved each time.
    for n in 0..100_u128 {
        let (up, was) = (2 + n % 3, order(class.drawing()));
        class.does(0, stack(vec![pile(Some(1), &[up])]));
        let rest = was.into_iter().filter(|n| ![1, up].contains(n));
        assert_eq!(order(class.drawing()), [1, up].into_iter().chain(rest).collect::<Vec<_>>());
    }
    for n in 5..50 {
        class.add(0, n);
        class.does(0, stack(vec![pile(None, &[n])]));
        assert_eq!(order(class.drawing())[0], n);
    }
    class.add(0, 50);
    assert_eq!(order(class.drawing()).last(), Some(&50), "what is new lies above all");
}

#[test]
fn what_is_rubbed_out_of_a_stroke_leaves_the_rest_to_its_author_and_returns_by_one_step() {
    let (a, b, mut class) = (0, 1, Class::new(2));
    class.draws(a, Change::Add { object: object(1), page: 1 }, Some(stroke(11)));
    class.add(a, 2);
    let part = |n, from, to| Part { object: object(n), from: from * Ink::CUTS, to: to * Ink::CUTS };
    let parts = vec![part(10, 0, 3), part(11, 6, 10)];
    class.does(b, Change::Rub { page: 1, strokes: vec![Rubbed { object: object(1), parts }] });
    assert_eq!(order(class.drawing()), [10, 11, 2], "where the stroke was");
    let xs = |class: &Class, n| match class.drawing().get(object(n)).unwrap().shape().unwrap().form {
        Form::Pen(ink) => ink.0.iter().map(|point| point.x).collect::<Vec<_>>(),
        form => panic!("{form:?}"),
    };
    assert_eq!((xs(&class, 10), xs(&class, 11)), (vec![0, 10, 20, 30], vec![60, 70, 80, 90, 100]));
    assert_eq!(class.drawing().get(object(10)).unwrap().author, Some(user(a as u128)));
    assert!(class.undo(b));
    assert_eq!(order(class.drawing()), [1, 2]);
    assert!(class.redo(b));
    assert_eq!(order(class.drawing()), [10, 11, 2]);
    class.remove(a, 11);
    assert!(class.undo(b), "it is tried");
    assert_eq!(order(class.drawing()), [10, 2], "and what another did to the rest stays done");
}

#[test]
fn a_stroke_is_cut_between_its_points() {
    let shape = crate::board::read_drawn(&stroke(3)).unwrap();
    let xs = |from, to| match shape.part(from, to).map(|shape| shape.form) {
        Some(Form::Pen(ink)) => ink.0.iter().map(|point| point.x).collect(),
        _ => vec![],
    };
    assert_eq!(xs(8, 24), [5, 10, 15]);
    assert_eq!(xs(0, 1_000_000), [0, 10, 20]);
    assert_eq!(xs(32, 40), [] as [i32; 0], "from its end on there is nothing");
    assert_eq!(xs(9, 9), [] as [i32; 0]);
}

#[test]
fn what_is_locked_stays_as_it_is_until_it_is_unlocked() {
    let (a, b, mut class) = (0, 1, Class::new(2));
    class.add(b, 1);
    class.add(b, 2);
    class.does(a, Change::Lock { objects: vec![object(1)], locked: true });
    let locked = class.drawing().get(object(1)).cloned().unwrap();
    let style = Style { colour: [9; 3], width: 99, filled: false };
    let to = Place { x: 500, ..Place::default() };
    class.does(b, Change::Place { objects: vec![Placed { object: object(1), place: to }] });
    class.does(b, Change::Style { objects: vec![Styled { object: object(1), style }] });
    class.does(b, Change::Redraw { object: object(1) });
    class.does(b, stack(vec![pile(Some(2), &[1])]));
    class.remove(b, 1);
    class.does(b, Change::Rub { page: 1, strokes: vec![Rubbed { object: object(1), parts: vec![] }] });
    assert_eq!(class.drawing().get(object(1)), Some(&locked));
    assert!(class.undo(a));
    class.remove(b, 1);
    assert!(!class.has(1));
}

#[test]
fn looks_groups_and_papers_return_by_one_step_each() {
    let mut class = Class::new(2);
    class.add(0, 1);
    class.add(0, 2);
    let before = class.drawing().clone();
    let style = Style { colour: [200, 0, 0], width: 160, filled: true };
    let all = [1, 2].map(object);
    class.does(0, Change::Style { objects: all.map(|object| Styled { object, style }).to_vec() });
    let looks = |class: &Class, n| class.drawing().get(object(n)).unwrap().shape().unwrap().style();
    assert_eq!(looks(&class, 1), Style { filled: false, ..style }, "a line has no inside");
    let group = Some(ObjectGroupId(Uuid::from_u128(7)));
    class.does(0, Change::Group { objects: all.map(|object| Grouped { object, group }).to_vec() });
    class.does(0, Change::Paper { page: 1, paper: Paper::Graph });
    assert_eq!((class.drawing().paper(1), class.drawing().paper(2)), (Paper::Graph, Paper::Dots));
    assert_eq!(class.drawing().get(object(2)).and_then(|object| object.group), group);
    assert!(class.undo(0) && class.undo(0) && class.undo(0));
    assert!(before.objects().eq(class.drawing().objects()));
    assert_eq!(class.drawing().paper(1), Paper::Dots);
    class.does(0, Change::Style { objects: vec![Styled { object: object(1), style }] });
    let other = Style { width: 32, ..style };
    class.does(1, Change::Style { objects: vec![Styled { object: object(1), style: other }] });
    assert!(class.undo(0), "of the adding of the last");
    assert_eq!((looks(&class, 1).width, class.has(2)), (32, false));
}

#[test]
fn several_that_come_at_once_go_at_once() {
    let mut class = Class::new(1);
    let place = Place { x: 256, turn: 9_000, ..Place::default() };
    let objects = (1..=3).map(|n| Added { place, ..Added::as_drawn(object(n)) }).collect();
    class.does(0, Change::AddAll { page: 1, objects });
    assert_eq!(order(class.drawing()), [1, 2, 3]);
    assert_eq!(class.drawing().get(object(3)).map(|object| object.place), Some(place));
    assert!(class.undo(0));
    assert_eq!(class.drawing().count(1), 0);
    assert!(class.redo(0));
    assert_eq!(order(class.drawing()), [1, 2, 3]);
}

#[test]
fn words_are_theirs_who_wrote_them_last() {
    let (teacher, student, mut class) = (0, 1, Class::new(2));
    class.add(teacher, 1);
    class.does(student, Change::Redraw { object: object(1) });
    assert_eq!(class.drawing().get(object(1)).unwrap().author, Some(user(1)));
    let style = Style { colour: [9; 3], width: 99, filled: false };
    class.does(teacher, Change::Style { objects: vec![Styled { object: object(1), style }] });
    assert_eq!(class.drawing().get(object(1)).unwrap().author, Some(user(1)), "it says the same");
}

#[test]
fn a_stroke_that_an_old_log_rubs_at_twice_at_once_is_cut_once() {
    let mut class = Class::new(1);
    class.draws(0, Change::Add { object: object(1), page: 1 }, Some(stroke(9)));
    let part = |n, from| Part { object: object(n), from, to: from + 16 };
    let strokes = [2, 3].map(|n| Rubbed { object: object(1), parts: vec![part(n, 0), part(n + 10, 32)] });
    class.write(0, &Change::Rub { page: 1, strokes: strokes.to_vec() }, None);
    let there: Vec<_> = class.drawing().objects().map(|object| object.id).collect();
    assert_eq!(there, [object(2), object(12)]);
}
