//! Open answers, and putting those together that say the same.

use domain::ids::{GroupId, PollId, Voter};
use domain::poll::LONGEST_TITLE;
use domain::sorted::SortedSet;
use domain::text::{fits, trimmed};
use domain::{ClassView, Command, poll};
use leptos::prelude::*;
use uuid::Uuid;

use super::List;
use super::card::Written;
use crate::markup::with_formulas;
use crate::ui::{Button, ButtonSize, CharactersLeft, Chip};

/// The answers, for staff; nothing for others and where there are none.
pub(super) fn answers(list: List, id: PollId) -> AnyView {
    let written = list.part(id, |card| card.answers.clone());
    let some = Memo::new(move |_| written.with(|written| !written.is_empty()));
    (move || some.get().then(|| groupable(list, id, written))).into_any()
}

fn groupable(list: List, id: PollId, written: Memo<Vec<Written>>) -> AnyView {
    let live = list.room.live;
    let chosen = RwSignal::new(SortedSet::<Voter>::new());
    let title = RwSignal::new(String::new());
    let titles = format!("groups-{id}");
    let group = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (name, chosen_now) = (title.get_untracked(), chosen.get_untracked());
        let command =
            live.view.with_untracked(|view| together(view, id, &name, &chosen_now, GroupId(Uuid::new_v4())));
        if let Some(command) = command {
            live.send(command);
            chosen.set(SortedSet::new());
            title.set(String::new());
        }
    };
    let incomplete = Signal::derive(move || {
        chosen.with(SortedSet::is_empty) || title.with(|title| !fits(title, LONGEST_TITLE))
    });
    let known = Memo::new(move |_| {
        written.with(|written| {
            written.iter().filter_map(|answer| answer.group.clone()).collect::<SortedSet<_>>()
        })
    });
    view! {
        <form class="poll__answers" on:submit=group>
            <ul class="poll__written" aria-label="Answers">
                <For each=move || written.get() key=|answer| (answer.voter, answer.text.clone(), answer.group.clone()) let:answer>
                    {line(answer, chosen)}
                </For>
            </ul>
            <div class="poll__group">
                <input
                    class="field__input"
                    list=titles.clone()
                    dir="auto"
                    placeholder="What they say"
                    aria-label="What the chosen answers say"
                    prop:value=move || title.get()
                    on:input=move |event| title.set(event_target_value(&event))
                />
                <datalist id=titles.clone()>
                    {move || known.get().into_iter().map(|title| view! { <option value=title></option> }).collect_view()}
                </datalist>
                <Button size=ButtonSize::Small r#type="submit" disabled=incomplete>"Group"</Button>
                <CharactersLeft text=title most=LONGEST_TITLE/>
            </div>
        </form>
    }
    .into_any()
}

fn line(answer: Written, chosen: RwSignal<SortedSet<Voter>>) -> AnyView {
    let Written { voter, text, who, group } = answer;
    let choose = move |event| {
        chosen.update(|chosen| {
            if event_target_checked(&event) {
                chosen.insert(voter);
            } else {
                chosen.remove(&voter);
            }
        });
    };
    view! {
        <li>
            <label class="poll__answer">
                <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&voter)) on:change=choose/>
                <span>
                    <bdi>{with_formulas(&text)}</bdi>
                    {who.map(|who| view! { <span class="poll__who" dir="auto">{who}</span> })}
                </span>
                {group.map(|group| view! { <Chip><bdi>{with_formulas(&group)}</bdi></Chip> })}
            </label>
        </li>
    }
    .into_any()
}

/// The command that puts `answers` together under a title. Under the title of a group that is there they join it, since a
/// group is said with all that is in it. `new` is the group's id where it is a new one.
fn together(
    view: &ClassView,
    poll: PollId,
    title: &str,
    answers: &SortedSet<Voter>,
    new: GroupId,
) -> Option<Command> {
    let title = trimmed(title);
    if !fits(title, LONGEST_TITLE) || answers.is_empty() {
        return None;
    }
    let there = view.poll.polls.get(&poll)?;
    let same = there.groups.iter().find(|(_, known)| known.text().to_lowercase() == title.to_lowercase());
    let (group, title) = same.map_or((new, title), |(group, known)| (*group, known.text()));
    let already = there.votes.iter().filter(|(_, vote)| vote.group == Some(group)).map(|(voter, _)| *voter);
    let answers = answers.iter().copied().chain(already).collect();
    Some(Command::Poll(poll::Command::GroupAnswers { poll, group, title: title.to_owned(), answers }))
}

#[cfg(test)]
mod tests {
    use domain::poll;
    use domain::poll::{Choice, Form, Poll, Vote, Wording};
    use domain::words::Words;

    use super::*;

    #[test]
    fn answers_join_the_group_of_that_title() {
        let uuid = Uuid::from_u128;
        let (poll, known, new) = (PollId(uuid(1)), GroupId(uuid(7)), GroupId(uuid(8)));
        let vote = |group| Vote { choice: Choice::Text, text: "words".into(), group };
        let mut view = ClassView::default();
        view.poll.polls.insert(
            poll,
            Poll {
                id: poll,
                form: Form::Text,
                options: 0,
                anonymous: false,
                quiz: false,
                again: None,
                wording: Wording::default(),
                opened: domain::ids::Offset(0),
                closed: None,
                votes: [(Voter(uuid(2)), vote(Some(known))), (Voter(uuid(3)), vote(None))].into(),
                key: None,
                groups: [(known, Words::from("Sun"))].into(),
                before: None,
                shown: None,
            }
            .into(),
        );
        let chosen = [Voter(uuid(3))].into();
        let joined = Command::Poll(poll::Command::GroupAnswers {
            poll,
            group: known,
            title: "Sun".to_owned(),
            answers: [Voter(uuid(2)), Voter(uuid(3))].into(),
        });
        assert_eq!(together(&view, poll, " sun ", &chosen, new), Some(joined));
        let begun = Command::Poll(poll::Command::GroupAnswers {
            poll,
            group: new,
            title: "Rain".to_owned(),
            answers: chosen.clone(),
        });
        assert_eq!(together(&view, poll, "Rain", &chosen, new), Some(begun));
        assert_eq!(together(&view, poll, "", &chosen, new), None);
        assert_eq!(together(&view, poll, "Rain", &SortedSet::new(), new), None);
    }
}
