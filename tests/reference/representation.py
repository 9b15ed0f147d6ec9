"""Golden vectors for the representation and combined strategies, from NumPy, SciPy and scikit-learn, written from the papers.

    python -m venv VENV && VENV/bin/pip install numpy scipy scikit-learn
    VENV/bin/python tests/reference/representation.py > tests/fixtures/representation.json

Everything is computed in float64, by full distance matrices and brute force, from inputs rounded to five decimals and then to float32, as
the tests read them. Where a strategy draws at random, the vector is of its exact chances, by enumeration. All seeds are fixed.
"""
import itertools
import json

import numpy as np
from scipy.special import entr, rel_entr, softmax
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression

C = 10.0


def as_read(values):
    """What the tests get when they parse these numbers as f32."""
    return np.asarray(np.round(values, 5), dtype=np.float32).astype(np.float64)


def plain(values, digits=9):
    return np.round(np.asarray(values, dtype=np.float64), digits).tolist()


def unit_rows(rng, n, d):
    x = rng.normal(size=(n, d)) + np.eye(d)[0]
    return as_read(x / np.linalg.norm(x, axis=1, keepdims=True))


def groups(rng, sizes, d, spread=0.3, apart=6.0):
    """Well separated groups, which every good run of k-means finds; shuffled."""
    x = np.vstack([apart * np.eye(d)[g] + spread * rng.normal(size=(size, d)) for g, size in enumerate(sizes)])
    return as_read(x[rng.permutation(len(x))])


def distances(x):
    return np.linalg.norm(x[:, None] - x[None], axis=2)


def chances(rng, n, c):
    return as_read(rng.dirichlet([0.7] * c, size=n))


def margin(p):
    ranked = np.sort(p, axis=1)
    return ranked[:, -1] - ranked[:, -2]


def apart(scores, least=2e-5):
    """No two scores so near each other that rounding could swap them."""
    gaps = np.diff(np.sort(np.asarray(scores)))
    assert gaps.min() > least, gaps.min()


def best_first(scores):
    apart(scores)
    return np.argsort(-np.asarray(scores), kind="stable")


def lightweight_coreset():
    x = as_read(np.random.default_rng(21).normal(size=(8, 3)) * np.arange(1, 9)[:, None] / 4)
    d = ((x - x.mean(axis=0)) ** 2).sum(axis=1)
    q = 0.5 / len(x) + 0.5 * d / d.sum()
    assert abs(q.sum() - 1) < 1e-12
    # The second of a draw without replacement: its chance, over all that can come first.
    second = [sum(q[i] * q[j] / (1 - q[i]) for i in range(len(q)) if i != j) for j in range(len(q))]
    return dict(rows=plain(x, 5), first=plain(q), second=plain(second))


def typiclust():
    """As many groups as there are answers plus texts asked for: 3 + 3. One answer lies in the largest group, two in another."""
    sizes = [14, 30, 8, 11, 4, 9]
    x = groups(np.random.default_rng(22), sizes, 8, spread=0.15, apart=20.0)
    fit = KMeans(n_clusters=6, n_init=50, random_state=0).fit(x)
    group = fit.labels_
    counts = np.bincount(group)
    assert sorted(counts) == sorted(sizes)
    of_size = lambda size: np.flatnonzero(group == int(np.flatnonzero(counts == size)[0]))
    labelled = [int(of_size(30)[0]), int(of_size(14)[0]), int(of_size(14)[1])]
    d = distances(x)
    order, scores = [], []
    pool = [i for i in range(len(x)) if i not in labelled]
    members = {g: [i for i in pool if group[i] == g] for g in range(6)}
    answers = {g: sum(group[i] == g for i in labelled) for g in range(6)}
    taken = {g: 0 for g in range(6)}

    def typicality(i, g):
        others = np.sort([d[i, j] for j in members[g] if j != i])[:20]
        return 1 / (others.mean() + 1e-5)

    ranked = {g: sorted(members[g], key=lambda i: -typicality(i, g)) for g in range(6)}
    for g in range(6):
        apart([typicality(i, g) for i in members[g]], 1e-6)
    for _ in range(3):                                 # texts asked for
        g = min((g for g in range(6) if len(members[g]) > 5), key=lambda g: (answers[g] + taken[g], -len(members[g])))
        order.append(ranked[g][taken[g]])
        scores.append(len(members[g]) / len(pool) - answers[g] - taken[g])
        taken[g] += 1
    return dict(rows=plain(x, 5), labelled=labelled, order=order, scores=plain(scores))


