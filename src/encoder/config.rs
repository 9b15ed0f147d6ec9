//! What `config.json` of a Hugging Face folder says about the model, and whether this encoder implements it.
//! Knows neither weights nor tokens.

use serde::Deserialize;

use crate::error::{Code, Error, Result};

/// The non-linearity between the two halves of a feed-forward block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `x·Φ(x)` with the exact normal distribution (Hendrycks and Gimpel 2016): `gelu`.
    Gelu,
    /// Its approximation by a hyperbolic tangent: `gelu_new`, `gelu_pytorch_tanh`.
    GeluTanh,
    /// `max(x, 0)`.
    Relu,
}

/// The sizes of a BERT encoder (Devlin et al. 2019), checked to be ones that it can have.
#[derive(Clone, Debug, PartialEq)]
pub struct EncoderConfig {
    /// Width of a token's vector: the embedding's dimensions.
    pub hidden_size: usize,
    /// Number of Transformer blocks.
    pub layers: usize,
    /// Attention heads per block; they divide `hidden_size`.
    pub heads: usize,
    /// Width between the two halves of a feed-forward block.
    pub intermediate_size: usize,
    /// Number of token ids.
    pub vocab_size: usize,
    /// Number of positions: no text may have more tokens.
    pub max_positions: usize,
    /// Number of segment types; texts are all of type 0.
    pub type_vocab_size: usize,
    /// Added to the variance in every layer normalisation.
    pub layer_norm_eps: f64,
    /// The feed-forward non-linearity.
    pub activation: Activation,
}

/// The fields of the file that matter here, as they are spelled there.
#[derive(Deserialize)]
struct File {
    model_type: Option<String>,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "two")]
    type_vocab_size: usize,
    #[serde(default = "bert_epsilon")]
    layer_norm_eps: f64,
    #[serde(default = "bert_activation")]
    hidden_act: String,
    #[serde(default)]
    position_embedding_type: Option<String>,
    #[serde(default)]
    is_decoder: bool,
}

fn two() -> usize {
    2
}

fn bert_epsilon() -> f64 {
    1e-12
}

fn bert_activation() -> String {
    "gelu".to_owned()
}

impl EncoderConfig {
    /// Reads `config.json`.
    ///
    /// # Errors
    /// `model_malformed` where the bytes are not such a file or its sizes contradict each other;
    /// `model_unsupported` where it describes a model that is not a plain BERT encoder.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        // The family first: another family's file lacks fields, and "unsupported" says more than "field missing".
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| {
            let hint = if looks_like_html(bytes) { " It looks like a web page: the address of the model may be wrong." } else { "" };
            malformed(format!("config.json is not JSON ({error}).{hint}"))
        })?;
        if let Some(family) = value.get("model_type").and_then(|v| v.as_str()).filter(|&family| family != "bert") {
            return Err(unsupported(format!("The model is of the family “{family}”.")));
        }
        let file: File =
            serde_json::from_value(value).map_err(|error| malformed(format!("config.json does not describe a BERT encoder ({error}).")))?;
        debug_assert!(file.model_type.as_deref().is_none_or(|family| family == "bert"));
        if file.is_decoder {
            return Err(unsupported("The model is a decoder.".to_owned()));
        }
        if let Some(kind) = file.position_embedding_type.as_deref().filter(|&kind| kind != "absolute") {
            return Err(unsupported(format!("The model has position embeddings of the kind “{kind}”.")));
        }
        let activation = match file.hidden_act.as_str() {
            "gelu" => Activation::Gelu,
            "gelu_new" | "gelu_pytorch_tanh" => Activation::GeluTanh,
            "relu" => Activation::Relu,
            other => return Err(unsupported(format!("The model's activation is “{other}”."))),
        };
        let config = Self {
            hidden_size: file.hidden_size,
            layers: file.num_hidden_layers,
            heads: file.num_attention_heads,
            intermediate_size: file.intermediate_size,
            vocab_size: file.vocab_size,
            max_positions: file.max_position_embeddings,
            type_vocab_size: file.type_vocab_size,
            layer_norm_eps: file.layer_norm_eps,
            activation,
        };
        config.check()?;
        Ok(config)
    }

    /// Width of one attention head.
    pub fn head_size(&self) -> usize {
        self.hidden_size / self.heads
    }

    fn check(&self) -> Result<()> {
        let sizes = [
            ("hidden_size", self.hidden_size, 1 << 16),
            ("num_hidden_layers", self.layers, 1 << 10),
            ("num_attention_heads", self.heads, 1 << 12),
            ("intermediate_size", self.intermediate_size, 1 << 18),
            ("vocab_size", self.vocab_size, 1 << 24),
            ("max_position_embeddings", self.max_positions, 1 << 20),
            ("type_vocab_size", self.type_vocab_size, 1 << 10),
        ];
        for (name, size, limit) in sizes {
            if size == 0 || size > limit {
                return Err(malformed(format!("config.json gives {name} = {size}; it must be between 1 and {limit}.")));
            }
        }
        if !self.hidden_size.is_multiple_of(self.heads) {
            let (width, heads) = (self.hidden_size, self.heads);
            return Err(malformed(format!("config.json gives hidden_size = {width}, which {heads} attention heads do not divide.")));
        }
        if !(self.layer_norm_eps > 0.0 && self.layer_norm_eps < 1.0) {
            return Err(malformed(format!("config.json gives layer_norm_eps = {}; it must be between 0 and 1.", self.layer_norm_eps)));
        }
        Ok(())
    }
}

