//! How well a model does: metrics on given predictions, intervals, the audit estimate and the area under a learning curve.
//! Knows class numbers, rows and heads; knows no text and no browser. Answers chosen by a strategy are a biased sample, so the
//! [audit estimate](audit_predictions) judges by random checks alone.

mod audit;
mod curve;
mod metrics;
mod significance;
mod wilson;

pub use audit::audit_predictions;
pub use curve::normalised_area;
pub use metrics::{ClassScore, accuracy, confusion, macro_f1, per_class};
pub use significance::{Mean, holm, mean_interval, wilcoxon_signed_rank};
pub use wilson::wilson;
