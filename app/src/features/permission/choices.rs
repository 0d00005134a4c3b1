//! What is chosen from a list: who may write to whom alone and how often, and what happens when nobody teaches.

use chrono::{DateTime, TimeDelta, Utc};
use domain::session::{Phase, PrivateChat, Settings, SettingsPatch};
use domain::time::later;
use domain::{ClassView, Command, rejection, session};
use leptos::prelude::*;

use crate::room::Room;

/// Seconds of slow mode that can be chosen.
const SLOW: [u16; 6] = [0, 5, 10, 30, 60, 300];

/// Seconds that can be chosen after which a teacher who is gone counts as lost.
const GRACE: [u16; 6] = [15, 30, 60, 120, 300, 600];

/// Minutes that can be chosen by which a class may run over.
const OVERTIME: [u16; 5] = [15, 30, 60, 120, 240];

/// The lists.
#[component]
pub(super) fn Choices() -> impl IntoView {
    const PRIVATE: [(PrivateChat, &str, &str); 3] = [
        (PrivateChat::Off, "off", "Nobody"),
        (PrivateChat::WithStaff, "staff", "Students with those who run the class"),
        (PrivateChat::Everybody, "all", "Anybody with anybody"),
    ];
    fn private_word(settings: &Settings) -> String {
        let chosen = PRIVATE.iter().find(|(chosen, ..)| *chosen == settings.private_chat);
        chosen.map_or_else(String::new, |(_, word, _)| (*word).to_owned())
    }
    fn private(value: &str) -> SettingsPatch {
        let private_chat = PRIVATE.iter().find(|(_, word, _)| *word == value).map(|(chosen, ..)| *chosen);
        SettingsPatch { private_chat, ..SettingsPatch::default() }
    }
    let numbers = |list: &[u16], words: fn(u16) -> String| {
        list.iter().map(|n| (n.to_string(), words(*n))).collect::<Vec<_>>()
    };
    view! {
        {choose(Choice {
            id: "rules-private",
            label: "Who may write to whom alone",
            options: PRIVATE.map(|(_, value, words)| (value.to_owned(), words.to_owned())).to_vec(),
            value: private_word,
            patch: private,
            late: |_, _, _| false,
        })}
        {choose(Choice {
            id: "rules-slow",
            label: "How often students may write",
            options: numbers(&SLOW, slow_words),
            value: |settings| settings.slow_mode.to_string(),
            patch: |value| SettingsPatch { slow_mode: value.parse().ok(), ..SettingsPatch::default() },
            late: |_, _, _| false,
        })}
        {choose(Choice {
            id: "rules-grace",
            label: "An assistant may take over from a teacher who is gone",
            options: numbers(&GRACE, grace_words),
            value: |settings| settings.teacher_grace.to_string(),
            patch: |value| SettingsPatch { teacher_grace: value.parse().ok(), ..SettingsPatch::default() },
            late: |_, _, _| false,
        })}
        {choose(Choice {
            id: "rules-overtime",
            label: "The class ends by itself",
            options: numbers(&OVERTIME, overtime_words),
            value: |settings| settings.overtime.to_string(),
            patch: |value| SettingsPatch { overtime: value.parse().ok(), ..SettingsPatch::default() },
            late: ends_at_once,
        })}
    }
    .into_any()
}

/// A setting that is chosen from a list.
struct Choice {
    id: &'static str,
    label: &'static str,
    /// Each value with its words.
    options: Vec<(String, String)>,
    value: fn(&Settings) -> String,
    patch: fn(&str) -> SettingsPatch,
    /// Whether it is too late for a value.
    late: fn(&ClassView, DateTime<Utc>, &str) -> bool,
}

/// The list. A value that it doesn't offer (another program may have set it) is offered too.
fn choose(Choice { id, label, options, value, patch, late }: Choice) -> AnyView {
    let room = Room::expect();
    let now = Memo::new(move |_| room.live.view.with(|view| value(&view.core.settings)));
    let known = options.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>();
    let other = move || {
        let now = now.get();
        (!known.contains(&now))
            .then(|| view! { <option value=now.clone() selected=true>{now.clone()}</option> })
    };
    let option = |(value, words): (String, String)| {
        let (this, that) = (value.clone(), value.clone());
        let late = Memo::new(move |_| {
            let time = room.live.now.get();
            room.live.view.with(|view| late(view, time, &that))
        });
        view! {
            <option value=value disabled=move || late.get() selected=move || now.with(|now| *now == this)>{words}</option>
        }
    };
    let change = move |event| {
        room.live.send(Command::Session(session::Command::ChangeSettings {
            settings: patch(&event_target_value(&event)),
        }));
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <select class="select__input" id=id on:change=change>
                {options.into_iter().map(option).collect_view()}
                {other}
            </select>
        </div>
    }
    .into_any()
}

/// Whether a class that may run over by so many minutes would end the moment that is chosen.
fn ends_at_once(class: &ClassView, now: DateTime<Utc>, minutes: &str) -> bool {
    let (Phase::Live { started_at }, Some(schedule)) = (class.core.phase, &class.core.schedule) else {
        return false;
    };
    let over = minutes.parse::<i64>().unwrap_or_default();
    // One that began late has its whole time.
    later(started_at.max(schedule.starts_at), TimeDelta::minutes(i64::from(schedule.minutes) + over)) <= now
}

fn slow_words(seconds: u16) -> String {
    match seconds {
        0 => "As often as they like".to_owned(),
        1..60 => format!("One message {}", rejection::each(seconds)),
        _ => format!("One message every {} min", seconds / 60),
    }
}

fn grace_words(seconds: u16) -> String {
    match seconds {
        1..60 => format!("After {}", rejection::seconds(seconds)),
        _ => format!("After {} min", seconds / 60),
    }
}

fn overtime_words(minutes: u16) -> String {
    match minutes {
        1..60 => format!("{minutes} min after its planned end"),
        60 => "An hour after its planned end".to_owned(),
        _ => format!("{} hours after its planned end", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use domain::session::Schedule;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_holds_by_default_can_be_chosen_again() {
        let usual = Settings::default();
        assert!(SLOW.contains(&usual.slow_mode));
        assert!(GRACE.contains(&usual.teacher_grace));
        assert!(OVERTIME.contains(&usual.overtime));
    }

    #[test]
    fn nobody_ends_a_class_by_choosing_its_overtime() {
        let starts_at = DateTime::UNIX_EPOCH;
        let mut class = ClassView::default();
        class.core.phase = Phase::Live { started_at: starts_at };
        let id = Uuid::nil();
        class.core.schedule = Some(Schedule {
            session: id.into(),
            course: id.into(),
            lesson: None,
            title: "Springs".into(),
            starts_at,
            minutes: 50,
            zone: "UTC".into(),
        });
        let late = |minutes, over| ends_at_once(&class, starts_at + TimeDelta::minutes(minutes), over);
        assert!(!late(64, "15") && late(65, "15") && !late(65, "30"));
    }
}
