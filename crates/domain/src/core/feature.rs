//! What the facts and commands of each feature say of themselves.

use chrono::{DateTime, Utc};

use crate::core::{Effect, Reach};
use crate::ids::{Offset, Sequence, UserId};
use crate::policy::Action;
use crate::role::Viewer;
use crate::words::Words;

/// A value of an enum that serde tags inside. Derived, with [`Tagged`].
pub trait Tag {
    /// The tag it is written with.
    fn tag(&self) -> &'static str;
}

/// An enum that serde tags inside. Derived.
pub trait Tagged: Tag {
    /// The tags of its variants, in their order.
    const TAGS: &'static [&'static str];
}

/// What may hold words of a person. Derived: a field of the type [`Words`] holds them.
pub trait HoldsWords {
    /// The words in it, if it is of a kind that has any.
    fn words(&self) -> Option<&Words>;

    /// The words in it, to be taken out before it is stored or put back when it is read.
    fn words_mut(&mut self) -> Option<&mut Words>;
}

/// When and by whom something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its place in the log.
    pub sequence: Sequence,
    /// When it happened on the class's clock.
    pub offset: Offset,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; `None` for the system.
    pub actor: Option<UserId>,
}

/// The facts of one feature. Nothing here has a default: whoever adds a fact says whom it reaches.
pub trait FeatureFact: Tag + HoldsWords {
    /// Whose words it holds, when that is not who acted: a name belongs to its bearer, a question to its asker whoever
    /// approves it.
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId>;

    /// Whom it reaches. Viewers who are not among [`Reach::people`] see of it what their whole audience sees.
    fn reach(&self, actor: Option<UserId>) -> Reach;

    /// Takes out what is nobody's business outside: keys in object storage, servers' names, how logins end.
    fn hide_internals(&mut self);

    /// Takes out what a student may not see, who did it where they may not know that.
    fn hide_from_student(&mut self, actor: &mut Option<UserId>, viewer: &Viewer);

    /// What it causes outside.
    fn effects(&self, stamp: Stamp) -> Vec<Effect>;
}

/// The commands of one feature that people say.
pub trait FeatureCommand: Tagged {
    /// The feature's facts.
    type Fact;

    /// What somebody must be allowed to do to say it.
    fn action(&self) -> Action;

    /// Whether these facts of the feature, all that one command made and in their order, are what this command would have made
    /// when it was first said. Words that were erased since compare equal to all.
    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool;
}
