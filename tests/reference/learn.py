"""Golden vectors for the head, the strategies and the metrics, from NumPy, SciPy and scikit-learn, written from the papers.

    python -m venv VENV && VENV/bin/pip install numpy scipy scikit-learn
    VENV/bin/python tests/reference/learn.py > tests/fixtures/learn.json

Everything is computed in float64 from inputs that are rounded to five decimals and then to float32, as the tests read them.
All seeds are fixed; made with Python 3.11, numpy 2.4, scipy 1.17, scikit-learn 1.9.
"""
import json

import numpy as np
from scipy.optimize import minimize
from scipy.special import entr, log_softmax, logsumexp, softmax
from scipy.stats import binomtest
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

C = 10.0


def as_read(values):
    """What the tests get when they parse these numbers as f32."""
    return np.asarray(np.round(values, 5), dtype=np.float32).astype(np.float64)


def rows(rng, n, d):
    x = rng.normal(size=(n, d)) + np.eye(d)[0]
    return as_read(x / np.linalg.norm(x, axis=1, keepdims=True))


def plain(values, digits=9):
    return np.round(np.asarray(values, dtype=np.float64), digits).tolist()


def by_objective(x, y, k):
    """Minimises 0.5 |W|^2 + C sum of log-losses as it stands, with SciPy: a check of scikit-learn's parametrisation."""
    n, d = x.shape

    def f(p):
        w, b = p[:k * d].reshape(k, d), p[k * d:]
        z = x @ w.T + b
        r = softmax(z, axis=1)
        r[np.arange(n), y] -= 1
        value = 0.5 * (w * w).sum() + C * (logsumexp(z, axis=1) - z[np.arange(n), y]).sum()
        return value, np.concatenate([(w + C * r.T @ x).ravel(), C * r.sum(0)])

    p = minimize(f, np.zeros(k * (d + 1)), jac=True, method="L-BFGS-B", options=dict(maxiter=20000, maxfun=40000, ftol=0, gtol=1e-9)).x
    return lambda t: softmax(t @ p[:k * d].reshape(k, d).T + p[k * d:], axis=1)


def head_problem(name, seed, n, d, present, classes, noise):
    rng = np.random.default_rng(seed)
    x, test = rows(rng, n, d), rows(rng, 6, d)
    plane = rng.normal(size=(d, len(present)))
    y = np.argmax(x @ plane + noise * rng.normal(size=(n, len(present))), axis=1)
    y[:len(present)] = np.arange(len(present))      # each at least once
    # With two classes scikit-learn fits one weight vector w = w1 - w0; 0.5 |w|^2 is then twice our penalty, so C is doubled.
    fit = LogisticRegression(C=C * (2 if len(present) == 2 else 1), tol=1e-10, max_iter=100000).fit(x, y)
    p = fit.predict_proba(test)
    other = by_objective(x, y, len(present))(test)
    assert np.abs(p - other).max() < 2e-6, (name, np.abs(p - other).max())
    full = np.zeros((len(test), classes))
    full[:, present] = p
    return dict(name=name, classes=classes, rows=plain(x, 5), targets=[present[c] for c in y], test=plain(test, 5), probabilities=plain(full))


def uncertainty():
    rng = np.random.default_rng(5)
    p = rng.dirichlet([0.6] * 5, size=20)
    p = np.vstack([p, [1, 0, 0, 0, 0], [0.5, 0.5, 0, 0, 0], [0.2] * 5])
    p = as_read(p)
    ranked = np.sort(p, axis=1)[:, ::-1]
    margin = ranked[:, 0] - ranked[:, 1]
    bits = entr(p).sum(axis=1) / np.log(2)
    least = 1 - ranked[:, 0]
    # Only rows without ties can have an order that does not depend on how ties are broken.
    order = lambda score: np.argsort(-score, kind="stable").tolist()
    for score in (-margin, bits, least):
        assert len(np.unique(np.round(score, 6))) >= len(p) - 1
    return dict(probabilities=plain(p, 5), least_confidence=plain(least), margin=plain(margin), entropy_bits=plain(bits),
                order=dict(least_confidence=order(least), entropy=order(bits), margin=order(-margin)))


