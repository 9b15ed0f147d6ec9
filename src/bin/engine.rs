//! The page's engine: what `handpick::web` exports to JavaScript, linked as a program of its own.
//! Does nothing itself. A program gets link-time optimisation; a library that Rust code links as well does not.

#[allow(unused_imports)]
use handpick as _;

fn main() {}
