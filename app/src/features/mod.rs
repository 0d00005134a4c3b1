//! What a class is made of, each a place of its own: what the class's page, its replay and its results show of it. No feature
//! knows another or a page; what two need is in `room`, `playback`, `markup` or below.

pub(crate) mod board;
pub(crate) mod chapter;
pub(crate) mod chat;
pub(crate) mod hand;
pub(crate) mod lobby;
pub(crate) mod participant;
pub(crate) mod permission;
pub(crate) mod poll;
pub(crate) mod question;
pub(crate) mod reaction;
pub(crate) mod recording;
pub(crate) mod scene;
pub(crate) mod share;
pub(crate) mod slides;
pub(crate) mod transcript;
pub(crate) mod unheard;
