"""Writes small inputs on which metrics are compared with their peers: ties, missing rows, censoring.

usage: generate.py FOLDER
"""

import csv
import os
import sys

import numpy as np

SEED = 20260101


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def binary(random):
    """Probabilities in hundredths, so that many tie; 0, 1 and one half occur; label -1 is missing."""
    rows = []
    for i in range(200):
        label = int(random.random() < 0.35)
        p = round(float(np.clip(random.normal(0.35 + 0.3 * label, 0.22), 0, 1)), 2)
        rows.append([-1 if i % 23 == 5 else label, 0.5 if i % 31 == 0 else p])
    return rows


def multiclass(random):
    """Four classes, probabilities in twentieths that sum to one."""
    rows = []
    for i in range(250):
        label = int(random.choice(4, p=[0.45, 0.3, 0.2, 0.05]))
        concentration = np.full(4, 0.6)
        concentration[label] += 1.2
        counts = random.multinomial(20, random.dirichlet(concentration))
        rows.append([-1 if i % 29 == 3 else label] + [int(c) / 20 for c in counts])
    return rows


def multilabel(random):
    """Three labels that do not exclude each other; each may be missing by itself."""
    rows = []
    for i in range(180):
        labels = (random.random(3) < [0.5, 0.25, 0.1]).astype(int)
        p = np.round(np.clip(random.normal(0.3 + 0.3 * labels, 0.2), 0, 1), 2)
        shown = [-1 if random.random() < 0.08 or i % 40 == 7 else int(y) for y in labels]
        rows.append(shown + [float(x) for x in p])
    return rows


def regression(random):
    """Values in halves, predictions in tenths; an empty cell is missing."""
    rows = []
    for i in range(150):
        truth = round(float(random.normal(20, 6)) * 2) / 2
        predicted = round(0.7 * truth + float(random.normal(5, 3)), 1)
        rows.append(["" if i % 19 == 4 else truth, predicted])
    return rows


def survival(random, decimals, train, test, follow_up):
    """Training and test rows; with decimals=0 events and censorings share times."""
    rows = []
    for i in range(train + test):
        covariate = float(random.normal())
        event = float(random.exponential(20 * np.exp(-0.8 * covariate)))
        censoring = min(float(random.exponential(35)), follow_up)
        time = max(round(min(event, censoring), decimals), 10.0**-decimals)
        seen = int(event <= censoring)
        risk = round(covariate + float(random.normal(0, 0.7)), 1)
        curve = [float(np.exp(-t / 20 * np.exp(0.8 * risk))) for t in CURVE_TIMES]
        part = "train" if i < train else "test"
        rows.append([part, "" if i % 37 == 11 else time, seen, risk] + [round(s, 6) for s in curve])
    return rows


CURVE_TIMES = [0.5, 1, 2, 3, 5, 8, 12, 17, 23, 30, 40, 55]


def main(folder):
    os.makedirs(folder, exist_ok=True)
    random = np.random.default_rng(SEED)
    write(folder, "binary.csv", ["label", "p1"], binary(random))
    write(folder, "multiclass.csv", ["label", "p0", "p1", "p2", "p3"], multiclass(random))
    labels = ["y0", "y1", "y2", "p0", "p1", "p2"]
    write(folder, "multilabel.csv", labels, multilabel(random))
    write(folder, "regression.csv", ["truth", "predicted"], regression(random))
    header = ["part", "time", "event", "risk"] + [f"s{t}" for t in CURVE_TIMES]
    write(folder, "survival_ties.csv", header, survival(random, 0, 120, 110, 40))
    write(folder, "survival_continuous.csv", header, survival(random, 3, 90, 100, 60))


if __name__ == "__main__":
    main(sys.argv[1])
