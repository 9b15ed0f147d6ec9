//! The label set: names in a fixed order, which is the order of classes everywhere else.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};

/// One label that the annotator can give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Label {
    /// What it is called: any text, compared exactly.
    pub name: String,
    /// What it means; serves as a prior before any answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub description: Option<String>,
    /// The key that gives it, if the annotator chose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub key: Option<String>,
    /// The colour that the annotator chose for it, as CSS writes it (`#rrggbb`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub color: Option<String>,
}

/// Labels in order; the place of a label is its class number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct LabelSet(Vec<Label>);

impl LabelSet {
    /// Checks names: none empty, none twice.
    ///
    /// # Errors
    /// `invalid_labels`.
    pub fn new(labels: Vec<Label>) -> Result<Self> {
        for (place, label) in labels.iter().enumerate() {
            if label.name.trim().is_empty() {
                let message = format!("Label {} has no name; give it one or leave it out.", place + 1);
                return Err(Error::new(Code::InvalidLabels, message));
            }
            if labels[..place].iter().any(|earlier| earlier.name == label.name) {
                let message = format!("The label “{}” is there twice; every name may be used once.", label.name);
                return Err(Error::new(Code::InvalidLabels, message));
            }
        }
        Ok(Self(labels))
    }

    /// The labels in class order.
    pub fn as_slice(&self) -> &[Label] {
        &self.0
    }

    /// The number of classes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no label has been named yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The class number of a name.
    ///
    /// # Errors
    /// `unknown_label`.
    pub fn class_of(&self, name: &str) -> Result<usize> {
        self.0.iter().position(|label| label.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.0.iter().map(|label| label.name.as_str()).collect();
            Error::new(Code::UnknownLabel, format!("“{name}” is not one of the labels ({}); add it with setLabels first.", known.join(", ")))
        })
    }
}

impl<'de> Deserialize<'de> for LabelSet {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<Label> {
        names.iter().map(|name| Label { name: (*name).into(), ..Label::default() }).collect()
    }

    #[test]
    fn a_name_may_be_used_once() {
        assert_eq!(LabelSet::new(named(&["a", "a"])).unwrap_err().code(), Code::InvalidLabels);
        assert_eq!(LabelSet::new(named(&["a", " "])).unwrap_err().code(), Code::InvalidLabels);
    }

    #[test]
    fn classes_are_numbered_in_the_order_of_the_labels() {
        let labels = LabelSet::new(named(&["007", "NA"])).unwrap();
        assert_eq!(labels.class_of("NA"), Ok(1));
        assert_eq!(labels.class_of("na").unwrap_err().code(), Code::UnknownLabel);
    }
}
