//! What the form for a prepared poll holds, from the browser's form to a definition and back.

use domain::poll::{BadPoll, Definition, Form, MOST_OPTIONS, Prepared};

use crate::features::poll::draft::{Draft, DraftOption, Kind};

/// What the fields hold, as texts. Each option has a field and a box of its own: `option-3`, `right-3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PollValues {
    /// The poll's id; a new one has its already, so that a form sent twice makes one poll.
    pub poll: String,
    /// What people answer with; `None` where what was sent is none of the kinds.
    pub kind: Option<Kind>,
    /// The question.
    pub question: String,
    /// The options, and whether each is right.
    pub options: Vec<(String, bool)>,
    /// How many may be chosen of several, at most.
    pub most: String,
    /// Why that is right.
    pub explanation: String,
    /// The first point of a scale.
    pub from: String,
    /// Its last.
    pub to: String,
    /// The words at its ends.
    pub ends: [String; 2],
    /// Nobody is to see who chose what.
    pub anonymous: bool,
}

impl Default for PollValues {
    fn default() -> Self {
        Self {
            poll: String::new(),
            kind: Some(Kind::One),
            question: String::new(),
            options: vec![Default::default(); MOST_OPTIONS],
            most: String::new(),
            explanation: String::new(),
            from: "1".to_owned(),
            to: "5".to_owned(),
            ends: Default::default(),
            anonymous: false,
        }
    }
}

impl PollValues {
    /// What a browser sent.
    pub fn read(pairs: Vec<(String, String)>) -> Self {
        let mut values = Self { kind: None, ..Self::default() };
        for (name, value) in pairs {
            let place = |prefix: &str| {
                name.strip_prefix(prefix)
                    .and_then(|place| place.parse::<usize>().ok())
                    .filter(|place| *place < MOST_OPTIONS)
            };
            match name.as_str() {
                "poll" => values.poll = value,
                "kind" => values.kind = kind_from(&value),
                "question" => values.question = value,
                "most" => values.most = value,
                "explanation" => values.explanation = value,
                "from" => values.from = value,
                "to" => values.to = value,
                "low" => values.ends[0] = value,
                "high" => values.ends[1] = value,
                "anonymous" => values.anonymous = true,
                _ => {
                    if let Some(place) = place("option-") {
                        values.options[place].0 = value;
                    } else if let Some(place) = place("right-") {
                        values.options[place].1 = true;
                    }
                }
            }
        }
        values
    }

    /// A poll that is there, to be changed.
    pub fn of(Prepared { poll, definition }: &Prepared) -> Self {
        let Definition { form, question, options, anonymous, key } = definition;
        let mut values = Self {
            poll: poll.to_string(),
            kind: Some(kind_of(definition)),
            question: question.clone(),
            explanation: key.as_ref().map(|key| key.explanation.text().to_owned()).unwrap_or_default(),
            anonymous: *anonymous,
            ..Self::default()
        };
        if let Form::Multiple { most } = form
            && usize::from(*most) < options.len()
        {
            values.most = most.to_string();
        }
        if let Form::Scale { from, to } = form {
            (values.from, values.to) = (from.to_string(), to.to_string());
            if let [low, high] = options.as_slice() {
                values.ends = [low.clone(), high.clone()];
            }
        } else {
            for ((place, option), field) in (0..).zip(options).zip(&mut values.options) {
                *field = (option.clone(), key.as_ref().is_some_and(|key| key.right.contains(&place)));
            }
        }
        values
    }

    /// The poll as a class takes it.
    ///
    /// # Errors
    /// What is still wrong with it.
    pub fn definition(&self) -> Result<Definition, Unfit> {
        let kind = self.kind.ok_or(Unfit::Kind)?;
        let point = |text: &str| text.trim().parse().map_err(|_| BadPoll::Scale);
        let (from, to) = match kind {
            Kind::Scale => (point(&self.from)?, point(&self.to)?),
            _ => (0, 0),
        };
        let options = (0..).zip(&self.options);
        let draft = Draft {
            kind,
            question: self.question.clone(),
            options: options
                .map(|(key, (text, right))| DraftOption { key, text: text.clone(), right: *right })
                .collect(),
            most: self.most.clone(),
            explanation: self.explanation.clone(),
            from,
            to,
            ends: self.ends.clone(),
            anonymous: self.anonymous,
        };
        Ok(draft.definition()?)
    }
}

