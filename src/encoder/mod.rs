//! Texts to unit-length rows: tokenizer, Transformer, pooling, on a device of choice.
//! Knows nothing of labels, files or browsers.
//!
//! The way of a text: [`TextTokenizer`] turns it into at most `max_tokens` ids and says how many were left out; [`plan`](Encoder::plan)
//! drops duplicates and sorts by length into [`Batch`]es; [`encode`](Encoder::encode) computes one batch. What a text gets never
//! depends on what stands beside it.
//!
//! Two implementations of the same forward pass share [`WeightFile`]: `model` in Burn, for every device that Burn has, and `cpu`, kernels
//! over slices for the CPU device. [`selftest`] compares them, or a device with stored float64 numbers.

mod config;
mod cpu;
mod model;
mod plan;
pub mod selftest;
mod tokenize;
mod weights;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use burn::tensor::Device;
use sha2::{Digest, Sha256};

pub use self::config::{Activation, EncoderConfig};
use self::cpu::CpuBert;
use self::model::Bert;
pub use self::plan::{Batch, Plan};
use self::plan::{Layout, padded_length};
pub use self::tokenize::{TextTokenizer, Tokens};
pub use self::weights::{WeightFile, WeightSource};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;

/// The three files of a Hugging Face folder that make an encoder.
#[derive(Clone, Copy, Debug)]
pub struct ModelFiles<'a> {
    /// `config.json`
    pub config: &'a [u8],
    /// `tokenizer.json`
    pub tokenizer: &'a [u8],
    /// `model.safetensors`
    pub weights: &'a [u8],
}

/// What may be chosen about an encoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncoderOptions {
    /// Longer texts are cut to this many tokens, special tokens included; a model with fewer positions cuts there.
    /// 256 is what all-MiniLM-L6-v2 was trained with.
    pub max_tokens: usize,
    /// Which forward pass is used.
    pub forward: Forward,
}

impl Default for EncoderOptions {
    fn default() -> Self {
        Self { max_tokens: 256, forward: Forward::Fastest }
    }
}

/// The implementations of the forward pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forward {
    /// The kernels over slices on the CPU device, Burn's operations on every other.
    #[default]
    Fastest,
    /// Burn's operations on every device: what a GPU runs, for comparing it on the CPU.
    Burn,
}

/// A loaded forward pass.
enum Model {
    Cpu(CpuBert),
    Burn(Box<Bert>),
}

/// A sentence encoder, ready on a device.
pub struct Encoder {
    config: EncoderConfig,
    tokenizer: TextTokenizer,
    model: Model,
    layout: Layout,
}

/// Rows for texts, in the order of the texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// `[texts, dims]`, each of unit length.
    pub rows: Matrix,
    /// For every text, how many of its tokens were left out because it is too long.
    pub dropped: Vec<usize>,
}

/// Tokens of one batch on the CPU. From 64 on more of them are no faster; fewer give progress and cancelling sooner (about 0.2 s a batch).
const CPU_TOKENS: usize = 256;
/// Places of one padded batch on a GPU.
const GPU_TOKENS: usize = 4096;
/// Attention scores of one batch and all heads may take this many bytes: half of what every WebGPU device can bind.
const SCORE_BYTES: usize = 64 << 20;

impl Encoder {
    /// Makes an encoder of files held in memory.
    ///
    /// # Errors
    /// `model_malformed` or `model_unsupported` where the files are damaged, contradict each other, or are of another family;
    /// `invalid_argument` where `max_tokens` leaves no room for text.
    pub fn load(files: &ModelFiles<'_>, options: &EncoderOptions, device: &Device) -> Result<Self> {
        Self::load_from(files.config, files.tokenizer, &files.weights, options, device)
    }

