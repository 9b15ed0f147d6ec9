//! Strategies that ask about what one model is unsure of.

mod entropy;
mod least_confidence;
mod margin;

pub use entropy::{Entropy, entropy_bits};
pub use least_confidence::LeastConfidence;
pub use margin::Margin;
