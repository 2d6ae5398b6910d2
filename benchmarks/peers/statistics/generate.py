"""Writes small inputs on which statistics are compared with their peers.

usage: generate.py FOLDER
"""

import csv
import os
import sys

import numpy as np

SEED = 20260505
SUBJECTS = 60
RESAMPLES = 100


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def folds(random):
    """Two candidates on 5, on 15 and on 7 unequal folds; an empty cell is undefined."""
    for case, count in [("five", 5), ("repeated", 15), ("sites", 7)]:
        for fold in range(count):
            base = random.normal(0.72, 0.05)
            first = round(float(base + random.normal(0.02, 0.03)), 6)
            second = round(float(base + random.normal(0, 0.03)), 6)
            test = 24 if case != "sites" else int(random.integers(8, 40))
            train = 96 if case != "sites" else 140 - test
            if case == "sites" and fold == 3:
                second = ""
            yield [case, fold, first, second, test, train]


def subjects(random):
    """A label and its probability by several candidates and seeds; hundredths tie, c4 does not."""
    for _ in range(SUBJECTS):
        label = int(random.random() < 0.4)
        row = [label]
        for strength in [0.30, 0.30, 0.18, 0.18]:
            p = float(np.clip(random.normal(0.4 + strength * label, 0.2), 0.01, 0.99))
            row.append(round(p, 2))
        row.append(round(float(np.clip(random.normal(0.4 + 0.2 * label, 0.2), 0.01, 0.99)), 9))
        yield row


def survival(random):
    """Times in tenths with ties, an event or none, and a predicted probability of the event."""
    for _ in range(SUBJECTS):
        risk = float(random.normal())
        event = float(random.exponential(10 * np.exp(-0.7 * risk)))
        censoring = float(random.exponential(18))
        time = max(round(min(event, censoring), 1), 0.1)
        p = float(1 - np.exp(-6 / 10 * np.exp(0.7 * risk)))
        yield [time, int(event <= censoring), round(p, 9)]


def draws(random):
    for _ in range(RESAMPLES):
        yield [int(i) for i in random.integers(0, SUBJECTS, SUBJECTS)]


def main(folder):
    os.makedirs(folder, exist_ok=True)
    random = np.random.default_rng(SEED)
    write(folder, "folds.csv", ["case", "fold", "first", "second", "test", "train"], folds(random))
    header = ["label", "c1", "c1b", "c2", "c3", "c4"]
    write(folder, "subjects.csv", header, subjects(random))
    write(folder, "survival.csv", ["time", "event", "predicted"], survival(random))
    write(folder, "draws.csv", [f"d{i}" for i in range(SUBJECTS)], draws(random))
    p = [0.03, 0.0004, 0.2, 0.03, 0.011, 0.9, 0.049]
    write(folder, "p_values.csv", ["p"], [[x] for x in p])


if __name__ == "__main__":
    main(sys.argv[1])
