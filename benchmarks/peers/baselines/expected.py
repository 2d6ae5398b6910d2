"""Writes what scikit-learn fits to small problems, for LinearPeerTest.

Run from the repository root:
    python3 benchmarks/peers/baselines/expected.py core/src/test/resources/org/interfuse/baseline
Then coxph.R beside it, which reads the files written here.

design.csv: 60 rows, 90 columns (p > n); tall.csv: its first 8 columns are the n > p problem.
outcomes.csv: two classes, three classes, a number, a time (with ties), an event.
expected-*.csv: per output a row of intercept and coefficients.
"""

import pathlib
import sys

import numpy as np
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge

folder = pathlib.Path(sys.argv[1])
random = np.random.default_rng(7)
n, p, tall = 60, 90, 8
design = (random.normal(size=(n, 6)) @ random.normal(size=(6, p)) + random.normal(size=(n, p)))
design = np.round(design, 3).astype(np.float32).astype(np.float64)
signal = design[:, :3] @ np.array([0.6, -0.4, 0.3])
two = (signal + random.logistic(size=n) > 0).astype(int)
three = np.digitize(signal + random.normal(size=n), [-1, 1])
number = np.round(2 + signal + random.normal(size=n), 4)
time = np.ceil(20 * random.exponential(np.exp(-0.5 * signal)) * 2) / 2
event = (random.uniform(size=n) < 0.7).astype(int)


def save(name, values):
    np.savetxt(folder / name, np.atleast_2d(values), delimiter=",", fmt="%.17g")


def coefficients(model):
    return np.column_stack([np.atleast_1d(model.intercept_), np.atleast_2d(model.coef_)])


save("design.csv", design)
save("outcomes.csv", np.column_stack([two, three, number, time, event]))
for shape, x in (("wide", design), ("tall", design[:, :tall])):
    logistic = dict(solver="newton-cg", tol=1e-12, max_iter=100000)
    save(f"expected-{shape}-logistic.csv", coefficients(LogisticRegression(C=0.1, **logistic).fit(x, two)))
    softmax = LogisticRegression(C=0.1, multi_class="multinomial", **logistic).fit(x, three)
    softmax.intercept_ -= softmax.intercept_.mean()
    save(f"expected-{shape}-softmax.csv", coefficients(softmax))
    save(f"expected-{shape}-ridge.csv", coefficients(Ridge(alpha=0.5 * n, solver="svd").fit(x, number)))
    net = dict(tol=1e-14, max_iter=10**6)
    save(f"expected-{shape}-elastic.csv", coefficients(ElasticNet(alpha=0.2, l1_ratio=0.5, **net).fit(x, number)))
    saga = dict(solver="saga", penalty="elasticnet", l1_ratio=0.5, C=1 / (0.05 * n), tol=1e-11, max_iter=10**6)
    save(f"expected-{shape}-elastic-logistic.csv", coefficients(LogisticRegression(**saga).fit(x, two)))
    softmax = LogisticRegression(multi_class="multinomial", **saga).fit(x, three)
    softmax.intercept_ -= softmax.intercept_.mean()
    save(f"expected-{shape}-elastic-softmax.csv", coefficients(softmax))
