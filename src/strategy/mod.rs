//! Query strategies: which texts to ask about next.
//!
//! One file a strategy, one folder a family. Each gets a read-only [`PoolView`] and a count and gives that many distinct candidates,
//! best first, with a score and a short [reason](Pick::reason). [`StrategyConfig`] names them on the wire, in project files and in
//! the [`menu`]; [`cold_start`] says when it is too early for those that need a model.
//! Knows rows, ids, probabilities and label names; knows no document text, no tokenizer, no browser, and never makes an N × N matrix.

mod adaptive;
mod baseline;
mod cold_start;
mod combined;
mod committee;
mod config;
mod gradient;
mod menu;
mod multilabel;
mod pool;
mod representation;
mod uncertainty;
mod wrapper;

#[cfg(test)]
mod tests;

pub use adaptive::{Auto, Bandit};
pub use baseline::Random;
pub use cold_start::{COLD_START_LIMIT, cold_start, cold_start_strategy};
pub use combined::{Cal, Chances, Clue, Discriminative, DropQuery, ExpectedErrorReduction, Falcun, FutureLoss, RankedBatch, StochasticBatch};
pub use committee::{Bald, BatchBald, ConsensusEntropy, CosineDisagreement, Epig, KlMax, KlMean, VariationRatio, VoteEntropy};
pub use config::StrategyConfig;
pub use gradient::{Badge, ExpectedGradientLength, GradientNorm};
pub use menu::{StrategyInfo, menu};
pub use multilabel::{AdaptiveMultiLabel, BinaryMinimum, Cvirs, LabelCardinalityInconsistency, MaxLoss, MeanMaxLoss, SummedEntropy};
pub use pool::{About, Need, Pick, PoolView, Scope, Strategy, Turn};
pub use representation::{Coreset, InformationDensity, Kmeans, LightweightCoreset, ProbCover, TypiClust};
pub use uncertainty::{CostSensitive, Entropy, EpsilonGreedy, LeastConfidence, Margin, entropy_bits};
pub use wrapper::{AnchorSubsampling, ClassBalanced, DiverseBatch, Seals, Subsample};
