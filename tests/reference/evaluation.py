"""Golden vectors for calibration, intervals, stopping criteria and label errors, from NumPy, SciPy and scikit-learn.

    python -m venv VENV && VENV/bin/pip install numpy scipy scikit-learn
    VENV/bin/python tests/reference/evaluation.py > tests/fixtures/evaluation.json

Written from the papers; scikit-learn and SciPy give what they have (Brier score, kappa, F1, entropy, Wilson, bootstrap), and where they
have it and we compute it as well, both must agree. Everything in float64 from inputs that are rounded to five decimals and then to
float32, as the tests read them. All seeds are fixed; made with Python 3.11, numpy 2.4, scipy 1.17, scikit-learn 1.9.
"""
import json

import numpy as np
from scipy.stats import binomtest, bootstrap, entropy
from sklearn.metrics import brier_score_loss, cohen_kappa_score, confusion_matrix, f1_score

BINS = 10


def as_read(values):
    """What the tests get when they parse these numbers as f32."""
    return np.asarray(np.round(values, 5), dtype=np.float32).astype(np.float64)


def plain(values, digits=12):
    return np.round(np.asarray(values, dtype=np.float64), digits).tolist()


def wilson(hits, total):
    if total == 0:
        return [0.0, 1.0]
    interval = binomtest(int(hits), int(total)).proportion_ci(0.95, method="wilson")
    return [interval.low, interval.high]


def with_interval(figure, draws, n):
    """The figure, and its 2.5 % and 97.5 % points over the resamples, stretched to hold the figure."""
    value = figure(np.arange(n))
    values = [figure(places) for places in draws]
    low, high = np.percentile(values, [2.5, 97.5])
    return [float(value), float(min(low, value)), float(max(high, value))]


def equal_width(confidence, right):
    """Guo et al. 2017: bin m holds confidences in ((m - 1) / M, m / M]."""
    edges = np.linspace(0, 1, BINS + 1)
    of = np.clip(np.digitize(confidence, edges, right=True), 1, BINS) - 1
    bins = [(int((of == m).sum()), *((confidence[of == m].mean(), right[of == m].mean()) if (of == m).any() else (0.0, 0.0))) for m in range(BINS)]
    error = sum(count * abs(accuracy - mean) for count, mean, accuracy in bins) / len(confidence)
    return error, bins


def equal_mass(confidence, right, bins):
    """Nixon et al. 2019: runs of as equal a size as can be, in order of confidence (right after wrong among equals)."""
    order = np.lexsort((right, confidence))
    runs = np.array_split(order, bins)
    return sum(len(run) * abs(right[run].mean() - confidence[run].mean()) for run in runs if len(run)) / len(confidence)


