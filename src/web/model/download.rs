//! One file as a stream: from the network or from the cache, chunk by chunk, into bytes that JavaScript holds.
//! Knows nothing of what is in the file.

use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader, Request, RequestInit, Response};

use crate::error::{Code, Error, Result};
use crate::web::wire;

#[wasm_bindgen]
extern "C" {
    /// The same in pages and in workers.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(request: &Request) -> std::result::Result<Promise, JsValue>;
}

/// An answer whose body has not been read yet.
pub struct Download {
    response: Response,
    cached: bool,
}

impl Download {
    /// Asks for `url`, which must be there.
    ///
    /// # Errors
    /// `model_unavailable` where there is no such file or no connection, `cancelled`.
    pub async fn start(url: &str, name: &str, signal: Option<&AbortSignal>) -> Result<Self> {
        let download = Self::ask(url, name, signal).await?;
        if !download.is_ok() {
            let message = format!(
                "{name} could not be downloaded: {url} answered {}. Check that the model's folder is served there.",
                download.response.status()
            );
            return Err(Error::new(Code::ModelUnavailable, message));
        }
        Ok(download)
    }

    /// Whether the server gave the file.
    pub fn is_ok(&self) -> bool {
        self.response.ok()
    }

    /// Whether the server said that there is no such file, which is another thing than not being able to say.
    pub fn is_missing(&self) -> bool {
        matches!(self.response.status(), 403 | 404 | 410)
    }

    /// Asks for `url` and takes any answer.
    ///
    /// # Errors
    /// `model_unavailable` where there is no connection, `cancelled`.
    pub async fn ask(url: &str, name: &str, signal: Option<&AbortSignal>) -> Result<Self> {
        let init = RequestInit::new();
        init.set_signal(signal);
        let unreachable = |error: JsValue| match aborted(signal) {
            true => cancelled(),
            false => Error::new(
                Code::ModelUnavailable,
                format!("{name} could not be downloaded from {url} ({}). Check the connection, then load the model again.", wire::message_of(&error)),
            ),
        };
        let request = Request::new_with_str_and_init(url, &init).map_err(unreachable)?;
        let response = JsFuture::from(fetch(&request).map_err(unreachable)?).await.map_err(unreachable)?;
        let response: Response = response.dyn_into().map_err(unreachable)?;
        Ok(Self { response, cached: false })
    }

    /// A copy from the cache.
    pub fn cached(response: Response) -> Self {
        Self { response, cached: true }
    }

    /// The size that the server promises, where its promise is about the file itself and not about a compressed form of it.
    pub fn length(&self) -> Option<u64> {
        let header = |name: &str| self.response.headers().get(name).ok().flatten();
        match header("content-encoding") {
            Some(encoding) if encoding != "identity" => None,
            _ => header("content-length")?.parse().ok(),
        }
    }

    /// Reads it all. `expected` is the size where it is known: one byte more is an error, fewer are left to the caller to judge.
    ///
    /// # Errors
    /// `model_unavailable` where the connection breaks, `model_corrupt` where it is too long, `cancelled`.
    pub async fn read(self, name: &str, expected: Option<u64>, signal: Option<&AbortSignal>, mut on_chunk: impl FnMut(&[u8])) -> Result<Uint8Array> {
        let mut bytes = Growing::new(expected);
        let broken = |error: JsValue, got: u32| match aborted(signal) {
            true => cancelled(),
            false => Error::new(
                Code::ModelUnavailable,
                format!("The download of {name} broke off after {got} bytes ({}). Load the model again.", wire::message_of(&error)),
            ),
        };
        let Some(body) = self.response.body() else { return Ok(bytes.finish()) };
        let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into().map_err(|error| broken(error.into(), 0))?;
        let mut scratch = Vec::new();
        loop {
            if aborted(signal) {
                // What the rest of the stream says no longer matters.
                let _ = reader.cancel();
                return Err(cancelled());
            }
            let step = JsFuture::from(reader.read()).await.map_err(|error| broken(error, bytes.length))?;
            if get(&step, "done").is_truthy() {
                return Ok(bytes.finish());
            }
            let chunk: Uint8Array = get(&step, "value").dyn_into().map_err(|error| broken(error, bytes.length))?;
            if expected.is_some_and(|expected| u64::from(bytes.length) + u64::from(chunk.length()) > expected) {
                let _ = reader.cancel();
                let place = if self.cached { "The copy in the browser's cache" } else { "The file on the server" };
                return Err(Error::new(
                    Code::ModelCorrupt,
                    format!("{place} of {name} is longer than it should be; check the model's folder, then load the model again."),
                ));
            }
            scratch.resize(chunk.length() as usize, 0);
            chunk.copy_to(&mut scratch);
            on_chunk(&scratch);
            bytes.push(&chunk);
        }
    }
}

/// Bytes that arrive piece by piece; in one array from the start where the size is known.
struct Growing {
    array: Uint8Array,
    length: u32,
}

impl Growing {
    fn new(expected: Option<u64>) -> Self {
        // A size beyond what an array can hold is wrong, and found out when the bytes do not come.
        let capacity = expected.and_then(|expected| u32::try_from(expected).ok()).filter(|&expected| expected <= 1 << 30).unwrap_or(1 << 16);
        Self { array: Uint8Array::new_with_length(capacity), length: 0 }
    }

    fn push(&mut self, chunk: &Uint8Array) {
        let needed = self.length + chunk.length();
        if needed > self.array.length() {
            let larger = Uint8Array::new_with_length(needed.max(self.array.length().saturating_mul(2)));
            larger.set(&self.array.subarray(0, self.length), 0);
            self.array = larger;
        }
        self.array.set(chunk, self.length);
        self.length = needed;
    }

    fn finish(self) -> Uint8Array {
        match self.length == self.array.length() {
            true => self.array,
            // A copy, so that nothing behind the end is kept or sent along.
            false => self.array.slice(0, self.length),
        }
    }
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn aborted(signal: Option<&AbortSignal>) -> bool {
    signal.is_some_and(AbortSignal::aborted)
}

fn cancelled() -> Error {
    Error::new(Code::Cancelled, "Loading the model was cancelled.")
}