/// Why the form is no poll yet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unfit {
    /// It asks for no kind of answer that there is.
    #[error("Choose what people answer with.")]
    Kind,
    /// A class wouldn't take it.
    #[error("{0}")]
    Poll(#[from] BadPoll),
}

/// What people answer a poll with.
pub(crate) fn kind_of(definition: &Definition) -> Kind {
    match (definition.form, &definition.key) {
        (_, Some(_)) => Kind::Quiz,
        (Form::Single, None) => Kind::One,
        (Form::Multiple { .. }, None) => Kind::Several,
        (Form::Scale { .. }, None) => Kind::Scale,
        (Form::Text, None) => Kind::Text,
    }
}

/// The word for it in the form.
pub(super) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::One => "one",
        Kind::Several => "several",
        Kind::Quiz => "quiz",
        Kind::Scale => "scale",
        Kind::Text => "text",
    }
}

fn kind_from(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind_word(*kind) == word)
}

#[cfg(test)]
mod tests {
    use super::{PollValues, Unfit};
    use domain::poll::{BadPoll, Form, Prepared};
    use uuid::Uuid;

    fn sent(pairs: &[(&str, &str)]) -> PollValues {
        PollValues::read(
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        )
    }

    #[test]
    fn what_a_browser_sends_is_a_poll_and_comes_back_to_be_changed() {
        let id = Uuid::from_u128(1).to_string();
        let quiz = sent(&[
            ("poll", &id),
            ("kind", "quiz"),
            ("question", "Which?"),
            ("option-0", "mass"),
            ("option-1", ""),
            ("option-2", "length"),
            ("right-2", "on"),
            ("explanation", "It swings."),
            ("anonymous", "on"),
        ]);
        let definition = quiz.definition().unwrap();
        assert_eq!((definition.form, definition.options.len()), (Form::Single, 2), "empty ones are left out");
        assert_eq!(definition.key.as_ref().unwrap().right, [1].into());
        let back =
            PollValues::of(&Prepared { poll: Uuid::from_u128(1).into(), definition: definition.clone() });
        assert_eq!((back.options[1].clone(), back.poll.as_str()), (("length".into(), true), id.as_str()));
        assert_eq!(back.definition(), Ok(definition));
    }

    #[test]
    fn a_scale_has_points_and_words_for_its_ends() {
        let scale = sent(&[
            ("kind", "scale"),
            ("question", "Sure?"),
            ("from", "0"),
            ("to", "4"),
            ("low", "no"),
            ("high", "yes"),
        ]);
        let definition = scale.definition().unwrap();
        assert_eq!((definition.form, definition.options.len()), (Form::Scale { from: 0, to: 4 }, 2));
        let back = PollValues::of(&Prepared { poll: Uuid::from_u128(1).into(), definition });
        assert_eq!((back.from.as_str(), back.ends[1].as_str()), ("0", "yes"));
        assert_eq!(
            sent(&[("kind", "scale"), ("question", "Sure?"), ("from", "none")]).definition(),
            Err(BadPoll::Scale.into())
        );
    }

    #[test]
    fn how_many_may_be_chosen_comes_back_where_it_is_not_all() {
        let several = |most| {
            let options = [("option-0", "a"), ("option-1", "b"), ("option-2", "c")];
            let pairs = [("kind", "several"), ("question", "Which?"), ("most", most)];
            sent(&[pairs.as_slice(), options.as_slice()].concat()).definition().unwrap()
        };
        let back =
            |definition| PollValues::of(&Prepared { poll: Uuid::from_u128(1).into(), definition }).most;
        assert_eq!(several("2").form, Form::Multiple { most: 2 });
        assert_eq!((back(several("2")), back(several(""))), ("2".to_owned(), String::new()));
    }

    #[test]
    fn nothing_that_is_sent_is_a_panic() {
        let odd = sent(&[("option-99", "x"), ("right-x", "on"), ("kind", "riddle"), ("shoe", "9")]);
        assert_eq!(odd, PollValues { kind: None, ..PollValues::default() });
    }

    #[test]
    fn a_poll_is_of_a_kind() {
        let asks = [("question", "Why?")];
        for kind in [&[("kind", "riddle")][..], &[("kind", "")], &[]] {
            assert_eq!(sent(&[&asks[..], kind].concat()).definition(), Err(Unfit::Kind), "{kind:?}");
        }
        assert!(sent(&[("question", "Why?"), ("kind", "text")]).definition().is_ok());
    }
}
