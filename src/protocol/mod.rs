//! The wire between the page and the engine, defined once: requests, replies, events.
//! `www/handpick/protocol.d.ts` is printed from these types (`scripts/types.sh`); a test fails when it is stale.
//!
//! Bytes (files, projects) travel as `Uint8Array`, never inside JSON. Every request has exactly one reply or one [`WireError`].

mod dispatch;
mod reply;
mod request;

pub use dispatch::dispatch;
pub use reply::{DeviceChoice, Progress, Reply, WireError};
pub use request::{ExportFormat, Request};

pub use crate::session::{
    AnswerState, AnsweredDocument, AuditEstimate, BrowseFilter, BrowseRow, BrowseSort, CalibrationBin, CalibrationEstimate, ClassCount, ClassMetrics,
    ContradictingAnswers, CurvePoint, DocumentPrediction, Evaluation, Exported, Figure, Imported, LabelIssues, PastEvent, PastKind, QueryItem,
    Status, StoppingAdvice, StoppingCriterion, Suggestion, SuspiciousAnswer,
};