def cover(d, labelled, delta, count):
    """Greedy covering by the full matrix; ends where a choice is not the only best one."""
    near = d < delta
    pool = [i for i in range(len(d)) if i not in labelled]
    covered = near[labelled].any(axis=0) if labelled else np.zeros(len(d), bool)
    order, scores = [], []
    for _ in range(count):
        gain = np.array([(near[i] & ~covered)[pool].sum() for i in pool])
        if gain.max() < 2 or (gain == gain.max()).sum() > 1:
            break
        i = pool[int(gain.argmax())]
        order.append(i)
        scores.append(gain.max() / len(pool))
        covered = covered | near[i]
    return order, scores


def probcover():
    # A fixed radius, on rows whose greedy choices are not tied for as long as can be.
    best = None
    for seed in range(100):
        x = as_read(np.random.default_rng(seed).normal(size=(60, 3)))
        d = distances(x)
        delta = 1.25
        off = np.abs(d[np.triu_indices(60, 1)] - delta).min()
        order, scores = cover(d, [4, 9], delta, 10)
        if off > 1e-4 and (best is None or len(order) > len(best["order"])):
            best = dict(rows=plain(x, 5), labelled=[4, 9], delta=delta, order=order, scores=plain(scores))
    assert len(best["order"]) >= 4, best["order"]
    # A radius from the purity: the largest of all distances at which 95 % of the balls are pure.
    found = None
    for seed in range(120):
        x = groups(np.random.default_rng(seed), [31, 22, 27], 4, spread=1.2, apart=5.0)
        runs = [KMeans(n_clusters=3, n_init=1, random_state=run).fit(x) for run in range(12)]
        pseudo = runs[0].labels_
        if max(run.inertia_ for run in runs) - min(run.inertia_ for run in runs) > 1e-9:
            continue                                    # several answers: the vector would hang on the start
        d = distances(x)
        alien = pseudo[:, None] != pseudo[None]
        purity = lambda delta: (~((d < delta) & alien).any(axis=1)).mean()
        tried = np.unique(d[d > 0])
        low, high = 0, len(tried)                        # the purity only falls as the radius grows
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if purity(tried[middle]) >= 0.95 else (low, middle)
        delta = tried[low]
        assert purity(delta) >= 0.95 > purity(delta + 1e-9)
        # Distances next to the radius would make the graph hang on rounding.
        near = np.abs(tried - delta)
        if np.sort(near)[1] < 1e-4:
            continue
        order, scores = cover(d, [], delta, 10)
        if found is None or len(order) > len(found["order"]):
            found = dict(rows=plain(x, 5), classes=3, delta=float(delta), order=order, scores=plain(scores))
    assert len(found["order"]) >= 2, found["order"]
    return dict(fixed=best, found=found)


def information_density():
    rng = np.random.default_rng(24)
    x, p = unit_rows(rng, 30, 6) , chances(rng, 30, 4)
    x = as_read(x * rng.uniform(0.5, 2, size=(30, 1)))  # rows need not be of length 1
    x[7] = -x[3]
    cosine = (x @ x.T) / np.outer(np.linalg.norm(x, axis=1), np.linalg.norm(x, axis=1))
    density = np.maximum(cosine.mean(axis=1), 0)
    cases = []
    for beta in (1.0, 2.5):
        score = (1 - margin(p)) * density ** beta
        positive = np.flatnonzero(score > 1e-6)
        apart(score[positive], 1e-6)
        cases.append(dict(beta=beta, scores=plain(score), order=[int(i) for i in np.argsort(-score) if score[i] > 1e-6]))
    return dict(rows=plain(x, 5), probabilities=plain(p, 5), cases=cases)


def linear_head(rng, c, d):
    return as_read(2 * rng.normal(size=(c, d))), as_read(rng.normal(size=c))


def head_of(w, b):
    return dict(dims=w.shape[1], weights=plain(w.ravel(), 5), bias=plain(b, 5), seen=[True] * len(w), iterations=1, converged=True)


