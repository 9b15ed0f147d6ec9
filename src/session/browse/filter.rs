//! What is asked of the list and what a row of it says, in the shape of the wire; which documents pass.

use serde::{Deserialize, Serialize};

use crate::corpus::{Corpus, DocId, LabelSet};
use crate::error::{Code, Error, Result};

use super::{Listed, search};

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AnswerState {
    /// Without an answer, or with one that no longer counts.
    Open,
    /// With its label, or its labels.
    Labelled,
    /// Passed over.
    Skipped,
    /// Passed over because the annotator could not tell.
    Unsure,
}

/// Which documents are wanted: those that pass everything that is said here. What is left out lets all pass.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct BrowseFilter {
    /// What the text has to contain, whatever its case.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<String>"))]
    pub search: String,
    /// Whether `search` is a regular expression (`(?-i)` in it makes it mind the case).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>"))]
    pub regex: bool,
    /// In one of these states.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<AnswerState>>"))]
    pub answered: Vec<AnswerState>,
    /// Answered with one of these labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>"))]
    pub labels: Vec<String>,
    /// Predicted to be one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>"))]
    pub predicted: Vec<String>,
    /// The prediction's probability, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_confidence: Option<f32>,
    /// At most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_confidence: Option<f32>,
    /// Flagged, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flagged: Option<bool>,
    /// Only those whose answer does not have the predicted label.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>"))]
    pub disagrees: bool,
    /// The file gave a label, or none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_source_label: Option<bool>,
    /// Examples: every row says how like them it is. Leaves nothing out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<DocId>>"))]
    pub similar_to: Vec<DocId>,
}

/// In which order. Documents that lack what is sorted by come last; ties stay in file order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BrowseSort {
    /// As they stand in the file.
    #[default]
    File,
    /// The prediction least sure first.
    LeastConfident,
    /// The surest first.
    MostConfident,
    /// Answered last first.
    NewestAnswer,
    /// By the answer, in label order.
    Label,
    /// The fewest characters first.
    Shortest,
    /// The most characters first.
    Longest,
    /// Most like the examples in `similarTo` first.
    Similarity,
}

/// One document in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BrowseRow {
    /// The document.
    pub id: DocId,
    /// Its text, as it stood in the file.
    pub text: String,
    /// Where it stands.
    pub state: AnswerState,
    /// The label given, or all of them; empty unless it is labelled.
    pub labels: Vec<String>,
    /// The likeliest label; absent while there is no head, or the text is blank or not embedded yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub predicted: Option<String>,
    /// Its probability, in `[0, 1]`; 0 where there is none.
    pub probability: f32,
    /// The note of its flag, perhaps empty; absent where it is not flagged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub flag: Option<String>,
    /// Whether it was answered as a random check.
    pub audit: bool,
    /// When it was answered, in milliseconds since 1970; 0 where not known, or not answered.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: u64,
    /// The label that the file gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub source_label: Option<String>,
    /// Mean cosine to the examples, where there are any and the text is embedded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub similarity: Option<f32>,
}

/// The documents that pass, in file order.
pub(super) fn passing(filter: &BrowseFilter, corpus: &Corpus, labels: &LabelSet, listed: &Listed) -> Result<Vec<DocId>> {
    let pattern = search::pattern(&filter.search, filter.regex)?;
    let range = confidence(filter)?;
    let wanted = classes(&filter.labels, labels)?;
    let predicted = classes(&filter.predicted, labels)?;
    let passes = |place: usize| {
        let (answer, guess) = (&listed.classes[place], listed.predicted[place]);
        (filter.answered.is_empty() || filter.answered.contains(&listed.states[place]))
            && (filter.labels.is_empty() || answer.iter().any(|&class| wanted[class]))
            && (filter.predicted.is_empty() || guess.is_some_and(|(class, _)| predicted[class]))
            && range.is_none_or(|(low, high)| guess.is_some_and(|(_, probability)| (low..=high).contains(&probability)))
            && filter.flagged.is_none_or(|flagged| listed.flags.contains_key(&(place as DocId)) == flagged)
            && (!filter.disagrees || disagrees(listed, place))
            && filter.has_source_label.is_none_or(|has| has_source_label(corpus, place) == has)
            // The dearest last.
            && pattern.as_ref().is_none_or(|pattern| pattern.is_match(&corpus.documents[place].text))
    };
    Ok((0..corpus.len()).filter(|&place| passes(place)).map(|place| place as DocId).collect())
}

fn disagrees(listed: &Listed, place: usize) -> bool {
    let labelled = listed.states[place] == AnswerState::Labelled;
    labelled && listed.predicted[place].is_some_and(|(class, _)| !listed.classes[place].contains(&class))
}

fn has_source_label(corpus: &Corpus, place: usize) -> bool {
    corpus.documents[place].source_label.as_ref().is_some_and(|label| !label.trim().is_empty())
}

/// Whether each class is among the names.
fn classes(names: &[String], labels: &LabelSet) -> Result<Vec<bool>> {
    let mut wanted = vec![false; labels.len()];
    for name in names {
        wanted[labels.class_of(name)?] = true;
    }
    Ok(wanted)
}

fn confidence(filter: &BrowseFilter) -> Result<Option<(f32, f32)>> {
    if filter.min_confidence.is_none() && filter.max_confidence.is_none() {
        return Ok(None);
    }
    let (low, high) = (filter.min_confidence.unwrap_or(0.0), filter.max_confidence.unwrap_or(1.0));
    if !(0.0..=1.0).contains(&low) || !(0.0..=1.0).contains(&high) || low > high {
        let message = format!("A confidence lies between 0 and 1, the lower end first; {low} to {high} was given.");
        return Err(Error::new(Code::InvalidArgument, message));
    }
    Ok(Some((low, high)))
}
