//! Who is writing to everybody: a line that comes and goes.

use std::time::Duration;

use domain::ClassView;
use domain::ids::{Offset, UserId};
use domain::wire::Ephemeral;
use leptos::prelude::*;

use crate::room::{Room, name_in};

/// How long a sign of somebody's writing is shown.
const SHOWN_FOR: Duration = Duration::from_secs(4);

/// A sign of somebody's writing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sign {
    from: UserId,
    /// A later one of theirs makes it void.
    number: u32,
    /// When they had written last: what they were writing is there once they wrote again.
    wrote: Option<Offset>,
}

/// The line, which has its place whether or not somebody is writing.
#[component]
pub(crate) fn TypingLine() -> impl IntoView {
    let room = Room::expect();
    let signs = RwSignal::new(Vec::<Sign>::new());
    let numbers = StoredValue::new(0_u32);
    Effect::new(move || {
        for shown in room.live.passing.get() {
            if shown.frame == Ephemeral::Typing && shown.from != room.viewer.user {
                let from = shown.from;
                let Some(number) = numbers.try_update_value(|number| {
                    *number += 1;
                    *number
                }) else {
                    return;
                };
                let wrote = room.live.view.with_untracked(|view| view.chat.last_message(from));
                signs.update(|signs| {
                    signs.retain(|sign| sign.from != from);
                    signs.push(Sign { from, number, wrote });
                });
                set_timeout(
                    move || {
                        signs.try_update(|signs| signs.retain(|sign| sign.number != number));
                    },
                    SHOWN_FOR,
                );
            }
        }
    });
    let words = Memo::new(move |_| {
        signs.with(|signs| match signs.is_empty() {
            true => String::new(),
            false => room.live.view.with(|view| words(&writing(view, signs))),
        })
    });
    // Read out it would talk into everything.
    view! { <p class="typing" aria-live="off">{words}</p> }.into_any()
}

/// The names of those who are still writing.
fn writing(view: &ClassView, signs: &[Sign]) -> Vec<String> {
    let still = signs.iter().filter(|sign| view.chat.last_message(sign.from) == sign.wrote);
    still.map(|sign| name_in(view, sign.from)).collect()
}

fn words(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("{one} is writing…"),
        [one, other] => format!("{one} and {other} are writing…"),
        _ => "Several people are writing…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::chat::Message;
    use domain::ids::MessageId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn two_are_named_and_more_are_several() {
        let names = |n: usize| vec!["Ada".to_owned(); n];
        let said: Vec<_> = (0..4).map(|n| words(&names(n))).collect();
        let wanted = ["", "Ada is writing…", "Ada and Ada are writing…", "Several people are writing…"]
            .map(str::to_owned);
        assert_eq!(said, wanted);
    }

    #[test]
    fn who_has_written_is_writing_no_more() {
        let from = UserId(Uuid::nil());
        let mut view = ClassView::default();
        let signs = [Sign { from, number: 1, wrote: None }];
        assert_eq!(writing(&view, &signs).len(), 1);
        view.chat.messages.push(Message::new(MessageId(Uuid::nil()), from, Offset(5), "words".into()).into());
        assert!(writing(&view, &signs).is_empty());
    }
}
