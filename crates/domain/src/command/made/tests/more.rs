//! The commands of the chat, of questions and of polls.

use super::*;

/// A message that is to be written.
struct Note {
    message: u128,
    text: &'static str,
    reply_to: Option<u128>,
    to: Address,
    mentions: &'static [u128],
}

/// What [`note`] says in most fields.
const NOTE: Note =
    Note { message: 5, text: "why?", reply_to: Some(1), to: Address::Staff, mentions: &[TEACHER] };

fn note(Note { message, text, reply_to, to, mentions }: Note) -> Command {
    Command::from(chat::Command::Post {
        message: id(message).into(),
        text: text.to_owned(),
        reply_to: reply_to.map(|earlier| id(earlier).into()),
        to,
        mentions: mentions.iter().map(|n| user(*n)).collect(),
    })
}

pub fn chats() -> Vec<Case> {
    use chat::Command as Said;
    let mut class = Class::live();
    class.does(OTHER, class.chat(1, "hi"));
    class.does(OTHER, class.chat(2, "ho"));
    let written = || Class { view: class.view.clone(), log: vec![], now: class.now };
    let after = |by, said: Said| {
        let mut class = written();
        class.does(by, Command::from(said));
        class
    };
    let [one, other] = [1, 2].map(|n| id(n).into());
    let edit = |message, text: &str| Command::from(Said::Edit { message, text: text.to_owned() });
    let react = |message, emoji, on| Command::from(Said::React { message, emoji, on });
    let report = |message, reason| Command::from(Said::Report { message, reason });
    let (teacher, assistant) =
        (Address::Person { user: user(TEACHER) }, Address::Person { user: user(ASSISTANT) });
    let others = vec![
        note(Note { message: 6, ..NOTE }),
        note(Note { text: "how?", ..NOTE }),
        note(Note { reply_to: Some(2), ..NOTE }),
        note(Note { reply_to: None, ..NOTE }),
        note(Note { to: Address::Everybody, ..NOTE }),
        note(Note { to: teacher, ..NOTE }),
        note(Note { mentions: &[], ..NOTE }),
    ];
    let alone = |to| Note { reply_to: None, to, ..NOTE };
    let alones = vec![
        note(Note { message: 6, ..alone(teacher) }),
        note(Note { text: "how?", ..alone(teacher) }),
        note(Note { mentions: &[], ..alone(teacher) }),
        note(alone(assistant)),
        note(alone(Address::Staff)),
        note(alone(Address::Everybody)),
    ];
    vec![
        case(written(), STUDENT, note(NOTE), others),
        case(written(), STUDENT, note(alone(teacher)), alones),
        case(written(), OTHER, edit(one, "ha"), vec![edit(other, "ha"), edit(one, "he")]),
        case(written(), OTHER, Said::Remove { message: one }, vec![Said::Remove { message: other }.into()]),
        case(written(), TEACHER, Said::Pin { message: one }, vec![Said::Pin { message: other }.into()]),
        case(
            after(TEACHER, Said::Pin { message: one }),
            TEACHER,
            Said::Unpin { message: one },
            vec![Said::Unpin { message: other }.into()],
        ),
        case(
            written(),
            STUDENT,
            react(one, Emoji::Heart, true),
            vec![
                react(other, Emoji::Heart, true),
                react(one, Emoji::Laugh, true),
                react(one, Emoji::Heart, false),
            ],
        ),
        case(
            after(STUDENT, Said::React { message: one, emoji: Emoji::Heart, on: true }),
            STUDENT,
            react(one, Emoji::Heart, false),
            vec![
                react(other, Emoji::Heart, false),
                react(one, Emoji::Laugh, false),
                react(one, Emoji::Heart, true),
            ],
        ),
        case(
            written(),
            STUDENT,
            report(one, Reason::Spam),
            vec![report(other, Reason::Spam), report(one, Reason::Abuse)],
        ),
        case(
            after(STUDENT, Said::Report { message: one, reason: Reason::Spam }),
            TEACHER,
            Said::DismissReport { message: one },
            vec![Said::DismissReport { message: other }.into()],
        ),
    ]
}

