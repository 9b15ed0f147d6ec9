//! The browser's Cache API, as far as there is one (pages that are not served over https have none, nor do some private windows).
//! Knows files by address and digest; never fails a load: what cannot be kept is downloaded again next time.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CacheStorage, Request, Response};

use crate::error::{Code, Error, Result};
use crate::web::wire;

const NAME: &str = "handpick-models";

/// The cache, or its absence.
pub struct Cache(Option<web_sys::Cache>);

impl Cache {
    /// Opens it.
    pub async fn open() -> Self {
        Self(Self::try_open().await)
    }

    async fn try_open() -> Option<web_sys::Cache> {
        let storage: CacheStorage = Reflect::get(&js_sys::global(), &"caches".into()).ok()?.dyn_into().ok()?;
        settled(storage.open(NAME)).await.ok()?.dyn_into().ok()
    }

    /// The copy of a file; with `digest`, only one that was kept under it.
    pub async fn find(&self, url: &str, digest: Option<&str>) -> Option<Response> {
        settled(self.0.as_ref()?.match_with_str(&key(url, digest))).await.ok()?.dyn_into().ok()
    }

    /// Keeps a file in place of other versions of it.
    ///
    /// # Errors
    /// `storage_full` or `storage_unavailable`: a notice, no failure.
    pub async fn keep(&self, url: &str, digest: Option<&str>, bytes: &Uint8Array) -> Result<()> {
        let Some(cache) = &self.0 else {
            return Err(Error::new(
                Code::StorageUnavailable,
                "This browser keeps no files for this page, so the model is downloaded again next time.",
            ));
        };
        self.forget(url).await;
        let response = Response::new_with_opt_js_u8_array(Some(bytes)).map_err(|error| unkept(&error))?;
        settled(cache.put_with_str(&key(url, digest), &response)).await.map_err(|error| unkept(&error))?;
        Ok(())
    }

    /// Drops every version of a file.
    pub async fn forget(&self, url: &str) {
        let Some(cache) = &self.0 else { return };
        let Ok(keys) = settled(cache.keys()).await else { return };
        for request in Array::from(&keys).iter().filter_map(|request| request.dyn_into::<Request>().ok()) {
            if request.url().split('?').next() == url.split('?').next() {
                // One that cannot be deleted is found damaged again, and replaced again.
                let _ = settled(cache.delete_with_request(&request)).await;
            }
        }
    }
}

/// The address under which a version is kept. Never requested.
fn key(url: &str, digest: Option<&str>) -> String {
    digest.map_or_else(|| url.to_owned(), |digest| format!("{url}{}sha256={digest}", if url.contains('?') { '&' } else { '?' }))
}

async fn settled(promise: Promise) -> std::result::Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

fn unkept(error: &JsValue) -> Error {
    match wire::name_of(error).as_str() {
        "QuotaExceededError" => Error::new(Code::StorageFull, "The browser's storage is full, so the model is downloaded again next time."),
        _ => Error::new(
            Code::StorageUnavailable,
            format!("The model could not be kept ({}), so it is downloaded again next time.", wire::message_of(error)),
        ),
    }
}
