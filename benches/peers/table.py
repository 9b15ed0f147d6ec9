"""Our replayed curves beside the peers', as Markdown.

    python benches/peers/table.py --ours FOLDER --peers PEERS [--protocol A] [--compact]

FOLDER holds PROTOCOL_SET.csv files as `handpick simulate --csv` writes them (strategy,seed,labels,accuracy,macro_f1);
PEERS is the folder with the peers' results/curves_PROTOCOL_SET.csv. Accuracy at the end and area under the curve
(trapezoid over labels, divided by their range), in per cent, mean and standard deviation over the seeds.
"""
import argparse
import csv
import os
import statistics
from collections import defaultdict


def curves(path):
    """strategy -> seed -> sorted [(labels, accuracy)]"""
    found = defaultdict(lambda: defaultdict(list))
    if os.path.exists(path):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["strategy"]][int(row["seed"])].append((int(row["labels"]), float(row["accuracy"])))
    return {name: {seed: sorted(points) for seed, points in seeds.items()} for name, seeds in found.items()}


def area(points):
    whole = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in zip(points, points[1:]))
    return whole / (points[-1][0] - points[0][0])


def cell(values):
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    return f"{100 * statistics.mean(values):.1f} ± {100 * spread:.1f}"


# What each set is asked first: these, and of the rest the best.
FIRST = ["auto", "bandit", "margin", "badge", "random"]


def compact(arguments):
    found = {name: curves(os.path.join(arguments.ours, f"{arguments.protocol}_{name}.csv")) for name in arguments.sets}
    peers = {name: curves(os.path.join(arguments.peers, "results", f"curves_{arguments.protocol}_{name}.csv")) for name in arguments.sets}

    def line(title, of):
        cells = []
        for name in arguments.sets:
            points = list(of(name).values())[:5]
            cells.append(f"{cell([p[-1][1] for p in points])} / {cell([area(p) for p in points])}" if points else "")
        print(f"| {title} | {' | '.join(cells)} |")

    def best(name):
        """Of the rest, the one with the largest mean area; its name and its cell."""
        rest = {s: [p for p in runs.values()] for s, runs in found[name].items() if s not in FIRST}
        if not rest:
            return ""
        first = max(rest, key=lambda s: statistics.mean(area(p) for p in rest[s]))
        return f"`{first}`: {cell([p[-1][1] for p in rest[first]])} / {cell([area(p) for p in rest[first]])}"

    heading = f"| end / area | {' | '.join(arguments.sets)} |\n|---|{'---|' * len(arguments.sets)}"
    print(heading)
    for strategy in FIRST:
        line(f"`{strategy}`", lambda name: found[name].get(strategy, {}))
    print(f"| best of the rest | {' | '.join(map(best, arguments.sets))} |")
    for strategy in ["margin", "badge", "random"]:
        line(f"*peers: {strategy}*", lambda name: peers[name].get(strategy, {}))
    print(f"\nAll others:\n\n{heading}")
    strategies = sorted({strategy for name in found for strategy in found[name]},
                        key=lambda s: -statistics.mean(area(p) for name in found if s in found[name] for p in found[name][s].values())
                        if all(s in found[name] for name in found if found[name]) else 0)
    for strategy in [strategy for strategy in strategies if strategy not in FIRST]:
        line(f"`{strategy}`", lambda name: found[name].get(strategy, {}))
        theirs = THEIR_NAMES.get(strategy, strategy)
        if any(peers[name].get(theirs) for name in arguments.sets):
            line(f"*peers: {strategy}*", lambda name: peers[name].get(theirs, {}))


# The peers call some of them by shorter names.
THEIR_NAMES = {"expected_gradient_length": "egl", "information_density": "info_density", "kl_mean": "kl_committee"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", required=True)
    parser.add_argument("--peers", required=True)
    parser.add_argument("--protocol", default="A")
    parser.add_argument("--compact", action="store_true", help="two tables, the first choices and all others: a line a strategy, a column a set, end / area")
    parser.add_argument("--sets", nargs="*", default=["trec", "agnews", "subj", "mr", "cr", "banking77"])
    arguments = parser.parse_args()
    if arguments.compact:
        return compact(arguments)
    for name in arguments.sets:
        ours = curves(os.path.join(arguments.ours, f"{arguments.protocol}_{name}.csv"))
        peers = curves(os.path.join(arguments.peers, "results", f"curves_{arguments.protocol}_{name}.csv"))
        if not ours:
            continue
        print(f"\n**{name}**, protocol {arguments.protocol}\n\n| strategy | accuracy at the end | area | peers: accuracy | peers: area |\n|---|---|---|---|---|")
        ranked = sorted(ours, key=lambda s: -statistics.mean(area(points) for points in ours[s].values()))
        for strategy in ranked:
            mine = ours[strategy].values()
            line = [f"`{strategy}`", cell([points[-1][1] for points in mine]), cell([area(points) for points in mine])]
            theirs = peers.get(THEIR_NAMES.get(strategy, strategy))
            theirs = [points for points in (theirs or {}).values()][:5]
            line += [cell([points[-1][1] for points in theirs]), cell([area(points) for points in theirs])] if theirs else ["", ""]
            print(f"| {' | '.join(line)} |")


if __name__ == "__main__":
    main()
