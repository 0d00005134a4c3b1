//! How far something has come.

use leptos::prelude::*;

/// A bar from 0 to 1; the words beside it say of what.
#[component]
pub fn ProgressBar(
    /// 0 to 1; what lies outside is drawn as the nearer end.
    #[prop(into)]
    value: Signal<f64>,
    /// Of what, for a screen reader.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let value = move || value.get().clamp(0.0, 1.0);
    view! {
        <div
            class="progress"
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || format!("{:.0}", value() * 100.0)
        >
            <div class="progress__bar" style=move || format!("--value: {:.3}", value())></div>
        </div>
    }
}
