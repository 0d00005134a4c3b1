mod chance;
mod deeds;

use uuid::Uuid;

use crate::board::{
    Added, Change, Drawing, Fact, Form, Grouped, History, Ink, MOST_REMOVALS, Made, Moved, Origin, Paper,
    Part, Pile, Place, Placed, Point, Rubbed, Shape, Sheet, Span, Style, Styled, drawn, drawn_together,
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
        self.log(Some(user(who as u128)), fact(change, drawn));
    }

    /// Something happens that nobody does.
    fn tell(&mut self, fact: Fact) {
        self.log(None, fact);
    }

    fn log(&mut self, actor: Option<UserId>, fact: Fact) {
        let origin = Origin { sequence: Sequence(self.end + 1), command: command(self.end), actor };
        self.end += 1;
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

#[test]
fn pages_become_what_the_newer_slides_say_and_what_was_removed_returns_there() {
    let mut class = Class::new(2);
    for (n, page) in [(1, 1), (2, 2), (3, 2), (4, 3)] {
        class.does(0, Change::Add { object: object(n), page });
    }
    class.does(0, Change::Remove { page: 2, objects: vec![object(3)] });
    let moved = |from, to| Moved { from, to };
    let places = vec![moved(1, 2), moved(2, 3)];
    let rebound = Fact::Rebound { board: Uuid::nil().into(), deck: Uuid::nil().into(), places };
    class.tell(rebound);
    let pages = |class: &Class| -> Vec<_> {
        class.drawing().objects().map(|there| (there.page, there.id.0.as_u128())).collect()
    };
    assert_eq!(pages(&class), [(2, 1), (3, 2), (3, 4)], "in the order in which they were drawn");
    assert_eq!((1..=3).map(|page| class.drawing().count(page)).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(class.undo(0));
    assert_eq!(pages(&class), [(2, 1), (3, 2), (3, 3), (3, 4)]);
    let bytes = class.drawing().to_bytes();
    assert_eq!(Drawing::from_bytes(&bytes).as_ref(), Ok(class.drawing()));
}
