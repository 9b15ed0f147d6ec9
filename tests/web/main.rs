//! The browser's side, in a real browser: storage, model download and cache, devices.
//! `scripts/test.sh wasm` runs it; each test has a database or a model address of its own.
#![cfg(all(target_arch = "wasm32", feature = "web"))]

use wasm_bindgen_test::wasm_bindgen_test_configure;

mod devices;
mod engine;
mod model;
mod store;
mod strategies;

// In a worker, as in the page.
wasm_bindgen_test_configure!(run_in_dedicated_worker);

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// A property by its name.
fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).expect("the value is an object")
}

/// A number at the end of a path of properties, such as `status.labelled`.
fn number(object: &JsValue, path: &str) -> f64 {
    path.split('.').fold(object.clone(), |value, key| get(&value, key)).as_f64().unwrap_or_else(|| panic!("{path} is no number in {object:?}"))
}

/// The code of a failure.
fn code(error: &JsValue) -> String {
    get(error, "code").as_string().unwrap_or_else(|| panic!("{error:?} has no code"))
}

/// What a person reads of a failure.
fn message(error: &JsValue) -> String {
    get(error, "message").as_string().unwrap_or_default()
}
