//! What is replayed: embeddings with their true classes, one part to choose from and one to measure on. Knows no texts.

use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;
use crate::rng::Rng;

/// Labelled rows: `rows` is `[n, dims]`, `classes[i]` the class of row `i`.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Embeddings.
    pub rows: Matrix,
    /// Class numbers.
    pub classes: Vec<usize>,
}

/// A labelled set in two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Gold {
    pool: Part,
    test: Part,
    names: Vec<String>,
}

impl Gold {
    /// A pool to choose from and a part to measure on; `names` has one for each class.
    ///
    /// # Errors
    /// `invalid_argument` for an empty part, one without a class for each row, rows of different lengths, a class that has no name, or fewer
    /// than two classes.
    pub fn new(pool: Part, test: Part, names: Vec<String>) -> Result<Self> {
        let refuse = |message: String| Err(Error::new(Code::InvalidArgument, message));
        for (part, what) in [(&pool, "pool"), (&test, "test set")] {
            if part.rows.rows() == 0 || part.rows.rows() != part.classes.len() {
                return refuse(format!("The {what} has {} texts and {} labels; it needs one label a text.", part.rows.rows(), part.classes.len()));
            }
            if part.classes.iter().any(|&class| class >= names.len()) {
                return refuse(format!("The {what} has a label that is not among the {} classes.", names.len()));
            }
        }
        if pool.rows.cols() != test.rows.cols() {
            let (left, right) = (pool.rows.cols(), test.rows.cols());
            return refuse(format!("The pool's rows have {left} numbers and the test set's {right}; embed both with one model."));
        }
        if names.len() < 2 {
            return refuse(format!("A replay needs texts of two labels or more; these have {}.", names.len()));
        }
        Ok(Self { pool, test, names })
    }

    /// What may be asked about.
    pub fn pool(&self) -> &Part {
        &self.pool
    }

    /// What accuracy is measured on; never asked about.
    pub fn test(&self) -> &Part {
        &self.test
    }

    /// The classes' names, in class order.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// Which of `count` texts are the pool and which are held out: shuffled by a fixed seed, so that all replays of a file measure on the same.
///
/// # Errors
/// `invalid_argument` where the share does not lie between 0 and 1, or there are fewer than two texts.
pub fn held_out(count: usize, share: f64) -> Result<(Vec<usize>, Vec<usize>)> {
    if !(share > 0.0 && share < 1.0) {
        let message = format!("The share of texts held out to measure on must lie between 0 and 1; {share} does not.");
        return Err(Error::new(Code::InvalidArgument, message));
    }
    if count < 2 {
        return Err(Error::new(Code::InvalidArgument, format!("{count} labelled texts cannot be split into a pool and a part to measure on.")));
    }
    let mut order: Vec<usize> = (0..count).collect();
    Rng::stream(0, "held-out texts").shuffle(&mut order);
    let test = order.split_off(count - ((count as f64 * share).round() as usize).clamp(1, count - 1));
    Ok((order, test))
}
