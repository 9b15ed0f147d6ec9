//! The page's engine: what `handpick::web` exports to JavaScript, linked as a program of its own.
//! Does nothing itself. A program gets link-time optimisation; a library that Rust code links as well does not.

#[allow(unused_imports)]
use handpick as _;

#[cfg(target_family = "wasm")]
#[allow(unsafe_code)]
unsafe extern "C" {
    /// Runs the constructors of statics, made by the linker.
    fn __wasm_call_ctors();
}

/// Runs the constructors, once. A program that leaves this to the linker gets them run again around *every* exported
/// function, allocation included: about a millisecond a call, and what they register piles up.
#[cfg(target_family = "wasm")]
#[allow(unsafe_code)]
fn main() {
    // SAFETY: called once, before any export, by the start function.
    unsafe { __wasm_call_ctors() }
}

#[cfg(not(target_family = "wasm"))]
fn main() {}
