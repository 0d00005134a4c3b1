//! A drawing that a screen has asked for and that isn't here yet.

/// Which drawing a screen waits for, and what came meanwhile: `E` is an event. Of several that were asked for the last one counts,
/// since one that was asked for earlier may lack what the screen has shown by then.
#[derive(Debug, Clone)]
pub struct Arrival<E> {
    asked: u32,
    /// `None` while nothing is waited for.
    early: Option<Vec<E>>,
}

impl<E> Default for Arrival<E> {
    /// Waits for the first drawing, which nobody has asked for yet.
    fn default() -> Self {
        Self { asked: 0, early: Some(Vec::new()) }
    }
}

impl<E> Arrival<E> {
    /// A drawing is asked for; its number is what [`Arrival::arrived`] wants.
    pub fn ask(&mut self) -> u32 {
        self.asked = self.asked.wrapping_add(1);
        self.early.get_or_insert_default();
        self.asked
    }

    /// Whether the last one that was asked for is here.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.early.is_none()
    }

    /// Takes events that come; gives those back that are to be applied at once.
    pub fn hold(&mut self, events: Vec<E>) -> Vec<E> {
        match &mut self.early {
            Some(early) => {
                early.extend(events);
                Vec::new()
            }
            None => events,
        }
    }

    /// Whether the drawing of this number is the one that is waited for.
    #[must_use]
    pub fn waits_for(&self, asked: u32) -> bool {
        self.early.is_some() && self.asked == asked
    }

    /// The drawing of this number is here. Gives what came meanwhile, to be applied to it; `None` where it isn't waited for.
    pub fn arrived(&mut self, asked: u32) -> Option<Vec<E>> {
        if self.asked == asked { self.early.take() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::Arrival;

    #[test]
    fn what_comes_before_the_drawing_is_applied_to_it() {
        let mut arrival = Arrival::default();
        let asked = arrival.ask();
        assert!(arrival.hold(vec![1]).is_empty());
        assert!(arrival.hold(vec![2, 3]).is_empty());
        assert!(!arrival.is_here());
        assert_eq!(arrival.arrived(asked), Some(vec![1, 2, 3]));
        assert_eq!((arrival.is_here(), arrival.hold(vec![4])), (true, vec![4]));
    }

    #[test]
    fn a_drawing_that_was_asked_for_before_another_one_is_not_taken() {
        let mut arrival = Arrival::default();
        let first = arrival.ask();
        arrival.hold(vec![1]);
        let second = arrival.ask();
        assert!(!arrival.waits_for(first));
        assert_eq!(arrival.arrived(first), None);
        assert!(arrival.hold(vec![2]).is_empty(), "it still waits");
        assert_eq!(arrival.arrived(second), Some(vec![1, 2]));
        assert_eq!(arrival.arrived(second), None, "once");
        let third = arrival.ask();
        assert!(arrival.hold(vec![3]).is_empty());
        assert_eq!(arrival.arrived(third), Some(vec![3]));
    }
}
