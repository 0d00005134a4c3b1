//! What is on its way, and boards made of chance.

use proptest::prelude::*;

use super::*;

#[test]
fn all_that_is_on_its_way_looks_as_it_will() {
    let mut class = Class::new(2);
    (1..=4).for_each(|n| class.add(1, n));
    class.draws(1, Change::Add { object: object(5), page: 1 }, Some(stroke(9)));
    let part = Part { object: object(6), from: 0, to: 40 };
    let changes = [
        stack(vec![pile(Some(4), &[1])]),
        Change::Rub { page: 1, strokes: vec![Rubbed { object: object(5), parts: vec![part] }] },
        Change::AddAll { page: 1, objects: vec![Added::as_drawn(object(7))] },
        Change::Lock { objects: vec![object(2)], locked: true },
        Change::Remove { page: 1, objects: vec![object(2), object(3)] },
        Change::Paper { page: 1, paper: Paper::Ruled },
    ];
    let mut sheet = class.people[0].sheet.clone();
    for (change, n) in changes.iter().zip(500..) {
        sheet.add(command(n), change.clone(), drawn_by(change, 0).as_deref());
    }
    let seen: Vec<_> = sheet.on_page(1).iter().map(|object| object.id.0.as_u128()).collect();
    for change in changes {
        let drawn = drawn_by(&change, 0);
        class.draws(0, change, drawn);
    }
    assert_eq!(seen, order(class.drawing()));
    assert_eq!(seen, [2, 4, 1, 6, 7]);
    assert_eq!(sheet.paper(1), class.drawing().paper(1));
}

/// A wish of one of three people.
#[derive(Debug, Clone)]
enum Wish {
    Do(Change),
    Undo,
    Redo,
}

fn wish() -> impl Strategy<Value = (usize, Wish)> {
    let any_object = || (0..6_u128).prop_map(object);
    let some = || prop::collection::vec(any_object(), 1..3);
    let page = || 1..3_u16;
    let placed = || {
        (any_object(), -9..9_i32)
            .prop_map(|(object, x)| Placed { object, place: Place { x, ..Place::default() } })
    };
    let change = prop_oneof![
        6 => (any_object(), page()).prop_map(|(object, page)| Change::Add { object, page }),
        2 => any_object().prop_map(|object| Change::Redraw { object }),
        2 => prop::collection::vec(placed(), 1..3).prop_map(|objects| Change::Place { objects }),
        3 => (page(), some()).prop_map(|(page, objects)| Change::Remove { page, objects }),
        1 => page().prop_map(|page| Change::Clear { page }),
        1 => (0..40_u64).prop_map(|n| Change::Restore { removal: command(n) }),
        1 => (page(), prop::collection::btree_set(0..9_u128, 1..4)).prop_map(|(page, objects)| {
            let objects = objects.into_iter().map(|n| Added::as_drawn(object(n))).collect();
            Change::AddAll { page, objects }
        }),
        2 => (page(), prop::option::of(any_object()), some())
            .prop_map(|(page, above, objects)| Change::Stack { page, piles: vec![Pile { above, objects }] }),
        2 => (page(), any_object(), 0..60_u32, any_object()).prop_map(|(page, object, from, new)| {
            let parts = vec![Part { object: new, from, to: from + 20 }];
            Change::Rub { page, strokes: vec![Rubbed { object, parts }] }
        }),
        1 => (some(), any::<bool>()).prop_map(|(objects, locked)| Change::Lock { objects, locked }),
        1 => (any_object(), any::<u16>()).prop_map(|(object, width)| {
            let style = Style { colour: [1, 2, 3], width, filled: true };
            Change::Style { objects: vec![Styled { object, style }] }
        }),
        1 => (any_object(), prop::option::of(0..3_u128)).prop_map(|(object, group)| {
            let group = group.map(|n| ObjectGroupId(Uuid::from_u128(n)));
            Change::Group { objects: vec![Grouped { object, group }] }
        }),
        1 => page().prop_map(|page| Change::Paper { page, paper: Paper::Ruled }),
    ];
    let wish = prop_oneof![6 => change.prop_map(Wish::Do), 3 => Just(Wish::Undo), 1 => Just(Wish::Redo)];
    (0..3_usize, wish)
}

proptest! {
    /// Whoever joins when, by whatever way, has the same board, to the byte.
    #[test]
    fn all_who_follow_a_log_have_equal_boards(wishes in prop::collection::vec(wish(), 0..80), late in 0..80_usize) {
        let mut class = Class::new(3);
        for (who, wish) in wishes {
            match wish {
                Wish::Do(change) => class.does(who, change),
                Wish::Undo => drop(class.undo(who)),
                Wish::Redo => drop(class.redo(who)),
            }
        }
        let mut first = Drawing::default();
        let late = late.min(class.log.len());
        for (fact, origin) in &class.log[..late] {
            first.apply(fact, *origin);
        }
        // Who comes late, and gets some of what they have already once more.
        let mut joined = Drawing::from_bytes(&first.to_bytes()).unwrap();
        prop_assert_eq!(&joined, &first);
        for (fact, origin) in &class.log[late / 2..] {
            joined.apply(fact, *origin);
        }
        prop_assert_eq!(&joined, class.drawing());
        for person in &class.people {
            prop_assert_eq!(person.sheet.drawing().to_bytes(), joined.to_bytes());
        }
        for page in 1..3 {
            let there = joined.objects().filter(|object| object.page == page).count();
            prop_assert_eq!(joined.count(page) as usize, there);
        }
    }

    /// However one undoes and does again, what another drew and nobody else changed is as it was.
    #[test]
    fn undo_never_touches_what_another_drew(steps in prop::collection::vec(0..6_u8, 0..60)) {
        let (mine, theirs, mut class) = (0, 1, Class::new(2));
        class.add(theirs, 1_000);
        let before = class.drawing().get(object(1_000)).cloned();
        for (step, n) in steps.into_iter().zip(1_u128..) {
            match step {
                0..3 => class.add(mine, n),
                3 => class.remove(mine, n.saturating_sub(2)),
                4 => drop(class.undo(mine)),
                _ => drop(class.redo(mine)),
            }
        }
        prop_assert_eq!(class.drawing().get(object(1_000)), before.as_ref());
    }

    #[test]
    fn bytes_of_chance_are_no_board_or_one(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let marked = [b"LWB2".as_slice(), &bytes].concat();
        if let Ok(drawing) = Drawing::from_bytes(&marked) {
            prop_assert!(drawing.objects().count() <= bytes.len());
        }
    }
}
