//! Text to token ids, as the model's own `tokenizer.json` says, cut at a limit that is ours.
//! Knows neither weights nor batches.

use tokenizers::Tokenizer;

use crate::encoder::config::looks_like_html;
use crate::error::{Code, Error, Result};

/// A text as the model reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Token ids, special tokens included.
    pub ids: Vec<u32>,
    /// How many tokens of the text were left out because it is too long.
    pub dropped: usize,
}

/// The tokenizer of a model.
pub struct TextTokenizer {
    tokenizer: Tokenizer,
    /// Special tokens that stand before every text, such as `[CLS]`.
    before: Vec<u32>,
    /// Special tokens that stand after every text, such as `[SEP]`.
    after: Vec<u32>,
    max_tokens: usize,
}

impl TextTokenizer {
    /// Reads `tokenizer.json`. `max_tokens` counts the special tokens too; what the file says about truncation and
    /// padding is not followed.
    ///
    /// # Errors
    /// `model_malformed` where the bytes are not such a file; `invalid_argument` where `max_tokens` leaves no room for text.
    pub fn from_bytes(bytes: &[u8], max_tokens: usize) -> Result<Self> {
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|error| {
            let hint = if looks_like_html(bytes) { " It looks like a web page: the address of the model may be wrong." } else { "" };
            malformed(format!("it cannot be read ({error}).{hint}"))
        })?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| malformed(error.to_string()))?;
        // What the post-processor puts around a text is learnt from one: the place of the text's own tokens in the whole.
        let probe = "a";
        let [plain, whole] = [false, true].map(|special| tokenizer.encode_fast(probe, special));
        let (plain, whole) = match (plain, whole) {
            (Ok(plain), Ok(whole)) => (plain.get_ids().to_vec(), whole.get_ids().to_vec()),
            (Err(error), _) | (_, Err(error)) => return Err(malformed(error.to_string())),
        };
        let place = if plain.is_empty() { None } else { whole.windows(plain.len()).position(|window| window == plain) };
        let Some(place) = place else {
            return Err(malformed("its special tokens do not stand around the text."));
        };
        let (before, after) = (whole[..place].to_vec(), whole[place + plain.len()..].to_vec());
        if max_tokens <= before.len() + after.len() {
            let message = format!("A limit of {max_tokens} tokens leaves no room for text: ask for at least {}.", before.len() + after.len() + 1);
            return Err(Error::new(Code::InvalidArgument, message));
        }
        Ok(Self { tokenizer, before, after, max_tokens })
    }

    /// The limit, special tokens included.
    pub fn max_tokens(&self) -> usize {
        self.max_tokens
    }

    /// One more than the highest token id.
    pub fn id_bound(&self) -> usize {
        self.tokenizer.get_vocab(true).into_values().max().map_or(0, |id| id as usize + 1)
    }

    /// The tokens of a text. A text that the tokenizer cannot handle at all (no ordinary one does that) has no tokens of its own.
    pub fn encode(&self, text: &str) -> Tokens {
        let encoding = self.tokenizer.encode_fast(text, false).unwrap_or_default();
        let room = self.max_tokens - self.before.len() - self.after.len();
        let own = encoding.get_ids();
        let kept = &own[..own.len().min(room)];
        Tokens { ids: [&self.before, kept, &self.after].concat(), dropped: own.len() - kept.len() }
    }
}

fn malformed(what: impl std::fmt::Display) -> Error {
    Error::new(Code::ModelMalformed, format!("tokenizer.json cannot be used: {what} Fetch the model again, or choose another."))
}
