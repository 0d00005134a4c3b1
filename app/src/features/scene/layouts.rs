//! The layouts that somebody keeps for other courses: chosen when a scene is made, kept and forgotten in the editor.

use domain::ids::SceneId;
use domain::names::isolated;
use domain::scene::{Command, Definition, MOST_SCENES, Scene};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::desk::definition;
use super::program::name_of;
use crate::api::scenes::{keep_layout, own_layouts};
use crate::error::PageError;
use crate::model::{Choice, ChoiceGroup};
use crate::ui::{Button, ButtonSize, Select};

/// The layouts of who looks, and what came of the last change. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Layouts {
    kept: RwSignal<Vec<Scene>>,
    /// The one that the form began with: its place in the list; empty for none.
    chosen: RwSignal<String>,
    said: RwSignal<Option<String>>,
}

impl Layouts {
    pub fn new() -> Self {
        Self { kept: RwSignal::new(vec![]), chosen: RwSignal::new(String::new()), said: RwSignal::new(None) }
    }

    /// Asks for them: others may have been kept meanwhile, in another tab.
    pub fn ask(self) {
        self.chosen.set(String::new());
        self.said.set(None);
        spawn_local(async move {
            // Out of reach, what is known goes on.
            if let Ok(kept) = own_layouts().await {
                self.kept.try_set(kept);
            }
        });
    }

    fn find(self) -> Option<Scene> {
        let place: usize = self.chosen.get().parse().ok()?;
        self.kept.with(|kept| kept.get(place).cloned())
    }

    fn keep(self, definition: Definition) {
        let said = format!("{} is kept among your layouts.", isolated(definition.wording.name.clone()));
        let scene = SceneId(Uuid::new_v4());
        self.change(Command::Create { scene, place: u16::MAX, definition }, said);
    }

    fn forget(self, scene: &Scene) {
        let said = format!("{} is no layout of yours any more.", isolated(name_of(0, scene)));
        self.chosen.set(String::new());
        self.change(Command::Delete { scene: scene.id }, said);
    }

    fn change(self, command: Command, said: String) {
        self.said.set(None);
        spawn_local(async move {
            let Ok(command) = serde_json::to_string(&command) else { return };
            match keep_layout(command).await {
                Ok(kept) => {
                    self.kept.try_set(kept);
                    self.said.try_set(Some(said));
                }
                Err(PageError { message, .. }) => {
                    self.said.try_set(Some(message));
                }
            }
        });
    }
}

/// Where a new scene begins: empty, or as one of the layouts. Nothing where none are kept.
pub(super) fn layout_choice(layouts: Layouts, begin: Callback<Definition>) -> AnyView {
    let groups = Signal::derive(move || {
        let kept = layouts.kept.get();
        let named =
            kept.iter().enumerate().map(|(place, kept)| Choice::new(place.to_string(), name_of(place, kept)));
        let first = [Choice::new(String::new(), "A new scene")];
        vec![ChoiceGroup::plain(first.into_iter().chain(named).collect())]
    });
    let chosen = Memo::new(move |_| layouts.find());
    Effect::new(move || {
        if let Some(kept) = chosen.get() {
            begin.run(definition(&kept));
        }
    });
    let forget = move || {
        chosen.get().map(|kept| {
            view! {
                <Button size=ButtonSize::Small on:click=move |_| layouts.forget(&kept)>"Forget this layout"</Button>
            }
        })
    };
    view! {
        <Show when=move || layouts.kept.with(|kept| !kept.is_empty())>
            <Select name="scene-layout" label="Begin with" groups value=layouts.chosen/>
            {forget}
        </Show>
    }
    .into_any()
}

/// Keeps what the form says as a layout of one's own, and says what came of it.
pub(super) fn keep_button(layouts: Layouts, definition: Signal<Option<Definition>>) -> AnyView {
    let full = move || layouts.kept.with(Vec::len) >= MOST_SCENES;
    let keep =
        move |_| definition.get_untracked().into_iter().for_each(|definition| layouts.keep(definition));
    view! {
        <p class="scene-form__said" role="status">{move || layouts.said.get()}</p>
        <Button disabled=Signal::derive(move || full() || definition.with(Option::is_none)) on:click=keep>
            "Keep as my layout"
        </Button>
    }
    .into_any()
}
