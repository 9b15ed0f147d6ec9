//! Embeddings on disk, by content: a text that any run has embedded with a model is never embedded with it again.
//! Knows nothing of how embeddings are made. A cache that cannot be read or written costs time, never the run.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use handpick::matrix::Matrix;
use sha2::{Digest, Sha256};

/// Bytes of a text's digest that are kept: enough that two texts never meet.
const KEY: usize = 16;

type Key = [u8; KEY];

/// One model's embeddings: a file of records, each a digest and `dims` numbers, little-endian.
pub struct Cache {
    path: Option<PathBuf>,
    dims: usize,
    rows: BTreeMap<Key, Vec<f32>>,
}

impl Cache {
    /// Opens the cache of a model; empty where there is none yet.
    pub fn open(model_id: &str, dims: usize) -> Self {
        let path = folder().map(|folder| folder.join(format!("{model_id}.f32")));
        let bytes = path.as_ref().and_then(|path| fs::read(path).ok()).unwrap_or_default();
        let rows = bytes
            .chunks_exact(KEY + 4 * dims)
            .map(|record| {
                let (key, numbers) = record.split_at(KEY);
                let row = numbers.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect();
                (key.try_into().expect("the record was split there"), row)
            })
            .collect();
        Self { path, dims, rows }
    }

    /// A text's embedding, if any run has made it.
    pub fn get(&self, text: &str) -> Option<&[f32]> {
        self.rows.get(&key(text)).map(Vec::as_slice)
    }

    /// Keeps embeddings, `rows` being `[texts.len(), dims]`.
    pub fn put(&mut self, texts: &[&str], rows: &Matrix) {
        let mut bytes = Vec::with_capacity(texts.len() * (KEY + 4 * self.dims));
        for (text, row) in texts.iter().zip(rows.iter()) {
            let key = key(text);
            bytes.extend_from_slice(&key);
            row.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
            self.rows.insert(key, row.to_vec());
        }
        if let Some(mut file) = self.file()
            && let Err(error) = file.write_all(&bytes)
        {
            eprintln!("handpick: the embeddings could not be kept for the next run: {error}");
        }
    }

    fn file(&self) -> Option<File> {
        let path = self.path.as_ref()?;
        fs::create_dir_all(path.parent()?).ok()?;
        OpenOptions::new().create(true).append(true).open(path).ok()
    }
}

fn key(text: &str) -> Key {
    Sha256::digest(text.as_bytes())[..KEY].try_into().expect("a digest is longer than its first bytes")
}

fn folder() -> Option<PathBuf> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home).map(|cache| cache.join("handpick").join("embeddings"))
}
