//! What each viewer may see of the log. What they may not is removed on the server, never hidden in a browser.

use crate::core::{Audience, Reach};
use crate::event::{Event, Fact};
use crate::role::Viewer;
use crate::view::ClassView;

/// Whom the event reaches. Viewers who are not among [`Reach::people`] see of it what their whole audience sees.
#[must_use]
pub fn reach(event: &Event) -> Reach {
    event.fact.reach(event.actor)
}

/// The event as `viewer` may see it; `None` where they may not see it at all.
#[must_use]
pub fn visible(event: &Event, viewer: &Viewer) -> Option<Event> {
    if !reach(event).includes(viewer) {
        return None;
    }
    let mut event = event.clone();
    event.fact.hide_internals();
    if Audience::of(viewer) == Audience::Students {
        event.fact.hide_from_student(&mut event.actor, viewer);
    }
    Some(event)
}

/// Takes out of an old event the words that were taken back since, as `class` knows: those of messages that were removed
/// or say something else now, and for students those of dismissed questions.
pub fn redact(event: &mut Event, class: &ClassView, viewer: &Viewer) {
    match &mut event.fact {
        Fact::Chat(fact) => class.chat.redact(fact, event.sequence),
        Fact::Question(fact) => class.question.redact(fact, viewer),
        Fact::Session(_)
        | Fact::Lobby(_)
        | Fact::Participant(_)
        | Fact::Permission(_)
        | Fact::Hand(_)
        | Fact::Poll(_)
        | Fact::Chapter(_)
        | Fact::Board(_)
        | Fact::Scene(_)
        | Fact::Slides(_)
        | Fact::Recording(_)
        | Fact::Pipeline(_)
        | Fact::Unknown => {}
    }
}

impl ClassView {
    /// The view as `viewer` may see it: the same as folding what [`visible`] lets through.
    #[must_use]
    pub fn for_viewer(&self, viewer: &Viewer) -> Self {
        let mut view = self.clone();
        view.core.hide_nodes();
        view.recording.hide_keys();
        let (me, staff) = (viewer.user, Audience::of(viewer) == Audience::Staff);
        view.chat.keep_for(me, staff);
        if !staff {
            view.core.keep_for_student(me);
            view.question.keep_for_student(me);
            view.poll.keep_for_student(me);
            view.pipeline.keep_for_student();
            view.scene.keep_for_student();
            view.slides.keep_for_student();
        }
        view
    }

    /// The view as everybody of an audience may see it, without what is about one of them.
    #[must_use]
    pub fn for_audience(&self, audience: Audience) -> Self {
        self.for_viewer(&audience.anybody())
    }

    /// Whether the view holds something for `viewer` in person. Where it doesn't they see what their whole audience sees
    /// ([`ClassView::for_audience`]), and can be sent the same snapshot.
    #[must_use]
    pub fn concerns(&self, viewer: &Viewer) -> bool {
        let (me, audience) = (viewer.user, Audience::of(viewer));
        let staff = audience == Audience::Staff;
        self.chat.concerns(me, audience.anybody().user, staff)
            || !staff
                && (self.core.concerns_student(me)
                    || self.question.concerns_student(me)
                    || self.poll.concerns_student(me))
    }

    /// What somebody sees who is not let in: the calendar's entry, how far the class is, and their own place in the lobby.
    /// The server sends them this and no events until they are let in.
    #[must_use]
    pub fn for_outsider(&self, viewer: &Viewer) -> Self {
        let core = self.core.for_outsider(viewer);
        Self { sequence: self.sequence, outside: true, core, ..Self::default() }
    }

    /// The class as somebody sees it, from inside or from outside.
    #[must_use]
    pub fn seen_by(&self, viewer: &Viewer) -> Self {
        if self.core.lets_in(viewer) { self.for_viewer(viewer) } else { self.for_outsider(viewer) }
    }
}
