//! The polls of a class as a table to keep: a line for each person and poll, or for each option where nobody is to know.

use crate::core::Core;
use crate::csv::csv;
use crate::ids::UserId;
use crate::poll::{Form, Poll, Polls, Vote};
use crate::sorted::SortedSet;

const HEADER: [&str; 9] =
    ["Asked at", "Question", "Asked again", "Anonymous", "Person", "Answer", "Group", "Right", "Votes"];

/// The table as a CSV file's text, in the order in which the polls were asked. To be asked of the whole class.
#[must_use]
pub fn table(class: &Core, own: &Polls) -> String {
    let mut polls: Vec<&Poll> = own.polls.values().map(|poll| &**poll).collect();
    polls.sort_by_key(|poll| (poll.opened, poll.id));
    let lines = polls.into_iter().flat_map(|poll| match (poll.anonymous, poll.form) {
        (true, Form::Text) => by_answer(poll),
        (true, _) => by_option(poll),
        (false, _) => by_person(class, poll),
    });
    csv(&HEADER, &lines.collect::<Vec<_>>())
}

/// What a line says of somebody, or of an option.
#[derive(Default)]
struct CsvRow {
    person: String,
    answer: String,
    group: String,
    right: Option<bool>,
    votes: u32,
}

impl CsvRow {
    fn of(self, poll: &Poll) -> Vec<String> {
        let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
        vec![
            poll.opened.to_string(),
            poll.wording.question.clone(),
            yes(poll.again.is_some()),
            yes(poll.anonymous),
            self.person,
            self.answer,
            self.group,
            self.right.map(yes).unwrap_or_default(),
            self.votes.to_string(),
        ]
    }
}

fn by_person(class: &Core, poll: &Poll) -> Vec<Vec<String>> {
    let labels = poll.labels();
    let right = poll.key.as_ref().map(|key| &key.right);
    let line = |(person, vote): (String, &Vote)| {
        let places = vote.choice.places(poll.form);
        let chosen = places.iter().filter_map(|place| labels.get(usize::from(*place)).cloned());
        let answer = match poll.form {
            Form::Text => vote.text.text().to_owned(),
            _ => chosen.collect::<Vec<_>>().join("; "),
        };
        let right = right.map(|right| places == *right);
        CsvRow { person, answer, group: group(poll, vote), right, votes: 1 }.of(poll)
    };
    let mut votes: Vec<(String, &Vote)> =
        poll.votes.iter().map(|(voter, vote)| (class.called(UserId(voter.0)), vote)).collect();
    votes.sort_by_cached_key(|(person, _)| person.to_lowercase());
    votes.into_iter().map(line).collect()
}

fn by_option(poll: &Poll) -> Vec<Vec<String>> {
    let right: Option<&SortedSet<u8>> = poll.key.as_ref().map(|key| &key.right);
    let options = (0..=u8::MAX).zip(poll.labels().into_iter().zip(poll.tally().counts));
    options
        .map(|(place, (answer, votes))| {
            let right = right.map(|right| right.contains(&place));
            CsvRow { answer, right, votes, ..CsvRow::default() }.of(poll)
        })
        .collect()
}

/// By what they say and not by who wrote first: their order tells nobody's.
fn by_answer(poll: &Poll) -> Vec<Vec<String>> {
    let mut answers: Vec<(String, String)> =
        poll.votes.values().map(|vote| (group(poll, vote), vote.text.text().to_owned())).collect();
    answers.sort_by_cached_key(|(group, answer)| (group.clone(), answer.to_lowercase(), answer.clone()));
    let line = |(group, answer)| CsvRow { group, answer, votes: 1, ..CsvRow::default() }.of(poll);
    answers.into_iter().map(line).collect()
}

fn group(poll: &Poll, vote: &Vote) -> String {
    let title = vote.group.and_then(|group| poll.groups.get(&group));
    title.map(|title| title.text().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::command::{Command, SystemCommand};
    use crate::poll;
    use crate::poll::{Choice, Definition, Form, Key};
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, options, poll, vote};

    fn lines(class: &Class) -> Vec<String> {
        table(&class.view.core, &class.view.poll).lines().skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn each_person_has_a_line_with_what_they_chose() {
        let mut class = Class::live();
        let key = Some(Key { right: [1].into(), explanation: Default::default() });
        class.does(TEACHER, poll(1, Definition { key, ..options(2) }));
        class.does(STUDENT, vote(1, &[1]));
        class.does(OTHER, vote(1, &[0]));
        let expected =
            ["0:00,Which?,no,no,person 3,option 1,,yes,1", "0:00,Which?,no,no,person 4,option 0,,no,1"];
        assert_eq!(lines(&class), expected);
    }

    #[test]
    fn where_nobody_is_to_know_each_option_has_one() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, Definition { anonymous: true, ..options(2) }));
        let ballot = |n: u128, option: u8| {
            SystemCommand::Poll(poll::SystemCommand::CastBallot {
                poll: id(1).into(),
                ballot: id(n).into(),
                choice: Choice::Options { options: [option].into() },
                text: None,
            })
        };
        for n in [50, 51] {
            class.system(ballot(n, 1)).unwrap();
        }
        let expected = ["0:00,Which?,no,yes,,option 0,,,0", "0:00,Which?,no,yes,,option 1,,,2"];
        assert_eq!(lines(&class), expected);
    }

    #[test]
    fn open_answers_come_with_their_groups() {
        let mut class = Class::live();
        let asked = Definition { form: Form::Text, options: vec![], ..options(0) };
        class.does(TEACHER, poll(1, asked));
        let text = Some("=warm, and \"nice\"".to_owned());
        class.does(
            STUDENT,
            Command::Poll(poll::Command::Vote { poll: id(1).into(), choice: Choice::Text, text }),
        );
        let answers = [crate::testing::user(STUDENT).into()].into();
        let group = Command::Poll(poll::Command::GroupAnswers {
            poll: id(1).into(),
            group: id(7).into(),
            title: "Warm".into(),
            answers,
        });
        class.does(TEACHER, group);
        assert_eq!(lines(&class), ["0:00,Which?,no,no,person 3,\"'=warm, and \"\"nice\"\"\",Warm,,1"]);
    }
}
