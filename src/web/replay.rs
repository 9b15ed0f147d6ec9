//! A replay under way, for the worker, which goes on with it a few batches at a time and may give it up after any.
//! Has a copy of what it needs: what happens to the project meanwhile does not change it.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::wire;
use crate::protocol::Reply;
use crate::session::simulate::StudyRun;

/// Made by `Engine.simulate`.
#[wasm_bindgen]
pub struct Replay {
    run: RefCell<StudyRun>,
    name: String,
}

impl Replay {
    /// `name` is the file's, for the picture.
    pub(super) fn new(run: StudyRun, name: String) -> Self {
        Self { run: RefCell::new(run), name }
    }
}

#[wasm_bindgen]
impl Replay {
    /// One batch of labels. `false` once all are done.
    ///
    /// # Errors
    /// Those of fit and strategy.
    pub fn step(&self) -> std::result::Result<bool, JsValue> {
        self.run.borrow_mut().step().map_err(|error| wire::thrown(&error))
    }

    /// Batches done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> usize {
        self.run.borrow().progress().0
    }

    /// Batches in all.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> usize {
        self.run.borrow().progress().1
    }

    /// The reply `simulation`, once all steps are done.
    ///
    /// # Errors
    /// None that a caller could act on.
    pub fn result(&self) -> std::result::Result<JsValue, JsValue> {
        let simulation = self.run.borrow().result(&self.name);
        wire::to_js(&Reply::Simulation { simulation }).map_err(|error| wire::thrown(&error))
    }
}
