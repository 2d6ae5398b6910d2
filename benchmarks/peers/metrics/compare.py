"""Says whether two folders of CSV files hold the same cells; numbers to a relative 1e-12.

usage: compare.py COMMITTED REGENERATED
"""

import csv
import math
import os
import sys


def same(left, right):
    if left == right:
        return True
    try:
        return math.isclose(float(left), float(right), rel_tol=1e-12, abs_tol=1e-14)
    except ValueError:
        return False


def read(path):
    with open(path, newline="") as file:
        return list(csv.reader(file))


def differences(committed, regenerated):
    for name in sorted(set(os.listdir(committed)) | set(os.listdir(regenerated))):
        paths = [os.path.join(folder, name) for folder in (committed, regenerated)]
        if not all(os.path.exists(path) for path in paths):
            yield f"{name}: in one folder only"
            continue
        left, right = map(read, paths)
        if len(left) != len(right):
            yield f"{name}: {len(left)} lines committed, {len(right)} regenerated"
        for line, (a, b) in enumerate(zip(left, right), start=1):
            if len(a) != len(b) or not all(map(same, a, b)):
                yield f"{name}, line {line}: committed {a}, regenerated {b}"


if __name__ == "__main__":
    found = list(differences(sys.argv[1], sys.argv[2]))
    print("\n".join(found) if found else "the committed inputs and figures are reproduced")
    sys.exit(1 if found else 0)
