//! Values across the border: serde types to plain JavaScript objects and back, failures to `Error` objects with a `code`.
//! Knows no particular request.

use js_sys::Reflect;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use crate::error::{Code, Error, Result};

/// A request or another argument, as Rust sees it.
///
/// # Errors
/// `invalid_argument` where it has another shape.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| Error::new(Code::InvalidArgument, format!("The call's arguments are not as expected: {error}.")))
}

/// A reply, as JavaScript sees it: maps are objects, bytes are a `Uint8Array`, what is missing is `undefined`.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|error| Error::new(Code::Internal, format!("The reply could not be written: {error}.")))
}

/// An `Error` object with a `code` beside its message.
pub fn thrown(error: &Error) -> JsValue {
    let object = js_sys::Error::new(error.message());
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&object, &"code".into(), &error.code().as_str().into());
    object.into()
}

/// The name of a DOM exception or error, such as `QuotaExceededError`; empty where it has none.
pub fn name_of(value: &JsValue) -> String {
    text_property(value, "name")
}

/// What a thrown value says of itself.
pub fn message_of(value: &JsValue) -> String {
    let message = text_property(value, "message");
    match message.is_empty() {
        true => value.as_string().unwrap_or_else(|| value.dyn_ref::<DomException>().map_or_else(|| format!("{value:?}"), DomException::name)),
        false => message,
    }
}

fn text_property(value: &JsValue, key: &str) -> String {
    Reflect::get(value, &key.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
