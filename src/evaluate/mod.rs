//! How well a model does: metrics on given predictions, intervals, calibration, the audit estimate, the area under a learning curve,
//! when to stop, and which answers may be wrong.
//! Knows class numbers, rows and heads; knows no text and no browser. Answers chosen by a strategy are a biased sample, so the
//! [audit estimate](audit_predictions) judges by random checks alone.

mod agreement;
mod audit;
mod bootstrap;
mod calibration;
mod contradictions;
mod curve;
mod label_errors;
mod label_sets;
mod metrics;
mod significance;
mod stopping;
mod wilson;

pub use agreement::krippendorff_alpha;
pub use audit::{audit_predictions, likeliest, out_of_fold};
pub use bootstrap::{Interval, RESAMPLES, Resamples};
pub use calibration::{BINS, Calibration, ReliabilityBin, brier_of_labels, calibration, calibration_of_sets};
pub use contradictions::{Contradiction, NEAR_DUPLICATE, contradictions};
pub use curve::normalised_area;
pub use label_errors::{LabelError, class_thresholds, label_errors};
pub use label_sets::{GUESSED, exact_sets, guessed_set, macro_f1_of_sets, macro_f1_sets, number_sets, out_of_fold_sets, per_label};
pub use metrics::{ClassScore, accuracy, confusion, macro_f1, macro_f1_interval, macro_f1_present, per_class};
pub use significance::{Mean, holm, mean_interval, wilcoxon_signed_rank};
pub use stopping::{
    Advice, AuditFigures, DELTA_F_THRESHOLD, FEWEST_OPEN, KAPPA_THRESHOLD, StopHistory, UNCERTAINTY_THRESHOLD, Verdict, WIDEST_INTERVAL, WINDOW,
    advise, classification_change, cohen_kappa, delta_f, overall_uncertainty,
};
pub use wilson::wilson;
