//! Strategies that change with what is known: by the number of answers, or by what earlier choices brought.

mod auto;
mod bandit;
mod spread;

pub use auto::Auto;
pub use bandit::Bandit;
