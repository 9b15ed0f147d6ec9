//! Embeddings and token ids against the float64 reference in `tests/reference`.
//!
//! The tiny model is a fixture. The real one is looked for in the folder that HANDPICK_MODEL names, else in
//! models/all-MiniLM-L6-v2; without it the tests on it say that they were skipped.

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use handpick::encoder::{Embedded, Encoder, EncoderOptions, Forward, ModelFiles, block_on, model_id, selftest};
use handpick::error::Code;
use serde::Deserialize;

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    text: String,
    #[serde(default)]
    repeat: String,
    #[serde(default)]
    times: usize,
    dropped: usize,
    ids: Vec<u32>,
    embedding: serde_json::Value,
}

impl Entry {
    fn text(&self) -> String {
        if self.times == 0 { self.text.clone() } else { self.repeat.repeat(self.times) }
    }

    /// Plain numbers, or base64 of little-endian float32.
    fn embedding(&self) -> Vec<f32> {
        match &self.embedding {
            serde_json::Value::String(text) => base64(text).as_chunks::<4>().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect(),
            numbers => serde_json::from_value(numbers.clone()).unwrap(),
        }
    }
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
    for digit in text.bytes().filter(|&digit| digit != b'=') {
        bits = bits << 6 | DIGITS.iter().position(|&known| known == digit).unwrap() as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

struct Folder {
    config: Vec<u8>,
    tokenizer: Vec<u8>,
    weights: Vec<u8>,
}

impl Folder {
    fn read(folder: &Path) -> Self {
        let file = |name: &str| std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { config: file("config.json"), tokenizer: file("tokenizer.json"), weights: file("model.safetensors") }
    }

    fn files(&self) -> ModelFiles<'_> {
        ModelFiles { config: &self.config, tokenizer: &self.tokenizer, weights: &self.weights }
    }

    fn encoder(&self, forward: Forward) -> Encoder {
        Encoder::load(&self.files(), &EncoderOptions { forward, ..Default::default() }, &Device::flex()).unwrap()
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn tiny() -> Folder {
    Folder::read(&root().join("tests/fixtures/tiny_model"))
}

fn real() -> Option<Folder> {
    let folder = std::env::var_os("HANDPICK_MODEL").map_or_else(|| root().join("models/all-MiniLM-L6-v2"), PathBuf::from);
    if !folder.join("model.safetensors").exists() {
        eprintln!("SKIPPED: no model in {} (run the set-up, or set HANDPICK_MODEL)", folder.display());
        return None;
    }
    Some(Folder::read(&folder))
}

fn entries(file: &str) -> Vec<Entry> {
    serde_json::from_slice(&std::fs::read(root().join(file)).unwrap()).unwrap()
}

fn embed(encoder: &Encoder, texts: &[String]) -> Embedded {
    block_on(encoder.embed(texts, |_, _| ())).unwrap()
}

fn largest_difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| if (a - b).is_finite() { (a - b).abs() } else { f32::INFINITY }).fold(0.0, f32::max)
}

/// Ids, dropped counts and embeddings of all entries; gives the largest difference.
fn agrees(encoder: &Encoder, entries: &[Entry], tolerance: f32) {
    let texts: Vec<String> = entries.iter().map(Entry::text).collect();
    for (entry, text) in entries.iter().zip(&texts) {
        let tokens = encoder.tokenize(text);
        assert_eq!(tokens.ids, entry.ids, "ids of {:.40?}", text);
        assert_eq!(tokens.dropped, entry.dropped, "dropped tokens of {:.40?}", text);
    }
    let embedded = embed(encoder, &texts);
    assert_eq!(embedded.dropped, entries.iter().map(|entry| entry.dropped).collect::<Vec<_>>());
    let mut largest = 0.0f32;
    for ((entry, row), text) in entries.iter().zip(embedded.rows.iter()).zip(&texts) {
        let difference = largest_difference(row, &entry.embedding());
        assert!(difference < tolerance, "{:.40?} differs by {difference:e}", text);
        largest = largest.max(difference);
    }
    println!("{} texts, largest difference {largest:e}", entries.len());
}

#[test]
fn the_tiny_model_gives_the_reference_embeddings_in_both_implementations() {
    let entries = entries("tests/fixtures/tiny_model/reference.json");
    for forward in [Forward::Fastest, Forward::Burn] {
        agrees(&tiny().encoder(forward), &entries, 1e-5);
    }
}

#[test]
fn the_real_model_gives_the_reference_embeddings() {
    let Some(folder) = real() else { return };
    let entries = entries("tests/fixtures/encoder.json");
    assert!(entries.len() >= 50);
    agrees(&folder.encoder(Forward::Fastest), &entries, 1e-5);
}

#[test]
fn the_real_model_in_burn_gives_the_reference_embeddings() {
    let Some(folder) = real() else { return };
    agrees(&folder.encoder(Forward::Burn), &entries("tests/fixtures/encoder.json"), 1e-4);
}

#[test]
fn a_text_gets_the_same_row_alone_and_in_any_company() {
    let texts: Vec<String> = entries("tests/fixtures/tiny_model/reference.json").iter().map(Entry::text).collect();
    for forward in [Forward::Fastest, Forward::Burn] {
        let encoder = tiny().encoder(forward);
        let together = embed(&encoder, &texts);
        let backwards = embed(&encoder, &texts.iter().rev().cloned().collect::<Vec<_>>());
        for (place, text) in texts.iter().enumerate() {
            let alone = embed(&encoder, std::slice::from_ref(text));
            assert!(largest_difference(alone.rows.row(0), together.rows.row(place)) < 1e-6, "{text}");
            assert_eq!(together.rows.row(place), backwards.rows.row(texts.len() - 1 - place), "{text}");
        }
    }
}

#[test]
fn padding_inside_a_batch_changes_nothing() {
    let encoder = tiny().encoder(Forward::Burn);
    // Widths come in steps of two: lengths 9 and 10 share a batch, and the first of them is padded there.
    let texts: Vec<String> = ["x x x x x x x", "x x x x x x x x"].map(str::to_owned).to_vec();
    let plan = encoder.plan(&texts);
    assert_eq!(plan.batches.len(), 1);
    assert_ne!(plan.batches[0].tokens[0].len(), plan.batches[0].tokens[1].len());
    let together = embed(&encoder, &texts);
    assert!(largest_difference(together.rows.row(0), embed(&encoder, &texts[..1]).rows.row(0)) < 1e-6);
}

#[test]
fn duplicates_are_computed_once_and_get_equal_rows() {
    let encoder = tiny().encoder(Forward::Fastest);
    let texts = ["hello world", "x", "Hello  World", "hello world"].map(str::to_owned);
    let mut calls = Vec::new();
    let embedded = block_on(encoder.embed(&texts, |done, total| calls.push((done, total)))).unwrap();
    assert_eq!(calls.last(), Some(&(2, 2)));
    assert_eq!(embedded.rows.row(0), embedded.rows.row(2));
    assert_eq!(embedded.rows.row(0), embedded.rows.row(3));
    assert_ne!(embedded.rows.row(0), embedded.rows.row(1));
}

#[test]
fn no_texts_give_no_rows() {
    let embedded = embed(&tiny().encoder(Forward::Fastest), &[]);
    assert_eq!((embedded.rows.rows(), embedded.dropped.len()), (0, 0));
}

#[test]
fn the_limit_is_the_smaller_of_the_option_and_the_positions() {
    let folder = tiny();
    let load = |max_tokens: usize| {
        let options = EncoderOptions { max_tokens, ..Default::default() };
        Encoder::load(&folder.files(), &options, &Device::flex())
    };
    assert_eq!(load(256).unwrap().max_tokens(), 128);
    let tokens = load(5).unwrap().tokenize("one two three four five");
    assert_eq!((tokens.ids.len(), tokens.dropped), (5, 2));
    assert_eq!(load(2).err().unwrap().code(), Code::InvalidArgument);
}

#[test]
fn damaged_files_are_refused_with_their_name() {
    let folder = tiny();
    let files = folder.files();
    let page = b"<!doctype html><title>404</title>".as_slice();
    let cut = &files.weights[..files.weights.len() - 100];
    for (files, name) in [
        (ModelFiles { config: page, ..files }, "config.json"),
        (ModelFiles { tokenizer: page, ..files }, "tokenizer.json"),
        (ModelFiles { weights: page, ..files }, "model.safetensors"),
        (ModelFiles { weights: cut, ..files }, "model.safetensors"),
        (ModelFiles { weights: b"", ..files }, "model.safetensors"),
    ] {
        for forward in [Forward::Fastest, Forward::Burn] {
            let error = Encoder::load(&files, &EncoderOptions { forward, ..Default::default() }, &Device::flex()).err().unwrap();
            assert_eq!(error.code(), Code::ModelMalformed);
            assert!(error.message().contains(name), "{error}");
        }
    }
}

#[test]
fn a_config_that_the_weights_contradict_names_the_tensor() {
    let folder = tiny();
    let text = String::from_utf8(folder.config.clone()).unwrap();
    for (from, to, tensor) in [
        ("\"intermediate_size\": 64", "\"intermediate_size\": 48", "encoder.layer.0.intermediate.dense.weight"),
        ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", "encoder.layer.2.attention.self.query.weight"),
        ("\"max_position_embeddings\": 128", "\"max_position_embeddings\": 512", "embeddings.position_embeddings.weight"),
    ] {
        let config = text.replace(from, to);
        assert_ne!(config, text);
        let files = ModelFiles { config: config.as_bytes(), ..folder.files() };
        let error = Encoder::load(&files, &EncoderOptions::default(), &Device::flex()).err().unwrap();
        assert_eq!(error.code(), Code::ModelMalformed);
        assert!(error.message().contains(tensor), "{error}");
    }
}

#[test]
fn a_tokenizer_of_another_model_is_refused() {
    let folder = tiny();
    let config = String::from_utf8(folder.config.clone()).unwrap().replace("\"vocab_size\": 694", "\"vocab_size\": 500");
    let files = ModelFiles { config: config.as_bytes(), ..folder.files() };
    let error = Encoder::load(&files, &EncoderOptions::default(), &Device::flex()).err().unwrap();
    assert!(error.message().contains("one model"), "{error}");
}

#[test]
fn a_model_is_known_by_all_of_its_files() {
    let folder = tiny();
    let id = model_id(&folder.files());
    assert_eq!(id.len(), 16);
    assert_ne!(id, model_id(&ModelFiles { config: b"{}", ..folder.files() }));
}

#[test]
fn the_self_test_compares_devices_and_finds_another_model() {
    let (fast, burn) = (tiny().encoder(Forward::Fastest), tiny().encoder(Forward::Burn));
    let report = block_on(selftest::compare(&burn, &fast)).unwrap();
    assert!(report.max_difference < 1e-5, "{report:?}");
    let mut other = tiny();
    // The last 64 weights of the last block with their signs turned.
    let place = other.weights.len() - 256;
    other.weights[place..].as_chunks_mut::<4>().0.iter_mut().for_each(|bytes| bytes[3] ^= 0x80);
    let error = block_on(selftest::compare(&other.encoder(Forward::Fastest), &fast)).unwrap_err();
    assert_eq!(error.code(), Code::DeviceWrong);
    let unknown = block_on(selftest::golden_texts(&fast, &model_id(&tiny().files()))).unwrap_err();
    assert_eq!(unknown.code(), Code::InvalidArgument);
}

#[test]
fn the_self_test_knows_the_real_model() {
    let Some(folder) = real() else { return };
    let id = model_id(&folder.files());
    if !selftest::is_known(&id) {
        eprintln!("SKIPPED: the model {id} is not the one whose embeddings are stored");
        return;
    }
    let report = block_on(selftest::golden_texts(&folder.encoder(Forward::Fastest), &id)).unwrap();
    assert!(report.max_difference < 1e-5, "{report:?}");
}
