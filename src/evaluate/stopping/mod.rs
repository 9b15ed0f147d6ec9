//! When to stop: how much successive models still differ on a fixed set of texts, and what that and the audit estimate advise.
//! One file a criterion; [`StopHistory`] feeds them, [`advise`] puts them into one sentence. Knows class numbers and
//! probabilities of the stop set; knows neither texts nor how models are fitted.
//!
//! Every ratio is defined where its denominator is 0: two empty or two constant and equal predictions agree wholly.

mod advice;
mod change;
mod delta_f;
mod history;
mod kappa;
mod uncertainty;

pub use advice::{Advice, AuditFigures, Verdict, WIDEST_INTERVAL, advise};
pub use change::classification_change;
pub use delta_f::{DELTA_F_THRESHOLD, delta_f};
pub use history::{FEWEST_OPEN, StopHistory, WINDOW};
pub use kappa::{KAPPA_THRESHOLD, cohen_kappa};
pub use uncertainty::{UNCERTAINTY_THRESHOLD, overall_uncertainty};
