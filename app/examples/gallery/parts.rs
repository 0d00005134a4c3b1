//! Every part of the interface once, in each of its states.

use app::model::{Choice, ChoiceGroup, Theme};
use app::ui::{
    Avatar, AvatarSize, Button, ButtonKind, ButtonSize, Chip, EmptyState, Field, Glyph, Icon, LinkButton,
    ProgressBar, Select, Skeleton, SkeletonShape, Tab, TabPanel, Tabs, ThemeToggle, Tone,
};
use leptos::prelude::*;

#[component]
pub fn Parts() -> impl IntoView {
    view! {
        <main class="page">
            <h1>"Parts"</h1>
            <Buttons/>
            <Words/>
            <Fields/>
            <Floating/>
            <TabsAndPanels/>
            <Waiting/>
        </main>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    view! {
        <section>
            <h2>"Buttons"</h2>
            <p class="hero__actions">
                <Button kind=ButtonKind::Primary>"Start the class"</Button>
                <Button>"Change"</Button>
                <Button kind=ButtonKind::Ghost>"Later"</Button>
                <Button kind=ButtonKind::Danger>"End class"</Button>
                <Button kind=ButtonKind::DangerSolid>"End for everybody"</Button>
                <Button glyph=Glyph::BookmarkPlus>"New chapter"</Button>
                <Button disabled=true>"Not now"</Button>
                <Button kind=ButtonKind::Primary busy=true>"Saving"</Button>
                <Button glyph=Glyph::Settings attr:aria-label="Settings"/>
                <Button size=ButtonSize::Small>"Small"</Button>
                <LinkButton href="#" size=ButtonSize::Large kind=ButtonKind::Primary>"Open the studio"</LinkButton>
            </p>
        </section>
    }
}

#[component]
fn Words() -> impl IntoView {
    view! {
        <section>
            <h2>"People and states"</h2>
            <p class="hero__actions">
                <Chip>"Scheduled"</Chip>
                <Chip tone=Tone::Live>"Live 24:18"</Chip>
                <Chip tone=Tone::Good glyph=Glyph::CircleCheck>"Recording"</Chip>
                <Chip tone=Tone::Warn>"No slides yet"</Chip>
                <Avatar name="Ada Lovelace"/>
                <Avatar name="Grace Hopper"/>
                <Avatar name="Emmy Noether" size=AvatarSize::Small/>
                <Avatar name="Stu Student" own=true/>
                <ProgressBar value=0.64 label="Transcript"/>
                <kbd>"M"</kbd>
            </p>
        </section>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let course = RwSignal::new("d2".to_owned());
    let courses = vec![ChoiceGroup::plain(vec![Choice::new("d2", "Dynamics 2")])];
    view! {
        <section>
            <h2>"Fields"</h2>
            <div class="fields">
                <Field name="name" label="Title" value="Damping"/>
                <Field name="note" label="Note" required=false hint="Only you see it."/>
                <Field name="length" label="Length" value="-5" error="A class lasts 1 to 720 minutes.".to_owned()/>
                <Select name="course" label="Course" groups=courses value=course/>
            </div>
        </section>
    }
}

/// What floats, here in its place so that it can be seen.
#[component]
fn Floating() -> impl IntoView {
    view! {
        <section>
            <h2>"Dialog, note, theme"</h2>
            <dialog class="dialog" open aria-label="End the class?" style="position: static; margin: 0; max-inline-size: 100%">
                <div class="dialog__inside">
                    <h2 class="dialog__title">"End the class for everybody?"</h2>
                    <p class="dialog__text">"The replay is ready in a few seconds."</p>
                    <div class="dialog__actions">
                        <Button>"Go on teaching"</Button>
                        <Button kind=ButtonKind::DangerSolid>"End the class"</Button>
                    </div>
                </div>
            </dialog>
            <div class="toast" style="inline-size: 20rem; margin-block: 1rem">
                <Icon glyph=Glyph::CircleCheck/>
                <span class="toast__text">"The link is copied."</span>
            </div>
            <div style="inline-size: 16rem"><ThemeToggle theme=Theme::Light/></div>
        </section>
    }
}

#[component]
fn TabsAndPanels() -> impl IntoView {
    let selected = RwSignal::new("chat");
    let tabs = vec![
        Tab::new("chat", "Chat").count(4_usize),
        Tab::new("questions", "Questions").count(3_usize).hot(true),
        Tab::new("people", "People").count(31_usize),
    ];
    view! {
        <section class="card">
            <Tabs label="People and words" tabs selected/>
            <TabPanel id="chat" selected>
                <EmptyState glyph=Glyph::Chat title="Nobody has written yet" text="What you write here everybody in the class sees."/>
            </TabPanel>
            <TabPanel id="questions" selected>"Questions"</TabPanel>
            <TabPanel id="people" selected>"People"</TabPanel>
        </section>
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <section aria-busy="true">
            <h2>"While it loads"</h2>
            <Skeleton shape=SkeletonShape::Title/>
            <Skeleton/>
            <Skeleton width="70%"/>
            <Skeleton shape=SkeletonShape::Circle/>
        </section>
    }
}
