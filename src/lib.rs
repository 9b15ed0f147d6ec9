//! Handpick: an active learner for texts that runs inside a static web page.
//!
//! Modules stand in the order in which they may use each other: each knows only those above it.
#![warn(missing_docs)]

pub mod error;
pub mod rng;

pub mod matrix;

pub mod corpus;

pub mod head;

pub mod strategy;

pub mod evaluate;

pub mod encoder;

pub mod session;

pub mod protocol;

#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;
