"""How long a query takes beside the Python libraries, strategy by strategy, on the same shapes in one run.

    python benches/peers/timing.py --peers PEERS --bench BENCH [--sizes 5000 20000 100000] [--repeats 3] [--limit 60]

PEERS is the folder of the peers' scripts, of which strategies.py is imported: thin adapters to small-text, modAL and
scikit-activeml. BENCH is the built `strategies` bench, which is asked for one strategy at a time. Both make their pool
alike: 40 groups on the unit sphere, 384 numbers a text, 10 labels, 200 answers, 10 texts asked for, head and committee
(8 members) fitted beforehand. A time is wall time, one thread, the least of the repeats, of scoring the pool and choosing;
ours and theirs take turns. Theirs is not run where it would hold an N x N matrix larger than --memory GiB, nor where its
time for the smaller pool says that it takes longer than --limit seconds. Markdown on the standard output.
"""
import argparse
import subprocess
import sys
import time

import numpy as np
from threadpoolctl import threadpool_limits

DIMS, CLASSES, ANSWERS, COUNT, MEMBERS = 384, 10, 200, 10, 8
# Ours, theirs as strategies.py calls it, whose code it is, how their time grows with the pool, whether they hold an N x N matrix.
PAIRS = [
    ("random", "random", "NumPy", 1, False),
    ("margin", "margin", "small-text", 1, False),
    ("least_confidence", "least_confidence", "small-text", 1, False),
    ("entropy", "entropy", "modAL", 1, False),
    ("entropy", "entropy_smalltext", "small-text", 1, False),
    ("vote_entropy", "vote_entropy", "scikit-activeml", 1, False),
    ("kl_mean", "kl_committee", "scikit-activeml", 1, False),
    ("bald", "bald", "scikit-activeml", 1, False),
    ("expected_gradient_length", "egl", "NumPy, closed form", 1, False),
    ("badge", "badge_peer", "scikit-activeml", 1, False),
    ("badge", "badge", "NumPy, factorised", 1, False),
    ("coreset", "coreset", "scikit-activeml", 1, False),
    ("coreset", "coreset_smalltext", "small-text", 1, False),
    ("kmeans", "kmeans", "small-text", 1, False),
    ("cal", "cal", "scikit-activeml", 1, False),
    ("clue", "clue", "scikit-activeml", 1, False),
    ("dropquery", "dropquery_peer", "scikit-activeml", 1, False),
    ("typiclust", "typiclust", "scikit-activeml", 1, False),
    ("probcover", "probcover", "scikit-activeml", 2, True),
    ("information_density", "info_density", "modAL", 2, True),
]
SCORE, COMMITTEE, FIT = "*score the pool*", "*score the pool by the committee*", "*fit the head*"
# What a strategy asks of a model, and so which scoring belongs to its query. Theirs score within the query.
SCORING = {"random": None, "coreset": None, "kmeans": None, "typiclust": None, "probcover": None,
           "vote_entropy": COMMITTEE, "kl_mean": COMMITTEE, "bald": COMMITTEE}


def ours(bench, size, name):
    """Milliseconds of what the bench prints: name -> time."""
    printed = subprocess.run([bench, str(size), name], check=True, capture_output=True, text=True).stdout
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in printed.splitlines()[2:] if line.startswith("|")]
    return {line[0]: float(line[1]) for line in cells}


def pool(size):
    """As benches/strategies/table.rs makes it, with other random numbers."""
    rng = np.random.default_rng(7)
    centres = rng.random((4 * CLASSES, DIMS), dtype=np.float32) - 0.5
    rows = 1.6 * (rng.random((size, DIMS), dtype=np.float32) - 0.5) + centres[np.arange(size) % len(centres)]
    return np.ascontiguousarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def shown(ms):
    return f"{ms:.2f}" if ms < 1 else f"{ms:.1f}" if ms < 10 else f"{ms:,.0f}"


def compared(own, their):
    """One cell. The bench prints hundredths of a millisecond: below one there is no ratio."""
    if their is None:
        return f"{shown(own)} / not run"
    if own < 0.01:
        return f"{shown(own)} / {shown(their)}"
    return f"{shown(own)} / {shown(their)} ({their / own:,.{0 if their >= 10 * own else 1}f}×)"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", required=True)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--sizes", nargs="*", type=int, default=[5_000, 20_000, 100_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds that one query of theirs may take")
    parser.add_argument("--memory", type=float, default=4.0, help="GiB that an N x N matrix of theirs may take")
    arguments = parser.parse_args()
    sys.path.insert(0, arguments.peers)
    from strategies import STRATEGIES, State

    lines = [("*fit the head*", "scikit-learn", {})] + [(mine, whose, {}) for mine, _, whose, _, _ in PAIRS]
    for size in sorted(arguments.sizes):
        state = State(pool(size), CLASSES, 10.0, 3)
        state.add(np.arange(ANSWERS), np.arange(ANSWERS) % CLASSES)
        state.fit()
        state.fit_committee(MEMBERS)
        fits, fitted = [], []
        for _ in range(arguments.repeats):
            fits.append(ours(arguments.bench, size, "random")[FIT])
            began = time.perf_counter()
            state.fit()
            fitted.append(1000 * (time.perf_counter() - began))
        lines[0][2][size] = (min(fits), min(fitted))
        for (mine, theirs, _, power, square), (_, _, cells) in zip(PAIRS, lines[1:]):
            smaller = max((done for done, cell in cells.items() if cell[1] is not None), default=None)
            expected = cells[smaller][1] * (size / smaller) ** power if smaller else 0.0
            too_large = square and 4 * size * size > arguments.memory * 2**30
            run = not too_large and expected <= 1000 * arguments.limit and (smaller is not None or not cells)
            own, their = [], []
            for _ in range(arguments.repeats):
                times = ours(arguments.bench, size, mine)
                scoring = SCORING.get(mine, SCORE)
                own.append(times[mine] + (times[scoring] if scoring else 0.0))
                # One time is enough of what takes long.
                if run and sum(their) < 20_000:
                    state.cache.clear()
                    began = time.perf_counter()
                    STRATEGIES[theirs](state, COUNT)
                    their.append(1000 * (time.perf_counter() - began))
            cells[size] = (min(own), min(their) if their else None)
            print(size, mine, theirs, *(shown(ms) if ms is not None else "-" for ms in cells[size]), file=sys.stderr, flush=True)

    sizes = sorted(arguments.sizes)
    print(f"| ms, ours / theirs (ratio) | theirs by | {' | '.join(f'{size:,} texts' for size in sizes)} |\n|---|---|{'---|' * len(sizes)}")
    for name, whose, cells in lines:
        texts = [compared(*cells[size]) for size in sizes]
        print(f"| {name if name.startswith('*') else f'`{name}`'} | {whose} | {' | '.join(texts)} |")


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
