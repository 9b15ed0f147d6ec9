"""Writes the golden token ids and embeddings of the real model, all-MiniLM-L6-v2.

    python3 -m venv VENV && VENV/bin/pip install numpy safetensors tokenizers==0.22.2
    VENV/bin/python tests/reference/encoder.py MODEL_FOLDER

The ids come from the Python package `tokenizers`, the embeddings from bert.py beside this file. Two files are written:
tests/fixtures/encoder.json (every text; embeddings as base64 of little-endian float32) and
src/encoder/golden/all_minilm_l6_v2.json (three texts, for the self-test that every page runs).
"""

import base64
import hashlib
import json
import pathlib
import sys

import numpy
from tokenizers import Tokenizer

from bert import Bert

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT = 256

# A text, or a piece and how many times it is repeated (so that huge texts stay small here and in the fixture).
TEXTS = [
    "Hello world",
    "",
    " ",
    "\t\n \r\n",
    "Refund",
    "a",
    "?",
    "The parcel arrived on Tuesday, but the box was open and two cups were broken.",
    "the parcel arrived on tuesday, but the box was open and two cups were broken.",
    "THE PARCEL ARRIVED ON TUESDAY, BUT THE BOX WAS OPEN AND TWO CUPS WERE BROKEN.",
    "Can I change the delivery address after I have paid?",
    "How do I switch off two-factor authentication on my phone?",
    "It's ok, isn't it? They've said they'd've come.",
    "e-mail: someone@example.org; see https://example.org/a/b?c=d&e=%20f#g",
    "Order no. 007-42/B: 1,299.50 € (−15 %), due 2026-11-30 at 08:15",
    "3.14159 2,71828 1e-9 0xFF ½ ¾ ² ³ ™ © ® § ¶",
    "C++ && C# || F#: x->y != NULL; /* comment */ {[(<>)]} ~`!@#$%^&*_-+=|\\:;\"'",
    "😀",
    "I love this 😍😍 so much!!! 🎉",
    "👩‍👩‍👧‍👦 a family, 👨‍🚀 an astronaut, 🏳️‍🌈 a flag",
    "👍🏽👍🏿 skin tones, 🇩🇪🇯🇵 flags, 1️⃣ keycaps, ☂︎ text style",
    "今天天气很好，我们去公园散步吧。",
    "東京タワーは高いです。カタカナとひらがな",
    "한국어 문장도 하나 넣어 봅시다.",
    "Mixed 中文 and English 混合 in one 句子",
    "𠀀𠀁𠮷 beyond the basic plane",
    "Crème brûlée, naïve façade, Ångström, São Paulo, Žižek",
    "Cre\u0300me bru\u0302le\u0301e, nai\u0308ve fac\u0327ade, A\u030angstro\u0308m, Sa\u0303o Paulo, Z\u030ciz\u030cek",
    "Straße, Größe, ẞ, œuvre, æther, łódź, İstanbul, ıssız",
    "Zażółć gęślą jaźń",
    "Съешь же ещё этих мягких французских булок",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "مرحبا بالعالم، كيف حالك اليوم؟",
    "שלום עולם, מה שלומך?",
    "\u202eright to left override\u202c and \u200fmarks\u200e",
    "नमस्ते दुनिया, आप कैसे हैं?",
    "สวัสดีชาวโลก",
    "Z\u0351\u036b\u0343\u036a\u0302a\u0321\u034al\u0335\u0321\u034bg\u0322\u0353o\u0337 stacks of marks",
    "nul\u0000in the middle",
    "bell\u0007, escape\u001b[31m, delete\u007f, c1\u0085\u009f",
    "zero\u200bwidth\u200cspace\u200djoin\ufeffbom\u2060word",
    "soft\u00adhyphen and no\u00a0break and thin\u2009and ideographic\u3000space",
    "replacement \ufffd and private \ue000\uf8ff and noncharacter \ufffe",
    "“Curly” ‘quotes’ — dashes – and… ellipses ‹angle› «guillemets»",
    "ﬁne ligatures ﬀ ﬃ, fullwidth ＡＢＣ１２３, circled ①②③, roman Ⅷ",
    "Ａ\u0301ll in one: é é ñ ñ",
    "[CLS] [SEP] [PAD] [UNK] [MASK]",
    "[MASK]ed and [mask] and [ MASK ] and [CLS]x",
    "##ing ##s # # ##",
    "unaffordability deinstitutionalization pneumonoultramicroscopicsilicovolcanoconiosis",
    "qwrtzpsdfghjklyxcvbnm xkcdqz jjjjjj",
    ["x", 100],
    ["x", 101],
    ["ab", 400],
    ["漢", 300],
    ["word ", 253],
    ["word ", 254],
    ["word ", 255],
    ["The committee could not agree on the budget for the coming year. ", 40],
    ["é\u0301", 120],
    ["lorem ipsum dolor ", 10000 // 3],
    ["Ten thousand words, said one after another, are still one text ", 1000],
    "one\ntext\nof\nmany\nlines",
    ". . . . . . . . . . . . . . . .",
    "🙂" * 30,
]
GOLDEN = [0, 7, 26]


def written(text):
    return text if isinstance(text, str) else text[0] * text[1]


def main():
    folder = pathlib.Path(sys.argv[1])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = Bert(folder)
    entries, embeddings = [], []
    for text in TEXTS:
        ids = tokenizer.encode(written(text)).ids
        dropped = max(len(ids) - LIMIT, 0)
        if dropped:
            ids = ids[: LIMIT - 1] + ids[-1:]
        row = model.embed(ids)
        embeddings.append(row)
        entry = {"text": text} if isinstance(text, str) else {"repeat": text[0], "times": text[1]}
        packed = base64.b64encode(row.astype("<f4").tobytes()).decode()
        entries.append({**entry, "dropped": dropped, "ids": ids, "embedding": packed})
    lines = ",\n".join(json.dumps(entry, ensure_ascii=True, separators=(",", ":")) for entry in entries)
    (ROOT / "tests/fixtures/encoder.json").write_text(f"[\n{lines}\n]\n")

    digests = [hashlib.sha256((folder / name).read_bytes()) for name in ("model.safetensors", "tokenizer.json", "config.json")]
    model_id = hashlib.sha256(b"".join(digest.digest() for digest in digests)).hexdigest()[:16]
    golden = {
        "model_ids": [model_id],
        "texts": [written(TEXTS[index]) for index in GOLDEN],
        "rows": [[round(float(number), 6) for number in embeddings[index]] for index in GOLDEN],
    }
    target = ROOT / "src/encoder/golden/all_minilm_l6_v2.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(golden, separators=(",", ":")).replace(',"', ',\n"').replace("],[", "],\n[") + "\n")
    print(f"{len(entries)} texts; model {model_id}; Hello world begins {numpy.round(embeddings[0][:5], 8)}")


if __name__ == "__main__":
    main()
