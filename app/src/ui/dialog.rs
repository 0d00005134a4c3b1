//! A question over the page: the browser's own modal `<dialog>`, which keeps the focus in and gives it back.

use leptos::{html, prelude::*};

use super::classes;

/// A modal dialog, shown while `open` is true. Escape closes it, and so does a click beside it.
#[component]
pub fn Dialog(
    /// Whether it is shown. The dialog sets it to false when it is closed.
    open: RwSignal<bool>,
    /// The question or the name of what it holds.
    #[prop(into)]
    title: String,
    /// What follows from the answer.
    #[prop(optional, into)]
    text: Option<String>,
    /// Wider, for forms and sheets.
    #[prop(optional)]
    wide: bool,
    /// A form, a list, [`DialogActions`].
    children: Children,
) -> impl IntoView {
    let label = title.clone();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let (Some(dialog), wanted) = (node.get(), open.get()) else { return };
        if wanted && !dialog.open() {
            // Fails only for a dialog that is not in the page, which is then about to go anyway.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=node
            class=classes(&["dialog", if wide { "dialog--wide" } else { "" }])
            aria-label=label
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // The backdrop belongs to the dialog, what is in it lies in a child that covers it.
                if event.target() == event.current_target() {
                    open.set(false);
                }
            }
        >
            <div class="dialog__inside">
                <h2 class="dialog__title">{title}</h2>
                {text.map(|text| view! { <p class="dialog__text">{text}</p> })}
                {children()}
            </div>
        </dialog>
    }
}

/// The row of buttons at a dialog's end; the primary one last.
#[component]
pub fn DialogActions(
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <div class="dialog__actions">{children()}</div> }
}
