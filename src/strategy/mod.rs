//! Query strategies: which texts to ask about next.
//!
//! One file a strategy. Each gets a read-only [`PoolView`] and a count and gives that many distinct candidates, best first,
//! with a score and a short [reason](Pick::reason). [`StrategyConfig`] names them on the wire, in project files and in the
//! [`menu`]; [`cold_start`] says when it is too early for those that need a model.
//! Knows rows, ids, probabilities and label names; knows no document text, no tokenizer, no browser, and never makes an N × N matrix.

mod cold_start;
mod config;
mod coreset;
mod entropy;
mod kmeans;
mod least_confidence;
mod margin;
mod menu;
mod pool;
mod random;

#[cfg(test)]
mod tests;

pub use cold_start::{COLD_START_LIMIT, cold_start, cold_start_strategy};
pub use config::StrategyConfig;
pub use coreset::Coreset;
pub use entropy::{Entropy, entropy_bits};
pub use kmeans::Kmeans;
pub use least_confidence::LeastConfidence;
pub use margin::Margin;
pub use menu::{StrategyInfo, menu};
pub use pool::{Need, Pick, PoolView, Strategy};
pub use random::Random;
