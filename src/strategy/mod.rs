//! Query strategies: which texts to ask about next.
//!
//! One file a strategy, one folder a family. Each gets a read-only [`PoolView`] and a count and gives that many distinct candidates,
//! best first, with a score and a short [reason](Pick::reason). [`StrategyConfig`] names them on the wire, in project files and in
//! the [`menu`]; [`cold_start`] says when it is too early for those that need a model.
//! Knows rows, ids, probabilities and label names; knows no document text, no tokenizer, no browser, and never makes an N × N matrix.

mod baseline;
mod cold_start;
mod combined;
mod config;
mod menu;
mod pool;
mod representation;
mod uncertainty;

#[cfg(test)]
mod tests;

pub use baseline::Random;
pub use cold_start::{COLD_START_LIMIT, cold_start, cold_start_strategy};
pub use combined::{Cal, Chances, Clue, Discriminative, DropQuery, ExpectedErrorReduction, Falcun, FutureLoss, RankedBatch, StochasticBatch};
pub use config::StrategyConfig;
pub use menu::{StrategyInfo, menu};
pub use pool::{About, Need, Pick, PoolView, Scope, Strategy, Turn};
pub use representation::{Coreset, InformationDensity, Kmeans, LightweightCoreset, ProbCover, TypiClust};
pub use uncertainty::{Entropy, LeastConfidence, Margin, entropy_bits};
