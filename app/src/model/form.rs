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
