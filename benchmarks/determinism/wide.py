"""Writes studies of a class that 20 of 1,500 columns tell into a folder: wide.yaml, whose columns lie
mapped in wide.npy and are read in tiles by encoder wide, and table.yaml, the same as a table with a
multilayer perceptron."""

import random
import struct
import sys

folder = sys.argv[1]
random.seed(3)
subjects, columns = 400, 1500
with (
    open(f"{folder}/table.csv", "w") as table,
    open(f"{folder}/wide.npy", "wb") as wide,
    open(f"{folder}/wide-ids.txt", "w") as ids,
    open(f"{folder}/wide-cohort.csv", "w") as cohort,
):
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({subjects}, {columns}), }}"
    wide.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", 118) + header.ljust(117).encode() + b"\n")
    table.write("subject," + ",".join(f"x{j}" for j in range(columns)) + "\n")
    cohort.write("subject,class\n")
    for i in range(subjects):
        row = [random.gauss(0, 1) for _ in range(columns)]
        score = sum(row[:20]) + random.gauss(0, 1)
        cohort.write(f"s{i},{'high' if score > 0 else 'low'}\n")
        ids.write(f"s{i}\n")
        wide.write(struct.pack(f"<{columns}f", *row))
        table.write(f"s{i}," + ",".join(f"{x:.4f}" for x in row) + "\n")

SOURCES = {
    "wide": "source: matrix, path: wide.npy, mapped: true, ids: wide-ids.txt, encoder: {type: wide, width: 256}",
    "table": "source: matrix, path: table.csv, encoder: {type: mlp, widths: [256]}",
}
for name, source in SOURCES.items():
    with open(f"{folder}/{name}.yaml", "w") as study:
        study.write(f"""interfuse: 1
study: {name}
cohort:
  table: wide-cohort.csv
  id: subject
  target: {{type: classification, column: class, classes: [low, high]}}
modalities:
  wide: {{{source}}}
model: {{width: 256}}
training: {{epochs: 4, batch: 160, threads: 1}}
split: {{folds: 2}}
""")
