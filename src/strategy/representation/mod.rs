//! Strategies that look at where texts lie among each other, and need no model (information density alone asks one as well).
//! `clustering`, `distances` and `chance` are what they share; the combined strategies use them too.

pub(in crate::strategy) mod chance;
pub(in crate::strategy) mod clustering;
mod coreset;
pub(in crate::strategy) mod distances;
mod information_density;
mod kmeans;
mod lightweight_coreset;
mod probcover;
mod typiclust;

pub use coreset::Coreset;
pub use information_density::InformationDensity;
pub use kmeans::Kmeans;
pub use lightweight_coreset::LightweightCoreset;
pub use probcover::ProbCover;
pub use typiclust::TypiClust;
