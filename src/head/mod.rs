//! Classifier heads: what turns feature rows and answers into class probabilities.
//! Knows rows, class numbers and Burn tensors on the CPU; knows no text, no tokenizer, no browser.
//!
//! [`SoftmaxHead`] is multinomial logistic regression, fitted to convergence after every answer:
//! `objective` is what is minimised (products in Burn, sums in `f64`), `lbfgs` minimises it, `softmax` is the
//! fitted head and its door. [`Committee`] is several of them on bootstrap samples. [`prototypes`] gives probabilities from label names alone, before any answer.

mod committee;
mod lbfgs;
mod objective;
mod prototype;
mod softmax;

pub use committee::{COMMITTEE_SIZE, Committee};
pub use prototype::{PROTOTYPE_TEMPERATURE, prototypes};
pub use softmax::{HeadConfig, SoftmaxHead};
