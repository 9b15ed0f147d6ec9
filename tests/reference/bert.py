"""BERT's encoder with mean pooling in NumPy and float64: the reference that Handpick's embeddings are held against.

Written from the papers (Devlin et al. 2019; Reimers and Gurevych 2019), it shares no code with the Rust encoder.
Needs numpy and safetensors.
"""

import json
import math
import pathlib

import numpy
from safetensors.numpy import load_file

ERF = numpy.vectorize(math.erf, otypes=[numpy.float64])


def gelu(x):
    return 0.5 * x * (1.0 + ERF(x / math.sqrt(2.0)))


def gelu_tanh(x):
    return 0.5 * x * (1.0 + numpy.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * x**3)))


ACTIVATIONS = {
    "gelu": gelu,
    "gelu_new": gelu_tanh,
    "gelu_pytorch_tanh": gelu_tanh,
    "relu": lambda x: numpy.maximum(x, 0.0),
}


class Bert:
    """The model of a folder with config.json and model.safetensors."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.config = json.loads((folder / "config.json").read_text())
        self.tensors = {name: tensor.astype(numpy.float64) for name, tensor in load_file(folder / "model.safetensors").items()}

    def linear(self, name, x):
        return x @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def norm(self, name, x):
        centred = x - x.mean(axis=-1, keepdims=True)
        variance = (centred**2).mean(axis=-1, keepdims=True)
        scaled = centred / numpy.sqrt(variance + self.config["layer_norm_eps"])
        return scaled * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]

    def attention(self, name, x):
        heads = self.config["num_attention_heads"]
        tokens, hidden = x.shape
        width = hidden // heads
        query, key, value = (self.linear(f"{name}.self.{part}", x) for part in ("query", "key", "value"))
        result = numpy.empty_like(x)
        for head in range(heads):
            own = slice(head * width, (head + 1) * width)
            scores = query[:, own] @ key[:, own].T / math.sqrt(width)
            weights = numpy.exp(scores - scores.max(axis=-1, keepdims=True))
            weights /= weights.sum(axis=-1, keepdims=True)
            result[:, own] = weights @ value[:, own]
        return self.linear(f"{name}.output.dense", result)

    def tokens(self, ids):
        """The vectors of one text's tokens after the last block, [tokens, hidden]."""
        x = self.tensors["embeddings.word_embeddings.weight"][ids]
        x = x + self.tensors["embeddings.position_embeddings.weight"][: len(ids)]
        x = x + self.tensors["embeddings.token_type_embeddings.weight"][0]
        x = self.norm("embeddings.LayerNorm", x)
        activation = ACTIVATIONS[self.config["hidden_act"]]
        for index in range(self.config["num_hidden_layers"]):
            layer = f"encoder.layer.{index}"
            x = self.norm(f"{layer}.attention.output.LayerNorm", x + self.attention(f"{layer}.attention", x))
            wide = activation(self.linear(f"{layer}.intermediate.dense", x))
            x = self.norm(f"{layer}.output.LayerNorm", x + self.linear(f"{layer}.output.dense", wide))
        return x

    def embed(self, ids):
        """The text's embedding: the mean of its tokens' vectors, at unit length, [hidden]."""
        mean = self.tokens(ids).mean(axis=0)
        return mean / max(numpy.linalg.norm(mean), 1e-12)
