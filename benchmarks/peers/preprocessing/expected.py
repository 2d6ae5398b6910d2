"""Writes what scikit-learn makes of a small table, for TablePreprocessingPeerTest.

Run from the repository root:
    python3 benchmarks/peers/preprocessing/expected.py core/src/test/resources/org/interfuse/preprocessing

table.csv: 40 rows, 5 columns, empty cells are missing; the first 30 rows are the training rows.
expected-*.csv: all 40 rows after the step fitted on the training rows.
"""

import pathlib
import sys

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, QuantileTransformer, RobustScaler, StandardScaler

folder = pathlib.Path(sys.argv[1])
random = np.random.default_rng(20260101)
table = np.column_stack(
    [
        random.normal(size=40),
        random.gamma(2.0, 3.0, size=40),
        random.normal(100, 5, size=40),
        random.integers(0, 6, size=40),
        random.uniform(0, 1e-3, size=40),
    ]
).astype(np.float32)
table[random.uniform(size=table.shape) < 0.1] = np.nan
# ties at either end of the training values are ranked otherwise by design, so there are none
table[:2, 3] = [-1, 9]
train = table[:30]

steps = {
    "median-standard": make_pipeline(SimpleImputer(strategy="median"), StandardScaler()),
    "mean-standard": make_pipeline(SimpleImputer(strategy="mean"), StandardScaler()),
    "median-robust": make_pipeline(SimpleImputer(strategy="median"), RobustScaler()),
    "median-rank": make_pipeline(
        SimpleImputer(strategy="median"),
        QuantileTransformer(n_quantiles=30, output_distribution="normal"),
    ),
}


def save(name, values):
    rows = [",".join("" if np.isnan(v) else repr(float(v)) for v in row) for row in values]
    (folder / name).write_text("\n".join(rows) + "\n")


save("table.csv", table)
for name, step in steps.items():
    save(f"expected-{name}.csv", step.fit(train.astype(np.float64)).transform(table.astype(np.float64)))
logarithm = make_pipeline(
    FunctionTransformer(np.log1p), SimpleImputer(strategy="median"), StandardScaler()
)
positive = np.abs(table.astype(np.float64))
save("expected-log1p-standard.csv", logarithm.fit(positive[:30]).transform(positive))
