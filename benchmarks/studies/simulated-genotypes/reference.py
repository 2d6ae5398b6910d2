"""Screening and a ridge logistic model on the folds of a finished run, computed independently.

Usage: reference.py FOLDER RUN [KEEP]. Needs numpy and scikit-learn. In each fold: the KEEP variants
whose means differ most between classes among the training rows (squared t over the pooled
variance), standardised, with the clinical columns. The penalty is chosen in five inner folds, each of which
screens anew without the rows that it is judged on.
"""
import csv
import sys

import numpy
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

folder, run = sys.argv[1], sys.argv[2]
keep = int(sys.argv[3]) if len(sys.argv) > 3 else 200
clinical = list(csv.DictReader(open(folder + "/clinical.csv")))
ids = [row["subject"] for row in clinical]
y = numpy.array([int(row["case"]) for row in clinical])
names = ["age", "bmi", "smoker", "noise_a", "noise_b"]
table = numpy.array([[float(row[name]) for name in names] for row in clinical])
place = {one: i for i, one in enumerate(ids)}
fold = numpy.zeros(len(ids), dtype=int)
for row in csv.DictReader(open(run + "/out-of-fold.csv")):
    key = "subject" if "subject" in row else "id"
    fold[place[row[key]]] = int(row["fold"].split()[-1])
folds = sorted(set(fold))

n = len(ids)
stride = (n + 3) // 4
packed = numpy.memmap(folder + "/data.bed", dtype=numpy.uint8, mode="r")[3:].reshape(-1, stride)
codes = numpy.array([2, 0, 1, 0], dtype=numpy.float32)  # 01 is missing; the simulation has none


def decode(rows):
    bits = (rows[:, :, None] >> numpy.array([0, 2, 4, 6], dtype=numpy.uint8)) & 3
    return codes[bits.reshape(len(rows), -1)[:, :n]]


# every fold's training rows, then those of its inner folds
parts = []
for own in folds:
    outer = numpy.flatnonzero(fold != own)
    parts.append(outer)
    for inner, _ in StratifiedKFold(5, shuffle=True, random_state=0).split(outer, y[outer]):
        parts.append(outer[inner])
one_hot = numpy.zeros((n, 2 * len(parts)), dtype=numpy.float32)
for k, rows in enumerate(parts):
    for c in (0, 1):
        one_hot[rows[y[rows] == c], 2 * k + c] = 1
counts = one_hot.sum(0)
best = numpy.zeros((len(parts), len(packed)), dtype=numpy.float32)
for start in range(0, len(packed), 20000):
    x = decode(packed[start : start + 20000])
    sums, squares = x @ one_hot, (x * x) @ one_hot
    a, b = slice(0, None, 2), slice(1, None, 2)
    total = counts[a] + counts[b]
    difference = sums[:, a] / counts[a] - sums[:, b] / counts[b]
    mean = (sums[:, a] + sums[:, b]) / total
    variance = (squares[:, a] + squares[:, b]) / total - mean**2
    best[:, start : start + len(x)] = (difference**2 / numpy.maximum(variance, 1e-9)).T


def scaled(part):
    """Screened on those rows and standardised by them, with the clinical columns; of all subjects."""
    rows = parts[part]
    chosen = numpy.sort(numpy.argsort(-best[part], kind="stable")[:keep])
    x = numpy.hstack([decode(numpy.array(packed[chosen])).T, table])
    return (x - x[rows].mean(0)) / numpy.maximum(x[rows].std(0), 1e-9)


penalties = numpy.logspace(-6, 1, 15)
figures = []
for f, own in enumerate(folds):
    losses = numpy.zeros(len(penalties))
    for part in range(6 * f + 1, 6 * f + 6):
        x, rows = scaled(part), parts[part]
        held = numpy.setdiff1d(parts[6 * f], rows)
        for k, c in enumerate(penalties):
            model = LogisticRegression(C=c, max_iter=2000).fit(x[rows], y[rows])
            losses[k] += log_loss(y[held], model.predict_proba(x[held]))
    x, rows, test = scaled(6 * f), parts[6 * f], fold == own
    model = LogisticRegression(C=penalties[losses.argmin()], max_iter=2000).fit(x[rows], y[rows])
    figures.append(roc_auc_score(y[test], model.decision_function(x[test])))
print("screening + ridge, AUROC by fold:", " ".join("%.3f" % v for v in figures))
print("mean %.3f" % numpy.mean(figures))
