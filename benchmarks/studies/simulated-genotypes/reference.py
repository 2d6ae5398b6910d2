"""Screening and a ridge logistic model on the folds of a finished run, computed independently.

Usage: reference.py FOLDER RUN [KEEP]. Needs numpy and scikit-learn. In each fold: the KEEP variants
whose means differ most between classes among the training rows (squared t over the pooled
variance), standardised, with the clinical columns; penalty chosen inside the training rows.
"""
import csv
import sys

import numpy
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import roc_auc_score

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


one_hot = numpy.zeros((n, 2 * len(folds)), dtype=numpy.float32)
for f, own in enumerate(folds):
    for c in (0, 1):
        one_hot[(fold != own) & (y == c), 2 * f + c] = 1
counts = one_hot.sum(0)
best = numpy.zeros((len(folds), len(packed)), dtype=numpy.float32)
for start in range(0, len(packed), 20000):
    x = decode(packed[start : start + 20000])
    sums, squares = x @ one_hot, (x * x) @ one_hot
    for f in range(len(folds)):
        a, b = 2 * f, 2 * f + 1
        difference = sums[:, a] / counts[a] - sums[:, b] / counts[b]
        total = counts[a] + counts[b]
        mean = (sums[:, a] + sums[:, b]) / total
        variance = (squares[:, a] + squares[:, b]) / total - mean**2
        best[f, start : start + len(x)] = difference**2 / numpy.maximum(variance, 1e-9)

figures = []
for f, own in enumerate(folds):
    chosen = numpy.sort(numpy.argsort(-best[f], kind="stable")[:keep])
    x = numpy.hstack([decode(numpy.array(packed[chosen])).T, table])
    train, test = fold != own, fold == own
    x = (x - x[train].mean(0)) / numpy.maximum(x[train].std(0), 1e-9)
    model = LogisticRegressionCV(Cs=10, cv=5, scoring="neg_log_loss", max_iter=2000)
    model.fit(x[train], y[train])
    figures.append(roc_auc_score(y[test], model.decision_function(x[test])))
print("screening + ridge, AUROC by fold:", " ".join("%.3f" % v for v in figures))
print("mean %.3f" % numpy.mean(figures))
