use proptest::prelude::*;
use uuid::Uuid;

use crate::board::{
    Added, Change, Drawing, Fact, Form, Grouped, History, Ink, MOST_REMOVALS, Made, Origin, Paper, Part,
    Pile, Place, Placed, Point, Rubbed, Shape, Sheet, Span, Style, Styled, drawn, drawn_together,
};
use crate::ids::{CommandId, ObjectGroupId, ObjectId, Sequence, UserId};
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

/// A stroke along a line, with so many points that lie ten apart.
fn stroke(points: i32) -> String {
    let ink = Ink((0..points).map(|n| Point { x: n * 10, y: 0, pressure: 32 }).collect());
    drawn(&Shape { colour: [0; 3], width: 16, fine: 0, form: Form::Pen(ink) })
}

/// What a change draws that draws something.
fn drawn_by(change: &Change, n: i32) -> Option<String> {
    let lines = |count: usize| vec![line(n); count];
    match change {
        Change::AddAll { objects, .. } => Some(drawn_together(&lines(objects.len()))),
        change => change.draws().then(|| if n % 2 == 0 { line(n) } else { stroke(5) }),
    }
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
        let drawn = drawn_by(&change, self.end as i32);
        self.draws(who, change, drawn);
    }

    fn draws(&mut self, who: usize, change: Change, drawn: Option<String>) {
        let person = &mut self.people[who];
        let made = Made { command: command(self.end), change, drawn };
        person.history.note(&person.sheet, std::slice::from_ref(&made));
        self.write(who, &made.change, made.drawn);
    }

    fn add(&mut self, who: usize, n: u128) {
        self.does(who, Change::Add { object: object(n), page: 1 });
    }

    fn remove(&mut self, who: usize, n: u128) {
        self.does(who, Change::Remove { page: 1, objects: vec![object(n)] });
    }

    fn undo(&mut self, who: usize) -> bool {
        self.steps(who, History::undo)
    }

    fn redo(&mut self, who: usize) -> bool {
        self.steps(who, History::redo)
    }

    fn steps(
        &mut self,
        who: usize,
        step: fn(&mut History, &Sheet, &mut dyn FnMut() -> CommandId) -> Vec<Made>,
    ) -> bool {
        let (end, person) = (self.end, &mut self.people[who]);
        let mut taken = 0;
        let made = step(&mut person.history, &person.sheet, &mut || {
            taken += 1;
            command(end + taken - 1)
        });
        for made in &made {
            self.write(who, &made.change, made.drawn.clone());
        }
        !made.is_empty()
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
    assert_eq!(sheet.get(object(1)), sheet.drawing().get(object(1)).cloned());
}

/// The numbers of a page's objects, the lowest first.
fn order(drawing: &Drawing) -> Vec<u128> {
    drawing.on_page(1).map(|object| object.id.0.as_u128()).collect()
}

fn pile(above: Option<u128>, objects: &[u128]) -> Pile {
    Pile { above: above.map(object), objects: objects.iter().copied().map(object).collect() }
}

fn stack(piles: Vec<Pile>) -> Change {
    Change::Stack { page: 1, piles }
}

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
