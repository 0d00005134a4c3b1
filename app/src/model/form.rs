//! What forms are made of.

use lean::FromJson;
use serde::{Deserialize, Serialize};

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
}

impl Choice {
    /// An option.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// Options under a heading; under none where the label is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ChoiceGroup {
    /// The heading.
    pub label: String,
    /// What stands under it.
    pub choices: Vec<Choice>,
}

impl ChoiceGroup {
    /// Options without a heading.
    #[must_use]
    pub fn plain(choices: Vec<Choice>) -> Self {
        Self { label: String::new(), choices }
    }
}

/// What is wrong with a form that was sent: a sentence beside its field, or above the form, that says how to put it right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct FieldErrors {
    /// The whole form was refused.
    pub form: Option<String>,
    /// Fields by name, each with what is wrong.
    pub fields: Vec<(String, String)>,
}

impl FieldErrors {
    /// What is wrong with a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<String> {
        self.fields.iter().find(|(name, _)| name == field).map(|(_, wrong)| wrong.clone())
    }

    /// The same, and this is wrong with a field.
    #[must_use]
    pub fn and(mut self, field: &str, wrong: &str) -> Self {
        self.fields.push((field.to_owned(), wrong.to_owned()));
        self
    }
}