def calibration(seed, n, classes, sharpness):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet([sharpness] * classes, size=n)
    if n > 4:
        p[0] = np.eye(classes)[0]                          # certain
        p[1] = np.full(classes, 1 / classes)               # even
        p[2] = p[3]                                        # equal confidences
    p = as_read(p)
    truth = np.array([rng.choice(classes, p=row / row.sum()) if rng.random() < 0.8 else rng.integers(classes) for row in p])
    predicted = p.argmax(axis=1)
    confidence, right = p.max(axis=1), (predicted == truth).astype(float)
    losses = ((p - np.eye(classes)[truth]) ** 2).sum(axis=1)
    # scikit-learn insists on rows that sum to one, so it gets the same before rounding of the sum matters.
    normal = p / p.sum(axis=1, keepdims=True)
    theirs = brier_score_loss(truth, normal, labels=list(range(classes)), scale_by_half=False)
    assert abs(theirs - ((normal - np.eye(classes)[truth]) ** 2).sum(axis=1).mean()) < 1e-12
    draws = rng.integers(n, size=(60, n))
    mass_bins = min(BINS, max(1, n // 10))
    _, bins = equal_width(confidence, right)
    f1 = lambda places: f1_score(truth[places], predicted[places], average="macro", zero_division=0)
    table = confusion_matrix(truth, predicted, labels=list(range(classes)))
    hits, said, there = np.diag(table), table.sum(axis=0), table.sum(axis=1)
    macro = with_interval(f1, draws, n)
    if right.all() or not right.any():
        macro[1:] = wilson(right.sum(), n)
    return dict(
        probabilities=plain(p, 5), truth=truth.tolist(), draws=draws.ravel().tolist(),
        brier=with_interval(lambda places: losses[places].mean(), draws, n),
        ece=with_interval(lambda places: equal_width(confidence[places], right[places])[0], draws, n),
        adaptive_ece=with_interval(lambda places: equal_mass(confidence[places], right[places], mass_bins), draws, n),
        adaptive_bins=mass_bins, bins=[[count, mean, accuracy] for count, mean, accuracy in bins], macro_f1=macro,
        precision=[wilson(h, s) for h, s in zip(hits, said)], recall=[wilson(h, s) for h, s in zip(hits, there)],
    )


def resampling():
    """SciPy's own percentile bootstrap of a mean with many resamples: what a seeded one of ours must come near to."""
    values = as_read(np.random.default_rng(3).gamma(2.0, size=80))
    interval = bootstrap((values,), np.mean, n_resamples=20000, method="percentile", rng=np.random.default_rng(4)).confidence_interval
    return dict(values=plain(values, 5), low=float(interval.low), high=float(interval.high), error=float(values.std() / np.sqrt(80)))


def delta_f(before, after, classes):
    """Altschuler & Bloodgood 2019 for each class by its contingency table; the mean over classes that either predicts."""
    changes = []
    for c in range(classes):
        a = np.sum((before == c) & (after == c))
        b = np.sum((before == c) & (after != c))
        d = np.sum((before != c) & (after == c))
        if a + b + d:
            changes.append(1 - 2 * a / (2 * a + b + d))
    return float(np.mean(changes))


def stopping():
    cases = []
    for seed, n, classes, drawn, keep in [(1, 200, 3, 3, 0.9), (2, 50, 6, 4, 0.6), (3, 1000, 77, 77, 0.99), (4, 40, 2, 1, 1.0), (5, 30, 3, 2, 0.0)]:
        rng = np.random.default_rng(seed)
        before = rng.integers(drawn, size=n)
        after = np.where(rng.random(n) < keep, before, rng.integers(drawn, size=n))
        constant = len(np.unique(np.concatenate([before, after]))) == 1
        # All predictions one class: 0/0, which scikit-learn gives as nan; both agree wholly.
        kappa = 1.0 if constant else cohen_kappa_score(before, after, labels=list(range(classes)))
        p = as_read(rng.dirichlet([0.4] * classes, size=12))
        p[0] = np.eye(classes)[0]
        uncertainty = np.mean([-(row[row > 0] * np.log(row[row > 0])).sum() for row in p]) / np.log(classes)
        assert abs(uncertainty - np.mean(entropy(p, axis=1)) / np.log(classes)) < 1e-4
        cases.append(dict(classes=classes, before=before.tolist(), after=after.tolist(), kappa=float(kappa), change=float(np.mean(before != after)),
                          delta_f=delta_f(before, after, classes), probabilities=plain(p, 5), uncertainty=float(uncertainty)))
    return cases


def label_errors(seed, n, classes, noise):
    """Northcutt et al. 2021, section 3: thresholds t_j, the confident joint's off-diagonal, ranked by self-confidence; a class with one
    example has no threshold, and a class less likely than the given one is not suggested."""
    rng = np.random.default_rng(seed)
    true = rng.integers(classes - 1, size=n)
    true[0] = classes - 1                                   # a class with one example
    p = as_read([rng.dirichlet(0.3 + 4 * np.eye(classes)[c]) for c in true])
    given = np.where(rng.random(n) < noise, rng.integers(classes - 1, size=n), true)
    given[0] = classes - 1
    counts = np.bincount(given, minlength=classes)
    thresholds = [float(p[given == c, c].mean()) if counts[c] >= 2 else None for c in range(classes)]
    flagged = []
    for i in range(n):
        own = given[i]
        confident = [c for c in range(classes) if thresholds[c] is not None and p[i, c] >= thresholds[c]]
        if thresholds[own] is None or not confident:
            continue
        suggested = max(confident, key=lambda c: p[i, c])
        if suggested != own and p[i, suggested] > p[i, own]:
            flagged.append((p[i, own], i, suggested))
    flagged.sort()
    assert len({score for score, _, _ in flagged}) == len(flagged), "a tie would make the order a matter of seeds"
    assert sum(given[i] != true[i] for _, i, _ in flagged) > 0.6 * sum(given != true), "planted errors are found"
    return dict(probabilities=plain(p, 5), given=given.tolist(), thresholds=thresholds,
                places=[i for _, i, _ in flagged], suggested=[int(s) for _, _, s in flagged])


def contradictions():
    rng = np.random.default_rng(13)
    centres = rng.normal(size=(20, 8))
    x = as_read(np.repeat(centres, 4, axis=0) + 0.12 * rng.normal(size=(80, 8)))
    given = rng.integers(3, size=80)
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    cosine = unit @ unit.T
    pairs = [(cosine[a, b], a, b) for a in range(80) for b in range(a + 1, 80) if given[a] != given[b] and cosine[a, b] >= 0.95]
    pairs.sort(key=lambda pair: -pair[0])
    gaps = np.diff([c for c, _, _ in pairs])
    assert len(pairs) > 20 and np.abs(gaps).min() > 2e-6 and np.abs(cosine - 0.95).min() > 1e-6
    return dict(rows=plain(x, 5), given=given.tolist(), pairs=[[a, b] for _, a, b in pairs], cosines=[float(c) for c, _, _ in pairs])


print(json.dumps(dict(
    calibration=[calibration(1, 60, 3, 0.6), calibration(2, 35, 6, 0.4), calibration(3, 7, 2, 1.0), calibration(4, 130, 4, 0.3), calibration(5, 1, 3, 1.0)],
    resampling=resampling(), stopping=stopping(),
    label_errors=[label_errors(1, 120, 5, 0.15), label_errors(2, 60, 3, 0.1)], contradictions=contradictions(),
), separators=(",", ":")))
