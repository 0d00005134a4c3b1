//! The editor of a scene: what it shows and how, with its picture beside.

use domain::ids::SceneId;
use domain::scene::{
    Command, Definition, Inset, LONGEST_COUNTDOWN, LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, Layout, Wording,
};
use domain::text::{fits, is_blank, length};
use leptos::prelude::*;
use uuid::Uuid;

use super::desk::definition;
use super::layouts::{Layouts, keep_button, layout_choice};
use super::program::Program;
use super::thumbnail::thumbnail;
use super::words::{Kind, PLACES, SHAPES, SIZES, chosen, kinds, options, place_of};
use crate::ui::{Button, ButtonKind, CharactersLeft, Dialog, DialogActions, Select};

/// What stands in the form.
#[derive(Clone, Copy)]
struct Form {
    kind: RwSignal<String>,
    place: RwSignal<String>,
    size: RwSignal<String>,
    shape: RwSignal<String>,
    name: RwSignal<String>,
    title: RwSignal<String>,
    text: RwSignal<String>,
    minutes: RwSignal<String>,
    /// The layout as it was, for the choices that the form doesn't have.
    before: RwSignal<Layout>,
}

impl Form {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            kind: text(),
            place: text(),
            size: text(),
            shape: text(),
            name: text(),
            title: text(),
            text: text(),
            minutes: text(),
            before: RwSignal::new(Layout::Camera),
        }
    }

    /// Fills it with a scene, or with what a new one begins with.
    fn fill(self, definition: Option<Definition>) {
        let new = Layout::Slides { deck: None, camera: Some(Inset::default()) };
        let Definition { layout, wording } =
            definition.unwrap_or_else(|| Definition { layout: new, wording: Wording::default() });
        let inset = layout.inset();
        let has_inset = Kind::of(layout).has_inset();
        let place = if has_inset { inset.map(|inset| inset.place) } else { Some(Inset::default().place) };
        let Inset { size, shape, .. } = inset.unwrap_or_default();
        self.kind.set(place_of(&kinds(), &Kind::of(layout)));
        self.place.set(place_of(&PLACES, &place));
        self.size.set(place_of(&SIZES, &size));
        self.shape.set(place_of(&SHAPES, &shape));
        self.name.set(wording.name);
        self.title.set(wording.title);
        self.text.set(wording.text);
        let minutes = if let Layout::Card { minutes, .. } = layout { minutes } else { None };
        self.minutes.set(minutes.map_or_else(String::new, |minutes| minutes.to_string()));
        self.before.set(layout);
    }

    fn kind(self) -> Kind {
        self.kind.with(|value| chosen(&kinds(), value)).unwrap_or(Kind::Camera)
    }

    /// Where the camera stands; none where it isn't shown.
    fn camera(self) -> Option<Inset> {
        let place = self.place.with(|value| chosen(&PLACES, value)).flatten()?;
        let size = self.size.with(|value| chosen(&SIZES, value)).unwrap_or_default();
        let shape = self.shape.with(|value| chosen(&SHAPES, value)).unwrap_or_default();
        Some(Inset { place, size, shape })
    }

    /// The minutes that are counted down; an error where that is no number that may be.
    fn minutes(self) -> Result<Option<u16>, ()> {
        let text = self.minutes.get();
        match text.trim() {
            "" => Ok(None),
            text => {
                let minutes = text.parse().map_err(|_| ())?;
                (1..=LONGEST_COUNTDOWN).contains(&minutes).then_some(Some(minutes)).ok_or(())
            }
        }
    }

    /// What it says now. A scene without a name is called after what it shows.
    fn definition(self) -> Definition {
        let kind = self.kind();
        let layout = kind.layout(self.camera(), self.minutes().unwrap_or(None), self.before.get());
        let name = self.name.get();
        let name = if is_blank(&name) { kind.words().to_owned() } else { name };
        let (title, text) =
            if kind.card().is_some() { (self.title.get(), self.text.get()) } else { Default::default() };
        Definition { layout, wording: Wording { name, title, text } }
    }

    fn is_fit(self) -> bool {
        let short = |text: RwSignal<String>, most| text.with(|text| length(text) <= most);
        let definition = self.definition();
        fits(&definition.wording.name, LONGEST_NAME)
            && short(self.title, LONGEST_TITLE)
            && short(self.text, LONGEST_TEXT)
            && (self.kind().card().is_none() || self.minutes().is_ok())
    }
}

