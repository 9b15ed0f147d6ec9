//! The loop: documents → embeddings → query → answer → fit → rank. The one place that knows both texts and labels.
//! Knows no browser: it touches no clock, network or storage, and never blocks.
//!
//! What is *stored* is small: the corpus, the label set, the event log and a seed. Everything else here is derived from
//! these and from the embeddings, so that undo is "take the last event away and derive again", and a project file
//! replays to the same queries.
//!
//! | file | holds |
//! |---|---|
//! | `texts` | distinct texts, their embeddings, which are still to be embedded |
//! | `history` | appending to the log, undo and redo, editing labels |
//! | `options` | what holds for the project as a whole |
//! | `answers` | the state of every document after all events |
//! | `audit` | the stream of random checks |
//! | `browse` | the list of all documents, filtered and sorted |
//! | `model` | the head, whichever kind the project has |
//! | `ranking` | fit and query |
//! | `evaluation` | the honest estimate and its curve |
//! | `stopping` | what successive models said of the stop set, and what that advises |
//! | `label_issues` | answers worth looking at again |
//! | `people` | others' answers, agreement, what is to be decided |
//! | `project` | the project file and the exported head |
//! | `simulate` | replay of a labelled file with a simulated annotator |

mod answers;
mod audit;
mod browse;
mod evaluation;
mod export;
mod history;
mod label_issues;
mod model;
mod options;
mod people;
mod project;
mod ranking;
pub mod simulate;
mod stopping;
mod texts;
mod view;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::corpus::import::{self, ImportOptions, Source};
use crate::corpus::{Corpus, DocId, Event, EventLog, Label, LabelSet};
use crate::error::Result;
use crate::head::Snapshots;
use crate::matrix::Matrix;

use answers::Answers;
use browse::Listed;
use evaluation::Curve;
use model::Head;
use ranking::Fitted;
use stopping::StopModels;
use texts::Texts;

pub use browse::{AnswerState, BrowseFilter, BrowseRow, BrowseSort, PastEvent, PastKind};
pub use history::Checkpoint;
pub use options::{OptionChanges, ProjectOptions};
pub use project::{HEAD_FORMAT, PROJECT_FORMAT};
pub use texts::PendingText;
pub use view::{
    Agreement, AnnotatorAnswer, AnnotatorPair, AnnotatorSummary, AnsweredDocument, AuditEstimate, CalibrationBin, CalibrationEstimate, ClassCount,
    ClassMetrics, ContradictingAnswers, CurvePoint, Disagreement, DocumentPrediction, Evaluation, Exported, Figure, Flag, Imported, LabelIssues,
    Merged, QueryItem, Status, StoppingAdvice, StoppingCriterion, Suggestion, SuspiciousAnswer,
};

/// Which model made the embeddings: goes into the exported head, so that its predictions can be reproduced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelInfo {
    /// A name for people, such as `all-MiniLM-L6-v2`.
    pub name: String,
    /// Digest of the model's files.
    pub id: String,
    /// Tokens that it reads of a text; the rest is left out.
    pub max_tokens: usize,
}

/// One project in memory.
#[derive(Debug)]
pub struct Session {
    seed: u64,
    corpus: Corpus,
    labels: LabelSet,
    log: EventLog,
    options: ProjectOptions,
    /// Steps that were undone and can be done again.
    undone: Vec<Event>,
    model: Option<ModelInfo>,
    texts: Texts,
    /// Documents with a readable text, one for each distinct text, in the order of the random checks.
    audit_order: Vec<DocId>,
    // Derived on demand, dropped when what they derive from changes.
    answers: Option<Arc<Answers>>,
    fitted: Option<Fitted>,
    listed: Option<Listed>,
    /// The last head, kept to start the next fit from: the problem is convex, so it changes speed only.
    warm: Option<Head>,
    warm_committee: Option<crate::head::Committee>,
    /// The last fits.
    snapshots: Snapshots,
    curve: Curve,
    stop_models: StopModels,
}

