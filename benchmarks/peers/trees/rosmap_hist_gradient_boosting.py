"""Gradient boosting of scikit-learn on ROSMAP's official split, the figures beside BoostedTreesTest.

    python3 rosmap_hist_gradient_boosting.py FOLDER_OF_ROSMAP

Early: the three views side by side. Late: the mean of one model a view. Rounds, depth and rate are
those of our default grid, chosen by five-fold cross-validated log-loss in the training rows.
"""
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold

folder = sys.argv[1]
views = [
    [np.loadtxt(f"{folder}/{v}_{part}.csv", delimiter=",") for part in ("tr", "te")]
    for v in (1, 2, 3)
]
train = np.loadtxt(f"{folder}/labels_tr.csv").astype(int)
test = np.loadtxt(f"{folder}/labels_te.csv").astype(int)
grid = {"max_iter": [10, 30, 100], "max_depth": [2, 4], "learning_rate": [0.05, 0.2]}


def probabilities(x, y, seed):
    model = HistGradientBoostingClassifier(
        early_stopping=False, l2_regularization=1, min_samples_leaf=4, random_state=seed
    )
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    search = GridSearchCV(model, grid, scoring="neg_log_loss", cv=folds).fit(x, y[0])
    return search.predict_proba(y[1])[:, 1], search.best_params_


for seed in (7,):
    joined = [np.hstack([view[part] for view in views]) for part in (0, 1)]
    early, best = probabilities(joined[0], (train, joined[1]), seed)
    print(f"seed {seed} early AUC {roc_auc_score(test, early):.3f} {best}")
    each = [probabilities(view[0], (train, view[1]), seed)[0] for view in views]
    print(f"seed {seed} late AUC {roc_auc_score(test, np.mean(each, axis=0)):.3f}")
