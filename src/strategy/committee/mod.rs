//! Strategies that ask about what the models of a committee disagree on. `opinions` reads the committee, `mixture` and `gain`
//! are what BatchBALD and EPIG have in common.

mod bald;
mod batch_bald;
mod consensus_entropy;
mod cosine_disagreement;
mod epig;
mod gain;
mod kl_max;
mod kl_mean;
mod mixture;
mod opinions;
mod variation_ratio;
mod vote_entropy;

pub use bald::Bald;
pub use batch_bald::BatchBald;
pub use consensus_entropy::ConsensusEntropy;
pub use cosine_disagreement::CosineDisagreement;
pub use epig::Epig;
pub use kl_max::KlMax;
pub use kl_mean::KlMean;
pub use variation_ratio::VariationRatio;
pub use vote_entropy::VoteEntropy;
