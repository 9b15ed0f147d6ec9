"""Writes a tiny random BERT as an ordinary Hugging Face folder, with reference embeddings of a few texts beside it.

    VENV/bin/python tests/reference/make_tiny_model.py tests/fixtures/tiny_model

2 blocks of 32 numbers with 4 heads, 128 positions, some 900 word pieces that are made up here. The same seed gives the
same bytes. Its vectors mean nothing; it is for tests that need a real folder and a quick forward pass. Needs the
packages that encoder.py names.
"""

import itertools
import json
import pathlib
import sys

import numpy
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from bert import Bert

SEED = 20
HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 32, 2, 4, 64, 128

WORDS = """the a an and or but not no yes of to in on at by for with from is are was were be been it its this that these those he she
they we you i my your our their his her who what when where why how all any some one two three four five more most less least good bad
new old big small long short first last day week month year time hour man woman child people house door car road city country water food
money price bill order parcel box card phone mail page file word text label class name number change send pay buy sell call ask answer
help open close start stop find lose break work wait arrive refund return cancel late early please thank hello world""".split()

TEXTS = [
    "hello world",
    "",
    "x",
    "The parcel was late, please refund my order!",
    "the parcel was late , please refund my order !",
    "Unbelievable: 42 misspelt worrds & ÀÉÎÕÜ",
    "漢字 and 😀 are unknown here",
    "one two three four five " * 40,
    "[MASK] is a special token",
    "How long must I wait for the answer of your colleague in the other city?",
]


def vocabulary():
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)] + list("0123456789")
    marks = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    pairs = [a + b for a, b in itertools.product("bcdfghjklmnprstvwz", "aeiou")]
    ends = ["ing", "ed", "er", "est", "ly", "ness", "tion", "able", "ment", "ful", "less", "ous", "al", "ity", "ive", "th", "st", "nd", "ck", "ll"]
    codas = [a + b + c for a, b, c in itertools.product("bcdfglmnprst", "aeiou", "nrst")]
    pieces = [f"##{piece}" for piece in letters + pairs + ends + codas]
    return list(dict.fromkeys(special + letters + marks + WORDS + pairs + ends + pieces))


def tokenizer_file(vocab):
    special = [{"id": i, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
               for i, token in enumerate(vocab[:5])]
    return {
        "version": "1.0",
        # Handpick must not follow these two.
        "truncation": {"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"},
        "added_tokens": special,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
                     {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
            "special_tokens": {token: {"id": token, "ids": [vocab.index(token)], "tokens": [token]} for token in ("[CLS]", "[SEP]")},
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                  "vocab": {token: i for i, token in enumerate(vocab)}},
    }


def weights(vocab_size):
    chance = numpy.random.Generator(numpy.random.PCG64(SEED))
    tensors = {}

    def normal(name, shape, scale, centre=0.0):
        tensors[name] = (centre + scale * chance.standard_normal(shape)).astype(numpy.float32)

    def linear(name, inputs, outputs):
        normal(f"{name}.weight", (outputs, inputs), 1.5 / inputs**0.5)
        normal(f"{name}.bias", (outputs,), 0.2)

    def norm(name):
        normal(f"{name}.weight", (HIDDEN,), 0.2, 1.0)
        normal(f"{name}.bias", (HIDDEN,), 0.2)

    normal("embeddings.word_embeddings.weight", (vocab_size, HIDDEN), 1.0)
    normal("embeddings.position_embeddings.weight", (POSITIONS, HIDDEN), 0.3)
    normal("embeddings.token_type_embeddings.weight", (2, HIDDEN), 0.3)
    norm("embeddings.LayerNorm")
    for index in range(LAYERS):
        layer = f"encoder.layer.{index}"
        for part in ("query", "key", "value"):
            linear(f"{layer}.attention.self.{part}", HIDDEN, HIDDEN)
        linear(f"{layer}.attention.output.dense", HIDDEN, HIDDEN)
        norm(f"{layer}.attention.output.LayerNorm")
        linear(f"{layer}.intermediate.dense", HIDDEN, WIDE)
        linear(f"{layer}.output.dense", WIDE, HIDDEN)
        norm(f"{layer}.output.LayerNorm")
    return tensors


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    vocab = vocabulary()
    config = {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "hidden_size": HIDDEN, "intermediate_size": WIDE,
        "layer_norm_eps": 1e-12, "max_position_embeddings": POSITIONS, "num_attention_heads": HEADS, "num_hidden_layers": LAYERS,
        "pad_token_id": 0, "position_embedding_type": "absolute", "type_vocab_size": 2, "vocab_size": len(vocab),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer_file(vocab), ensure_ascii=True, separators=(",", ":")) + "\n")
    save_file(weights(len(vocab)), folder / "model.safetensors")

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = Bert(folder)
    entries = []
    for text in TEXTS:
        ids = tokenizer.encode(text).ids
        dropped = max(len(ids) - POSITIONS, 0)
        if dropped:
            ids = ids[: POSITIONS - 1] + ids[-1:]
        row = [round(float(number), 8) for number in model.embed(ids)]
        entries.append({"text": text, "dropped": dropped, "ids": ids, "embedding": row})
    lines = ",\n".join(json.dumps(entry, ensure_ascii=True, separators=(",", ":")) for entry in entries)
    (folder / "reference.json").write_text(f"[\n{lines}\n]\n")
    print(f"{len(vocab)} word pieces, {sum(file.stat().st_size for file in folder.iterdir())} bytes in all")


if __name__ == "__main__":
    main()
