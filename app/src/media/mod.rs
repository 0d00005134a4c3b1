//! Camera, microphone and the class's room: what is so, as signals, and what can be asked.
//!
//! [`use_media`] makes the page's [`Media`]. The work is done by `frontend/js/media.ts`; on the server every question
//! is answered "not yet" and nothing is asked.

#[cfg(feature = "browser")]
mod browser;
#[cfg(feature = "browser")]
mod engine;
mod picture;
mod report;

pub(crate) use picture::measure;
pub use picture::{Picture, Sent};
pub use report::{Connection, Device, Devices, Ending, Local, Note, Problem, Publisher, Quality, Source};

use leptos::prelude::*;

/// The page's media. Copied freely; it ends with the component that made it.
#[derive(Clone, Copy)]
pub struct Media {
    /// What can be chosen from.
    pub devices: RwSignal<Devices>,
    /// Our camera.
    pub camera: RwSignal<Local>,
    /// Our microphone.
    pub microphone: RwSignal<Local>,
    /// The screen that we share.
    pub screen: RwSignal<Local>,
    /// Our second camera.
    pub document: RwSignal<Local>,
    /// The loudspeaker that was chosen.
    pub output: RwSignal<String>,
    /// What happened to our devices last.
    pub note: RwSignal<Option<Note>>,
    /// Nobody's picture is fetched, to save data.
    pub saving: RwSignal<bool>,
    /// What stands behind us in our picture.
    pub background: RwSignal<Background>,
    /// Whether noise is taken out of our microphone's sound.
    pub quiet: RwSignal<bool>,
    /// Whether we see ourselves as in a mirror, also in the class. Nobody else does.
    pub mirrored: RwSignal<bool>,
    /// Which sources the person wants on: what they pressed last, whatever became of it.
    pub wanted: RwSignal<Wanted>,
    /// How loud our microphone is, 0 to 1, twenty times a second while it is on.
    pub level: RwSignal<f64>,
    /// Our place in the room.
    pub connection: RwSignal<Connection>,
    /// How good our connection is.
    pub quality: RwSignal<Quality>,
    /// Who sends picture or sound.
    pub publishers: RwSignal<Vec<Publisher>>,
    /// Who speaks at the moment, loudest first, by identity.
    pub speakers: RwSignal<Vec<String>>,
    /// The browser plays no sound until the person clicks: offer [`Media::hear`].
    pub hearing_blocked: RwSignal<bool>,
    /// The module could not be loaded, so there is neither picture nor sound.
    pub unavailable: RwSignal<bool>,
    #[cfg(feature = "browser")]
    engine: engine::Handle,
}

/// What stands behind somebody in their own picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Background {
    /// What is there.
    #[default]
    Real,
    /// The same, blurred.
    Blurred,
    /// A picture, by its address.
    Picture(String),
}

impl Background {
    /// The module that makes it, built from `frontend/js/background`.
    pub const MODULE: &str = "background/background.js";

    /// From its word; a word that says nothing else is a picture's address.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "" => Self::Real,
            "blur" => Self::Blurred,
            address => Self::Picture(address.to_owned()),
        }
    }

    /// Its word, as media.ts takes it.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Real => "",
            Self::Blurred => "blur",
            Self::Picture(address) => address,
        }
    }
}

/// Which sources somebody wants on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Their picture.
    pub camera: bool,
    /// Their voice.
    pub microphone: bool,
}

impl Wanted {
    /// The same, with one source on or off.
    #[must_use]
    pub fn with(self, source: Source, on: bool) -> Self {
        match source {
            Source::Camera => Self { camera: on, ..self },
            Source::Microphone => Self { microphone: on, ..self },
            // Nobody shows the class something again without knowing it.
            Source::Screen | Source::Document => self,
        }
    }
}

