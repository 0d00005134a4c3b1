//! The class that is next or live, and the one thing to do about it.

use leptos::prelude::*;

use crate::model::home::{HomeRole, NextClass, NextState};
use crate::ui::{
    ButtonKind, ButtonSize, Chip, Countdown, Glyph, LinkButton, TimeStyle, TimeText, Tone, left_in_words,
};

/// From here on the start is near enough to be counted down, in seconds.
const SOON_S: i64 = 60 * 60;

#[component]
pub fn Hero(next: NextClass, role: HomeRole) -> impl IntoView {
    let live = matches!(next.state, NextState::Live { .. });
    let action = match (role, live) {
        (HomeRole::Teaches, true) => "Back to the studio",
        (HomeRole::Teaches, false) => "Open the studio",
        (HomeRole::Assists | HomeRole::Attends, true) => "Join the class",
        (HomeRole::Assists | HomeRole::Attends, false) => "Go to the class",
    };
    let same_day = next.starts.day == next.ends.day;
    let ends = if same_day { TimeStyle::Time } else { TimeStyle::DayAndTime };
    view! {
        <section class="card hero" class:hero--live=live aria-labelledby="hero-title">
            <div>
                <State next=next.clone()/>
                <h2 class="hero__title" id="hero-title" dir="auto">{next.title}</h2>
                <p class="muted">
                    <bdi>{next.course}</bdi>" · "
                    <TimeText moment=next.starts/>" to "<TimeText moment=next.ends style=ends/>
                    " · "{people(next.state, next.enrolled)}
                </p>
            </div>
            <div class="hero__actions">
                {(!live).then(|| view! {
                    <LinkButton href=next.file_href kind=ButtonKind::Ghost glyph=Glyph::CalendarPlus>"Add to calendar"</LinkButton>
                })}
                {next.edit_href.filter(|_| !live).map(|href| view! { <LinkButton href>"Change"</LinkButton> })}
                <LinkButton href=next.href kind=ButtonKind::Primary size=ButtonSize::Large>{action}</LinkButton>
            </div>
        </section>
    }
}

#[component]
fn State(next: NextClass) -> impl IntoView {
    match next.state {
        NextState::Live { .. } => view! { <Chip tone=Tone::Live>"Live now"</Chip> }.into_any(),
        NextState::Soon { left_s } if left_s <= SOON_S => view! {
            <Chip tone=Tone::Warn><Countdown until=next.starts.at left=left_s format=starts_in/></Chip>
        }
        .into_any(),
        NextState::Soon { left_s } => view! {
            <Chip><Countdown until=next.starts.at left=left_s format=starts_in/></Chip>
        }
        .into_any(),
    }
}

fn starts_in(seconds: i64) -> String {
    if seconds <= 0 { "Starting now".to_owned() } else { format!("Starts in {}", left_in_words(seconds)) }
}

fn people(state: NextState, enrolled: u32) -> String {
    match state {
        NextState::Live { here } => format!("{here} of {enrolled} here"),
        NextState::Soon { .. } => format!("{enrolled} enrolled"),
    }
}
