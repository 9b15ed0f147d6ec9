//! Strategies that look at where texts lie among each other, and need no model.

mod coreset;
mod kmeans;

pub use coreset::Coreset;
pub use kmeans::Kmeans;