/// The editor. It opens by `dialogs.scene`, for [`Program::edited`] or a new scene.
#[component]
pub(crate) fn SceneEditor() -> impl IntoView {
    let program = Program::expect();
    let desk = program.desk;
    let layouts = Layouts::new();
    let open = desk.editor;
    let form = Form::new();
    Effect::new(move || {
        if open.get() {
            let edited = program.edited.get();
            let there = untrack(|| desk.look(edited?, |_, scene| definition(scene)));
            form.fill(there);
            layouts.ask();
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !untrack(move || form.is_fit()) {
            return;
        }
        let definition = untrack(move || form.definition());
        desk.send(match program.edited.get_untracked() {
            Some(scene) => Command::Change { scene, definition },
            None => {
                let scene = SceneId(Uuid::new_v4());
                Command::Create { scene, place: u16::MAX, definition }
            }
        });
        open.set(false);
    };
    let changes = move || program.edited.get().is_some();
    view! {
        <Dialog open title="Scene" wide=true>
            <form class="dialog__body scene-form" on:submit=save>
                <div class="scene-form__picture">
                    {move || { let Definition { layout, wording } = form.definition(); thumbnail(layout, &wording) }}
                </div>
                <div class="scene-form__fields">
                    <Show when=move || !changes()>
                        {layout_choice(layouts, Callback::new(move |kept| form.fill(Some(kept))))}
                    </Show>
                    <Select name="scene-kind" label="What it shows" groups=Signal::stored(options(&kinds())) value=form.kind/>
                    <div class="field">
                        <label class="field__label" for="scene-name">"Name"<span class="field__optional">" (optional)"</span></label>
                        <input
                            class="field__input"
                            id="scene-name"
                            dir="auto"
                            autocomplete="off"
                            placeholder=move || form.kind().words()
                            prop:value=move || form.name.get()
                            on:input=move |event| form.name.set(event_target_value(&event))
                        />
                        <CharactersLeft text=form.name most=LONGEST_NAME/>
                    </div>
                    <Show when=move || form.kind().has_inset()>{inset_fields(form)}</Show>
                    <Show when=move || form.kind().card().is_some()>{card_fields(form)}</Show>
                </div>
                <DialogActions>
                    {keep_button(layouts, Signal::derive(move || form.is_fit().then(|| form.definition())))}
                    <Button on:click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary r#type="submit" disabled=Signal::derive(move || !form.is_fit())>
                        {move || if changes() { "Save" } else { "Make scene" }}
                    </Button>
                </DialogActions>
            </form>
        </Dialog>
    }
    .into_any()
}

fn inset_fields(form: Form) -> AnyView {
    view! {
        <Select name="scene-place" label="Camera" groups=Signal::stored(options(&PLACES)) value=form.place/>
        <Show when=move || form.camera().is_some()>
            <Select name="scene-size" label="Its size" groups=Signal::stored(options(&SIZES)) value=form.size/>
            <Select name="scene-shape" label="Its shape" groups=Signal::stored(options(&SHAPES)) value=form.shape/>
        </Show>
    }
    .into_any()
}

fn card_fields(form: Form) -> AnyView {
    let wrong = move || form.minutes().is_err();
    view! {
        <div class="field">
            <label class="field__label" for="scene-title">"Title"<span class="field__optional">" (optional)"</span></label>
            <input
                class="field__input"
                id="scene-title"
                dir="auto"
                autocomplete="off"
                prop:value=move || form.title.get()
                on:input=move |event| form.title.set(event_target_value(&event))
            />
            <CharactersLeft text=form.title most=LONGEST_TITLE/>
        </div>
        <div class="field">
            <label class="field__label" for="scene-text">"Text"<span class="field__optional">" (optional)"</span></label>
            <textarea
                class="field__input"
                id="scene-text"
                rows="3"
                dir="auto"
                prop:value=move || form.text.get()
                on:input=move |event| form.text.set(event_target_value(&event))
            ></textarea>
            <CharactersLeft text=form.text most=LONGEST_TEXT/>
        </div>
        <div class="field" class:field--error=wrong>
            <label class="field__label" for="scene-minutes">"Counts down, in minutes"<span class="field__optional">" (optional)"</span></label>
            <input
                class="field__input"
                id="scene-minutes"
                dir="ltr"
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=move || wrong().then_some("true")
                aria-describedby="scene-minutes-error"
                prop:value=move || form.minutes.get()
                on:input=move |event| form.minutes.set(event_target_value(&event))
            />
            <p class="field__error" id="scene-minutes-error" hidden=move || !wrong()>
                {format!("Between 1 and {LONGEST_COUNTDOWN} minutes.")}
            </p>
        </div>
    }
    .into_any()
}
