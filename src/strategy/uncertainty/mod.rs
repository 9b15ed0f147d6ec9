//! Strategies that ask about what one model is unsure of. `bits` has the logarithms that they share with those of a committee.

pub(in crate::strategy) mod bits;
mod cost_sensitive;
mod entropy;
mod epsilon_greedy;
mod least_confidence;
mod margin;

pub use cost_sensitive::CostSensitive;
pub use entropy::{Entropy, entropy_bits};
pub use epsilon_greedy::EpsilonGreedy;
pub use least_confidence::LeastConfidence;
pub use margin::Margin;
