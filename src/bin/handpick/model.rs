//! The model of the command line: a folder on disk, the CPU device, and the cache in front of it.

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use handpick::encoder::{self, Encoder, EncoderOptions, ModelFiles};
use handpick::error::{Code, Error, Result};
use handpick::matrix::Matrix;

use crate::cache::Cache;

/// Where set-up puts the default model, seen from the checkout.
const DEFAULT: &str = "models/all-MiniLM-L6-v2";
/// Texts embedded between two lines of progress.
const STEP: usize = 256;

/// An encoder that remembers.
pub struct Model {
    encoder: Encoder,
    cache: Cache,
}

impl Model {
    /// Loads a Hugging Face folder; the one that set-up fetched where none is named.
    pub fn load(folder: Option<&Path>) -> Result<Self> {
        let folder = folder.map_or_else(default_folder, Path::to_owned);
        let read = |name: &str| {
            std::fs::read(folder.join(name)).map_err(|error| {
                let path = folder.join(name);
                let message = format!("{} cannot be read: {error}. Run scripts/model.sh, or name a model folder with --model.", path.display());
                Error::new(Code::ModelUnavailable, message)
            })
        };
        let (config, tokenizer, weights) = (read("config.json")?, read("tokenizer.json")?, read("model.safetensors")?);
        let files = ModelFiles { config: &config, tokenizer: &tokenizer, weights: &weights };
        let encoder = Encoder::load(&files, &EncoderOptions::default(), &Device::flex())?;
        let cache = Cache::open(&encoder::model_id(&files), encoder.dims());
        Ok(Self { encoder, cache })
    }

    /// Embeds texts, `[texts.len(), dims]`, in their order.
    pub fn embed(&mut self, texts: &[&str]) -> Result<Matrix> {
        let mut missing: Vec<&str> = texts.iter().copied().filter(|text| self.cache.get(text).is_none()).collect();
        missing.sort_unstable();
        missing.dedup();
        // Longest last, so that every step holds texts of like length.
        missing.sort_by_key(|text| text.len());
        for (step, chunk) in missing.chunks(STEP).enumerate() {
            let embedded = encoder::block_on(self.encoder.embed(chunk, |_, _| {}))?;
            self.cache.put(chunk, &embedded.rows);
            eprint!("\rembedding {} of {} texts", (step * STEP + chunk.len()), missing.len());
        }
        if !missing.is_empty() {
            eprintln!();
        }
        let mut rows = Matrix::zeros(0, self.encoder.dims());
        for text in texts {
            let row = self.cache.get(text).ok_or_else(|| Error::new(Code::Internal, "An embedding was made and not kept."))?;
            rows.push_row(row);
        }
        Ok(rows)
    }
}

fn default_folder() -> PathBuf {
    let here = PathBuf::from(DEFAULT);
    if here.is_dir() { here } else { Path::new(env!("CARGO_MANIFEST_DIR")).join(DEFAULT) }
}
