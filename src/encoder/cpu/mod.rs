//! The same forward pass as `model`, in kernels over slices: for the CPU device, where what follows a product is done while its
//! results are still in registers and nothing is copied to be permuted.
//! Knows no tensors; texts stand one after the other without padding, so none depends on another's length.
//!
//! `gemm` multiplies with weights that are laid out once, `attention` does one text's heads, `elementwise` the rest.

mod attention;
mod elementwise;
mod gemm;
mod wide;

use self::attention::{Scratch, attend};
use self::elementwise::{layer_norm, normalise};
use self::gemm::{Finish, Packed, ROWS};
use self::wide::widest;
use crate::encoder::config::{Activation, EncoderConfig};
use crate::encoder::weights::WeightFile;
use crate::error::Result;

/// Scale and shift of a layer normalisation.
struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    fn load(file: &WeightFile<'_>, name: &str, hidden: usize) -> Result<Self> {
        let [scale, shift] = file.layer_norm(name, hidden)?;
        Ok(Self { scale, shift })
    }

    #[inline(always)]
    fn apply(&self, x: &mut [f32], epsilon: f32) {
        layer_norm(x, &self.scale, &self.shift, epsilon);
    }
}

struct Block {
    /// Query, key and value side by side.
    qkv: Packed,
    attended: Packed,
    attended_norm: Norm,
    widen: Packed,
    narrow: Packed,
    narrow_norm: Norm,
}

/// The encoder with its weights laid out for the processor.
pub(super) struct CpuBert {
    hidden: usize,
    heads: usize,
    wide: usize,
    epsilon: f32,
    activation: Activation,
    /// `[vocab, hidden]`
    words: Vec<f32>,
    /// Position vectors with the vector of segment type 0 added to each: `[positions, hidden]`.
    places: Vec<f32>,
    norm: Norm,
    blocks: Vec<Block>,
}

impl CpuBert {
    /// Reads the weights, each straight into its place.
    ///
    /// # Errors
    /// `model_malformed` where a tensor is missing or has another shape than `config` says.
    pub(super) fn load(file: &WeightFile<'_>, config: &EncoderConfig) -> Result<Self> {
        let (hidden, wide) = (config.hidden_size, config.intermediate_size);
        let words = file.matrix("embeddings.word_embeddings.weight", config.vocab_size, hidden)?;
        let mut places = file.matrix("embeddings.position_embeddings.weight", config.max_positions, hidden)?;
        let types = file.matrix("embeddings.token_type_embeddings.weight", config.type_vocab_size, hidden)?;
        for place in places.chunks_exact_mut(hidden) {
            place.iter_mut().zip(&types[..hidden]).for_each(|(number, shift)| *number += shift);
        }
        let block = |index: usize| {
            let name = |part: &str| format!("encoder.layer.{index}.{part}");
            let qkv = ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
            Ok(Block {
                qkv: linear(file, &qkv, hidden, hidden)?,
                attended: linear(file, &[name("attention.output.dense")], hidden, hidden)?,
                attended_norm: Norm::load(file, &name("attention.output.LayerNorm"), hidden)?,
                widen: linear(file, &[name("intermediate.dense")], hidden, wide)?,
                narrow: linear(file, &[name("output.dense")], wide, hidden)?,
                narrow_norm: Norm::load(file, &name("output.LayerNorm"), hidden)?,
            })
        };
        Ok(Self {
            hidden,
            heads: config.heads,
            wide,
            epsilon: config.layer_norm_eps as f32,
            activation: config.activation,
            words,
            places,
            norm: Norm::load(file, "embeddings.LayerNorm", hidden)?,
            blocks: (0..config.layers).map(block).collect::<Result<_>>()?,
        })
    }

    /// Embeds texts: the mean of each one's tokens' vectors, at unit length.
    ///
    /// # Shapes
    /// `texts.len()` lists of ids → `[texts.len(), hidden]`, row by row
    pub(super) fn forward(&self, texts: &[Vec<u32>]) -> Vec<f32> {
        widest(|| self.compute(texts))
    }

    #[inline(always)]
    fn compute(&self, texts: &[Vec<u32>]) -> Vec<f32> {
        let hidden = self.hidden;
        let tokens = texts.iter().map(Vec::len).sum::<usize>();
        let mut x = Vec::with_capacity(tokens * hidden);
        for (place, &id) in texts.iter().flat_map(|text| text.iter().enumerate()) {
            let word = &self.words[id as usize * hidden..][..hidden];
            x.extend(word.iter().zip(&self.places[place * hidden..]).map(|(word, place)| word + place));
        }
        self.norm.apply(&mut x, self.epsilon);

        let (mut qkv, mut attended) = (vec![0.0; tokens * 3 * hidden], vec![0.0; tokens * hidden]);
        let mut wide = vec![0.0; ROWS.min(tokens) * self.wide];
        let (mut rows, mut scratch) = (Vec::new(), Scratch::default());
        for block in &self.blocks {
            block.qkv.apply(&x, &mut qkv, Finish::Store, &mut rows);
            let mut first = 0;
            for text in texts {
                let own = first..first + text.len();
                let qkv = &qkv[own.start * 3 * hidden..own.end * 3 * hidden];
                attend(qkv, &mut attended[own.start * hidden..own.end * hidden], hidden, self.heads, &mut scratch);
                first = own.end;
            }
            block.attended.apply(&attended, &mut x, Finish::Add, &mut rows);
            block.attended_norm.apply(&mut x, self.epsilon);
            // In pieces, so that the wide rows are still in the cache when they are narrowed again.
            for x in x.chunks_mut(ROWS * hidden) {
                let wide = &mut wide[..x.len() / hidden * self.wide];
                block.widen.apply(x, wide, Finish::Activate(self.activation), &mut rows);
                block.narrow.apply(wide, x, Finish::Add, &mut rows);
                block.narrow_norm.apply(x, self.epsilon);
            }
        }
        self.pool(texts, &x)
    }

    /// # Shapes
    /// `x`: `[tokens of all texts, hidden]` → `[texts.len(), hidden]`
    fn pool(&self, texts: &[Vec<u32>], x: &[f32]) -> Vec<f32> {
        let mut rows = vec![0.0; texts.len() * self.hidden];
        let mut vectors = x.chunks_exact(self.hidden);
        for (text, row) in texts.iter().zip(rows.chunks_exact_mut(self.hidden)) {
            for vector in vectors.by_ref().take(text.len()) {
                row.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
            }
            let count = text.len().max(1) as f32;
            row.iter_mut().for_each(|sum| *sum /= count);
            normalise(row);
        }
        rows
    }
}

/// Reads matrices that a checkpoint stores as `[outputs, inputs]` and sets them side by side as one.
fn linear(file: &WeightFile<'_>, names: &[String], inputs: usize, outputs: usize) -> Result<Packed> {
    let mut packed = Packed::zeros(inputs, names.len() * outputs);
    for (place, name) in names.iter().enumerate() {
        file.for_each_row(&format!("{name}.weight"), outputs, inputs, |output, row| packed.set_output(place * outputs + output, row))?;
        packed.set_bias(place * outputs, &file.vector(&format!("{name}.bias"), outputs)?);
    }
    Ok(packed)
}