pub fn questions() -> Vec<Case> {
    use question::Command as Said;
    let asked = |moderated: bool| {
        let mut class = Class::live();
        class.set(SettingsPatch { moderated: Some(moderated), slow_mode: Some(1), ..Default::default() });
        class.asks_question(STUDENT, 1, "why?");
        class.pass_ms(60_000);
        class.asks_question(STUDENT, 2, "how?");
        class
    };
    let after = |by, said: Said| {
        let mut class = asked(false);
        class.does(by, Command::from(said));
        class
    };
    let [one, other]: [QuestionId; 2] = [1, 2].map(|n| id(n).into());
    let ask = |n, text: &str, anonymous| {
        let (question, text) = (id(n).into(), text.to_owned());
        Command::from(Said::Ask { question, text, anonymous })
    };
    let answer = |question, text: &str| Command::from(Said::Answer { question, text: text.to_owned() });
    let dismiss = |question, why: &str| Command::from(Said::Dismiss { question, reason: why.to_owned() });
    let plain =
        |class, by, said: fn(QuestionId) -> Said| case(class, by, said(one), vec![said(other).into()]);
    let upvote = |question| Said::Upvote { question };
    let mut third = asked(false);
    third.asks_question(TEACHER, 3, "who?");
    let merge = |question, into| Command::from(Said::Merge { question, into });
    vec![
        case(
            Class::live(),
            STUDENT,
            ask(1, "why?", true),
            vec![ask(2, "why?", true), ask(1, "how?", true), ask(1, "why?", false)],
        ),
        plain(asked(true), TEACHER, |question| Said::Approve { question }),
        plain(asked(false), OTHER, upvote),
        plain(after(OTHER, upvote(one)), OTHER, |question| Said::Unvote { question }),
        plain(asked(false), TEACHER, |question| Said::Claim { question }),
        plain(asked(false), TEACHER, |question| Said::AnswerAloud { question }),
        plain(asked(false), TEACHER, |question| Said::Resolve { question }),
        plain(asked(false), TEACHER, |question| Said::Stage { question }),
        plain(after(TEACHER, Said::Stage { question: one }), TEACHER, |question| Said::Unstage { question }),
        case(asked(false), TEACHER, answer(one, "so"), vec![answer(other, "so"), answer(one, "thus")]),
        case(asked(false), TEACHER, dismiss(one, "no"), vec![dismiss(other, "no"), dismiss(one, "later")]),
        case(third, TEACHER, merge(one, other), vec![merge(id(3).into(), other), merge(one, id(3).into())]),
    ]
}

fn quiz() -> Definition {
    let key = Key { right: [0].into(), explanation: "Because.".into() };
    Definition { form: Form::Multiple { most: 2 }, key: Some(key), ..options(3) }
}

/// The quiz with one thing changed.
fn with(change: fn(&mut Definition)) -> Command {
    let mut definition = quiz();
    change(&mut definition);
    poll(1, definition)
}

pub fn opened() -> Vec<Case> {
    use polls::Command as Said;
    let others = vec![
        poll(2, quiz()),
        with(|quiz| quiz.form = Form::Single),
        with(|quiz| quiz.form = Form::Multiple { most: 1 }),
        with(|quiz| "Who?".clone_into(&mut quiz.question)),
        with(|quiz| "option 9".clone_into(&mut quiz.options[0])),
        with(|quiz| quiz.anonymous = true),
        with(|quiz| quiz.key = None),
        with(|quiz| quiz.key = Some(Key { right: [1].into(), explanation: "Because.".into() })),
        with(|quiz| quiz.key = Some(Key { right: [0].into(), explanation: "Why not.".into() })),
    ];
    let mut closed = Class::live();
    for n in [1, 2] {
        closed.does(TEACHER, poll(n, quiz()));
        closed.does(TEACHER, Command::from(Said::Close { poll: id(n).into() }));
    }
    let again =
        |n, earlier| Command::from(Said::AskAgain { poll: id(n).into(), earlier: id(earlier).into() });
    vec![
        case(Class::live(), TEACHER, poll(1, quiz()), others),
        case(closed, TEACHER, again(3, 1), vec![again(4, 1), again(3, 2), poll(3, quiz())]),
    ]
}

