//! The Transformer in Burn: BERT's encoder (Devlin et al. 2019) with mean pooling (Reimers and Gurevych 2019).
//! Runs on any Burn device, on padded rectangles of token ids; knows neither text nor batching.
//!
//! No operation here reads a tensor back: the caller does, once a batch and asynchronously, as a browser's GPU demands.

use burn::tensor::activation::{gelu, gelu_approximate, relu, softmax};
use burn::tensor::module::{layer_norm, linear};
use burn::tensor::{Bool, Device, Int, Tensor, TensorData};

use crate::encoder::config::{Activation, EncoderConfig};
use crate::encoder::weights::WeightFile;
use crate::error::Result;

/// `x·w + b`.
struct Linear {
    /// `[inputs, outputs]`
    weight: Tensor<2>,
    /// `[outputs]`
    bias: Tensor<1>,
}

impl Linear {
    /// Reads matrices that a checkpoint stores as `[outputs, inputs]` and sets them side by side as one.
    fn load(file: &WeightFile<'_>, names: &[String], inputs: usize, outputs: usize, device: &Device) -> Result<Self> {
        let wide = names.len() * outputs;
        let mut weight = vec![0.0; inputs * wide];
        let mut bias = Vec::with_capacity(wide);
        for (place, name) in names.iter().enumerate() {
            file.for_each_row(&format!("{name}.weight"), outputs, inputs, |output, row| {
                for (input, &number) in row.iter().enumerate() {
                    weight[input * wide + place * outputs + output] = number;
                }
            })?;
            bias.extend(file.vector(&format!("{name}.bias"), outputs)?);
        }
        Ok(Self { weight: matrix(weight, inputs, wide, device), bias: vector(bias, device) })
    }

    /// # Shapes
    /// `[batch, tokens, inputs]` → `[batch, tokens, outputs]`
    fn forward(&self, x: Tensor<3>) -> Tensor<3> {
        linear(x, self.weight.clone(), Some(self.bias.clone()))
    }
}

/// Normalises each token's vector to mean 0 and variance 1, then scales and shifts (Ba, Kiros and Hinton 2016).
struct LayerNorm {
    /// `[hidden]`
    scale: Tensor<1>,
    /// `[hidden]`
    shift: Tensor<1>,
    epsilon: f64,
}

impl LayerNorm {
    fn load(file: &WeightFile<'_>, name: &str, config: &EncoderConfig, device: &Device) -> Result<Self> {
        let [scale, shift] = file.layer_norm(name, config.hidden_size)?;
        Ok(Self { scale: vector(scale, device), shift: vector(shift, device), epsilon: config.layer_norm_eps })
    }

    /// # Shapes
    /// `[batch, tokens, hidden]` → the same
    fn forward(&self, x: Tensor<3>) -> Tensor<3> {
        layer_norm(x, self.scale.clone(), Some(self.shift.clone()), self.epsilon)
    }
}

/// One block: self-attention and feed-forward, each added to its input and normalised after.
struct Block {
    /// Query, key and value side by side: `[hidden, 3·hidden]`.
    qkv: Linear,
    attended: Linear,
    attended_norm: LayerNorm,
    widen: Linear,
    narrow: Linear,
    narrow_norm: LayerNorm,
    heads: usize,
    activation: Activation,
}

impl Block {
    fn load(file: &WeightFile<'_>, index: usize, config: &EncoderConfig, device: &Device) -> Result<Self> {
        let (hidden, wide) = (config.hidden_size, config.intermediate_size);
        let name = |part: &str| format!("encoder.layer.{index}.{part}");
        let qkv = ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
        Ok(Self {
            qkv: Linear::load(file, &qkv, hidden, hidden, device)?,
            attended: Linear::load(file, &[name("attention.output.dense")], hidden, hidden, device)?,
            attended_norm: LayerNorm::load(file, &name("attention.output.LayerNorm"), config, device)?,
            widen: Linear::load(file, &[name("intermediate.dense")], hidden, wide, device)?,
            narrow: Linear::load(file, &[name("output.dense")], wide, hidden, device)?,
            narrow_norm: LayerNorm::load(file, &name("output.LayerNorm"), config, device)?,
            heads: config.heads,
            activation: config.activation,
        })
    }

    /// # Shapes
    /// - `x`: `[batch, tokens, hidden]`
    /// - `padding`: `[batch, 1, 1, tokens]`, true where there is no token; `None` where there is one everywhere
    /// - result: as `x`
    fn forward(&self, x: Tensor<3>, padding: Option<&Tensor<4, Bool>>) -> Tensor<3> {
        let attended = self.attended.forward(self.attend(x.clone(), padding));
        let x = self.attended_norm.forward(x + attended);
        let wide = self.widen.forward(x.clone());
        let wide = match self.activation {
            Activation::Gelu => gelu(wide),
            Activation::GeluTanh => gelu_approximate(wide),
            Activation::Relu => relu(wide),
        };
        self.narrow_norm.forward(x + self.narrow.forward(wide))
    }

