"""Absolute correlation of each component of the first file with the same of the others."""
import sys


def read(path):
    rows = {}
    for line in open(path):
        if line.startswith("#"):
            continue
        cells = line.split()
        numbers = []
        while cells:
            try:
                numbers.insert(0, float(cells[-1]))
            except ValueError:
                break
            cells.pop()
        rows[cells[-1]] = numbers
    return rows


def correlation(a, b):
    n = len(a)
    x = [v - sum(a) / n for v in a]
    y = [v - sum(b) / n for v in b]
    top = sum(p * q for p, q in zip(x, y))
    return abs(top) / (sum(p * p for p in x) * sum(q * q for q in y)) ** 0.5


ours = read(sys.argv[1])
for path in sys.argv[2:]:
    theirs = read(path)
    ids = sorted(ours)
    figures = []
    for k in range(min(len(next(iter(ours.values()))), len(next(iter(theirs.values()))))):
        figures.append(correlation([ours[i][k] for i in ids], [theirs[i][k] for i in ids]))
    print(path.split("/")[-1], " ".join("%.4f" % f for f in figures))
