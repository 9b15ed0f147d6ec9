//! What the page may ask of the engine.

use serde::{Deserialize, Serialize};

use crate::corpus::import::{ImportOptions, Source};
use crate::corpus::{DocId, Label, Rename};
use crate::session::simulate::SimulationOptions;
use crate::session::{BrowseFilter, BrowseSort, OptionChanges};
use crate::strategy::StrategyConfig;

/// A file format for answers and predictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated values, UTF-8.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// One call. The `type` names it, the other fields are its arguments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // the fields say themselves what they are
pub enum Request {
    /// Read a file without taking it in: format, columns, first rows, oddities. Answered by `preview`.
    Inspect {
        source: Source,
        #[serde(default)]
        options: ImportOptions,
    },
    /// Take documents in; they replace those of the project, and its answers with them. Answered by `imported`.
    Import {
        source: Source,
        #[serde(default)]
        options: ImportOptions,
    },
    /// Name the labels. Answers with a label that is no longer there stop counting but stay in the log. Answered by `status`.
    SetLabels { labels: Vec<Label> },
    /// The texts most worth asking about, best first. Answered by `items`.
    Query {
        /// `auto` where left out. Where a text may have several labels, `cvirs` takes the place of `auto`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional, type = "StrategyConfig | StrategyConfig[\"name\"]"))]
        strategy: Option<StrategyConfig>,
        count: usize,
    },
    /// One document as `query` would show it, answered or not. Answered by `item`.
    Item { id: DocId },
    /// Give a document a label. `audit` and `askedBy` repeat what the item said (`audit`, `strategy`). Answered by `status`.
    Annotate {
        id: DocId,
        label: String,
        #[serde(default)]
        audit: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        asked_by: Option<String>,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// Give a document all of its labels, perhaps none, in a project where it may have several. Answered by `status`.
    AnnotateSet {
        id: DocId,
        labels: Vec<String>,
        #[serde(default)]
        audit: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        asked_by: Option<String>,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// Give several documents the same label, or labels, as one step. Answered by `changed`.
    AnnotateMany {
        ids: Vec<DocId>,
        labels: Vec<String>,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// Take several documents' answers back as one step. Answered by `changed`.
    UnlabelMany {
        ids: Vec<DocId>,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// Mark a document to come back to. Answered by `status`.
    Flag {
        id: DocId,
        #[serde(default)]
        note: String,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// Take a document's flag away. Answered by `status`.
    Unflag {
        id: DocId,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// Rename, merge, add, recolour or remove labels as one step that can be undone; answers follow `renames`. Answered by `labels`.
    EditLabels {
        labels: Vec<Label>,
        #[serde(default)]
        renames: Vec<Rename>,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// The project's settings. Answered by `options`.
    Options,
    /// Change the project's settings; what is left out stays as it is. Answered by `options`.
    SetOptions { changes: OptionChanges },
    /// Pass a document over; `unsure` where the annotator could not tell. Answered by `status`.
    Skip {
        id: DocId,
        #[serde(default)]
        audit: bool,
        #[serde(default)]
        unsure: bool,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// Take a document's answer back. Answered by `status`.
    Unlabel {
        id: DocId,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// Undo the last step, whatever it was. Answered by `undone`.
    Undo,
    /// Do again what was undone last. Answered by `undone`.
    Redo,
    /// Give every unanswered document the label that its file gave, where it is one of the labels. Answered by `status`.
    AdoptSourceLabels {
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// Answered documents, most recent first. Answered by `answered`.
    Answered {
        #[serde(default)]
        offset: usize,
        limit: usize,
    },
    /// Take in what another person answered, from their project file; `name` where it names nobody. Answered by `merged`.
    MergeProject {
        #[serde(with = "serde_bytes")]
        #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
        bytes: Vec<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        name: Option<String>,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: u64,
    },
    /// How far the annotators agree. Answered by `agreement`.
    Agreement,
    /// Documents on which people disagree, still to be decided. Answered by `disagreements`.
    Disagreements {
        #[serde(default)]
        offset: usize,
        limit: usize,
    },
    /// Every annotator's answers side by side, as CSV. Answered by `exported`.
    ExportAnnotators,
    /// Documents that pass a filter, in order: `limit` of them from `offset` on. Answered by `rows`.
    Browse {
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(as = "Option<BrowseFilter>", optional))]
        filter: BrowseFilter,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(as = "Option<BrowseSort>", optional))]
        sort: BrowseSort,
        #[serde(default)]
        offset: usize,
        limit: usize,
    },
    /// All documents that pass a filter, in order, by their numbers alone. Answered by `ids`.
    BrowseIds {
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(as = "Option<BrowseFilter>", optional))]
        filter: BrowseFilter,
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(as = "Option<BrowseSort>", optional))]
        sort: BrowseSort,
    },
    /// What happened to a document, oldest first. Answered by `history`.
    History { id: DocId },
    /// Every document's label and probabilities. Answered by `predictions`.
    Predict,
    /// The audit estimate, the stopping advice, the curve, the counts. Answered by `evaluation`.
    Evaluate,
    /// Answers worth looking at again, at most `limit` of each kind; takes several fits, so it is for asking now and then. Answered by
    /// `labelIssues`.
    LabelIssues { limit: usize },
    /// The columns of the file that can serve as gold labels of a replay. Answered by `goldColumns`.
    GoldColumns,
    /// Label the project's documents again with a simulated annotator who knows the gold labels, and measure the strategies. Changes
    /// nothing. Answered by `simulation`; long: the worker does it in steps, says `progress` and can be told to stop.
    Simulate { options: SimulationOptions },
    /// Answers and predictions as a file. Answered by `exported`.
    ExportAnnotations { format: ExportFormat },
    /// The classifier head as JSON, with all that is needed to reproduce its predictions. Answered by `exported`.
    ExportHead,
    /// The whole project as one file. Answered by `exported`.
    Save,
    /// Open a project file in place of what is there. Answered by `status`.
    Restore {
        #[serde(with = "serde_bytes")]
        #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
        bytes: Vec<u8>,
    },
    /// Where the project stands. Answered by `status`.
    Status,
    /// The labels of the project. Answered by `labels`.
    Labels,
    /// The menu of strategies. Answered by `strategies`.
    ListStrategies,
}

impl Request {
    /// Whether it only asks: nothing that is stored changes, and nothing could have to be taken back. What is not named here counts as a change.
    pub fn is_read(&self) -> bool {
        use Request::*;
        matches!(
            self,
            Inspect { .. }
                | Query { .. }
                | Item { .. }
                | Answered { .. }
                | Options
                | Agreement
                | Disagreements { .. }
                | Browse { .. }
                | BrowseIds { .. }
                | History { .. }
                | Predict
                | Evaluate
                | LabelIssues { .. }
                | GoldColumns
                | Simulate { .. }
                | ExportAnnotations { .. }
                | ExportAnnotators
                | ExportHead
                | Save
                | Status
                | Labels
                | ListStrategies
        )
    }
}
