//! A page or a part that could not be shown: what happened, what to do, and small the request's id.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// What kind of message stands in place of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// There is nothing at this address.
    NotFound,
    /// It is there, but not for this person.
    NotAllowed,
    /// It went wrong on our side.
    Failed,
    /// The browser has no network.
    Offline,
}

impl MessageKind {
    const fn glyph(self) -> Glyph {
        match self {
            Self::NotFound => Glyph::Compass,
            Self::NotAllowed => Glyph::Lock,
            Self::Failed => Glyph::TriangleAlert,
            Self::Offline => Glyph::WifiOff,
        }
    }

    const fn icon_class(self) -> &'static str {
        match self {
            Self::Failed | Self::Offline => "message__icon message__icon--warn",
            Self::NotFound | Self::NotAllowed => "message__icon",
        }
    }
}

/// What happened and what to do.
#[component]
pub fn ErrorState(
    /// What kind.
    kind: MessageKind,
    /// What happened: "This class is not yours to open".
    #[prop(into)]
    title: String,
    /// What to do, who can change it.
    #[prop(into)]
    text: String,
    /// Finds the request in the logs; for whoever is asked for help.
    #[prop(optional_no_strip, into)]
    request_id: Option<String>,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="message">
            <Icon glyph=kind.glyph() class=kind.icon_class()/>
            <h1>{title}</h1>
            <p class="message__text">{text}</p>
            {children.map(|children| view! { <div class="message__actions">{children()}</div> })}
            {request_id.map(|id| view! {
                <p class="message__request">"If you ask for help, name this request: "<code>{id}</code></p>
            })}
        </section>
    }
}
