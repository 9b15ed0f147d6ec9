//! Answers and predictions as a file, beside everything that the source had. Knows no model: predictions are handed in.

mod delimited;
mod json;
mod layout;

pub use delimited::csv;
pub use json::jsonl;
pub use layout::Annotation;

#[cfg(test)]
mod tests;