def cal():
    rng = np.random.default_rng(25)
    x = unit_rows(rng, 50, 6)
    w, b = linear_head(rng, 3, 6)
    labelled = sorted(rng.choice(50, 14, replace=False).tolist())
    pool = [i for i in range(50) if i not in labelled]
    known = softmax(x @ w.T + b, axis=1)
    p = chances(rng, 50, 3)                             # any probabilities: what the pool says need not be this head's
    p[pool[5]] = [1, 0, 0]
    d = distances(x)
    scores = np.zeros(50)
    for i in pool:
        near = sorted(labelled, key=lambda l: d[i, l])[:10]
        apart(d[i, labelled], 1e-6)
        q = np.maximum(p[i], 1e-7)
        scores[i] = np.mean([rel_entr(known[l], q).sum() for l in near])
    order = [pool[i] for i in best_first(scores[pool])]
    return dict(rows=plain(x, 5), head=head_of(w, b), labelled=labelled, probabilities=plain(p[pool], 5), scores=plain(scores), order=order)


def discriminative():
    """All unlabelled rows are in the fit; two parts: the second fit has the first part among the labelled."""
    rng = np.random.default_rng(26)
    x = unit_rows(rng, 40, 5)
    labelled = sorted(rng.choice(40, 6, replace=False).tolist())
    pool = [i for i in range(40) if i not in labelled]
    order, scores = [], []
    for _ in range(2):
        sides = np.ones(40, int)
        sides[labelled + order] = 0
        # scikit-learn has one weight vector for two classes: twice our C.
        fit = LogisticRegression(C=2 * C, tol=1e-12, max_iter=100000).fit(x, sides)
        p = fit.predict_proba(x)[:, 1]
        left = [i for i in pool if i not in order]
        apart(p[left], 2e-6)
        for i in sorted(left, key=lambda i: -p[i])[:3]:
            scores.append(min(p[i], scores[-1] if scores else 1.0))
            order.append(i)
    return dict(rows=plain(x, 5), labelled=labelled, order=order, scores=plain(scores))


def clue():
    rng = np.random.default_rng(27)
    sizes = [9, 14, 6, 11]
    x = groups(rng, sizes, 5, spread=0.4)
    p = chances(rng, len(x), 3)
    p[2] = [0, 1, 0]
    doubt = entr(p).sum(axis=1) / np.log(2)
    fit = KMeans(n_clusters=4, n_init=50, random_state=0).fit(x, sample_weight=doubt)
    assert sorted(np.bincount(fit.labels_)) == sorted(sizes)
    picks = []
    for g in range(4):
        members = np.flatnonzero(fit.labels_ == g)
        centre = (doubt[members, None] * x[members]).sum(axis=0) / doubt[members].sum()
        away = np.linalg.norm(x[members] - centre, axis=1)
        apart(away, 1e-6)
        picks.append((doubt[members].sum() / doubt.sum(), int(members[away.argmin()])))
    picks.sort(reverse=True)
    apart([share for share, _ in picks])
    return dict(rows=plain(x, 5), probabilities=plain(p, 5), order=[i for _, i in picks], scores=plain([share for share, _ in picks]))


def dropquery():
    """The chance that one mask changes the label, over all 2^d masks."""
    rng = np.random.default_rng(28)
    d, rate = 7, 0.75
    x = unit_rows(rng, 12, d)
    w, b = linear_head(rng, 3, d)
    whole = (x @ w.T + b).argmax(axis=1)
    change = np.zeros(len(x))
    for kept in itertools.product([0, 1], repeat=d):
        kept = np.array(kept)
        chance = np.prod(np.where(kept == 1, 1 - rate, rate))
        change += chance * (((x * kept / (1 - rate)) @ w.T + b).argmax(axis=1) != whole)
    return dict(rows=plain(x, 5), head=head_of(w, b), rate=rate, masks=5, change=plain(change))


