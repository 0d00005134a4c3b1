//! One's own view of the stage: what a student makes large, hides or pins on their own screen alone.

use std::hash::Hash;

use leptos::prelude::*;

use crate::stage::{Cell, OwnView, Surface};
use crate::ui::{Button, ButtonSize, Glyph, Icon};

/// What somebody changed for themselves, until the next scene or, of what is pinned, until they undo it.
pub(crate) type Own<P> = RwSignal<OwnView<P>>;

/// The own view of who looks; `scene` is what is live, and ends it when it changes.
pub(crate) fn own_view<P, S>(scene: Memo<S>) -> Own<P>
where
    P: Clone + PartialEq + Send + Sync + 'static,
    S: PartialEq + Send + Sync + 'static,
{
    let own = RwSignal::new(OwnView::default());
    Effect::new(move |before: Option<()>| {
        // Read, not only tracked: what nobody reads is never computed, and so follows nothing.
        scene.with(|_| ());
        if before.is_some() {
            own.update(|own| *own = own.in_next_scene());
        }
    });
    own
}

/// The buttons over a surface: large for oneself, or hidden. Only what stands beside others can be.
pub(crate) fn own_buttons<P>(own: Own<P>, surface: Surface<P>, cell: Cell) -> AnyView
where
    P: Clone + PartialEq + Hash + Send + Sync + 'static,
{
    let (here, there) = (surface.clone(), surface.clone());
    let (pinned, pinning) = (surface.clone(), surface.clone());
    let pin = Memo::new(move |_| own.with(|own| own.pinned.as_ref() == Some(&pinned)));
    let can_pin = surface.is_picture();
    let large = Memo::new(move |_| own.with(|own| own.large.as_ref() == Some(&here)));
    let words = move || if large.get() { "As the class sees it" } else { "Large for me" };
    view! {
        <div class="stage__own">
            <button
                class="stage__own-button"
                type="button"
                aria-label=words
                title=words
                on:click=move |_| own.update(|own| own.toggle_large(&surface))
            >
                <Icon glyph=Glyph::Fullscreen/>
            </button>
            <button
                class="stage__own-button"
                type="button"
                aria-label="Pin for me, in every scene"
                title="Pin for me, in every scene"
                aria-pressed=move || pin.get().to_string()
                hidden=!can_pin
                on:click=move |_| own.update(|own| own.toggle_pin(&pinning))
            >
                <Icon glyph=Glyph::Pin/>
            </button>
            <button
                class="stage__own-button"
                type="button"
                aria-label="Hide for me"
                title="Hide for me"
                hidden=move || cell.is_main()
                on:click=move |_| own.update(|own| own.hide(&there))
            >
                <Icon glyph=Glyph::X/>
            </button>
        </div>
    }
    .into_any()
}

/// Says that this is not what the class sees, and leads back with one press.
pub(crate) fn back_to_class<P>(own: Own<P>) -> AnyView
where
    P: Clone + PartialEq + Send + Sync + 'static,
{
    let differs = Memo::new(move |_| own.with(OwnView::is_own));
    view! {
        <div class="stage__back" role="status">
            {move || differs.get().then(|| view! {
                <span>"Your own view"</span>
                <Button size=ButtonSize::Small on:click=move |_| own.set(OwnView::default())>"Back to the class’s view"</Button>
            })}
        </div>
    }
    .into_any()
}
