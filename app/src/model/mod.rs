//! View models: plain data that server functions give pages, and what they are made of.

pub mod class;
mod form;
pub mod home;
pub mod lesson;
mod moment;
pub mod schedule;
mod shell;
pub mod sign_in;
pub mod slides;
pub mod waiting;

pub use form::{Choice, ChoiceGroup, FieldErrors};
pub use moment::Moment;
pub use shell::{NavSection, ShellView, Theme};
