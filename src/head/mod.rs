//! Classifier heads: what turns feature rows and answers into class probabilities.
//! Knows rows, class numbers and Burn tensors on the CPU; knows no text, no tokenizer, no browser.
//!
//! [`SoftmaxHead`] is multinomial logistic regression, fitted to convergence after every answer: `objective` is what is minimised (sums
//! in `f64`), `rows` has its products (in Burn), `lbfgs` minimises it, `softmax` is the fitted head and its door. [`OneVsRestHead`] is for
//! texts with several labels. [`Committee`] is several softmax heads on bootstrap samples (`bootstrap`), fitted together (`rough`).
//! [`HeadConfig`] says how (`config`), and finds the strength of the penalty (`choose`). [`Temperature`] calibrates probabilities.
//! [`Snapshots`] keeps fits and refuses a worse one. [`prototypes`] gives probabilities from label names alone, before any answer.

mod bootstrap;
mod choose;
mod committee;
mod config;
mod lbfgs;
mod link;
mod objective;
mod one_vs_rest;
mod problem;
mod prototype;
mod rough;
mod rows;
mod snapshots;
mod softmax;
mod temperature;

pub use choose::{C_GRID, stratified_folds};
pub use committee::{COMMITTEE_SIZE, Committee};
pub use config::{ClassWeight, HeadConfig, Regularisation};
pub use one_vs_rest::OneVsRestHead;
pub use prototype::{PROTOTYPE_TEMPERATURE, prototypes};
pub use snapshots::{SNAPSHOTS_KEPT, Snapshot, Snapshots, worse};
pub use softmax::SoftmaxHead;
pub use temperature::{TEMPERATURE_RANGE, Temperature};

#[cfg(test)]
mod tests;
