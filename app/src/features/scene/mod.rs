//! Scenes for who runs the class: the rail with its pictures, the editor, what lies over the stage, and the way from a scene
//! to everybody's stage.

mod desk;
mod editor;
mod layers;
mod layouts;
mod own;
mod program;
mod rail;
mod row;
mod thumbnail;
mod words;

pub(crate) use desk::SceneDesk;
pub(crate) use editor::SceneEditor;
pub(crate) use layers::LayerDialog;
pub(crate) use own::{back_to_class, own_buttons, own_view};
pub(crate) use program::{CutButton, Program};
pub(crate) use rail::Rail;
