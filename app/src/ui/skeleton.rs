//! Grey stand-ins with the size of what is loading.

use leptos::prelude::*;

use super::classes;

/// What it stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    /// A line of text.
    #[default]
    Line,
    /// A title.
    Title,
    /// A 16:9 picture.
    Picture,
    /// An avatar.
    Circle,
}

impl SkeletonShape {
    const fn class(self) -> &'static str {
        match self {
            Self::Line => "skeleton--line",
            Self::Title => "skeleton--title",
            Self::Picture => "skeleton--picture",
            Self::Circle => "skeleton--circle",
        }
    }
}

/// One stand-in. Say what is loading once, on the region around them (`aria-busy="true"`, a visually hidden word).
#[component]
pub fn Skeleton(
    /// What it stands for.
    #[prop(optional)]
    shape: SkeletonShape,
    /// Its width as CSS has it, such as "60%".
    #[prop(optional)]
    width: Option<&'static str>,
) -> impl IntoView {
    view! {
        <span
            class=classes(&["skeleton", shape.class()])
            style=width.map(|width| format!("--width: {width}"))
            aria-hidden="true"
        ></span>
    }
}