def falcun():
    """The chances of the first pick, and of the second after it, of the draw with (u + d)^gamma."""
    p = chances(np.random.default_rng(29), 6, 3)
    gamma = 2.0
    u = 1 - margin(p)
    first = (2 * u) ** gamma
    first /= first.sum()
    pairs = np.zeros((6, 6))
    for i in range(6):
        left = [j for j in range(6) if j != i]
        d = np.minimum(u, np.abs(p - p[i]).sum(axis=1))[left]
        d = (d - d.min()) / (d.max() - d.min())
        second = (u[left] + d) ** gamma
        pairs[i, left] = first[i] * second / second.sum()
    assert abs(pairs.sum() - 1) < 1e-12
    return dict(probabilities=plain(p, 5), gamma=gamma, pairs=plain(pairs))


def ranked_batch():
    rng = np.random.default_rng(30)
    x, p = as_read(2 * rng.normal(size=(30, 4))), chances(rng, 30, 3)
    x[12] = x[20]
    labelled = [3, 12]
    d = distances(x)
    doubt = 1 - p.max(axis=1)
    pool = [i for i in range(30) if i not in labelled]
    centres, left, order, scores = list(labelled), list(pool), [], []
    while left:
        alpha = len(left) / (len(left) + len(centres))
        worth = np.array([alpha * (1 - 1 / (1 + d[i, centres].min())) + (1 - alpha) * doubt[i] for i in left])
        if len(left) > 1:
            apart(np.sort(worth)[-2:], 1e-6)            # the two best
        best = int(worth.argmax())
        scores.append(min(worth[best], scores[-1] if scores else np.inf))
        order.append(left[best])
        centres.append(left.pop(best))
    return dict(rows=plain(x, 5), labelled=labelled, probabilities=plain(p[pool], 5), order=order, scores=plain(scores))


def stochastic_batch():
    p = chances(np.random.default_rng(31), 6, 3)
    score = 1 - margin(p)
    beta = 1.7
    rank = np.empty(6)
    rank[best_first(score)] = np.arange(1, 7)
    weights = dict(power=score ** beta, softmax=np.exp(beta * score), rank=rank ** -beta)
    cases = []
    for kind, w in weights.items():
        q = w / w.sum()
        pairs = np.array([[0 if i == j else q[i] * q[j] / (1 - q[i]) for j in range(6)] for i in range(6)])
        cases.append(dict(kind=kind, pairs=plain(pairs)))
    return dict(probabilities=plain(p, 5), beta=beta, cases=cases)


def expected_error_reduction():
    """Every candidate, every label, the whole pool as evaluation, every refit to convergence."""
    rng = np.random.default_rng(32)
    x = unit_rows(rng, 24, 4)
    y = np.argmax(x @ rng.normal(size=(4, 3)) + 0.3 * rng.normal(size=(24, 3)), axis=1)
    labelled = [int(np.flatnonzero(y == c)[0]) for c in range(3)]
    labelled = sorted(labelled + [i for i in range(24) if i not in labelled][:5])
    pool = [i for i in range(24) if i not in labelled]

    def fit(rows, targets):
        return LogisticRegression(C=C, tol=1e-12, max_iter=100000).fit(x[rows], targets)

    now = fit(labelled, y[labelled])
    p = as_read(now.predict_proba(x))
    losses = dict(log=[], zeroOne=[])
    for i in pool:
        future = [fit(labelled + [i], np.append(y[labelled], c)).predict_proba(x[pool]) for c in range(3)]
        weight = p[i] / p[i].sum()
        losses["log"].append(-sum(w * entr(f).sum(axis=1).mean() for w, f in zip(weight, future)))
        losses["zeroOne"].append(-sum(w * (1 - f.max(axis=1)).mean() for w, f in zip(weight, future)))
    cases = [dict(loss=loss, scores=plain(scores), order=[pool[i] for i in np.argsort(-np.array(scores))]) for loss, scores in losses.items()]
    for case in cases:
        apart(case["scores"])
    return dict(rows=plain(x, 5), labelled=labelled, targets=y[labelled].tolist(), probabilities=plain(p[pool], 5), cases=cases)


print(json.dumps(dict(
    lightweight_coreset=lightweight_coreset(), typiclust=typiclust(), probcover=probcover(), information_density=information_density(),
    cal=cal(), discriminative=discriminative(), clue=clue(), dropquery=dropquery(), falcun=falcun(), ranked_batch=ranked_batch(),
    stochastic_batch=stochastic_batch(), expected_error_reduction=expected_error_reduction(),
), separators=(",", ":")))
