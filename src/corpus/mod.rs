//! Documents, labels and the log of what the annotator did; reading and writing files of them.
//! Knows nothing of models: no embedding, no probability is made here.
//!
//! Everything else (head, queue, curve) is derived from what this module holds.

mod document;
mod label;
mod log;

pub mod export;
pub mod import;

pub use document::{Corpus, DocId, Document};
pub use label::{Label, LabelSet};
pub use log::{Answer, Event, EventLog, OthersAnswer, Rename, leaves};