/// Makes the page's media and gives it to the components below as a context.
pub fn use_media() -> Media {
    let media = Media {
        devices: RwSignal::default(),
        camera: RwSignal::default(),
        microphone: RwSignal::default(),
        screen: RwSignal::default(),
        document: RwSignal::default(),
        output: RwSignal::new("default".to_owned()),
        note: RwSignal::default(),
        saving: RwSignal::default(),
        background: RwSignal::default(),
        quiet: RwSignal::new(true),
        mirrored: RwSignal::default(),
        wanted: RwSignal::default(),
        level: RwSignal::default(),
        connection: RwSignal::default(),
        quality: RwSignal::default(),
        publishers: RwSignal::default(),
        speakers: RwSignal::default(),
        hearing_blocked: RwSignal::default(),
        unavailable: RwSignal::default(),
        #[cfg(feature = "browser")]
        engine: engine::Handle::new(),
    };
    #[cfg(feature = "browser")]
    Effect::new(move || engine::start(media));
    provide_context(media);
    media
}

impl Media {
    /// The state of one of our own sources.
    #[must_use]
    pub fn own(&self, source: Source) -> RwSignal<Local> {
        match source {
            Source::Camera => self.camera,
            Source::Microphone => self.microphone,
            Source::Screen => self.screen,
            Source::Document => self.document,
        }
    }

    /// Opens what is not open yet (the browser asks once for all of it) and sends it to the room, if we are in one.
    pub fn turn_on(&self, sources: &[Source]) {
        self.wanted
            .update(|wanted| *wanted = sources.iter().fold(*wanted, |all, source| all.with(*source, true)));
        self.ask(Ask::TurnOn(sources.to_vec()));
    }

    /// Stops sending one source.
    pub fn turn_off(&self, source: Source) {
        self.wanted.update(|wanted| *wanted = wanted.with(source, false));
        self.ask(Ask::TurnOff(source));
    }

    /// Off if it is on or about to be, on otherwise.
    pub fn toggle(&self, source: Source) {
        match self.own(source).get_untracked() {
            Local::On(_) | Local::Starting => self.turn_off(source),
            Local::Off | Local::Muted | Local::Failed(_) => self.turn_on(&[source]),
        }
    }

    /// Uses another camera or microphone from now on.
    pub fn choose(&self, source: Source, device: String) {
        self.ask(Ask::Choose(source, device));
    }

    /// Plays the class through another loudspeaker.
    pub fn choose_output(&self, device: String) {
        self.ask(Ask::ChooseOutput(device));
    }

    /// Enters the room by a path of ours, with what is on. A room entered before is left.
    pub fn join(&self, way: String) {
        self.ask(Ask::Join { way });
    }

    /// Leaves the room; camera and microphone go off.
    pub fn leave(&self) {
        self.wanted.try_set(Wanted::default());
        self.ask(Ask::Leave);
    }

    /// Fetches nobody's picture from now on, or everybody's again.
    pub fn save_data(&self, saving: bool) {
        self.saving.set(saving);
        self.ask(Ask::SaveData(saving));
    }

    /// Puts something behind us from now on. Where that can't be done the camera goes off, and its problem says so.
    pub fn put_behind(&self, background: Background) {
        self.ask(Ask::PutBehind(background.clone()));
        self.background.set(background);
    }

    /// Takes noise out of our microphone's sound from now on, or leaves it as it is.
    pub fn suppress_noise(&self, on: bool) {
        self.quiet.set(on);
        self.ask(Ask::SuppressNoise(on));
    }

    /// Starts the sound where the browser held it back; call it from a click.
    pub fn hear(&self) {
        self.ask(Ask::Hear);
    }

    fn ask(&self, ask: Ask) {
        #[cfg(feature = "browser")]
        self.engine.ask(ask);
        #[cfg(not(feature = "browser"))]
        drop(ask);
    }
}

/// What can be asked of the media side; its answers are reports.
#[cfg_attr(not(feature = "browser"), expect(dead_code, reason = "on the server nothing is asked"))]
enum Ask {
    TurnOn(Vec<Source>),
    TurnOff(Source),
    Choose(Source, String),
    ChooseOutput(String),
    SaveData(bool),
    PutBehind(Background),
    SuppressNoise(bool),
    Join { way: String },
    Leave,
    Hear,
}
