//! What a session says of itself: plain data, in the shape in which the page gets it.
//! Knows how to be written as JSON; computes nothing.

use serde::{Deserialize, Serialize};

use crate::corpus::DocId;
use crate::corpus::import::Warning;

/// What came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// Rows taken in: as many as the file had.
    pub documents: usize,
    /// Rows whose text is blank; kept, never asked about.
    pub blank: usize,
    /// Distinct texts.
    pub distinct: usize,
    /// Labels found in the file's label column, in order of first appearance; offered, not yet set.
    pub source_labels: Vec<String>,
    /// Everything odd, with row numbers.
    pub warnings: Vec<Warning>,
}

/// What the model would answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// The likeliest label.
    pub label: String,
    /// Its probability, in `[0, 1]`.
    pub probability: f32,
    /// All that it would answer: the likeliest label; where a text may have several, those that apply with a probability of ½ or more,
    /// likeliest first, perhaps none.
    pub labels: Vec<String>,
    /// Their probabilities, in the same order.
    pub probabilities: Vec<f32>,
    /// `head` where the trained head says so; `label_names` where only the labels' names are known yet.
    pub source: String,
}

/// A mark to come back to a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Flag {
    /// Why; may be empty.
    pub note: String,
}

/// A text worth asking about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct QueryItem {
    /// The document.
    pub id: DocId,
    /// Its text, as it stood in the file.
    pub text: String,
    /// The strategy's score, higher is better; 0 for a random check.
    pub score: f32,
    /// Why this text, in a few words.
    pub reason: String,
    /// The strategy that chose it; `audit` for a random check.
    pub strategy: String,
    /// Whether it is a random check, by which accuracy is measured.
    pub audit: bool,
    /// What the model would answer, once it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub suggestion: Option<Suggestion>,
    /// Its flag, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub flag: Option<Flag>,
    /// How many tokens of the text the encoder left out, 0 where it read all (or has not read it yet).
    pub truncated_tokens: usize,
}

/// Where the project stands. Cheap to make: no model is fitted for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The file's name.
    pub name: String,
    /// Documents in the project.
    pub documents: usize,
    /// Documents with a text that can be asked about.
    pub answerable: usize,
    /// Documents with an answer.
    pub labelled: usize,
    /// Documents passed over.
    pub skipped: usize,
    /// Distinct texts to embed (label names included).
    pub texts: usize,
    /// Of these, embedded so far.
    pub embedded: usize,
    /// Texts longer than the model's limit, of those embedded so far.
    pub truncated: usize,
    /// Steps in the log: what undo can take back.
    pub events: usize,
    /// Steps that were undone and can be done again.
    pub redoable: usize,
    /// Documents passed over because the annotator could not tell; counted in `skipped` too.
    pub unsure: usize,
    /// Documents that are flagged.
    pub flagged: usize,
    /// Whether a text may have several labels.
    pub multi_label: bool,
    /// The labels, with the number of answers for each.
    pub classes: Vec<ClassCount>,
    /// `documents`, `labels`, `cold_start`, `learning` or `finished`.
    pub phase: String,
    /// Random checks answered so far.
    pub audited: usize,
}

/// A label with its number of answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ClassCount {
    /// The label's name.
    pub label: String,
    /// Answers with it.
    pub count: usize,
}

/// A document with an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AnsweredDocument {
    /// The document.
    pub id: DocId,
    /// Its text.
    pub text: String,
    /// The label given; absent where it was skipped. Several stand in a row, with commas between.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub label: Option<String>,
    /// The labels given, one by one; empty where it was skipped, or none applies.
    pub labels: Vec<String>,
    /// Whether it was shown as a random check.
    pub audit: bool,
    /// When, in milliseconds since 1970.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: u64,
}

/// What came in of another's project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Merged {
    /// Under which name.
    pub name: String,
    /// Answers taken in.
    pub answers: usize,
    /// Answers to texts that this project does not have; left out.
    pub unmatched: usize,
    /// Labels that this project does not have; they count in the comparison all the same.
    pub unknown_labels: Vec<String>,
}

