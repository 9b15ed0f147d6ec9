"""Golden vectors for the strategies that look at one model's probabilities, at a committee's, or at the head's gradients: NumPy in
float64, written from the papers, as slow and as plain as their formulas.

    python -m venv VENV && VENV/bin/pip install numpy
    VENV/bin/python tests/reference/probability.py > tests/fixtures/probability.json

Probabilities are multiples of 1/4096 and sum to 1 exactly, rows have five decimals and are then read as float32, as the tests read them.
All seeds are fixed; made with Python 3.11, numpy 2.4.
"""
import itertools
import json

import numpy as np


def exact(p):
    """Probabilities that float32 holds exactly and that sum to exactly 1."""
    grid = np.round(np.asarray(p) * 4096)
    grid[np.arange(len(grid)), np.argmax(grid, axis=1)] += 4096 - grid.sum(axis=1)
    return grid / 4096


def entropy(p):
    """In bits, over everything but the first axis of an array of distributions."""
    p = np.asarray(p).reshape(len(p), -1)
    return -np.where(p > 0, p * np.log2(np.where(p > 0, p, 1)), 0).sum(axis=1)


def divergence(p, q):
    return np.where(p > 0, p * np.log2(np.where(p > 0, p, 1) / np.where(p > 0, q, 1)), 0).sum(axis=-1)


def ranked(scores, ties=0):
    """Best first; `ties` is how many scores may be equal to another, where the order then says nothing."""
    scores = np.asarray(scores)
    assert len(np.unique(np.round(scores, 6))) >= len(scores) - ties, np.sort(scores)
    return dict(scores=scores.tolist(), order=np.argsort(-scores, kind="stable").tolist())


def uncertainty(p):
    costs = np.array([[0, 1, 4, 2], [3, 0, 1, 1], [8, 2, 0, 0.5], [1, 1, 2.5, 0]])
    expected = np.array([[sum(row[y] * costs[y, k] for y in range(4)) for k in range(4)] for row in p])
    return dict(costs=costs.tolist(), cost_sensitive=ranked(expected.min(axis=1)), without_costs=ranked(1 - p.max(axis=1)),
                entropy=ranked(entropy(p)), normalized=ranked(entropy(p) / np.log2(4)))


def committee(members):
    m, n, c = members.shape
    mean = members.mean(axis=0)
    votes = np.stack([np.bincount(members[:, i].argmax(axis=1), minlength=c) for i in range(n)])
    kl = divergence(members, mean)
    unit = members / np.linalg.norm(members, axis=2, keepdims=True)
    pairs = np.mean([[1 - (unit[a] * unit[b]).sum(axis=1) for a in range(m)] for b in range(m)], axis=(0, 1))
    bald = entropy(mean) - np.mean([entropy(member) for member in members], axis=0)
    assert np.allclose(kl.mean(axis=0), bald)          # one figure under two names
    many = n                                           # votes have few values: only scores are compared
    return dict(vote_entropy=ranked(entropy(votes / m), many), variation_ratio=ranked(1 - votes.max(axis=1) / m, many),
                consensus_entropy=ranked(entropy(mean)), kl_max=ranked(kl.max(axis=0)), kl_mean=ranked(kl.mean(axis=0)),
                cosine_disagreement=ranked(pairs), bald=ranked(bald))


def joint_entropy(members, batch):
    """H(y_1 ... y_b) over every label combination, with p = mean_m prod_i p_m(y_i)."""
    c = members.shape[2]
    total = 0.0
    for labels in itertools.product(range(c), repeat=len(batch)):
        p = np.mean(np.prod([members[:, i, y] for i, y in zip(batch, labels)], axis=0))
        total -= p * np.log2(p) if p > 0 else 0
    return total


