"""Write the peers' fixed pool/test splits as CSV files that `handpick simulate` reads.

    python benches/peers/splits.py --peers PEERS --data DATA --out OUT [--sets trec subj ...]

PEERS is the folder of the peers' scripts (data.py and splits/), DATA the folder of the data sets. For each set,
OUT/NAME_pool.csv and OUT/NAME_test.csv get the columns `text` and `label`, rows in the order of the split, so that both
sides learn from the same texts and are measured on the same texts. Only numpy is needed.
"""
import argparse
import csv
import os
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--sets", nargs="*", default=["trec", "subj", "banking77"])
    arguments = parser.parse_args()
    sys.path.insert(0, arguments.peers)
    import data  # the peers' reader, so that the splits are theirs to the row

    os.makedirs(arguments.out, exist_ok=True)
    for name in arguments.sets:
        pool, pool_labels, test, test_labels, classes = data.load(name, arguments.data)
        for part, texts, labels in (("pool", pool, pool_labels), ("test", test, test_labels)):
            with open(os.path.join(arguments.out, f"{name}_{part}.csv"), "w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["text", "label"])
                writer.writerows((text, classes[label]) for text, label in zip(texts, labels))
        print(f"{name}: {len(pool)} to choose from, {len(test)} to measure on, {len(classes)} labels")


if __name__ == "__main__":
    main()