/// How far annotators agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Agreement {
    /// Whoever holds this project first.
    pub annotators: Vec<AnnotatorSummary>,
    /// Every two of them.
    pub pairs: Vec<AnnotatorPair>,
    /// Krippendorff's alpha over all, for nominal categories; absent where it is not defined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub alpha: Option<f64>,
    /// Documents still to be decided.
    pub disagreements: usize,
}

/// An annotator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AnnotatorSummary {
    /// The name.
    pub name: String,
    /// Documents answered.
    pub answers: usize,
}

/// Two annotators, on the documents that both answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AnnotatorPair {
    /// Their names.
    pub annotators: [String; 2],
    /// Documents that both answered.
    pub both: usize,
    /// Of these, answered alike.
    pub agreed: usize,
    /// Cohen's kappa; absent where they have no document in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub kappa: Option<f64>,
}

/// A document on which people disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Disagreement {
    /// The document.
    pub id: DocId,
    /// Its text.
    pub text: String,
    /// Who said what.
    pub answers: Vec<AnnotatorAnswer>,
}

/// What an annotator said of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AnnotatorAnswer {
    /// Who.
    pub annotator: String,
    /// The labels.
    pub labels: Vec<String>,
}

/// One document as the model sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DocumentPrediction {
    /// The document.
    pub id: DocId,
    /// The answer given, if any. Several labels stand in a row, with commas between.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub answer: Option<String>,
    /// The labels given, in label order, perhaps none; absent without an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub answers: Option<Vec<String>>,
    /// The likeliest label; absent while there is no head, or the text is blank or not embedded yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub label: Option<String>,
    /// Its probability; 0 where there is no label.
    pub probability: f32,
    /// All that is predicted: the likeliest label; where a text may have several, those that apply with a probability of ½ or more, in label
    /// order, perhaps none.
    pub labels: Vec<String>,
    /// Probability of each label, in label order; they sum to 1 where a text has one label, and are independent where it may have several.
    /// Empty where there is no label.
    pub probabilities: Vec<f32>,
}

/// A point of the learning curve: estimated on random checks alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CurvePoint {
    /// Answers that the head had learnt from.
    pub labels: usize,
    /// Random checks that it was measured on.
    pub audited: usize,
    /// Share right, in `[0, 1]`.
    pub accuracy: f64,
    /// Lower end of the 95 % Wilson interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Mean of F1 over the labels seen among the random checks or predicted for them.
    pub macro_f1: f64,
}

/// Precision, recall and F1 of one label on the random checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ClassMetrics {
    /// The label's name.
    pub label: String,
    /// Of those said to be it, the share that is; 0 where none was said to be.
    pub precision: f64,
    /// Of those that are it, the share found; 0 where there is none.
    pub recall: f64,
    /// Harmonic mean of the two; 0 where both are.
    pub f1: f64,
    /// Random checks that are it.
    pub support: usize,
    /// Random checks said to be it.
    pub predicted: usize,
    /// Lower end of the precision's 95 % Wilson interval; 0 where none was said to be it.
    pub precision_low: f64,
    /// Upper end; 1 where none was.
    pub precision_high: f64,
    /// Lower end of the recall's; 0 where there is none.
    pub recall_low: f64,
    /// Upper end; 1 where there is none.
    pub recall_high: f64,
    /// Where a text may have several labels: Brier score of this label's probability, in `[0, 1]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub brier: Option<f64>,
}

/// A figure with its 95 % bootstrap interval over the random checks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// The figure itself.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Random checks of which the model was about equally sure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CalibrationBin {
    /// Surer than this …
    pub low: f64,
    /// … up to this.
    pub high: f64,
    /// How many.
    pub count: usize,
    /// How sure on average; 0 of none.
    pub confidence: f64,
    /// The share that was right; 0 of none.
    pub accuracy: f64,
}

/// Whether the model's probabilities mean what they say. Where a text may have several labels, every label of a check is a decision of its own,
/// yes or no, and bins hold decisions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CalibrationEstimate {
    /// Brier score, summed over labels: 0 is perfect, 2 is certain and always wrong (the number of labels is, where a text may have several).
    pub brier: Figure,
    /// Expected calibration error over ten bins of equal width: how far confidence is from accuracy on average, in `[0, 1]`.
    pub ece: Figure,
    /// The same over bins with equally many checks, about ten in each: steadier for few.
    pub adaptive_ece: Figure,
    /// How many bins with equally many checks there are.
    pub adaptive_bins: usize,
    /// The ten bins, least sure first; empty ones too.
    pub bins: Vec<CalibrationBin>,
}