def coreset():
    """Greedy k-centre by the full distance matrix: again and again argmax over the pool of min over the centres."""
    x = rows(np.random.default_rng(8), 40, 6)
    x[17] = x[3]                                     # a duplicate of a labelled row
    distance = np.linalg.norm(x[:, None] - x[None], axis=2)
    labelled = [3, 11]
    centres, order, scores = list(labelled), [], []
    pool = [i for i in range(len(x)) if i not in labelled]
    while pool:
        nearest = distance[np.ix_(pool, centres)].min(axis=1)
        best = int(np.argmax(nearest))
        order.append(pool[best])
        scores.append(nearest[best])
        centres.append(pool.pop(best))
    assert order[-1] == 17 and scores[-1] == 0
    return dict(rows=plain(x, 5), labelled=labelled, order=order, distances=plain(scores))


def kmeans():
    """Well separated groups, whose clustering every good run of k-means finds."""
    rng = np.random.default_rng(9)
    sizes = [3, 12, 5, 8]
    x = np.vstack([6 * np.eye(5)[g] + 0.3 * rng.normal(size=(size, 5)) for g, size in enumerate(sizes)])
    x = as_read(x[rng.permutation(len(x))])
    fit = KMeans(n_clusters=4, n_init=20, random_state=0).fit(x)
    counts = np.bincount(fit.labels_)
    assert sorted(counts) == sorted(sizes)
    picks = []
    for group in np.argsort(-counts):
        members = np.flatnonzero(fit.labels_ == group)
        picks.append(int(members[np.argmin(np.linalg.norm(x[members] - fit.cluster_centers_[group], axis=1))]))
    return dict(rows=plain(x, 5), picks=picks, sizes=sorted(sizes, reverse=True))


def prototypes():
    rng = np.random.default_rng(10)
    x, centre = rows(rng, 5, 7), as_read(2.5 * rows(rng, 3, 7))
    cosine = (x @ centre.T) / np.outer(np.linalg.norm(x, axis=1), np.linalg.norm(centre, axis=1))
    return dict(rows=plain(x, 5), prototypes=plain(centre, 5), temperature=0.05, probabilities=plain(np.exp(log_softmax(cosine / 0.05, axis=1))))


def metrics():
    cases = []
    for seed, n, classes, drawn in [(1, 40, 3, 3), (2, 25, 6, 4), (3, 1, 2, 2), (4, 60, 2, 2)]:
        rng = np.random.default_rng(seed)
        truth = rng.integers(drawn, size=n)
        predicted = np.where(rng.random(n) < 0.7, truth, rng.integers(classes, size=n))
        labels = list(range(classes))
        p, r, f, s = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
        cases.append(dict(truth=truth.tolist(), predicted=predicted.tolist(), classes=classes, accuracy=accuracy_score(truth, predicted),
                          macro_f1=f.mean(), precision=plain(p, 12), recall=plain(r, 12), f1=plain(f, 12), support=s.tolist(),
                          confusion=confusion_matrix(truth, predicted, labels=labels).tolist()))
    return cases


def wilson():
    cases = []
    for correct, total in [(0, 1), (1, 1), (0, 10), (10, 10), (34, 40), (1, 3), (997, 1000), (50, 100)]:
        interval = binomtest(correct, total).proportion_ci(0.95, method="wilson")
        cases.append(dict(correct=correct, total=total, low=interval.low, high=interval.high))
    return cases


def area():
    labels, accuracy = [25, 50, 80, 200], [0.5, 0.62, 0.7, 0.81]
    return dict(labels=labels, accuracy=accuracy, area=float(np.trapezoid(accuracy, labels) / (labels[-1] - labels[0])))


print(json.dumps(dict(
    head=[
        head_problem("two classes", 1, 30, 8, [0, 1], 2, 0.5),
        head_problem("three classes", 2, 40, 8, [0, 1, 2], 3, 0.5),
        head_problem("seven classes", 3, 60, 12, list(range(7)), 7, 0.3),
        head_problem("fewer rows than numbers in a row", 4, 12, 24, [0, 1, 2], 3, 0.3),
        head_problem("classes without an example", 5, 30, 8, [0, 2, 4], 6, 0.5),
    ],
    uncertainty=uncertainty(), coreset=coreset(), kmeans=kmeans(), prototypes=prototypes(), metrics=metrics(), wilson=wilson(), area=area(),
), separators=(",", ":")))
