"""Trains a model elsewhere on the splits of Interfuse, and writes predictions that it can compare.

    ./interfuse compare examples/planted/study.yaml --export-splits splits
    python3 examples/elsewhere/train.py examples/planted splits/splits.csv theirs.csv

For each fold: fit on the rows of part train, predict those of part test, one row a subject. The
columns of the result are those that --export-splits names. Needs pandas and scikit-learn.
"""
import sys

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

folder, splits_file, predictions_file = sys.argv[1:4]
subjects = pd.read_csv(f"{folder}/cohort.csv", dtype={"subject": str}).set_index("subject")
tables = [
    pd.read_csv(f"{folder}/{name}.csv", dtype={"subject": str}).set_index("subject").add_prefix(name + " ")
    for name in ("left", "right", "noise")
]
# joined by id: a subject who lacks a table has missing values there
features = pd.concat([table.reindex(subjects.index) for table in tables], axis=1)
splits = pd.read_csv(splits_file, dtype=str)

predictions = []
for (repeat, fold), rows in splits.groupby(["repeat", "fold"], sort=False):
    train = rows.loc[rows.part == "train", "subject"]
    test = rows.loc[rows.part == "test", "subject"]
    model = HistGradientBoostingClassifier(max_depth=4, random_state=7)
    model.fit(features.loc[train], subjects.loc[train, "class"])
    probabilities = pd.DataFrame(
        model.predict_proba(features.loc[test]),
        columns=["probability " + name for name in model.classes_],
    )
    predictions.append(
        pd.concat(
            [
                pd.DataFrame({"repeat": repeat, "fold": fold, "subject": test.to_numpy()}),
                probabilities,
            ],
            axis=1,
        )
    )
pd.concat(predictions).to_csv(predictions_file, index=False)