/// A server that has no such file often answers with a page that says so.
pub(super) fn looks_like_html(bytes: &[u8]) -> bool {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    bytes[start..].first() == Some(&b'<')
}

fn malformed(what: String) -> Error {
    Error::new(Code::ModelMalformed, format!("{what} Use the config.json of the model's own folder."))
}

fn unsupported(what: String) -> Error {
    let advice = "Handpick runs encoders of the BERT family with absolute positions and GELU or ReLU, such as all-MiniLM-L6-v2: choose one of those.";
    Error::new(Code::ModelUnsupported, format!("{what} {advice}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(change: &str, to: serde_json::Value) -> Vec<u8> {
        let mut value = serde_json::json!({
            "model_type": "bert", "hidden_act": "gelu", "hidden_size": 32, "intermediate_size": 64, "layer_norm_eps": 1e-5,
            "max_position_embeddings": 64, "num_attention_heads": 4, "num_hidden_layers": 2, "type_vocab_size": 2, "vocab_size": 100,
        });
        value[change] = to;
        value.to_string().into_bytes()
    }

    fn code(bytes: &[u8]) -> Code {
        EncoderConfig::from_bytes(bytes).unwrap_err().code()
    }

    #[test]
    fn the_sizes_and_the_epsilon_come_from_the_file() {
        let config = EncoderConfig::from_bytes(&file("unknown", 1.into())).unwrap();
        assert_eq!((config.hidden_size, config.heads, config.head_size(), config.layer_norm_eps), (32, 4, 8, 1e-5));
    }

    #[test]
    fn another_family_position_or_activation_is_unsupported_and_the_message_names_it() {
        for (field, value) in [("model_type", "roberta"), ("position_embedding_type", "relative_key"), ("hidden_act", "silu")] {
            let error = EncoderConfig::from_bytes(&file(field, value.into())).unwrap_err();
            assert_eq!(error.code(), Code::ModelUnsupported);
            assert!(error.message().contains(value), "{error}");
        }
        assert_eq!(code(&file("is_decoder", true.into())), Code::ModelUnsupported);
        assert_eq!(code(br#"{"model_type":"t5","d_model":512}"#), Code::ModelUnsupported);
    }

    #[test]
    fn activations_by_their_names() {
        for (name, activation) in [("gelu_new", Activation::GeluTanh), ("relu", Activation::Relu), ("gelu", Activation::Gelu)] {
            assert_eq!(EncoderConfig::from_bytes(&file("hidden_act", name.into())).unwrap().activation, activation);
        }
    }

    #[test]
    fn sizes_that_cannot_be_are_malformed() {
        for (field, value) in [("hidden_size", 0), ("num_attention_heads", 5), ("vocab_size", -1), ("layer_norm_eps", 0)] {
            assert_eq!(code(&file(field, value.into())), Code::ModelMalformed, "{field}");
        }
    }

    #[test]
    fn a_page_in_place_of_the_file_is_called_a_page() {
        let error = EncoderConfig::from_bytes(b"\n<!doctype html><title>Not found</title>").unwrap_err();
        assert_eq!(error.code(), Code::ModelMalformed);
        assert!(error.message().contains("web page"), "{error}");
    }
}
