//! The cache of embeddings: chunks of rows, found by the digest of the text and the model that made them.
//! Knows no document: whoever has the same text gets the same row.

use std::collections::BTreeMap;

use idb::TransactionMode;
use js_sys::{Float32Array, Object, Reflect, Uint8Array, Uint32Array};
use sha2::{Digest as _, Sha256};
use wasm_bindgen::{JsCast, JsValue};

use super::transaction::Transaction;
use super::{FEATURES, Store};
use crate::error::Result;
use crate::matrix::Matrix;

/// Half a SHA-256 of a text: enough to tell all texts of the world apart.
pub type Digest = [u8; 16];

/// The digest of a text.
pub fn digest_of(text: &str) -> Digest {
    let mut digest = [0; 16];
    digest.copy_from_slice(&Sha256::digest(text)[..16]);
    digest
}

/// Embeddings of some texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chunk {
    /// Of each text.
    pub digests: Vec<Digest>,
    /// One row a text.
    pub rows: Matrix,
    /// Tokens left out of each.
    pub dropped: Vec<u32>,
}

/// Chunks without a single text of the project stay (the file may come back) until so many numbers are stored: 256 MB.
const KEPT_NUMBERS: usize = 64 << 20;

impl Store {
    /// Keeps embeddings that the model `id` made.
    ///
    /// # Errors
    /// `storage_full`, `storage_unavailable`: nothing is lost but time.
    pub async fn keep_features(&self, id: &str, chunk: &Chunk) -> Result<()> {
        let transaction = Transaction::open(&self.database, &[FEATURES], TransactionMode::ReadWrite, false)?;
        let value = Object::new();
        for (key, part) in [
            ("model", JsValue::from(id)),
            ("digests", Uint8Array::from(chunk.digests.concat().as_slice()).into()),
            ("rows", Float32Array::from(chunk.rows.as_slice()).into()),
            ("dropped", Uint32Array::from(chunk.dropped.as_slice()).into()),
        ] {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&value, &key.into(), &part);
        }
        transaction.append(FEATURES, &value)?;
        transaction.finish().await
    }

    /// Hands out what the model `id` made of the texts that `wanted` names, chunk by chunk. Chunks that other models made are deleted,
    /// and those without a wanted text once there are many.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn find_features(&self, id: &str, wanted: &BTreeMap<Digest, u32>, mut found: impl FnMut(&[u32], Matrix, Vec<usize>)) -> Result<()> {
        let reading = Transaction::open(&self.database, &[FEATURES], TransactionMode::ReadOnly, false)?;
        let mut numbers = 0;
        let mut useless = Vec::new();
        for key in reading.keys(FEATURES).await? {
            let Some(value) = reading.get(FEATURES, &key).await? else { continue };
            let Some(chunk) = read(&value, id) else {
                useless.push(key);
                continue;
            };
            numbers += chunk.rows.as_slice().len();
            let places: Vec<usize> = (0..chunk.digests.len()).filter(|&place| wanted.contains_key(&chunk.digests[place])).collect();
            if places.is_empty() {
                if numbers > KEPT_NUMBERS {
                    useless.push(key);
                }
                continue;
            }
            let keys: Vec<u32> = places.iter().map(|&place| wanted[&chunk.digests[place]]).collect();
            let dropped = places.iter().map(|&place| chunk.dropped[place] as usize).collect();
            found(&keys, chunk.rows.gather(&places), dropped);
        }
        if useless.is_empty() {
            return Ok(());
        }
        let deleting = Transaction::open(&self.database, &[FEATURES], TransactionMode::ReadWrite, false)?;
        for key in &useless {
            deleting.delete(FEATURES, key)?;
        }
        deleting.finish().await
    }

    /// Drops all embeddings, to make room.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn forget_features(&self) -> Result<()> {
        let transaction = Transaction::open(&self.database, &[FEATURES], TransactionMode::ReadWrite, false)?;
        transaction.clear(FEATURES)?;
        transaction.finish().await
    }
}

/// A stored chunk; `None` where another model made it, or it is damaged.
fn read(value: &JsValue, id: &str) -> Option<Chunk> {
    let part = |key: &str| Reflect::get(value, &key.into()).ok();
    if part("model")?.as_string()? != id {
        return None;
    }
    let digests: Vec<Digest> = part("digests")?.dyn_into::<Uint8Array>().ok()?.to_vec().as_chunks::<16>().0.to_vec();
    let rows = part("rows")?.dyn_into::<Float32Array>().ok()?.to_vec();
    let dropped = part("dropped")?.dyn_into::<Uint32Array>().ok()?.to_vec();
    if digests.is_empty() || dropped.len() != digests.len() || !rows.len().is_multiple_of(digests.len()) || rows.is_empty() {
        return None;
    }
    let cols = rows.len() / digests.len();
    Some(Chunk { rows: Matrix::from_vec(digests.len(), cols, rows).ok()?, digests, dropped })
}
