//! The Transformer in a worker of its own: loads it on a device, embeds lists of texts, hands rows out batch by batch.
//! Knows nothing of projects; which device it should be is decided elsewhere.

use burn::tensor::Device;
use js_sys::{Array, Float32Array, Function, Uint8Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{device, wire};
use crate::encoder::{Encoder, EncoderOptions, WeightSource, selftest};
use crate::error::{Code, Error, Result};

/// An encoder on a device, for the life of its worker.
#[wasm_bindgen]
pub struct EncoderHost {
    encoder: Encoder,
    webgpu: bool,
}

#[wasm_bindgen]
impl EncoderHost {
    /// Opens `device` (`cpu` or `webgpu`) and puts the model on it. The bytes are as `loadModel` gave them.
    ///
    /// # Errors
    /// `device_unavailable`, `model_malformed`, `model_unsupported`.
    pub async fn load(config: Uint8Array, tokenizer: Uint8Array, weights: Uint8Array, device: String) -> std::result::Result<EncoderHost, JsValue> {
        Self::open(&config, &tokenizer, &weights, &device).await.map_err(|error| wire::thrown(&error))
    }

    /// The length of a row.
    #[wasm_bindgen(getter)]
    pub fn dims(&self) -> usize {
        self.encoder.dims()
    }

    /// The most tokens of a text that are read.
    #[wasm_bindgen(getter, js_name = maxTokens)]
    pub fn max_tokens(&self) -> usize {
        self.encoder.max_tokens()
    }

    /// Compares the device's embeddings with stored ones of the model `id`; false where none are stored.
    ///
    /// # Errors
    /// `device_wrong`, `device_lost`.
    #[wasm_bindgen(js_name = selfTest)]
    pub async fn self_test(&self, model_id: String) -> std::result::Result<bool, JsValue> {
        if !selftest::is_known(&model_id) {
            return Ok(false);
        }
        let tested = selftest::golden_texts(&self.encoder, &model_id).await;
        tested.and_then(|_| self.check()).map(|()| true).map_err(|error| wire::thrown(&error))
    }

    /// Embeds texts. `on_rows(positions, rows, dropped)` is called for each batch: places in the list, rows of unit length one
    /// after the other, and how many tokens of each text were left out.
    ///
    /// # Errors
    /// `device_lost`, `device_wrong`.
    pub async fn embed(&self, texts: Vec<String>, on_rows: Function) -> std::result::Result<(), JsValue> {
        self.run(&texts, &on_rows).await.map_err(|error| wire::thrown(&error))
    }
}

impl EncoderHost {
    async fn open(config: &Uint8Array, tokenizer: &Uint8Array, weights: &Uint8Array, device: &str) -> Result<Self> {
        let webgpu = match device {
            "cpu" => false,
            "webgpu" => true,
            other => return Err(Error::new(Code::InvalidArgument, format!("There is no device “{other}”; there are “cpu” and “webgpu”."))),
        };
        let device = if webgpu { device::open_webgpu().await? } else { Device::flex() };
        let encoder = Encoder::load_from(&config.to_vec(), &tokenizer.to_vec(), &Bytes(weights), &EncoderOptions::default(), &device)?;
        Ok(Self { encoder, webgpu })
    }

    /// Whether what was computed can be trusted.
    fn check(&self) -> Result<()> {
        if self.webgpu { device::check_shaders() } else { Ok(()) }
    }

    async fn run(&self, texts: &[String], on_rows: &Function) -> Result<()> {
        let plan = self.encoder.plan(texts);
        let dims = self.encoder.dims();
        for batch in &plan.batches {
            let rows = self.encoder.encode(batch).await?;
            self.check()?;
            // A row that is not finite would poison every distance; the device is what computed it.
            if rows.iter().any(|number| !number.is_finite()) {
                return Err(Error::new(Code::DeviceWrong, "The device computed numbers that are not finite."));
            }
            hand_out(&batch.positions, &rows, &plan.dropped, on_rows)?;
            let (copies, copied): (Vec<usize>, Vec<f32>) = duplicates(&batch.positions, &rows, &plan.source, dims);
            if !copies.is_empty() {
                hand_out(&copies, &copied, &plan.dropped, on_rows)?;
            }
        }
        Ok(())
    }
}

/// The texts that are repeated among those of a batch, with their rows.
fn duplicates(positions: &[usize], rows: &[f32], source: &[usize], dims: usize) -> (Vec<usize>, Vec<f32>) {
    let mut found = (Vec::new(), Vec::new());
    for (text, &first) in source.iter().enumerate() {
        if text != first
            && let Some(place) = positions.iter().position(|&position| position == first)
        {
            found.0.push(text);
            found.1.extend_from_slice(&rows[place * dims..(place + 1) * dims]);
        }
    }
    found
}

fn hand_out(positions: &[usize], rows: &[f32], dropped: &[usize], on_rows: &Function) -> Result<()> {
    let numbers: Vec<u32> = positions.iter().map(|&position| position as u32).collect();
    let left_out: Vec<u32> = positions.iter().map(|&position| dropped[position] as u32).collect();
    let arguments = Array::of3(&Uint32Array::from(numbers.as_slice()), &Float32Array::from(rows), &Uint32Array::from(left_out.as_slice()));
    on_rows.apply(&JsValue::NULL, &arguments).map_err(|error| Error::new(Code::Internal, wire::message_of(&error)))?;
    Ok(())
}

/// The weights where JavaScript holds them: they are read piece by piece, so that the file never lies in the engine's memory,
/// which cannot shrink again.
struct Bytes<'a>(&'a Uint8Array);

impl WeightSource for Bytes<'_> {
    fn size(&self) -> usize {
        self.0.length() as usize
    }

    fn read(&self, start: usize, target: &mut [u8]) -> Result<()> {
        let (from, to) = (start as u32, (start + target.len()) as u32);
        if to > self.0.length() {
            return Err(Error::new(Code::ModelMalformed, "model.safetensors ends before its tensors do; load the model again."));
        }
        self.0.subarray(from, to).copy_to(target);
        Ok(())
    }
}

/// Texts of several lengths and scripts, on which a device shows that it computes right. Few and short: a slow device needs seconds for each.
#[wasm_bindgen(js_name = goldenTexts)]
pub fn golden_texts() -> Vec<String> {
    ["Hello world", "The cat sat on the mat, and nobody minded it at all.", "日本語とemoji 👩‍👩‍👧 naïve"].map(str::to_owned).to_vec()
}

/// The greatest difference between two embeddings of the same texts; not a number where the lengths differ or a number is not finite.
#[wasm_bindgen(js_name = greatestDifference)]
pub fn greatest_difference(left: &[f32], right: &[f32]) -> f32 {
    if left.len() != right.len() {
        return f32::NAN;
    }
    left.iter()
        .zip(right)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, |most, difference| if difference.is_finite() && !most.is_nan() { most.max(difference) } else { f32::NAN })
}
