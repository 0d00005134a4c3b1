//! What the browser's media side reports to the page: the shapes of `frontend/js/media/reports.ts`.

use lean::FromJson;
use serde::Serialize;

/// What a person can turn on and off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Their picture.
    Camera,
    /// Their voice.
    Microphone,
    /// The screen, window or tab that they share, with its sound where there is some.
    Screen,
    /// What a second camera sees: a page, an experiment, a board on the wall.
    Document,
}

impl Source {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Microphone => "microphone",
            Self::Screen => "screen",
            Self::Document => "document",
        }
    }

    /// The word for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Camera | Self::Microphone | Self::Screen => self.word(),
            Self::Document => "second camera",
        }
    }
}

/// One report: its kind, and what it says.
#[cfg(any(feature = "browser", test))]
#[derive(Debug, Clone, PartialEq, Eq, FromJson)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Report {
    Devices(Devices),
    Local(Source, Local),
    Connection(Connection),
    Publishers(Vec<Publisher>),
    Speakers(Vec<String>),
    Quality(Quality),
    HearingBlocked(bool),
    Note(Note),
}

/// Something about devices that the person should know, and that needs nothing done.
#[derive(Debug, Clone, PartialEq, Eq, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The device that was chosen before isn't there; the one of this name is used.
    Absent(Source, String),
    /// The microphone was unplugged, and the one of this name is used; whether they are muted still.
    Replaced(bool, String),
}

impl Note {
    /// In one or two sentences.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Absent(source, label) => {
                format!("The {} you used last time isn’t here. Now in use: {label}.", source.name())
            }
            Self::Replaced(false, label) => format!("The microphone was unplugged. Now in use: {label}."),
            Self::Replaced(true, label) => {
                format!("The microphone was unplugged. You are still muted; {label} is used when you unmute.")
            }
        }
    }
}

/// What can be chosen from. Empty until the person has allowed a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromJson)]
pub struct Devices {
    /// Cameras.
    pub cameras: Vec<Device>,
    /// Microphones.
    pub microphones: Vec<Device>,
    /// Loudspeakers and headphones; empty where the browser doesn't let a page choose.
    pub outputs: Vec<Device>,
    /// Whether a screen can be shared here.
    #[serde(default)]
    pub screen: bool,
}

/// One camera, microphone or loudspeaker.
#[derive(Debug, Clone, PartialEq, Eq, FromJson)]
pub struct Device {
    /// The browser's name for it on this site.
    pub id: String,
    /// Its name for people.
    pub label: String,
}

/// Our own camera or microphone.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Local {
    /// Not asked for.
    #[default]
    Off,
    /// The browser is asking the person, or opening the device.
    Starting,
    /// Open; in the room everybody gets it. From which device, or of a screen which kind, where the browser says so.
    On(Option<String>),
    /// Open before and turned off.
    Muted,
    /// It would not open.
    Failed(Problem),
}

impl Local {
    /// Whether it is open and sends.
    #[must_use]
    pub fn is_on(&self) -> bool {
        matches!(self, Self::On(_))
    }

    /// Why it is not, if it failed.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        match self {
            Self::Failed(problem) => Some(*problem),
            _ => None,
        }
    }
}

/// Why a device gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// The person (or their organisation) refused it to this site.
    Refused,
    /// They closed the browser's question unanswered.
    Dismissed,
    /// The browser's question stands, or was put away without telling the page; an answer still counts.
    Unanswered,
    /// The system refuses it to the browser.
    RefusedBySystem,
    /// There is none.
    Missing,
    /// Another program holds it.
    Busy,
    /// It was there, and is gone.
    Unplugged,
    /// The page was not loaded over https.
    Insecure,
    /// What was to stand behind the person can't be put there.
    Background,
    /// Anything else.
    Failed,
}

impl Problem {
    /// What happened and what to do, in one or two sentences.
    #[must_use]
    pub fn hint(self, source: Source) -> String {
        let it = source.name();
        match self {
            Self::RefusedBySystem if source == Source::Screen => {
                "Your system keeps the screen from the browser. Allow the browser to record the screen in the system’s \
                 privacy settings, then share again."
                    .to_owned()
            }
            _ if source == Source::Screen => {
                "The screen could not be shared. Try again, or share another window.".to_owned()
            }
            Self::Refused => {
                format!("Your browser blocks the {it} here. Allow it beside the address, then turn it on.")
            }
            Self::Dismissed => format!("The {it} was not allowed. Turn it on to be asked again."),
            Self::Unanswered => format!(
                "The browser still waits for your answer about the {it}. Allow it beside the address, or ask again."
            ),
            Self::RefusedBySystem => format!(
                "Your system keeps the {it} from the browser. Allow it in the privacy settings, then turn it on."
            ),
            Self::Missing => format!("No {it} found. Plug one in, then turn it on."),
            Self::Busy => format!("Another program uses the {it}. Close it there, then turn it on."),
            Self::Unplugged => {
                format!("The {it} was unplugged. Plug it in, or choose another one, then turn it on.")
            }
            Self::Insecure => format!("The {it} needs a secure address (https)."),
            Self::Background => "This browser could not put the background behind you, so the camera stays off. Show what is \
                                 there instead, or turn the camera on to try again."
                .to_owned(),
            Self::Failed => {
                format!("The {it} did not start. Turn it on to try again, or choose another one.")
            }
        }
    }
}

