"""What scikit-learn, SciPy and NumPy make of the inputs.

usage: metrics_sklearn.py INPUTS OUTPUT.csv
"""

import csv
import os
import sys

import numpy as np
from scipy import stats
from sklearn import metrics


def read(folder, name):
    with open(os.path.join(folder, name), newline="") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) if cell else np.nan for cell in row] for row in rows])


def sensitivity(y, p, specificity):
    fpr, tpr, _ = metrics.roc_curve(y, p, drop_intermediate=False)
    return max(tpr[1 - fpr >= specificity])


def calibration_error(y, probabilities, bins):
    """Guo et al. 2017: over (m/M, (m+1)/M], n_m/n |accuracy - mean confidence|."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == y
    total = 0.0
    for m in range(bins):
        inside = (confidence > m / bins) & (confidence <= (m + 1) / bins)
        if inside.any():
            gap = abs(right[inside].mean() - confidence[inside].mean())
            total += inside.mean() * gap
    return total


def classes(dataset, y, probabilities):
    predicted = probabilities.argmax(axis=1)
    yield dataset, "accuracy", "sklearn accuracy_score", metrics.accuracy_score(y, predicted)
    balanced = metrics.balanced_accuracy_score(y, predicted)
    yield dataset, "balanced-accuracy", "sklearn balanced_accuracy_score", balanced
    for mean in ["macro", "weighted"]:
        value = metrics.f1_score(y, predicted, average=mean)
        yield dataset, f"f1-{mean}", f"sklearn f1_score {mean}", value
    yield dataset, "log-loss", "sklearn log_loss", metrics.log_loss(y, probabilities)
    error = calibration_error(y, probabilities, 10)
    yield dataset, "expected-calibration-error", "NumPy after Guo et al.", error


def binary(folder):
    data = read(folder, "binary.csv")
    data = data[data[:, 0] >= 0]
    y, p = data[:, 0].astype(int), data[:, 1]
    yield from classes("binary", y, np.column_stack([1 - p, p]))
    yield "binary", "auroc", "sklearn roc_auc_score", metrics.roc_auc_score(y, p)
    yield "binary", "auprc", "sklearn average_precision_score", metrics.average_precision_score(y, p)
    yield "binary", "brier", "sklearn brier_score_loss", metrics.brier_score_loss(y, p)
    value = sensitivity(y, p, 0.9)
    yield "binary", "sensitivity-at-specificity", "sklearn roc_curve", value


def multiclass(folder):
    data = read(folder, "multiclass.csv")
    data = data[data[:, 0] >= 0]
    y, p = data[:, 0].astype(int), data[:, 1:]
    yield from classes("multiclass", y, p)
    area = metrics.roc_auc_score(y, p, multi_class="ovr", average="macro")
    yield "multiclass", "auroc", "sklearn roc_auc_score ovr macro", area
    indicator = np.eye(4)[y]
    precision = metrics.average_precision_score(indicator, p, average="macro")
    yield "multiclass", "auprc", "sklearn average_precision_score macro", precision
    yield "multiclass", "brier", "NumPy", ((p - indicator) ** 2).sum(axis=1).mean()


def multilabel(folder):
    data = read(folder, "multilabel.csv")
    values = {}
    supports = []
    for label in range(3):
        rows = data[data[:, label] >= 0]
        y, p = rows[:, label].astype(int), rows[:, 3 + label]
        supports.append(y.sum())
        for name, value in {
            "auroc": metrics.roc_auc_score(y, p),
            "auprc": metrics.average_precision_score(y, p),
            "log-loss": metrics.log_loss(y, p),
            "brier": metrics.brier_score_loss(y, p),
            "f1-macro": metrics.f1_score(y, p > 0.5),
        }.items():
            values.setdefault(name, []).append(value)
    for name, perLabel in values.items():
        yield "multilabel", name, "sklearn, mean over labels", np.mean(perLabel)
    weighted = np.average(values["f1-macro"], weights=supports)
    yield "multilabel", "f1-weighted", "sklearn, weighted over labels", weighted


def regression(folder):
    data = read(folder, "regression.csv")
    data = data[~np.isnan(data[:, 0])]
    y, p = data[:, 0], data[:, 1]
    rmse = metrics.mean_squared_error(y, p) ** 0.5
    yield "regression", "rmse", "sklearn mean_squared_error, root", rmse
    yield "regression", "mae", "sklearn mean_absolute_error", metrics.mean_absolute_error(y, p)
    yield "regression", "r2", "sklearn r2_score", metrics.r2_score(y, p)
    yield "regression", "pearson", "SciPy pearsonr", stats.pearsonr(y, p)[0]
    yield "regression", "spearman", "SciPy spearmanr", stats.spearmanr(y, p)[0]


def main(folder, output):
    with open(output, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["dataset", "metric", "peer", "value"])
        for part in [binary, multiclass, multilabel, regression]:
            for dataset, metric, peer, value in part(folder):
                writer.writerow([dataset, metric, peer, repr(float(value))])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