/// One way to tell whether the model still changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StoppingCriterion {
    /// `kappa_average`, `classification_change`, `overall_uncertainty`, `delta_f` or `interval_width`.
    pub name: String,
    /// Its value now; absent while it cannot be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub value: Option<f64>,
    /// What it is compared with: kappa must reach it, the others may not exceed it.
    pub threshold: f64,
    /// Whether it is met.
    pub met: bool,
}

/// Whether more answers would still change anything. Where a text may have several labels, predictions are whole label sets, compared as classes
/// are where it has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StoppingAdvice {
    /// `too_early`, `go_on`, `measure` (the model has settled, but its accuracy is not known well enough) or `stop`.
    pub verdict: String,
    /// One sentence for a person.
    pub sentence: String,
    /// Successive models compared, at most three.
    pub comparisons: usize,
    /// Texts on which they are compared: those of the stop set without an answer.
    pub compared: usize,
    /// What the advice rests on.
    pub criteria: Vec<StoppingCriterion>,
}

/// An answer that the others contradict, by what the model learns from them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SuspiciousAnswer {
    /// The document.
    pub id: DocId,
    /// Its text.
    pub text: String,
    /// The label given.
    pub label: String,
    /// The label that a model without this answer gives.
    pub suggested: String,
    /// The given label's probability by that model, in `[0, 1]`: the lower, the more suspicious.
    pub self_confidence: f32,
    /// The suggested label's.
    pub confidence: f32,
    /// Why, in a sentence.
    pub reason: String,
}

/// Two answers of which one is likely wrong: for one text, or for two that say nearly the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ContradictingAnswers {
    /// The two documents.
    pub ids: [DocId; 2],
    /// Their texts.
    pub texts: [String; 2],
    /// The labels given.
    pub labels: [String; 2],
    /// Cosine of their embeddings; 1 for one and the same text.
    pub similarity: f32,
    /// Why, in a sentence.
    pub reason: String,
}

/// Answers worth looking at again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LabelIssues {
    /// Answers looked at: those whose text is embedded.
    pub judged: usize,
    /// Of these, how many are suspicious, listed or not.
    pub suspicious_total: usize,
    /// The most suspicious first.
    pub suspicious: Vec<SuspiciousAnswer>,
    /// The same text first, then the most alike.
    pub contradictions: Vec<ContradictingAnswers>,
}

/// Accuracy as estimated on random checks alone, out of fold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AuditEstimate {
    /// Random checks answered.
    pub audited: usize,
    /// Of these, predicted right; where a text may have several labels: those whose labels are all right and none missing.
    pub correct: usize,
    /// `correct / audited`.
    pub accuracy: f64,
    /// Lower end of the 95 % Wilson interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Mean of F1 over the labels seen among the random checks or predicted for them.
    pub macro_f1: f64,
    /// Lower end of its 95 % bootstrap interval.
    pub macro_f1_low: f64,
    /// Upper end.
    pub macro_f1_high: f64,
    /// Each label's own figures.
    pub per_class: Vec<ClassMetrics>,
    /// `confusion[truth][predicted]`, in label order; empty where a text may have several labels.
    pub confusion: Vec<Vec<usize>>,
    /// Whether probabilities mean what they say.
    pub calibration: CalibrationEstimate,
}

/// How well the model does, honestly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Evaluation {
    /// Absent while there are too few random checks or answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub audit: Option<AuditEstimate>,
    /// One sentence for a person.
    pub sentence: String,
    /// Whether more answers would still change anything.
    pub stopping: StoppingAdvice,
    /// Accuracy against answers given.
    pub curve: Vec<CurvePoint>,
    /// Whether the curve has all its points and the stopping advice all it looks back on; a call makes a few that are missing, so ask
    /// again for the rest.
    pub complete: bool,
    /// Answers of each label.
    pub classes: Vec<ClassCount>,
}

/// A file made by the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// A name for it.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    #[serde(with = "serde_bytes")]
    #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
    pub bytes: Vec<u8>,
}
