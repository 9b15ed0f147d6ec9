//! What the engine answers, and what it says unasked.

use serde::{Deserialize, Serialize};

use crate::corpus::import::Preview;
use crate::corpus::{DocId, Label};
use crate::error::Error;
use crate::session::simulate::{GoldColumn, Simulation};
use crate::session::{
    Agreement, AnsweredDocument, BrowseRow, Disagreement, DocumentPrediction, Evaluation, Exported, Imported, LabelIssues, Merged, PastEvent,
    ProjectOptions, QueryItem, Status,
};
use crate::strategy::StrategyInfo;

/// One answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)]
pub enum Reply {
    Preview {
        preview: Preview,
    },
    Imported {
        imported: Imported,
    },
    Status {
        status: Status,
    },
    Items {
        items: Vec<QueryItem>,
    },
    Item {
        item: QueryItem,
        answered: bool,
    },
    /// What was undone or done again: the document, where it was about a single one, and how many it was about.
    Undone {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        id: Option<DocId>,
        documents: usize,
        status: Status,
    },
    Merged {
        merged: Merged,
        status: Status,
    },
    Agreement {
        agreement: Agreement,
    },
    Disagreements {
        total: usize,
        documents: Vec<Disagreement>,
    },
    Changed {
        documents: usize,
        status: Status,
    },
    Options {
        options: ProjectOptions,
        status: Status,
    },
    Answered {
        total: usize,
        documents: Vec<AnsweredDocument>,
    },
    Rows {
        total: usize,
        rows: Vec<BrowseRow>,
    },
    Ids {
        ids: Vec<DocId>,
    },
    History {
        events: Vec<PastEvent>,
    },
    Predictions {
        predictions: Vec<DocumentPrediction>,
    },
    Evaluation {
        evaluation: Evaluation,
    },
    LabelIssues {
        issues: LabelIssues,
    },
    GoldColumns {
        columns: Vec<GoldColumn>,
    },
    Simulation {
        simulation: Simulation,
    },
    Exported {
        exported: Exported,
    },
    Labels {
        labels: Vec<Label>,
    },
    Strategies {
        strategies: Vec<StrategyInfo>,
    },
}

/// Long work on its way; comes unasked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// `model` (bytes), `embed` (texts) or `simulate` (batches).
    pub stage: String,
    /// Done so far.
    pub done: f64,
    /// Of so many; 0 where not known.
    pub total: f64,
    /// Per second, over the last seconds; 0 where not known yet.
    pub rate: f64,
}

/// Which device embeds, and why; comes unasked, whenever it changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DeviceChoice {
    /// `cpu` or `webgpu`.
    pub device: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// A failure as JavaScript sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WireError {
    /// Stable: see `error::Code`.
    pub code: String,
    /// What happened and what to do.
    pub message: String,
}

impl From<&Error> for WireError {
    fn from(error: &Error) -> Self {
        Self { code: error.code().as_str().into(), message: error.message().into() }
    }
}
