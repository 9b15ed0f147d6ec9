"""Golden vectors for the wrappers and the bandit, from NumPy in float64, written from the papers.

    python -m venv VENV && VENV/bin/pip install numpy
    VENV/bin/python tests/reference/wrappers.py > tests/fixtures/wrappers.json

The inner strategy is margin. Only what chance has no part in: with as many anchors as answers, anchors are not drawn. Inputs are rounded
to five decimals and then to float32, as the tests read them. Seeds are fixed; made with Python 3.11, numpy 2.4.
"""
import json

import numpy as np


def as_read(values):
    return np.asarray(np.round(values, 5), dtype=np.float32).astype(np.float64)


def plain(values, digits=9):
    return np.round(np.asarray(values, dtype=np.float64), digits).tolist()


rng = np.random.default_rng(12)
N, LABELLED, D, C = 80, 9, 6, 3
x = rng.normal(size=(N + LABELLED, D))
x[20:26] = x[10] + 0.02 * rng.normal(size=(6, D))              # near-duplicates of text 10
x = as_read(x)
p = as_read(rng.dirichlet([0.8] * C, size=N))
targets = [0, 0, 0, 0, 0, 1, 1, 1, 2]
labelled = list(range(N, N + LABELLED))
ranked = np.sort(p, axis=1)
uncertainty = 1 - (ranked[:, -1] - ranked[:, -2])
assert len(np.unique(np.round(uncertainty, 7))) == N             # no ties to break
unit = x / np.linalg.norm(x, axis=1, keepdims=True)
cosine = unit @ unit.T


def by_margin(candidates):
    return sorted(candidates, key=lambda i: -uncertainty[i])


def seals(k):
    part = set()
    for s in labelled:
        part |= set(np.argsort(-cosine[s, :N])[:k].tolist())
    return by_margin(part) + by_margin(set(range(N)) - part), len(part)


def anchors(k, size):
    found = {}
    for s in labelled:
        for i in np.argsort(-cosine[s, :N])[:k].tolist():
            found.setdefault(i, []).append(cosine[s, i])
    part = sorted(found, key=lambda i: -np.mean(found[i]))[:size]
    return by_margin(part)


def class_balanced(n):
    """The texts of each class in their order. n fills all classes up to the same number, so ties between classes change nothing."""
    counts = np.bincount(targets, minlength=C)
    predicted = p.argmax(axis=1)
    queues = {c: by_margin(np.flatnonzero(predicted == c).tolist()) for c in range(C)}
    order = [[] for _ in range(C)]
    for _ in range(n):
        c = min((c for c in range(C) if queues[c]), key=lambda c: counts[c])
        counts[c] += 1
        order[c].append(queues[c].pop(0))
    assert len(set(counts)) == 1
    return order


def diverse_batch(n, threshold, factor):
    taken, skipped = [], []
    for i in by_margin(range(N))[:n * factor]:
        if len(taken) == n:
            break
        (skipped if any(cosine[i, j] >= threshold for j in taken) else taken).append(i)
    return taken + skipped[:n - len(taken)]


def exp4p(arms, horizon, delta, history):
    """Beygelzimer et al. 2011, algorithm 1, with one expert for each arm, whose advice is that arm."""
    k = n = arms
    p_min = min(np.sqrt(np.log(n) / (k * horizon)), 1 / k)
    advice = np.eye(n)
    w = np.ones(n)
    probabilities = lambda: (1 - k * p_min) * (w / w.sum()) @ advice + p_min
    out = [probabilities()]
    for arm, reward in history:
        p = probabilities()
        r = np.zeros(k)
        r[arm] = reward / p[arm]
        y = advice @ r
        v = (advice / p).sum(axis=1)
        w = w * np.exp(p_min / 2 * (y + v * np.sqrt(np.log(n / delta) / (k * horizon))))
        out.append(probabilities())
    return out


def bandits():
    cases = []
    for seed, horizon, delta, turns in [(1, 100, 0.1, 60), (2, 10, 0.05, 30), (3, 2, 0.5, 5)]:
        rng = np.random.default_rng(seed)
        mean = np.array([0.8, 0.6, 0.5, 0.3, 0.55])
        history = [(int(a), round(float(np.clip(mean[a] + 0.1 * rng.normal(), 0, 1)), 4)) for a in rng.integers(5, size=turns)]
        out = exp4p(5, horizon, delta, history)
        cases.append(dict(horizon=horizon, delta=delta, history=history, first=plain(out[0]), middle=plain(out[turns // 2]), last=plain(out[-1])))
    return cases


near = diverse_batch(12, 0.95, 5)
assert near != by_margin(range(N))[:12]
full, inside = seals(3)
print(json.dumps(dict(
    rows=plain(x, 5), probabilities=plain(p, 5), targets=targets, uncertainty=plain(uncertainty),
    seals=dict(k=3, order=full, inside=inside), anchors=dict(k=4, size=10, order=anchors(4, 10)),
    class_balanced=class_balanced(6), diverse_batch=near, diverse_fill=diverse_batch(6, -0.5, 2), bandits=bandits(),
), separators=(",", ":")))
