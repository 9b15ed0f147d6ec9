//! Devices as this browser has them: the CPU always, WebGPU where there is one. Numbers are those of the float64 reference.

use handpick::web::{EncoderHost, greatest_difference, probe_webgpu};
use js_sys::{Array, Float32Array, Function, Uint8Array, Uint32Array};
use serde::Deserialize;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use super::{code, get};

const CONFIG: &[u8] = include_bytes!("../fixtures/tiny_model/config.json");
const TOKENIZER: &[u8] = include_bytes!("../fixtures/tiny_model/tokenizer.json");
const WEIGHTS: &[u8] = include_bytes!("../fixtures/tiny_model/model.safetensors");
const REFERENCE: &str = include_str!("../fixtures/tiny_model/reference.json");

#[derive(Deserialize)]
struct Entry {
    text: String,
    dropped: u32,
    embedding: Vec<f32>,
}

async fn load(device: &str) -> Result<EncoderHost, wasm_bindgen::JsValue> {
    EncoderHost::load(Uint8Array::from(CONFIG), Uint8Array::from(TOKENIZER), Uint8Array::from(WEIGHTS), device.into()).await
}

/// Rows and counts of dropped tokens in the order of the texts, gathered from the batches.
async fn embed(host: &EncoderHost, texts: &[String]) -> (Vec<f32>, Vec<u32>) {
    let batches = Array::new();
    let collect = Function::new_with_args("positions, rows, dropped", "this.push([positions, rows, dropped])").bind0(&batches);
    host.embed(texts.to_vec(), collect.unchecked_into()).await.unwrap();
    let dims = host.dims();
    let (mut rows, mut dropped) = (vec![f32::NAN; texts.len() * dims], vec![u32::MAX; texts.len()]);
    for batch in batches.iter().map(|batch| Array::from(&batch)) {
        let positions = batch.get(0).unchecked_into::<Uint32Array>().to_vec();
        let batch_rows = batch.get(1).unchecked_into::<Float32Array>().to_vec();
        let left_out = batch.get(2).unchecked_into::<Uint32Array>().to_vec();
        for (place, &position) in positions.iter().enumerate() {
            let position = position as usize;
            assert_eq!(dropped[position], u32::MAX, "text {position} came twice");
            rows[position * dims..(position + 1) * dims].copy_from_slice(&batch_rows[place * dims..(place + 1) * dims]);
            dropped[position] = left_out[place];
        }
    }
    (rows, dropped)
}

async fn check(device: &str) {
    let entries: Vec<Entry> = serde_json::from_str(REFERENCE).unwrap();
    let host = load(device).await.unwrap();
    // The first text twice: a duplicate gets its row as well.
    let texts: Vec<String> = entries.iter().chain(&entries[..1]).map(|entry| entry.text.clone()).collect();
    let (rows, dropped) = embed(&host, &texts).await;
    let expected: Vec<f32> = entries.iter().chain(&entries[..1]).flat_map(|entry| entry.embedding.clone()).collect();
    let difference = greatest_difference(&rows, &expected);
    console_log!("{device}: greatest difference {difference:e} over {} texts", texts.len());
    assert!(difference < 1e-4, "{difference}");
    assert_eq!(dropped[..entries.len()], entries.iter().map(|entry| entry.dropped).collect::<Vec<_>>());
    assert!(!host.self_test("0123456789abcdef".into()).await.unwrap(), "no numbers are stored of this model");
}

#[wasm_bindgen_test]
async fn the_cpu_computes_the_reference_numbers() {
    check("cpu").await;
}

#[wasm_bindgen_test]
async fn webgpu_computes_the_reference_numbers_where_there_is_one() {
    let found = probe_webgpu().await.unwrap();
    console_log!("WebGPU: {}", get(&found, "reason").as_string().unwrap());
    if get(&found, "available").is_truthy() {
        check("webgpu").await;
    } else {
        assert_eq!(code(&load("webgpu").await.err().unwrap()), "device_unavailable");
    }
}

#[wasm_bindgen_test]
async fn damaged_weights_and_unknown_devices_are_refused() {
    assert_eq!(code(&load("abacus").await.err().unwrap()), "invalid_argument");
    let short = Uint8Array::from(&WEIGHTS[..WEIGHTS.len() / 2]);
    let error = EncoderHost::load(Uint8Array::from(CONFIG), Uint8Array::from(TOKENIZER), short, "cpu".into()).await.err().unwrap();
    assert!(["model_malformed", "model_corrupt"].contains(&code(&error).as_str()));
}

#[wasm_bindgen_test]
fn differences_that_are_no_numbers_do_not_pass() {
    assert_eq!(greatest_difference(&[1.0, 2.0], &[1.0, 2.5]), 0.5);
    assert!(greatest_difference(&[f32::NAN, 2.0], &[1.0, 2.0]).is_nan());
    assert!(greatest_difference(&[1.0], &[1.0, 2.0]).is_nan());
}
