"""Golden vectors for class weights, one-vs-rest and temperature, from scikit-learn and SciPy.

    python -m venv VENV && VENV/bin/pip install numpy scipy scikit-learn
    VENV/bin/python tests/reference/head.py > tests/fixtures/head.json

Everything is computed in float64 from inputs that are rounded to five decimals and then to float32, as the tests read them.
All seeds are fixed; made with Python 3.11, numpy 2.4, scipy 1.17, scikit-learn 1.9.
"""
import json
import warnings

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import PredefinedSplit
from sklearn.multiclass import OneVsRestClassifier

C = 10.0
GRID = [1.0, 3.0, 10.0, 30.0, 100.0]


def as_read(values):
    """What the tests get when they parse these numbers as f32."""
    return np.asarray(np.round(values, 5), dtype=np.float32).astype(np.float64)


def rows(rng, n, d):
    x = rng.normal(size=(n, d)) + np.eye(d)[0]
    return as_read(x / np.linalg.norm(x, axis=1, keepdims=True))


def plain(values, digits=9):
    return np.round(np.asarray(values, dtype=np.float64), digits).tolist()


def regression(c, **options):
    return LogisticRegression(**{**dict(C=c, tol=1e-10, max_iter=100000), **options})


def balanced(name, seed, n, d, shares):
    """Classes of very different size. With two classes scikit-learn fits one weight vector, whose C is twice ours."""
    rng = np.random.default_rng(seed)
    x, test = rows(rng, n, d), rows(rng, 8, d)
    k = len(shares)
    plane = rng.normal(size=(d, k))
    y = np.argmax(x @ plane + np.log(shares) + rng.normal(size=(n, k)), axis=1)
    y[:k] = np.arange(k)
    fit = regression(C * (2 if k == 2 else 1), class_weight="balanced").fit(x, y)
    unweighted = regression(C * (2 if k == 2 else 1)).fit(x, y)
    p = fit.predict_proba(test)
    assert np.abs(p - unweighted.predict_proba(test)).max() > 0.02, "the weights must matter"
    return dict(name=name, classes=k, rows=plain(x, 5), targets=y.tolist(), test=plain(test, 5), probabilities=plain(p))


def one_vs_rest(name, seed, n, d, labels, weight):
    """Some rows have no label. Column 1 never applies and column 3 always: there ours is a smoothed share by definition."""
    rng = np.random.default_rng(seed)
    x, test = rows(rng, n, d), rows(rng, 8, d)
    y = (x @ rng.normal(size=(d, labels)) + 0.4 * rng.normal(size=(n, labels)) > 0.4).astype(int)
    y[:, 1], y[:, 3] = 0, 1
    y[:2, [i for i in range(labels) if i not in (1, 3)]] = [[0], [1]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")             # of the two constant columns
        p = OneVsRestClassifier(regression(C, class_weight=weight)).fit(x, y).predict_proba(test)
    p[:, 1], p[:, 3] = 0.5 / (n + 1), (n + 0.5) / (n + 1)
    sets = [np.flatnonzero(row).tolist() for row in y]
    return dict(name=name, labels=labels, balanced=weight == "balanced", rows=plain(x, 5), sets=sets, test=plain(test, 5), probabilities=plain(p))


def temperature(name, seed, n, k, sharpness, accuracy):
    rng = np.random.default_rng(seed)
    p = as_read(softmax(sharpness * rng.normal(size=(n, k)), axis=1))
    p = as_read(p / p.sum(1, keepdims=True))
    right = rng.random(n) < accuracy
    y = np.where(right, p.argmax(1), rng.integers(k, size=n))
    y = np.where(p[np.arange(n), y] > 0, y, p.argmax(1))
    logits = np.log(np.maximum(p, 1e-300))

    def loss(log_t):
        return -log_softmax(logits / np.exp(log_t), axis=1)[np.arange(n), y].mean()

    best = minimize_scalar(loss, bounds=np.log([0.05, 20]), method="bounded", options=dict(xatol=1e-10))
    t = float(np.exp(best.x))
    assert 0.06 < t < 19
    scaled = softmax(logits / t, axis=1)
    return dict(name=name, probabilities=plain(p, 5), targets=y.tolist(), temperature=t, scaled=plain(scaled))


def cross_validation(seed, n, d, k, noise):
    """The C with the least log-loss left out, where it is the same for every draw of the folds: the tests draw folds of their own."""
    rng = np.random.default_rng(seed)
    x = rows(rng, n, d)
    y = np.argmax(x @ rng.normal(size=(d, k)) + noise * rng.normal(size=(n, k)), axis=1)
    y[:2 * k] = np.tile(np.arange(k), 2)
    losses = []
    for repeat in range(6):
        order = np.random.default_rng(repeat).permutation(n)
        order = order[np.argsort(y[order], kind="stable")]
        fold = np.empty(n, dtype=int)
        fold[order] = np.arange(n) % 5
        losses.append([np.mean([log_loss(y[test], regression(c, tol=1e-5).fit(x[train], y[train]).predict_proba(x[test]), labels=range(k)) * len(test) * 5 / n
                                for train, test in PredefinedSplit(fold).split()]) for c in GRID])
    mean = np.mean(losses, axis=0)
    ranked = np.sort(mean)
    # The best must be best in every draw of the folds, else a test of the choice would test luck.
    assert (np.argmin(losses, axis=1) == np.argmin(mean)).all() and ranked[1] - ranked[0] > 0.005, (mean, np.argmin(losses, axis=1))
    return dict(rows=plain(x, 5), targets=y.tolist(), classes=k, chosen=GRID[int(np.argmin(mean))])


print(json.dumps(dict(
    balanced=[
        balanced("two classes", 1, 60, 8, [0.9, 0.1]),
        balanced("four classes", 2, 90, 12, [0.7, 0.15, 0.1, 0.05]),
    ],
    one_vs_rest=[
        one_vs_rest("plain", 3, 50, 8, 5, None),
        one_vs_rest("balanced", 4, 70, 12, 6, "balanced"),
        one_vs_rest("fewer rows than numbers in a row", 5, 15, 24, 5, None),
    ],
    temperature=[
        temperature("too sure", 6, 60, 4, 3.0, 0.6),
        temperature("not sure enough", 7, 50, 3, 0.5, 0.9),
        temperature("two classes", 8, 40, 2, 2.0, 0.7),
        temperature("few rows", 9, 12, 6, 2.0, 0.7),
    ],
    cross_validation=[
        cross_validation(10, 60, 8, 3, 3.0),
        cross_validation(10, 100, 8, 3, 0.6),
        cross_validation(12, 300, 8, 3, 0.0),
    ],
), separators=(",", ":")))
