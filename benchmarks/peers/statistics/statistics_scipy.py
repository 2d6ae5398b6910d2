"""What SciPy, scikit-learn and NumPy make of the inputs.

usage: statistics_scipy.py INPUTS OUTPUT.csv
"""

import csv
import os
import sys

import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

MARGINS = [0, 0.01, 0.02]


def read(folder, name):
    with open(os.path.join(folder, name), newline="") as file:
        return list(csv.DictReader(file))


def over_folds(folder):
    """Nadeau and Bengio 2003; Benavoli et al. 2017, with SciPy's t distribution."""
    rows = read(folder, "folds.csv")
    for case in ["five", "repeated", "sites"]:
        own = [r for r in rows if r["case"] == case and r["first"] and r["second"]]
        d = np.array([float(r["first"]) - float(r["second"]) for r in own])
        test = np.array([float(r["test"]) for r in own])
        train = np.array([float(r["train"]) for r in own])
        n = len(d)
        scale = np.sqrt(d.var(ddof=1) * (1 / n + np.mean(test / train)))
        t = d.mean() / scale
        yield case, "mean", "NumPy", d.mean()
        yield case, "t", "NumPy after Nadeau and Bengio", t
        yield case, "p", "SciPy t.sf", 2 * stats.t.sf(abs(t), n - 1)
        lower, upper = stats.t.interval(0.95, n - 1, loc=d.mean(), scale=scale)
        yield case, "lower", "SciPy t.interval", lower
        yield case, "upper", "SciPy t.interval", upper
        rho = np.mean(test / (test + train))
        spread = np.sqrt(d.var(ddof=1) * (1 / n + rho / (1 - rho)))
        for margin in MARGINS:
            below = stats.t.cdf(-margin, n - 1, loc=d.mean(), scale=spread)
            above = stats.t.sf(margin, n - 1, loc=d.mean(), scale=spread)
            yield case, f"below {margin:g}", "SciPy t.cdf", below
            yield case, f"within {margin:g}", "SciPy t.cdf", 1 - below - above
            yield case, f"above {margin:g}", "SciPy t.sf", above


def placements(y, score):
    """V10 and V01 pair by pair, after DeLong et al. 1988."""
    above = score[y == 1][:, None] > score[y == 0][None, :]
    tied = score[y == 1][:, None] == score[y == 0][None, :]
    kernel = above + 0.5 * tied
    return kernel.mean(axis=1), kernel.mean(axis=0)


def delong_of_seeds(y, first, second):
    a = np.mean([placements(y, s)[0] for s in first], axis=0)
    b = np.mean([placements(y, s)[1] for s in first], axis=0)
    c, d = placements(y, second)
    variance = (a - c).var(ddof=1) / len(a) + (b - d).var(ddof=1) / len(b)
    z = (a.mean() - c.mean()) / np.sqrt(variance)
    yield "seeds", "z", "NumPy after DeLong et al., pair by pair", z
    yield "seeds", "p", "SciPy norm.sf", 2 * stats.norm.sf(abs(z))


def resampled(folder):
    rows = read(folder, "subjects.csv")
    y = np.array([int(r["label"]) for r in rows])
    p = {c: np.array([float(r[c]) for r in rows]) for c in ["c1", "c1b", "c2", "c3", "c4"]}
    draws = np.array([[int(x) for x in r.values()] for r in read(folder, "draws.csv")])
    yield from delong_of_seeds(y, [p["c1"], p["c1b"]], p["c2"])
    auroc = metrics.roc_auc_score
    d = [auroc(y[i], p["c1"][i]) - auroc(y[i], p["c2"][i]) for i in draws]
    yield "bootstrap", "difference", "sklearn", auroc(y, p["c1"]) - auroc(y, p["c2"])
    yield "bootstrap", "lower", "NumPy quantile of sklearn", np.quantile(d, 0.025)
    yield "bootstrap", "upper", "NumPy quantile of sklearn", np.quantile(d, 0.975)
    sides = min(np.sum(np.array(d) <= 0), np.sum(np.array(d) >= 0))
    yield "bootstrap", "p", "NumPy", min(1, 2 * (sides + 1) / (len(d) + 1))
    yield from best_of_many(y, p, draws)


def best_of_many(y, p, draws):
    """Tsamardinos et al. 2018, algorithm BBC-CV; candidate 1 has two predictions."""
    candidates = [[p["c1"], p["c1b"]], [p["c2"]], [p["c3"]], [p["c4"]]]

    def figures(i):
        return [np.mean([metrics.roc_auc_score(y[i], s[i]) for s in own]) for own in candidates]

    everybody = np.arange(len(y))
    outside = []
    chosen = np.zeros(len(candidates))
    for drawn in draws:
        winner = int(np.argmax(figures(drawn)))
        left = np.setdiff1d(everybody, drawn)
        outside.append(figures(left)[winner])
        chosen[winner] += 1
    yield "best of many", "apparent", "sklearn", max(figures(everybody))
    yield "best of many", "corrected", "sklearn after Tsamardinos et al.", np.mean(outside)
    yield "best of many", "lower", "NumPy quantile", np.quantile(outside, 0.025)
    yield "best of many", "upper", "NumPy quantile", np.quantile(outside, 0.975)
    for i, share in enumerate(chosen / len(draws)):
        yield "best of many", f"share {i}", "NumPy", share


def curves(folder):
    rows = read(folder, "subjects.csv")
    y = np.array([int(r["label"]) for r in rows])
    p = np.array([float(r["c4"]) for r in rows])
    observed, predicted = calibration_curve(y, p, n_bins=5, strategy="quantile")
    for i in range(5):
        yield "calibration", f"observed {i}", "sklearn calibration_curve", observed[i]
        yield "calibration", f"predicted {i}", "sklearn calibration_curve", predicted[i]
    for threshold in [0.1, 0.25, 0.5, 0.7]:
        treated = p >= threshold
        odds = threshold / (1 - threshold)
        for name, who in [("model", treated), ("all", np.ones(len(y), dtype=bool))]:
            tn, fp, fn, tp = metrics.confusion_matrix(y, who, labels=[0, 1]).ravel()
            value = (tp - fp * odds) / len(y)
            yield "net benefit", f"{name} {threshold:g}", "sklearn confusion_matrix", value


def main(folder, output):
    with open(output, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["dataset", "statistic", "peer", "value"])
        for part in [over_folds, resampled, curves]:
            for dataset, statistic, peer, value in part(folder):
                writer.writerow([dataset, statistic, peer, repr(float(value))])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
