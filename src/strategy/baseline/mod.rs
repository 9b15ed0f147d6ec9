//! What every strategy has to beat.

mod random;

pub use random::Random;