def batch_bald(members, count):
    """Greedy over the whole pool: a(batch) = H(y_1 ... y_b) - sum_i mean_m H(y_i | m)."""
    n = members.shape[1]
    own = np.mean([entropy(member) for member in members], axis=0)
    batch, gains, before = [], [], 0.0
    for _ in range(count):
        value = {i: joint_entropy(members, batch + [i]) - own[batch + [i]].sum() for i in range(n) if i not in batch}
        first, second = sorted(value, key=value.get, reverse=True)[:2]
        assert value[first] - value[second] > 1e-4
        gains.append(value[first] - before)
        batch, before = batch + [first], value[first]
    assert all(a >= b for a, b in zip(gains, gains[1:]))
    return dict(order=batch, scores=gains)


def epig(members):
    """Every candidate is a target, too: mean of H(y) + H(y*) - H(y, y*)."""
    m, n, _ = members.shape
    mean = members.mean(axis=0)
    single = entropy(mean)
    return ranked([np.mean([single[x] + single[t] - entropy([members[:, x].T @ members[:, t] / m])[0] for t in range(n)]) for x in range(n)])


def gradients(p, x):
    """g_y = (p - e_y) outer [x; 1], checked against finite differences of the log-loss of a head that gives p."""
    rows = np.hstack([x, np.ones((len(x), 1))])
    g = np.array([[np.outer(row_p - np.eye(4)[y], row) for y in range(4)] for row_p, row in zip(p, rows)])
    rng = np.random.default_rng(12)
    for _ in range(3):
        w, row, y = rng.normal(size=(4, rows.shape[1])), rows[rng.integers(len(rows))], rng.integers(4)
        loss = lambda w: np.log(np.exp(w @ row).sum()) - (w @ row)[y]
        by_hand = np.outer(np.exp(w @ row) / np.exp(w @ row).sum() - np.eye(4)[y], row)
        for at in np.ndindex(w.shape):
            step = np.zeros_like(w)
            step[at] = 1e-6
            assert abs((loss(w + step) - loss(w - step)) / 2e-6 - by_hand[at]) < 1e-7
    length = np.sqrt((g ** 2).sum(axis=(2, 3)))
    guess = p.argmax(axis=1)
    at_guess = g[np.arange(len(p)), guess].reshape(len(p), -1)
    first = int(np.argmax(np.linalg.norm(at_guess, axis=1)))
    distance = np.linalg.norm(at_guess[:, None] - at_guess[None], axis=2)
    second = distance[first] ** 2 / (distance[first] ** 2).sum()
    likeliest = int(np.argmax(second))
    nearest = np.minimum(distance[first], distance[likeliest]) ** 2
    return dict(expected_gradient_length=ranked((p * length).sum(axis=1), 1), gradient_norm=ranked(length[np.arange(len(p)), guess], 1),
                badge=dict(first=first, norm=float(np.linalg.norm(at_guess[first])), distances=distance.tolist(), second=second.tolist(),
                           likeliest=likeliest, third=(nearest / nearest.sum()).tolist()))


rng = np.random.default_rng(31)
p = exact(np.vstack([rng.dirichlet([0.8] * 4, size=20), [[1, 0, 0, 0], [0, 0.5, 0.5, 0]]]))
x = np.round(rng.normal(size=(len(p), 5)), 5).astype(np.float32).astype(np.float64)
# A text has labels that are likely, and every member a view of its own; two texts of which all are sure, one way and the other.
base = rng.dirichlet([0.7] * 4, size=18)
members = np.stack([exact(np.array([rng.dirichlet(0.05 + strength * row) for row, strength in zip(base, rng.uniform(1, 30, size=18))])) for _ in range(5)])
members[:, 4] = [1, 0, 0, 0]
members[:, 9] = np.eye(4)[[0, 1, 1, 2, 2]]
print(json.dumps(dict(
    probabilities=p.tolist(), rows=x.tolist(), members=members.tolist(), uncertainty=uncertainty(p), committee=committee(members),
    batch_bald=batch_bald(members, 5), epig=epig(members), gradient=gradients(p, x),
), separators=(",", ":")))