impl Session {
    /// An empty project. All chance in it comes from `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            corpus: Corpus::default(),
            labels: LabelSet::default(),
            log: EventLog::default(),
            options: ProjectOptions::default(),
            undone: Vec::new(),
            model: None,
            texts: Texts::default(),
            audit_order: Vec::new(),
            answers: None,
            fitted: None,
            listed: None,
            warm: None,
            warm_committee: None,
            snapshots: Snapshots::default(),
            curve: Curve::default(),
            stop_models: StopModels::default(),
        }
    }

    /// A project as it was stored.
    pub fn resume(seed: u64, corpus: Corpus, labels: LabelSet, log: EventLog, options: ProjectOptions) -> Self {
        let mut session = Self::new(seed);
        session.options = options;
        session.set_corpus(corpus);
        session.log = log;
        session.labels = labels;
        session.intern_labels();
        session
    }

    /// The project's seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The documents.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// The labels, in class order.
    pub fn labels(&self) -> &LabelSet {
        &self.labels
    }

    /// Everything that the annotator did.
    pub fn log(&self) -> &EventLog {
        &self.log
    }

    /// The last fits of the head, oldest first; they go when documents, labels or the model change.
    pub fn snapshots(&self) -> &Snapshots {
        &self.snapshots
    }

    /// The model that makes the embeddings, once known.
    pub fn model(&self) -> Option<&ModelInfo> {
        self.model.as_ref()
    }

    /// Says which model makes the embeddings. A change of model makes all embeddings so far void.
    pub fn set_model(&mut self, model: ModelInfo) {
        if self.model.as_ref().is_some_and(|known| known.id != model.id) {
            self.texts.forget_embeddings();
            self.forget_derived();
        }
        self.model = Some(model);
    }

    /// Takes documents in, in place of those that were there; their answers go with them.
    ///
    /// # Errors
    /// Those of [`import::import`]; the project is unchanged then.
    pub fn import(&mut self, source: &Source, options: &ImportOptions) -> Result<Imported> {
        let import::Import { corpus, preview } = import::import(source, options)?;
        let source_labels = distinct_source_labels(&corpus);
        let blank = corpus.documents.iter().filter(|document| document.is_blank()).count();
        self.log = EventLog::default();
        self.undone.clear();
        self.set_corpus(corpus);
        self.intern_labels();
        Ok(Imported { documents: self.corpus.len(), blank, distinct: self.audit_order.len(), source_labels, warnings: preview.warnings })
    }

    /// Names the labels. Answers with a name that is no longer there stop counting, but stay in the log.
    ///
    /// # Errors
    /// `invalid_labels`; the project is unchanged then.
    pub fn set_labels(&mut self, labels: Vec<Label>) -> Result<()> {
        self.labels = LabelSet::new(labels)?;
        self.intern_labels();
        self.forget_derived();
        Ok(())
    }

    /// Gives every unanswered document the label that its file gave, where that is one of the labels, as one step. Returns how many.
    pub fn adopt_source_labels(&mut self, at: u64) -> usize {
        let answered = self.answers().answered.clone();
        let adopted: Vec<Event> = (0..self.corpus.len())
            .filter(|&id| !answered[id] && !self.corpus.documents[id].is_blank())
            .filter_map(|id| {
                let label = self.corpus.documents[id].source_label.as_ref()?;
                self.labels.class_of(label).ok()?;
                Some(Event::annotate(id as DocId, label, false, at))
            })
            .collect();
        let count = adopted.len();
        if count > 0 {
            self.undone.clear();
            self.log.push(Event::Batch { events: adopted, at });
            self.forget_answers();
        }
        count
    }

    /// Up to `limit` texts that are still to be embedded: label names first, then documents in random order, so that the
    /// part embedded so far is a fair sample. Each is handed out once; see [`requeue_texts`](Self::requeue_texts).
    pub fn pending_texts(&mut self, limit: usize) -> Vec<PendingText> {
        self.texts.hand_out(limit)
    }

    /// Makes every text that was handed out and never came back pending again (an encoder died, a call was cancelled).
    pub fn requeue_texts(&mut self) {
        self.texts.requeue();
    }

    /// Takes embeddings in: `rows` is `[keys.len(), dims]`, unit length; `dropped[i]` counts the tokens left out of text `i`.
    /// Keys that belong to texts of an earlier import are ignored.
    ///
    /// # Errors
    /// `invalid_argument` where lengths disagree, or `dims` differs from what is there.
    pub fn add_features(&mut self, keys: &[u32], rows: &Matrix, dropped: &[usize]) -> Result<()> {
        self.texts.add(keys, rows, dropped)?;
        // The head stays valid (it only saw embedded texts) unless an answered text was among them.
        self.fitted = None;
        self.listed = None;
        Ok(())
    }

    fn set_corpus(&mut self, corpus: Corpus) {
        self.texts.set_documents(&corpus, self.seed);
        self.audit_order = audit::order(&corpus, &self.texts, self.seed);
        self.corpus = corpus;
        self.curve = Curve::default();
        self.snapshots = Snapshots::default();
        self.warm = None;
        self.warm_committee = None;
        self.stop_models = StopModels::default();
        self.forget_answers();
    }

    fn intern_labels(&mut self) {
        let texts: Vec<String> = self.labels.as_slice().iter().map(label_text).collect();
        self.texts.set_label_texts(&texts);
    }

    fn forget_answers(&mut self) {
        self.answers = None;
        self.fitted = None;
        self.listed = None;
    }

    /// For changes that reach back to earlier fits too.
    fn forget_derived(&mut self) {
        self.curve = Curve::default();
        self.snapshots = Snapshots::default();
        self.warm = None;
        self.warm_committee = None;
        self.stop_models = StopModels::default();
        self.forget_answers();
    }
}

/// What is embedded for a label: its name, and what it means where that is said.
fn label_text(label: &Label) -> String {
    match label.description.as_deref().map(str::trim) {
        Some(description) if !description.is_empty() => format!("{}: {description}", label.name),
        _ => label.name.clone(),
    }
}

/// The labels of the file in order of first appearance, blank ones left out.
fn distinct_source_labels(corpus: &Corpus) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    corpus
        .documents
        .iter()
        .filter_map(|document| document.source_label.as_deref())
        .filter(|label| !label.trim().is_empty() && seen.insert(*label))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod multi_label_tests;
#[cfg(test)]
mod tests;