    /// As [`load`](Self::load), with the weights read piece by piece from wherever they are.
    ///
    /// # Errors
    /// As [`load`](Self::load), and what the source itself reports.
    pub fn load_from(config: &[u8], tokenizer: &[u8], weights: &dyn WeightSource, options: &EncoderOptions, device: &Device) -> Result<Self> {
        let config = EncoderConfig::from_bytes(config)?;
        let tokenizer = TextTokenizer::from_bytes(tokenizer, options.max_tokens.min(config.max_positions))?;
        if tokenizer.id_bound() > config.vocab_size {
            let (ids, rows) = (tokenizer.id_bound(), config.vocab_size);
            let message = format!("tokenizer.json has token ids up to {ids}, config.json only {rows}: take all files from one model.");
            return Err(Error::new(Code::ModelMalformed, message));
        }
        let file = WeightFile::open(weights)?;
        let (model, layout) = if options.forward == Forward::Fastest && *device == Device::flex() {
            (Model::Cpu(CpuBert::load(&file, &config)?), Layout::Ragged { tokens: CPU_TOKENS })
        } else {
            let layout = Layout::Padded { tokens: GPU_TOKENS, scores: SCORE_BYTES / (4 * config.heads) };
            (Model::Burn(Box::new(Bert::load(&file, &config, device)?)), layout)
        };
        Ok(Self { config, tokenizer, model, layout })
    }

    /// The length of a row.
    pub fn dims(&self) -> usize {
        self.config.hidden_size
    }

    /// The most tokens of a text that are read, special tokens included.
    pub fn max_tokens(&self) -> usize {
        self.tokenizer.max_tokens()
    }

    /// The model's sizes.
    pub fn config(&self) -> &EncoderConfig {
        &self.config
    }

    /// The tokens of a text as the model gets them.
    pub fn tokenize(&self, text: &str) -> Tokens {
        self.tokenizer.encode(text)
    }

    /// Tokenizes, drops duplicates, sorts by length and cuts into batches.
    pub fn plan<S: AsRef<str>>(&self, texts: &[S]) -> Plan {
        plan::plan(texts.iter().map(|text| self.tokenize(text.as_ref())).collect(), self.layout)
    }

    /// Computes a batch: one row per text of it, `[batch.len() · dims]`, each of unit length.
    ///
    /// # Errors
    /// `device_lost` where the device fails.
    pub async fn encode(&self, batch: &Batch) -> Result<Vec<f32>> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        let lost = |error: &dyn std::fmt::Display| {
            Error::new(Code::DeviceLost, format!("The device failed while it computed embeddings ({error}). Try again, or choose the CPU."))
        };
        let rows = match &self.model {
            Model::Cpu(model) => return Ok(model.forward(&batch.tokens)),
            Model::Burn(model) => model.forward(&batch.tokens, padded_length(batch.longest())),
        };
        let data = rows.into_data_async().await.map_err(|error| lost(&format_args!("{error:?}")))?;
        data.try_into_vec::<f32>().map_err(|error| lost(&format_args!("{error:?}")))
    }

    /// Computes all texts, in their order. After each batch `on_batch` hears how many distinct texts are done, and of how many.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub async fn embed<S: AsRef<str>>(&self, texts: &[S], mut on_batch: impl FnMut(usize, usize)) -> Result<Embedded> {
        let plan = self.plan(texts);
        let (mut done, total) = (0, plan.distinct());
        let mut rows = Matrix::zeros(texts.len(), self.dims());
        for batch in &plan.batches {
            let computed = self.encode(batch).await?;
            for (&position, row) in batch.positions.iter().zip(computed.chunks_exact(self.dims())) {
                rows.row_mut(position).copy_from_slice(row);
            }
            done += batch.len();
            on_batch(done, total);
        }
        for (position, &source) in plan.source.iter().enumerate() {
            if source != position {
                let row = rows.row(source).to_vec();
                rows.row_mut(position).copy_from_slice(&row);
            }
        }
        Ok(Embedded { rows, dropped: plan.dropped })
    }
}

/// The identity of a model, 16 hexadecimal digits: equal where weights, tokenizer and configuration are, so that it can key a cache of rows.
pub fn model_id(files: &ModelFiles<'_>) -> String {
    let mut all = Sha256::new();
    // Each file's own digest has a fixed length: no byte can move from one file to the next unnoticed.
    for file in [files.weights, files.tokenizer, files.config] {
        all.update(Sha256::digest(file));
    }
    all.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Runs a future to its end on this thread: for native code and the CPU device, whose futures are ready at once.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::yield_now();
    }
}
