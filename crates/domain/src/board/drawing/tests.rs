use proptest::prelude::*;
use uuid::Uuid;

use crate::board::{
    Change, Drawing, Fact, Form, History, MOST_REMOVALS, Origin, Place, Placed, Shape, Sheet, Span, drawn,
};
use crate::ids::{CommandId, ObjectId, Sequence, UserId};
use crate::words::Words;

fn object(n: u128) -> ObjectId {
    ObjectId(Uuid::from_u128(n))
}

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn command(n: u64) -> CommandId {
    CommandId(Uuid::from_u128(n.into()))
}

fn line(n: i32) -> String {
    let form = Form::Line(Span { from: (n, 0), to: (0, n) });
    drawn(&Shape { colour: [0; 3], width: 16, fine: 0, form })
}

fn fact(change: &Change, drawn: Option<String>) -> Fact {
    Fact::Updated { board: Uuid::nil().into(), change: change.clone(), drawn: Words(drawn) }
}

/// A log that people draw into, with what each sees of it.
struct Class {
    end: u64,
    log: Vec<(Fact, Origin)>,
    people: Vec<Person>,
}

#[derive(Default)]
struct Person {
    sheet: Sheet,
    history: History,
}

impl Class {
    fn new(people: u128) -> Self {
        let person =
            |n| Person { sheet: Sheet::new(user(n), Drawing::default()), history: History::default() };
        Self { end: 0, log: Vec::new(), people: (0..people).map(person).collect() }
    }

    fn write(&mut self, who: usize, change: &Change, drawn: Option<String>) {
        let origin = Origin {
            sequence: Sequence(self.end + 1),
            command: command(self.end),
            actor: Some(user(who as u128)),
        };
        self.end += 1;
        let fact = fact(change, drawn);
        for person in &mut self.people {
            person.sheet.apply(&fact, origin);
        }
        self.log.push((fact, origin));
    }

    fn does(&mut self, who: usize, change: Change) {
        let drawn = change.draws().then(|| line(self.end as i32));
        let (id, person) = (command(self.end), &mut self.people[who]);
        person.history.note(&person.sheet, id, &change, drawn.as_deref());
        self.write(who, &change, drawn);
    }

    fn add(&mut self, who: usize, n: u128) {
        self.does(who, Change::Add { object: object(n), page: 1 });
    }

    fn remove(&mut self, who: usize, n: u128) {
        self.does(who, Change::Remove { page: 1, objects: vec![object(n)] });
    }

    fn undo(&mut self, who: usize) -> bool {
        let (id, person) = (command(self.end), &mut self.people[who]);
        let Some((change, drawn)) = person.history.undo(&person.sheet, id) else { return false };
        self.write(who, &change, drawn);
        true
    }

    fn redo(&mut self, who: usize) -> bool {
        let (id, person) = (command(self.end), &mut self.people[who]);
        let Some((change, drawn)) = person.history.redo(&person.sheet, id) else { return false };
        self.write(who, &change, drawn);
        true
    }

    fn drawing(&self) -> &Drawing {
        self.people[0].sheet.drawing()
    }

    fn has(&self, n: u128) -> bool {
        self.drawing().get(object(n)).is_some()
    }
}

#[test]
fn undo_takes_back_ones_own_and_leaves_what_others_did() {
    let (a, b, mut class) = (0, 1, Class::new(2));
    let (a1, b1, a2) = (1, 2, 3);
    class.add(a, a1);
    class.add(b, b1);
    class.add(a, a2);
    class.remove(b, a1);
    assert!(class.undo(a));
    assert!(!class.has(a2));
    assert!(!class.undo(a), "the other is gone already");
    assert!(!class.undo(a));
    assert!(class.redo(a));
    assert!(class.has(a2) && class.has(b1) && !class.has(a1));
}

#[test]
fn clearing_is_one_step_and_never_restores_what_others_removed() {
    let (a, b, mut class) = (0, 1, Class::new(2));
    for n in 1..=4 {
        class.add(a, n);
    }
    class.remove(b, 1);
    class.does(a, Change::Clear { page: 1 });
    assert_eq!(class.drawing().count(1), 0);
    let cleared = class.drawing();
    assert_eq!(Drawing::from_bytes(&cleared.to_bytes()).as_ref(), Ok(cleared));
    assert!(class.undo(a));
    assert!(!class.has(1) && class.has(2) && class.has(3) && class.has(4));
    assert!(class.undo(b), "who removed it may");
    assert!(class.has(1));
}

#[test]
fn what_another_moved_since_stays_where_they_put_it() {
    let (a, b, mut class) = (0, 1, Class::new(2));
    let to = |n: u128, x| Change::Place {
        objects: vec![Placed { object: object(n), place: Place { x, ..Place::default() } }],
    };
    class.add(a, 1);
    class.add(a, 2);
    class.does(a, to(1, 500));
    class.does(a, to(2, 500));
    class.does(b, to(2, 900));
    assert!(class.undo(a), "of the first only");
    let x = |class: &Class, n| class.drawing().get(object(n)).map(|object| object.place.x);
    assert_eq!((x(&class, 1), x(&class, 2)), (Some(0), Some(900)));
    assert!(class.redo(a));
    assert_eq!((x(&class, 1), x(&class, 2)), (Some(500), Some(900)));
}

#[test]
fn what_comes_late_changes_nothing_that_is_gone_and_only_late_removals_can_be_taken_back() {
    let mut class = Class::new(1);
    class.add(0, 1);
    class.remove(0, 1);
    let before = class.drawing().clone();
    class.does(0, Change::Redraw { object: object(1) });
    class.does(0, Change::Remove { page: 1, objects: vec![object(1), object(2)] });
    assert!(before.objects().eq(class.drawing().objects()));
    assert_eq!(before.removals, class.drawing().removals);
    let first = class.log[1].1.command;
    for n in 10..10 + MOST_REMOVALS as u128 {
        class.add(0, n);
        class.remove(0, n);
    }
    class.does(0, Change::Restore { removal: first });
    assert!(!class.has(1), "that was long ago");
}

#[test]
fn what_is_on_its_way_is_seen_and_gives_way_to_what_the_log_says() {
    let mut sheet = Sheet::new(user(1), Drawing::default());
    let add = Change::Add { object: object(1), page: 1 };
    assert_eq!(sheet.add(command(1), add.clone(), Some(&line(1))), [object(1)]);
    assert!(sheet.waits(object(1)));
    let remove = Change::Remove { page: 1, objects: vec![object(1)] };
    sheet.add(command(2), remove, None);
    assert_eq!((sheet.get(object(1)), sheet.ids()), (None, vec![]));
    sheet.add(command(3), Change::Restore { removal: command(2) }, None);
    assert_eq!(sheet.ids(), [object(1)], "an undo before anything was heard");
    assert_eq!(sheet.drop(command(2)), [object(1)]);
    let origin = Origin { sequence: Sequence(9), command: command(1), actor: Some(user(1)) };
    sheet.apply(&fact(&add, Some(line(1))), origin);
    assert!(!sheet.waits(object(1)));
    assert_eq!(sheet.get(object(1)).map(|object| object.order), Some(Sequence(9)));
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
        let marked = [b"LWB1".as_slice(), &bytes].concat();
        if let Ok(drawing) = Drawing::from_bytes(&marked) {
            prop_assert!(drawing.objects().count() <= bytes.len());
        }
    }
}