pub fn voted() -> Vec<Case> {
    use polls::Command as Said;
    let [one, other] = [1, 2].map(|n| id(n).into());
    let open = |definition| {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, definition));
        class
    };
    let words = || Definition { form: Form::Text, options: vec![], ..options(0) };
    let write = |n, choice, text: &str| {
        Command::from(Said::Vote { poll: id(n).into(), choice, text: Some(text.to_owned()) })
    };
    let point = Choice::Point { point: 1 };
    let mut grouped = open(words());
    grouped.does(STUDENT, write(1, Choice::Text, "so"));
    grouped.does(OTHER, write(1, Choice::Text, "thus"));
    let group = |n: u128, group: u128, title: &str, who: u128| {
        let (poll, group, answers) = (id(n).into(), id(group).into(), [user(who).into()].into());
        Command::from(Said::GroupAnswers { poll, group, title: title.to_owned(), answers })
    };
    let mut shown = Class { view: grouped.view.clone(), log: vec![], now: grouped.now };
    shown.does(TEACHER, group(1, 5, "both", STUDENT));
    let unshown = || Class { view: shown.view.clone(), log: vec![], now: shown.now };
    let mut public = unshown();
    public.does(TEACHER, Command::from(Said::Show { poll: one }));
    let staged = || {
        let mut class = open(options(2));
        class.does(TEACHER, Command::from(Said::Stage { poll: one }));
        class
    };
    let public = || Class { view: public.view.clone(), log: vec![], now: public.now };
    let groups = || {
        vec![
            group(2, 6, "so", OTHER),
            group(1, 7, "so", OTHER),
            group(1, 6, "or", OTHER),
            group(1, 6, "so", STUDENT),
        ]
    };
    let cast = |n: u128, ballot: u128, choice, text: Option<&str>| {
        let (poll, ballot, text) = (id(n).into(), id(ballot).into(), text.map(str::to_owned));
        AnyCommand::from(SystemCommand::Poll(polls::SystemCommand::CastBallot { poll, ballot, choice, text }))
    };
    let secret = Case {
        class: open(Definition { anonymous: true, ..words() }),
        by: None,
        said: cast(1, 30, Choice::Text, Some("so")),
        others: vec![
            cast(2, 30, Choice::Text, Some("so")),
            cast(1, 31, Choice::Text, Some("so")),
            cast(1, 30, point.clone(), Some("so")),
            cast(1, 30, Choice::Text, Some("thus")),
        ],
    };
    vec![
        secret,
        case(
            open(options(3)),
            STUDENT,
            vote(1, &[0]),
            vec![vote(2, &[0]), vote(1, &[1]), write(1, point, "")],
        ),
        case(
            open(words()),
            STUDENT,
            write(1, Choice::Text, "so"),
            vec![write(2, Choice::Text, "so"), vote(1, &[0]), write(1, Choice::Text, "thus")],
        ),
        case(
            open(options(2)),
            TEACHER,
            Said::Close { poll: one },
            vec![Said::Close { poll: other }.into(), Said::Show { poll: one }.into()],
        ),
        case(
            unshown(),
            TEACHER,
            Said::Show { poll: one },
            vec![Said::Show { poll: other }.into(), Said::Close { poll: one }.into()],
        ),
        case(public(), TEACHER, Said::Hide { poll: one }, vec![Said::Hide { poll: other }.into()]),
        case(
            open(options(2)),
            TEACHER,
            Said::Stage { poll: one },
            vec![Said::Stage { poll: other }.into(), Said::Unstage { poll: one }.into()],
        ),
        case(
            staged(),
            TEACHER,
            Said::Unstage { poll: one },
            vec![Said::Unstage { poll: other }.into(), Said::Stage { poll: one }.into()],
        ),
        case(unshown(), TEACHER, group(1, 6, "so", OTHER), groups()),
        case(public(), TEACHER, group(1, 6, "so", OTHER), groups()),
    ]
}
