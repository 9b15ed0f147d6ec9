"""Golden values for evaluate/significance.rs: Wilcoxon's signed-rank test, Holm's correction, Student's interval.

    python tests/reference/significance.py tests/fixtures/significance.json    # needs numpy and scipy

Wilcoxon is scipy's, where scipy has an exact one: without ties and zeros up to 50 pairs, with them up to 13 (all sign patterns). Longer
series with ties are counted here by enumeration of the rank sums in exact integers. Holm is written from Holm (1979), Student's
interval is scipy's.
"""

import json
import sys
from collections import Counter

import numpy as np
from scipy import stats


def enumerated(differences):
    """Exact two-sided p by counting signs in whole numbers: any ties, any length."""
    left = np.array([d for d in differences if d != 0])
    ranks = (2 * stats.rankdata(np.abs(left))).astype(int)
    counts = Counter({0: 1})
    for rank in ranks:
        following = Counter(counts)
        for total, ways in counts.items():
            following[total + int(rank)] += ways
        counts = following
    positive = int(ranks[left > 0].sum())
    below = sum(ways for total, ways in counts.items() if total <= positive)
    above = sum(ways for total, ways in counts.items() if total >= positive)
    return min(1.0, 2 * min(below, above) / 2 ** len(left))


def wilcoxon(differences):
    left = [d for d in differences if d != 0]
    plain = len(left) == len(differences) and len(set(map(abs, left))) == len(left)
    own = enumerated(differences)
    if plain and len(left) <= 50:
        theirs = stats.wilcoxon(differences, method="exact").pvalue
    elif len(differences) <= 13:
        theirs = stats.wilcoxon(differences, method=stats.PermutationMethod(n_resamples=np.inf)).pvalue
    else:
        return own, "counted"
    assert abs(theirs - own) < 1e-12, (differences, theirs, own)
    return theirs, "scipy"


def holm(p):
    adjusted = np.empty(len(p))
    highest = 0.0
    for place, test in enumerate(np.argsort(p, kind="stable")):
        highest = max(highest, min(1.0, (len(p) - place) * p[test]))
        adjusted[test] = highest
    return adjusted.tolist()


def main(path):
    rng = np.random.default_rng(11)
    series = [[0.25], [0.5, -0.25], [0.125, 0.25, 0.375, 0.5, 0.625], [0.0, 0.0, 0.25, -0.5, 0.75]]
    for size in (5, 6, 8, 10, 13, 20, 30, 50):
        series.append(np.round(rng.normal(0.01, 0.02, size), 6).tolist())
    for size in (5, 6, 9, 12, 13, 25, 40):
        series.append((rng.integers(-3, 6, size) / 64).tolist())
    tests = []
    for differences in series:
        p, source = wilcoxon(differences)
        tests.append({"differences": differences, "p": p, "source": source})
    families = [rng.uniform(0, size=size) ** 3 for size in (1, 2, 5, 9)] + [np.array([0.02, 0.02, 0.01, 0.9])]
    means = []
    for size in (2, 3, 4, 5, 10, 30, 100):
        values = rng.normal(0.8, 0.05, size)
        half = stats.t.ppf(0.975, size - 1) * stats.sem(values)
        means.append({"values": values.tolist(), "mean": values.mean(), "sd": values.std(ddof=1), "low": values.mean() - half, "high": values.mean() + half})
    golden = {"wilcoxon": tests, "holm": [{"p": p.tolist(), "adjusted": holm(p)} for p in families], "means": means}
    with open(path, "w") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


main(sys.argv[1])