/// Our connection to the room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Connection {
    /// Not in a room.
    #[default]
    #[serde(skip)]
    Idle,
    /// On the way in.
    Connecting,
    /// In the room.
    Connected,
    /// Lost for the moment; livekit-client is at it.
    Reconnecting,
    /// Out of the room; how it came to that.
    Ended(Ending),
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// We left.
    Left,
    /// The same person joined in another tab or on another device.
    Elsewhere,
    /// The server took us out.
    Removed,
    /// The room is closed.
    Closed,
    /// The token was not accepted.
    Refused,
    /// The media server did not answer.
    Unreachable,
    /// The connection broke and could not be mended.
    Lost,
}

impl Ending {
    /// Whether another try with a new token makes sense without asking the person.
    #[must_use]
    pub fn is_worth_another_try(self) -> bool {
        match self {
            // Who was taken out by mistake gets a new token, and who may not be there is told so.
            Self::Removed | Self::Closed | Self::Refused | Self::Unreachable | Self::Lost => true,
            Self::Left | Self::Elsewhere => false,
        }
    }
}

/// Somebody who sends picture or sound.
#[derive(Debug, Clone, PartialEq, Eq, FromJson)]
pub struct Publisher {
    /// Who, as the media server names them.
    pub identity: String,
    /// Their name.
    pub name: String,
    /// Whether that is us.
    pub local: bool,
    /// Whether their camera sends.
    pub camera: bool,
    /// Whether their microphone sends.
    pub microphone: bool,
    /// Whether they share their screen.
    pub screen: bool,
    /// Whether a second camera of theirs sends.
    #[serde(default)]
    pub document: bool,
}

/// How good our own connection is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// Nothing lost.
    Excellent,
    /// A little lost.
    Good,
    /// Picture or sound suffer.
    Poor,
    /// The picture suffers because this device can't keep up.
    Busy,
    /// Nothing comes through.
    Lost,
    /// Not measured yet.
    #[default]
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::{Connection, Ending, Local, Note, Problem, Quality, Report, Source};

    fn read(json: &str) -> Report {
        lean::from_str(json).unwrap()
    }

    #[test]
    fn reports_read_as_media_ts_writes_them() {
        assert_eq!(
            read(r#"{"local":["microphone",{"failed":"refused_by_system"}]}"#),
            Report::Local(Source::Microphone, Local::Failed(Problem::RefusedBySystem))
        );
        assert_eq!(
            read(r#"{"local":["camera",{"failed":"unanswered"}]}"#),
            Report::Local(Source::Camera, Local::Failed(Problem::Unanswered))
        );
        assert_eq!(
            read(r#"{"local":["camera",{"on":null}]}"#),
            Report::Local(Source::Camera, Local::On(None))
        );
        assert_eq!(read(r#"{"local":["camera","muted"]}"#), Report::Local(Source::Camera, Local::Muted));
        assert_eq!(
            read(r#"{"connection":{"ended":"elsewhere"}}"#),
            Report::Connection(Connection::Ended(Ending::Elsewhere))
        );
        assert_eq!(read(r#"{"connection":"reconnecting"}"#), Report::Connection(Connection::Reconnecting));
        assert_eq!(read(r#"{"quality":"superb"}"#), Report::Quality(Quality::Unknown));
        assert_eq!(read(r#"{"hearing_blocked":true}"#), Report::HearingBlocked(true));
        assert_eq!(
            read(r#"{"local":["screen",{"on":"monitor"}]}"#),
            Report::Local(Source::Screen, Local::On(Some("monitor".to_owned())))
        );
        assert_eq!(
            read(r#"{"local":["document",{"failed":"unplugged"}]}"#),
            Report::Local(Source::Document, Local::Failed(Problem::Unplugged))
        );
        assert_eq!(
            read(r#"{"note":{"replaced":[true,"Desk"]}}"#),
            Report::Note(Note::Replaced(true, "Desk".to_owned()))
        );
        assert_eq!(
            read(r#"{"note":{"absent":["camera","Lid"]}}"#),
            Report::Note(Note::Absent(Source::Camera, "Lid".to_owned()))
        );
        let Report::Devices(devices) = read(
            r#"{"devices":{"cameras":[{"id":"a","label":"Lid"}],"microphones":[],"outputs":[],"screen":true}}"#,
        ) else {
            panic!("devices")
        };
        assert_eq!((devices.cameras[0].label.as_str(), devices.screen), ("Lid", true));
    }
}
