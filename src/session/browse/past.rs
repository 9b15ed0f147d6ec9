//! What happened to one document, read from the log.

use serde::{Deserialize, Serialize};

use crate::corpus::{DocId, Event};
use crate::error::Result;

use super::Session;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PastKind {
    /// It got its label, or its labels.
    Labelled,
    /// It was passed over.
    Skipped,
    /// It was passed over because the annotator could not tell.
    Unsure,
    /// Its answer was taken back.
    Unlabelled,
    /// It was flagged.
    Flagged,
    /// Its flag was taken away.
    Unflagged,
    /// A label that it has was renamed, or merged into another.
    Renamed,
}

/// One thing that happened to a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PastEvent {
    /// What.
    pub what: PastKind,
    /// When, in milliseconds since 1970; 0 where not known.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: u64,
    /// The label given, or all of them, as they were called then; those that it had from then on, where one was renamed.
    pub labels: Vec<String>,
    /// The note of the flag; empty for everything else.
    pub note: String,
    /// Whether it was answered as a random check.
    pub audit: bool,
    /// The strategy that asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub asked_by: Option<String>,
    /// Documents that the same step was about; 1 where it was about this one alone.
    pub documents: usize,
}

impl Session {
    /// What happened to a document, oldest first, steps about several documents taken apart. What was undone is not part of it.
    ///
    /// # Errors
    /// `unknown_document`.
    pub fn history(&self, id: DocId) -> Result<Vec<PastEvent>> {
        self.corpus.get(id)?;
        let mut past = Vec::new();
        let mut now: Vec<String> = Vec::new();
        for step in self.log.events() {
            let documents = step.leaves().len();
            for event in step.leaves().iter().filter(|event| event.document().is_none_or(|document| document == id)) {
                let (what, labels, note) = match event {
                    Event::Annotate { label, .. } => (PastKind::Labelled, vec![label.clone()], ""),
                    Event::AnnotateSet { labels, .. } => (PastKind::Labelled, labels.clone(), ""),
                    Event::Skip { unsure: true, .. } => (PastKind::Unsure, Vec::new(), ""),
                    Event::Skip { .. } => (PastKind::Skipped, Vec::new(), ""),
                    Event::Unlabel { .. } => (PastKind::Unlabelled, Vec::new(), ""),
                    Event::Flag { note, .. } => (PastKind::Flagged, Vec::new(), note.as_str()),
                    Event::Unflag { .. } => (PastKind::Unflagged, Vec::new(), ""),
                    Event::EditLabels { renames, .. } => {
                        let called = |name: &String| renames.iter().find(|rename| rename.from == *name).map_or(name, |rename| &rename.to).clone();
                        let mut labels: Vec<String> = now.iter().map(called).collect();
                        if labels == now {
                            continue;
                        }
                        labels.dedup();
                        (PastKind::Renamed, labels, "")
                    }
                    // What another person said is no part of what happened to the document here.
                    Event::OthersAnswers { .. } | Event::Batch { .. } => continue,
                };
                if !matches!(what, PastKind::Flagged | PastKind::Unflagged) {
                    now.clone_from(&labels);
                }
                let asked_by = match event {
                    Event::Annotate { asked_by, .. } | Event::AnnotateSet { asked_by, .. } => asked_by.clone(),
                    _ => None,
                };
                past.push(PastEvent { what, at: event.at(), labels, note: note.to_owned(), audit: event.is_audit(), asked_by, documents });
            }
        }
        Ok(past)
    }
}
