//! What a person chose last time on this device.

use leptos::prelude::*;

use crate::media::{Background, Media, Source};

/// What a person chose last time on this device.
pub(super) struct Preferred;

#[cfg(feature = "browser")]
impl Preferred {
    /// Chooses it again. A device that is gone is not found: the browser's own choice is used, and the person told.
    pub fn apply(media: Media) {
        Effect::new(move || {
            if kept(SAVING).is_some() {
                media.save_data(true);
            }
            if kept(NOISE).is_some() {
                media.suppress_noise(false);
            }
            media.mirrored.set(kept(MIRROR).is_some());
            let background = match kept(BACKGROUND) {
                Some(word) if word == PICTURE => Self::picture().unwrap_or_default(),
                Some(word) => Background::of(&word),
                None => Background::Real,
            };
            if background != Background::Real {
                media.put_behind(background);
            }
            for source in [Source::Camera, Source::Microphone] {
                if let Some(device) = kept(&key(source)) {
                    media.choose(source, device);
                }
            }
        });
    }

    /// Fetches nobody's picture here from now on, or everybody's again.
    pub fn save_data(media: Media, saving: bool) {
        media.save_data(saving);
        keep(SAVING, saving.then_some("on"));
    }

    /// Takes noise out of the microphone's sound from now on, or leaves it as it is.
    pub fn suppress_noise(media: Media, on: bool) {
        media.suppress_noise(on);
        keep(NOISE, (!on).then_some("kept"));
    }

    /// Shows the person to themselves as in a mirror from now on, or as the class sees them.
    pub fn mirror(media: Media, on: bool) {
        media.mirrored.set(on);
        keep(MIRROR, on.then_some("on"));
    }

    /// Puts something behind the person from now on.
    pub fn put_behind(media: Media, background: Background) {
        match &background {
            Background::Real => keep(BACKGROUND, None),
            Background::Blurred => keep(BACKGROUND, Some(background.word())),
            Background::Picture(address) => {
                keep(BACKGROUND, Some(PICTURE));
                keep(BACKGROUND_PICTURE, Some(address));
            }
        }
        media.put_behind(background);
    }

    /// The picture of theirs that was behind them last.
    pub fn picture() -> Option<Background> {
        kept(BACKGROUND_PICTURE).map(Background::Picture)
    }

    pub(super) fn keep(source: Source, device: &str) {
        keep(&key(source), Some(device));
    }
}

#[cfg(feature = "browser")]
const SAVING: &str = "lectern.saving";
#[cfg(feature = "browser")]
const NOISE: &str = "lectern.noise";
#[cfg(feature = "browser")]
const MIRROR: &str = "lectern.mirror";
#[cfg(feature = "browser")]
const BACKGROUND: &str = "lectern.background";
#[cfg(feature = "browser")]
const BACKGROUND_PICTURE: &str = "lectern.background.picture";

/// What is kept where a picture was behind them; the picture is kept beside it, also while another choice is in use.
#[cfg(feature = "browser")]
const PICTURE: &str = "picture";

#[cfg(feature = "browser")]
fn key(source: Source) -> String {
    format!("lectern.device.{}", source.word())
}

#[cfg(feature = "browser")]
fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Where nothing can be kept, it is chosen again next time.
#[cfg(feature = "browser")]
fn keep(key: &str, value: Option<&str>) {
    if let Some(storage) = storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

#[cfg(feature = "browser")]
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

#[cfg(not(feature = "browser"))]
impl Preferred {
    pub fn apply(_: Media) {}

    pub fn save_data(media: Media, saving: bool) {
        media.save_data(saving);
    }

    pub fn suppress_noise(media: Media, on: bool) {
        media.suppress_noise(on);
    }

    pub fn mirror(media: Media, on: bool) {
        media.mirrored.set(on);
    }

    pub fn put_behind(media: Media, background: Background) {
        media.put_behind(background);
    }

    pub fn picture() -> Option<Background> {
        None
    }

    pub(super) fn keep(_: Source, _: &str) {}
}
