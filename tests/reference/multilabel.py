"""Golden vectors for the multi-label strategies, from NumPy in float64, written from the papers.

    python -m venv VENV && VENV/bin/pip install numpy scipy
    VENV/bin/python tests/reference/multilabel.py > tests/fixtures/multilabel.json

Inputs are rounded to five decimals and then to float32, as the tests read them. Seeds are fixed; made with Python 3.11, numpy 2.4, scipy 1.17.
"""
import json

import numpy as np
from scipy.special import entr
from scipy.stats import rankdata


def as_read(values):
    return np.asarray(np.round(values, 5), dtype=np.float32).astype(np.float64)


def plain(values, digits=9):
    return np.round(np.asarray(values, dtype=np.float64), digits).tolist()


def binary_minimum(p, y):
    """Brinker 2006: the smallest distance of any label from its boundary."""
    return 1 - np.abs(p - (1 - p)).min(axis=1)


def loss(p, label):
    """Li, Wang & Sung 2004, the hinge losses if `label` were the only one; decision values are p - (1 - p)."""
    m = np.where(np.arange(len(p)) == label, 1, -1)
    return np.maximum(1 - m * (2 * p - 1), 0).sum()


def max_loss(p, y):
    return np.array([loss(row, row.argmax()) for row in p])


def mean_max_loss(p, y):
    def one(row):
        guessed = np.flatnonzero(row > 0.5)
        return np.mean([loss(row, t) for t in (guessed if len(guessed) else [row.argmax()])])
    return np.array([one(row) for row in p])


def label_cardinality_inconsistency(p, y):
    """Li & Guo 2013."""
    return np.abs((p > 0.5).sum(axis=1) - y.sum(axis=1).mean())


def adaptive_multi_label(p, y, w=0.5):
    """Li & Guo 2013 with a fixed weight; the margin is at least 0.01 and the inconsistency is shifted by 1."""
    def margin(row):
        f = 2 * row - 1
        inside, outside = f[row > 0.5], f[row <= 0.5]
        return (inside.min() if len(inside) else 0) - (outside.max() if len(outside) else 0)
    u = 1 / np.maximum([margin(row) for row in p], 0.01)
    return u ** w * (label_cardinality_inconsistency(p, y) + 1) ** (1 - w)


def entropy(counts):
    return entr(np.asarray(counts) / np.sum(counts)).sum()


def vector_distance(a, b):
    """Reyes, Morell & Ventura 2018: normalised entropy distance, 1 for vectors that are opposites. The joint entropy as they write it:
    of agreeing or not, plus what is left within either case. Any base of the logarithm gives the same ratio."""
    q = len(a)
    n11, n10, n01, n00 = (a & b).sum(), (a & ~b).sum(), (~a & b).sum(), (~a & ~b).sum()
    if n10 + n01 == q:
        return 1.0
    within = lambda x, y: (x + y) / q * entropy([x, y]) if x + y else 0.0
    joint = entropy([n10 + n01, n11 + n00]) + within(n10, n01) + within(n11, n00)
    if joint == 0:
        return 0.0
    return (2 * joint - entropy([a.sum(), q - a.sum()]) - entropy([b.sum(), q - b.sum()])) / joint


def cvirs(p, y):
    n, q = p.shape
    margins = np.abs(2 * p - 1)
    ranks = np.column_stack([rankdata(margins[:, l]) for l in range(q)])          # 1 = least margin; equal ones share the mean
    s = (n - ranks).sum(axis=1) / (q * (n - 1))
    guessed = p > 0.5
    v = np.array([np.mean([vector_distance(g, t) for t in y.astype(bool)]) for g in guessed])
    return s * v


def summed_entropy(p, y):
    return (entr(p) + entr(1 - p)).sum(axis=1) / np.log(2)


STRATEGIES = [binary_minimum, max_loss, mean_max_loss, label_cardinality_inconsistency, adaptive_multi_label, cvirs, summed_entropy]


def case(seed, n, labels, answered):
    rng = np.random.default_rng(seed)
    p = rng.beta(0.7, 1.1, size=(n, labels))
    p[0], p[1], p[2] = 0, 1, 0.5                                # certain of none, of all, and of nothing
    p[3, 0] = 1                                                  # one certain label
    p = as_read(p)
    y = (rng.random((answered, labels)) < 0.35).astype(int)
    y[0], y[1] = 0, 1                                           # no label, and all
    scores = {f.__name__: plain(f(p, y)) for f in STRATEGIES}
    return dict(probabilities=plain(p, 5), label_sets=[np.flatnonzero(row).tolist() for row in y], scores=scores)


print(json.dumps([case(1, 24, 5, 9), case(2, 12, 2, 6), case(3, 30, 8, 20)], separators=(",", ":")))
