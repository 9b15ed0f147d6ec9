//! The browser's side of the engine: the only module that names `wasm_bindgen`, `web_sys` or `idb`.
//! Knows nothing of strategies or heads; whatever can be said without a browser is said in the modules below.
//!
//! Three classes cross the border, each with a handful of methods that take plain data:
//!
//! | export | worker | owns |
//! |---|---|---|
//! | [`Engine`] | `www/handpick/worker.js` | the session, and the store that keeps it |
//! | [`Replay`] | `www/handpick/worker.js` | a replay with a simulated annotator, batch by batch |
//! | [`EncoderHost`] | `www/handpick/encoder-worker.js` | a device and the Transformer on it |
//!
//! Beside them a few functions: [`load_model`](model::load_model) downloads, verifies and caches the model's files,
//! [`probe_webgpu`](device::probe_webgpu) says whether there is a WebGPU to be had.
//!
//! All methods take `&self`, and no `RefCell` is borrowed across an `await`: a call that comes meanwhile would find it taken
//! (wasm-bindgen calls that "recursive use of an object").

mod device;
mod encoder_host;
mod engine;
mod panic;
mod replay;
mod wire;

pub mod model;
pub mod store;

pub use device::probe_webgpu;
pub use encoder_host::{EncoderHost, golden_texts, greatest_difference};
pub use engine::Engine;
pub use model::{identify_model, load_model};
pub use panic::on_panic;
pub use replay::Replay;
