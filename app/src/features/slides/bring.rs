//! Files on their way into the class: the bridge to `frontend/js/uploads.ts`, which sends them.

use lean::FromJson;
use leptos::prelude::*;
use serde::Deserialize;

/// A file on its way, as the module reports it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, FromJson)]
pub(super) struct Sending {
    /// What the module knows it by.
    pub id: i64,
    pub name: String,
    pub bytes: u64,
    /// Bytes that have arrived.
    pub sent: u64,
    /// Bytes a second, lately; 0 where that isn't known.
    pub speed: u64,
    pub state: State,
    /// Why it is refused, in words for the person.
    pub why: String,
}

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// It is read, to know it by its hash.
    Reading,
    /// Its parts are sent.
    Sending,
    /// The network is away; it goes on by itself.
    Waiting,
    /// It isn't taken.
    Refused,
}

impl Sending {
    /// How far it is, in words.
    pub fn words(&self) -> String {
        match self.state {
            State::Reading => "Reading".to_owned(),
            State::Waiting => {
                "Waiting for the network. It goes on by itself, also after this page is loaded again."
                    .to_owned()
            }
            State::Refused => self.why.clone(),
            State::Sending if self.speed == 0 => format!("{} of {}", size(self.sent), size(self.bytes)),
            State::Sending => {
                let left = self.bytes.saturating_sub(self.sent).div_ceil(self.speed);
                let left = if left < 60 { format!("{left} s") } else { format!("{} min", left.div_ceil(60)) };
                format!(
                    "{} of {}, {} a second, {left} left",
                    size(self.sent),
                    size(self.bytes),
                    size(self.speed)
                )
            }
        }
    }

    /// How far it is, from 0 to 1.
    pub fn part(&self) -> f64 {
        self.sent as f64 / self.bytes.max(1) as f64
    }
}

/// Bytes as people read them.
fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{:.1} MB", bytes as f64 / 1e6)
    }
}

/// The files on their way. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Uploads {
    pub sending: RwSignal<Vec<Sending>>,
    #[cfg(feature = "browser")]
    module: StoredValue<Option<browser::Open>, LocalStorage>,
}

#[cfg(not(feature = "browser"))]
impl Uploads {
    pub fn of(_: crate::room::Room) -> Self {
        Self { sending: RwSignal::new(vec![]) }
    }

    pub fn cancel(self, _: i64) {}
}

#[cfg(feature = "browser")]
mod browser {
    use domain::ids::DeckId;
    use domain::slides::LARGEST_FILE;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::prelude::*;

    use super::{Sending, Uploads};
    use crate::built::built;
    use crate::room::Room;

    /// The module, built from `frontend/js/uploads.ts`.
    const MODULE: &str = "media/uploads.js";

    #[wasm_bindgen(
        inline_js = "export async function openUploads(url, session, largest, report) { const { Uploads } = await import(url); return new Uploads(session, largest, report); }"
    )]
    extern "C" {
        /// Loads the module at `url` and makes its `Uploads`; rejects where the module can't be loaded.
        #[wasm_bindgen(catch, js_name = openUploads)]
        async fn open_uploads(
            url: &str,
            session: &str,
            largest: f64,
            report: &Closure<dyn FnMut(String)>,
        ) -> Result<JsValue, JsValue>;

        /// `Uploads` of uploads.ts.
        #[derive(Clone)]
        pub type Engine;

        #[wasm_bindgen(method)]
        fn add(this: &Engine, files: &JsValue, instead_of: Option<String>);

        #[wasm_bindgen(method)]
        fn cancel(this: &Engine, id: f64);
    }

    /// The module once it is there, with the closure that it calls.
    pub struct Open {
        engine: Engine,
        _report: Closure<dyn FnMut(String)>,
    }

    impl Uploads {
        pub fn of(room: Room) -> Self {
            let sending = RwSignal::new(vec![]);
            let module = StoredValue::new_local(None);
            let report = Closure::new(move |json: String| match lean::from_str::<Vec<Sending>>(&json) {
                Ok(now) => drop(sending.try_set(now)),
                Err(error) => leptos::logging::error!("uploads: {error} in {json}"),
            });
            let (url, session) = (built().path(MODULE), room.session.to_string());
            spawn_local(async move {
                match open_uploads(&url, &session, LARGEST_FILE as f64, &report).await {
                    Ok(engine) => {
                        module.try_set_value(Some(Open { engine: engine.unchecked_into(), _report: report }));
                    }
                    Err(error) => leptos::logging::error!("uploads: {error:?}"),
                }
            });
            Self { sending, module }
        }

        /// Begins to send files, of which the first is to take the place of a deck where one is named.
        pub fn add(self, files: &web_sys::FileList, instead_of: Option<DeckId>) {
            let old = instead_of.map(|deck| deck.to_string());
            self.module
                .try_with_value(|module| module.as_ref().map(|open| open.engine.add(files.as_ref(), old)));
        }

        /// Gives a file up, or takes a refused one off the list.
        pub fn cancel(self, id: i64) {
            self.module.try_with_value(|module| module.as_ref().map(|open| open.engine.cancel(id as f64)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_how_far_it_is() {
        let mut file = Sending {
            id: 1,
            name: "waves.pdf".to_owned(),
            bytes: 30_000_000,
            sent: 10_000_000,
            speed: 4_000_000,
            state: State::Sending,
            why: String::new(),
        };
        assert_eq!(file.words(), "10.0 MB of 30.0 MB, 4.0 MB a second, 5 s left");
        file.speed = 100_000;
        assert_eq!(file.words(), "10.0 MB of 30.0 MB, 100 kB a second, 4 min left");
        file.speed = 0;
        assert_eq!(file.words(), "10.0 MB of 30.0 MB");
    }

    #[test]
    fn reports_are_read_as_the_module_writes_them() {
        let json = r#"[{"id":-1,"name":"a","bytes":5,"sent":0,"speed":0,"state":"reading","why":""}]"#;
        assert_eq!(lean::from_str::<Vec<Sending>>(json).unwrap()[0].state, State::Reading);
    }
}
