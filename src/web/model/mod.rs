//! The model's files: downloaded with progress, verified, cached, and handed over as bytes that JavaScript holds.
//! Knows what the files must look like from outside (size, digest, first bytes); reading them is the encoder's.
//!
//! | file | holds |
//! |---|---|
//! | `manifest` | `handpick-model.json`: the files' sizes and digests |
//! | `download` | one file as a stream |
//! | `inspect` | telling a damaged file, or a web page in its place |
//! | `cache` | the browser's Cache API |
//!
//! With a manifest every file is verified against its SHA-256, from the cache too. Without one (any Hugging Face folder) files are
//! checked for being what their names say.

mod cache;
mod download;
mod inspect;
mod manifest;

use js_sys::{Function, Object, Reflect, Uint8Array};
use sha2::{Digest, Sha256};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortSignal;

use cache::Cache;
use download::Download;
use manifest::{Entry, Manifest};

use super::wire;
use crate::error::{Code, Error, Result};
use crate::protocol::WireError;

/// The files that a model consists of.
const FILES: [&str; 3] = ["config.json", "tokenizer.json", "model.safetensors"];

/// Name and digest of the model in the folder `url`, from its manifest; `undefined` where that cannot be had.
#[wasm_bindgen(js_name = identifyModel)]
pub async fn identify_model(url: String) -> std::result::Result<JsValue, JsValue> {
    let Ok(Some(manifest)) = manifest::remembered(&url, &Cache::open().await, None).await else { return Ok(JsValue::UNDEFINED) };
    let Some(id) = manifest.id() else { return Ok(JsValue::UNDEFINED) };
    Ok(object(&[("name", name_of(&url).into()), ("id", id.into())]))
}

/// Downloads the model in the folder `url`, or takes it from the cache.
///
/// `on_progress(done, total)` counts bytes over all files; `total` is 0 while it is not known. The answer has the bytes of `config`,
/// `tokenizer` and `weights`, the model's `name` and `id`, and a `notice` (`{code, message}`) where the files could not be kept.
///
/// # Errors
/// `model_unavailable` where a file cannot be had, `model_corrupt` where it is damaged (a damaged copy in the cache is replaced by
/// itself), `cancelled`. Calling again tries again.
#[wasm_bindgen(js_name = loadModel)]
pub async fn load_model(url: String, on_progress: Function, signal: Option<AbortSignal>) -> std::result::Result<JsValue, JsValue> {
    load(&url, &on_progress, signal.as_ref()).await.map_err(|error| wire::thrown(&error))
}

async fn load(url: &str, on_progress: &Function, signal: Option<&AbortSignal>) -> Result<JsValue> {
    let cache = Cache::open().await;
    let manifest = manifest::remembered(url, &cache, signal).await?;
    let loaded = load_files(url, manifest.as_ref(), &cache, on_progress, signal).await;
    if loaded.is_err() {
        // It may be the manifest that is wrong, or have changed on the server.
        manifest::forget();
    }
    loaded
}

async fn load_files(url: &str, manifest: Option<&Manifest>, cache: &Cache, on_progress: &Function, signal: Option<&AbortSignal>) -> Result<JsValue> {
    let mut progress = Progress { done: 0, known: manifest.map(Manifest::bytes), on_progress };
    let mut notice: Option<Error> = None;
    let mut loaded: Vec<(Uint8Array, [u8; 32])> = Vec::with_capacity(FILES.len());
    for name in FILES {
        let entry = manifest.map(|manifest| manifest.entry(name)).transpose()?;
        let file = File { url: format!("{url}{name}"), name, entry };
        loaded.push(file.load(cache, signal, &mut progress, &mut notice).await?);
    }
    progress.say(progress.done);
    let id = manifest::id_of(&[loaded[0].1, loaded[1].1, loaded[2].1]);
    let result = object(&[
        ("config", loaded[0].0.clone().into()),
        ("tokenizer", loaded[1].0.clone().into()),
        ("weights", loaded[2].0.clone().into()),
        ("name", name_of(url).into()),
        ("id", id.into()),
    ]);
    if let Some(error) = notice {
        let _ = Reflect::set(&result, &"notice".into(), &wire::to_js(&WireError::from(&error))?);
    }
    Ok(result)
}

/// One file that is wanted.
struct File<'a> {
    url: String,
    name: &'static str,
    entry: Option<&'a Entry>,
}

impl File<'_> {
    async fn load(
        &self,
        cache: &Cache,
        signal: Option<&AbortSignal>,
        progress: &mut Progress<'_>,
        notice: &mut Option<Error>,
    ) -> Result<(Uint8Array, [u8; 32])> {
        let before = progress.done;
        let digest = self.entry.map(|entry| entry.sha256.as_str());
        if let Some(response) = cache.find(&self.url, digest).await {
            match self.read(Download::cached(response), signal, progress).await {
                Ok(file) => return Ok(file),
                Err(error) if error.code() == Code::Cancelled => return Err(error),
                // A damaged copy would otherwise fail every visit.
                Err(_) => cache.forget(&self.url).await,
            }
            progress.done = before;
        }
        let download = Download::start(&self.url, self.name, signal).await?;
        let (bytes, sha256) = self.read(download, signal, progress).await?;
        if let Err(error) = cache.keep(&self.url, digest, &bytes).await {
            notice.get_or_insert(error);
        }
        Ok((bytes, sha256))
    }

    /// The bytes of a download and their digest, verified.
    async fn read(&self, download: Download, signal: Option<&AbortSignal>, progress: &mut Progress<'_>) -> Result<(Uint8Array, [u8; 32])> {
        let expected = self.entry.map(|entry| entry.bytes).or(download.length());
        // Without a manifest only the file at hand is known; the weights, which come last, are nearly all of the model.
        let total = progress.known.unwrap_or_else(|| expected.map_or(0, |bytes| progress.done + bytes));
        let mut hash = Sha256::new();
        let bytes = download
            .read(self.name, expected, signal, |chunk| {
                hash.update(chunk);
                progress.done += chunk.len() as u64;
                progress.say(total);
            })
            .await?;
        let sha256: [u8; 32] = hash.finalize().into();
        inspect::check(self.name, &bytes, expected)?;
        if let Some(entry) = self.entry {
            inspect::verify(self.name, &sha256, &entry.sha256)?;
        }
        Ok((bytes, sha256))
    }
}

/// Bytes of all files so far, and of how many where a manifest says it.
struct Progress<'a> {
    done: u64,
    known: Option<u64>,
    on_progress: &'a Function,
}

impl Progress<'_> {
    fn say(&self, total: u64) {
        // A listener that throws has only itself to blame; the download goes on.
        let _ = self.on_progress.call2(&JsValue::NULL, &(self.done as f64).into(), &(total as f64).into());
    }
}

/// The last part of the folder's path: what people call the model.
fn name_of(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.trim_end_matches('/').rsplit('/').next().unwrap_or(path).to_owned()
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}
