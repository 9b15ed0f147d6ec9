//! `handpick-model.json`, beside the model's files: their names, sizes and SHA-256 digests. Written by the set-up script.
//! Optional: an ordinary Hugging Face folder has none.

use std::cell::RefCell;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use web_sys::AbortSignal;

use super::cache::Cache;
use super::download::Download;
use super::inspect;
use crate::error::{Code, Error, Result};

const NAME: &str = "handpick-model.json";

/// One file of the model.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// Its name in the folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, 64 hexadecimal digits.
    pub sha256: String,
}

/// All files of the model.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    files: Vec<Entry>,
}

impl Manifest {
    fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(|error| {
            Error::new(Code::ModelCorrupt, format!("{NAME} in the model's folder cannot be read: {error}. Make it anew, or take it away."))
        })?;
        match manifest.files.iter().find(|entry| digest(&entry.sha256).is_none()) {
            Some(entry) => Err(Error::new(Code::ModelCorrupt, format!("{NAME} has no valid SHA-256 for {}; make it anew.", entry.name))),
            None => Ok(manifest),
        }
    }

    /// What it says of one file.
    ///
    /// # Errors
    /// `model_corrupt` where it does not name the file.
    pub fn entry(&self, name: &str) -> Result<&Entry> {
        self.files.iter().find(|entry| entry.name == name).ok_or_else(|| {
            Error::new(Code::ModelCorrupt, format!("{NAME} does not name {name}, without which the model cannot be used; make it anew."))
        })
    }

    /// The size of the files that are loaded.
    pub fn bytes(&self) -> u64 {
        self.files.iter().filter(|entry| super::FILES.contains(&entry.name.as_str())).map(|entry| entry.bytes).sum()
    }

    /// The model's identity, without its files.
    pub fn id(&self) -> Option<String> {
        let mut digests = [[0; 32]; 3];
        for (place, name) in super::FILES.iter().enumerate() {
            digests[place] = digest(&self.entry(name).ok()?.sha256)?;
        }
        Some(id_of(&digests))
    }
}

thread_local! {
    /// The last manifest that was read, and of which folder.
    static REMEMBERED: RefCell<Option<(String, Manifest)>> = const { RefCell::new(None) };
}

/// As [`read`], but once in the life of this worker: encoders that start later ask the server for nothing.
///
/// # Errors
/// As [`read`].
pub async fn remembered(url: &str, cache: &Cache, signal: Option<&AbortSignal>) -> Result<Option<Manifest>> {
    let known = REMEMBERED.with_borrow(|known| known.as_ref().filter(|(folder, _)| folder == url).map(|(_, manifest)| manifest.clone()));
    if known.is_some() {
        return Ok(known);
    }
    let manifest = read(url, cache, signal).await?;
    REMEMBERED.set(manifest.clone().map(|manifest| (url.to_owned(), manifest)));
    Ok(manifest)
}

/// Asks the server again next time.
pub fn forget() {
    REMEMBERED.take();
}

/// The manifest of the folder `url`; `None` where there is none. Without a network the last one seen serves.
///
/// # Errors
/// `model_corrupt` where it is damaged, `cancelled`.
async fn read(url: &str, cache: &Cache, signal: Option<&AbortSignal>) -> Result<Option<Manifest>> {
    let address = format!("{url}{NAME}");
    let fetched = match Download::ask(&address, NAME, signal).await {
        Ok(download) if download.is_missing() => {
            cache.forget(&address).await;
            return Ok(None);
        }
        Ok(download) if download.is_ok() => download.read(NAME, None, signal, |_| ()).await,
        Ok(_) => Err(Error::new(Code::ModelUnavailable, format!("{address} cannot be had at the moment."))),
        Err(error) => Err(error),
    };
    match fetched {
        // A server that answers every path with its start page has no manifest.
        Ok(bytes) if inspect::is_web_page(&bytes) => Ok(None),
        Ok(bytes) => {
            let manifest = Manifest::from_bytes(&bytes.to_vec())?;
            // Needed only without a network; the files themselves say when the cache is full.
            let _ = cache.keep(&address, None, &bytes).await;
            Ok(Some(manifest))
        }
        Err(error) if error.code() == Code::Cancelled => Err(error),
        Err(_) => {
            let Some(response) = cache.find(&address, None).await else { return Ok(None) };
            let bytes = Download::cached(response).read(NAME, None, signal, |_| ()).await?;
            Ok(Manifest::from_bytes(&bytes.to_vec()).ok())
        }
    }
}

/// The identity of a model from the digests of `config.json`, `tokenizer.json` and `model.safetensors`: the same as
/// [`encoder::model_id`](crate::encoder::model_id) makes of the files themselves.
pub fn id_of([config, tokenizer, weights]: &[[u8; 32]; 3]) -> String {
    let mut all = Sha256::new();
    for file in [weights, tokenizer, config] {
        all.update(file);
    }
    all.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a digest in hexadecimal digits.
fn digest(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(bytes)
}