    /// Scaled dot-product attention of all heads (Vaswani et al. 2017), before the output projection.
    ///
    /// # Shapes
    /// - `x`: `[batch, tokens, hidden]`
    /// - `padding`: `[batch, 1, 1, tokens]`
    /// - result: `[batch, tokens, hidden]`
    fn attend(&self, x: Tensor<3>, padding: Option<&Tensor<4, Bool>>) -> Tensor<3> {
        let [batch, tokens, hidden] = x.dims();
        let head = hidden / self.heads;
        // [batch, tokens, 3, heads, head] → 3 × [batch, heads, tokens, head]
        let qkv = self.qkv.forward(x).reshape([batch, tokens, 3, self.heads, head]).permute([2, 0, 3, 1, 4]);
        let part = |index: usize| qkv.clone().narrow(0, index, 1).reshape([batch, self.heads, tokens, head]);
        let scores = part(0).matmul(part(1).swap_dims(2, 3)) * (head as f64).sqrt().recip();
        let scores = match padding {
            // Far below any score, yet finite: no sum of such numbers can become “not a number”.
            Some(padding) => scores.mask_fill(padding.clone().expand([batch, self.heads, tokens, tokens]), -1.0e9),
            None => scores,
        };
        softmax(scores, 3).matmul(part(2)).swap_dims(1, 2).reshape([batch, tokens, hidden])
    }
}

/// The whole encoder with its weights on a device.
pub(super) struct Bert {
    /// `[vocab, hidden]`
    words: Tensor<2>,
    /// Position vectors with the vector of segment type 0 added to each, as every token gets both: `[positions, hidden]`.
    places: Tensor<2>,
    norm: LayerNorm,
    blocks: Vec<Block>,
    device: Device,
}

impl Bert {
    /// Reads the weights onto the device.
    ///
    /// # Errors
    /// `model_malformed` where a tensor is missing or has another shape than `config` says.
    pub(super) fn load(file: &WeightFile<'_>, config: &EncoderConfig, device: &Device) -> Result<Self> {
        let hidden = config.hidden_size;
        let words = file.matrix("embeddings.word_embeddings.weight", config.vocab_size, hidden)?;
        let words = matrix(words, config.vocab_size, hidden, device);
        let mut places = file.matrix("embeddings.position_embeddings.weight", config.max_positions, hidden)?;
        let types = file.matrix("embeddings.token_type_embeddings.weight", config.type_vocab_size, hidden)?;
        for place in places.chunks_exact_mut(hidden) {
            place.iter_mut().zip(&types[..hidden]).for_each(|(number, shift)| *number += shift);
        }
        let blocks = (0..config.layers).map(|index| Block::load(file, index, config, device)).collect::<Result<_>>()?;
        Ok(Self {
            words,
            places: matrix(places, config.max_positions, hidden, device),
            norm: LayerNorm::load(file, "embeddings.LayerNorm", config, device)?,
            blocks,
            device: device.clone(),
        })
    }

    /// Embeds texts, each padded with zeros to `width` tokens: the mean of its own tokens' vectors, at unit length.
    ///
    /// # Shapes
    /// `texts.len()` lists of at most `width` ids → `[texts.len(), hidden]`
    pub(super) fn forward(&self, texts: &[Vec<u32>], width: usize) -> Tensor<2> {
        let batch = texts.len();
        let [positions, hidden] = self.places.dims();
        let mut ids = vec![0i32; batch * width];
        let mut mask = vec![0.0f32; batch * width];
        for (text, (ids, mask)) in texts.iter().zip(ids.chunks_exact_mut(width).zip(mask.chunks_exact_mut(width))) {
            for (place, &id) in text.iter().enumerate() {
                (ids[place], mask[place]) = (id as i32, 1.0);
            }
        }
        // Beyond the last position there is only padding.
        let places: Vec<i32> = (0..width).map(|place| place.min(positions - 1) as i32).collect();
        let full = texts.iter().all(|text| text.len() == width);
        let ids = Tensor::<1, Int>::from_data(TensorData::new(ids, [batch * width]), &self.device);
        let places = Tensor::<1, Int>::from_data(TensorData::new(places, [width]), &self.device);
        let mask = Tensor::<3>::from_data(TensorData::new(mask, [batch, width, 1]), &self.device);
        let padding = (!full).then(|| mask.clone().reshape([batch, 1, 1, width]).lower_elem(0.5));

        let words = self.words.clone().select(0, ids).reshape([batch, width, hidden]);
        let places = self.places.clone().select(0, places).reshape([1, width, hidden]);
        let mut x = self.norm.forward(words + places);
        for block in &self.blocks {
            x = block.forward(x, padding.as_ref());
        }
        let count = mask.clone().sum_dim(1).clamp_min(1.0);
        let mean = ((x * mask).sum_dim(1) / count).reshape([batch, hidden]);
        let length = mean.clone().square().sum_dim(1).sqrt().clamp_min(1e-12);
        mean / length
    }
}

fn matrix(numbers: Vec<f32>, rows: usize, cols: usize, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(numbers, [rows, cols]), device)
}

fn vector(numbers: Vec<f32>, device: &Device) -> Tensor<1> {
    let length = numbers.len();
    Tensor::from_data(TensorData::new(numbers, [length]), device)
}
