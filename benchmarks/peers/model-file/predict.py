#!/usr/bin/env python3
"""Predicts with a model file in plain Python, from the file alone: what docs/model-file.md says.

    predict.py MODEL FOLDER        prints subject and probabilities as CSV

Covers what the golden models use: tables with standard scaling, the encoder mlp, the fusion concat,
the head classification. No package is needed, and none of this program's code is used.
"""

import csv
import json
import math
import os
import struct
import sys

CODES = {"F64": "d", "F32": "f"}


def read(path):
    """Metadata and {name: (shape, flat values)}."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__")
    data = content[8 + length :]
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        code = CODES[entry["dtype"]]
        count = (last - first) // struct.calcsize(code)
        tensors[name] = entry["shape"], struct.unpack(f"<{count}{code}", data[first:last])
    return metadata, tensors


def affine(tensors, name, x):
    (rows, columns), weight = tensors[name + ".weight"]
    assert columns == len(x), name
    _, bias = tensors[name + ".bias"]
    return [
        bias[i] + sum(weight[i * columns + j] * x[j] for j in range(columns)) for i in range(rows)
    ]


def layer_norm(tensors, name, x):
    _, weight = tensors[name + ".weight"]
    _, bias = tensors[name + ".bias"]
    mean = sum(x) / len(x)
    variance = sum((v - mean) ** 2 for v in x) / len(x)
    return [w * (v - mean) / math.sqrt(variance + 1e-5) + b for v, w, b in zip(x, weight, bias)]


def activate(kind, x):
    if kind == "relu":
        return [max(0.0, v) for v in x]
    return [v * 0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x]


def prepare(entry, tensors, row):
    """Numbers scaled, then indicators of missing cells; and the codes of categories."""
    texts = entry["texts"]

    def figures(key):
        return tensors[f"preprocessing.{entry['modality']}.{key}"][1]

    assert texts["steps"] == ["standard"]
    numbers = [row[name] for name in texts["numeric"]]
    centre, scale = figures("step.0.centre"), figures("step.0.scale")
    (clip,) = figures("step.0.clip")
    values = []
    for j, column in enumerate(figures("kept")):
        cell = numbers[int(column)]
        value = figures("fill")[j] if cell == "" else float(cell)
        value = (value - centre[j]) / scale[j]
        values.append(max(-clip, min(clip, value)) if clip else value)
    values += [float(numbers[int(column)] == "") for column in figures("indicated")]
    codes = []
    for q, name in enumerate(texts["categorical"]):
        levels = texts[f"levels.{q}"]
        codes.append(levels.index(row[name]) + 1 if row[name] in levels else 0)
    return values, codes


def encode(modality, encoder, tensors, values, codes, within):
    name = within + "part.network.encoder." + modality
    x = list(values)
    for q, code in enumerate(codes):
        (_, width), table = tensors[f"{name}.embedding.{q}.weight"]
        x += table[code * width : (code + 1) * width]
    for layer in range(len(encoder["widths"])):
        x = affine(tensors, f"{name}.layers.{layer}", x)
        if encoder["normalise"]:
            x = layer_norm(tensors, f"{name}.norms.{layer}", x)
        x = activate(encoder["activation"], x)
    return affine(tensors, f"{within}part.network.projection.{modality}.projection", x)


def softmax(logits):
    weights = [math.exp(v - max(logits)) for v in logits]
    return [w / sum(weights) for w in weights]


def predict(metadata, tensors, rows):
    """Class probabilities of one subject from {modality: row}: the mean over an ensemble's members."""
    if "members" not in metadata:
        return predict_member(metadata, tensors, rows, "")
    count = len(json.loads(metadata["members"]))
    each = [
        predict_member(metadata, tensors, rows, f"member.{k + 1}.") for k in range(count)
    ]
    return [sum(column) / count for column in zip(*each)]


def predict_member(metadata, tensors, rows, within):
    study = json.loads(metadata["study"])
    (target,) = json.loads(metadata["targets"])
    assert target["type"] == "classification"
    assert study["model"]["fusion"]["type"] == "concat"
    if not rows:
        return list(tensors[f"{within}part.network.prior.{target['name']}.probabilities"][1])
    fused = []
    for entry in json.loads(metadata["preprocessing"]):
        modality = entry["modality"]
        if modality in rows:
            values, codes = prepare(entry, tensors, rows[modality])
            encoder = study["modalities"][modality]["encoder"]
            fused += encode(modality, encoder, tensors, values, codes, within)
        else:
            fused += tensors[f"{within}part.network.fusion.absence.{modality}"][1]
    x = affine(tensors, within + "part.network.fusion.linear", fused)
    head = within + "part.network.head." + target["name"]
    for layer in range(len(study["model"]["heads"][target["name"]]["widths"])):
        x = activate("gelu", affine(tensors, f"{head}.layers.{layer}", x))
    return softmax(affine(tensors, head + ".output", x))


def main(model, folder):
    metadata, tensors = read(model)
    study = json.loads(metadata["study"])

    def table(path):
        with open(os.path.join(folder, path), newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    key = study["cohort"]["id"]["column"]
    modalities = {
        name: {row[key]: row for row in table(modality["path"][0])}
        for name, modality in study["modalities"].items()
    }
    (target,) = json.loads(metadata["targets"])
    print(",".join(["subject", *target["classes"]]))
    for row in table(study["cohort"]["table"][0]):
        subject = row[key]
        rows = {name: found[subject] for name, found in modalities.items() if subject in found}
        probabilities = predict(metadata, tensors, rows)
        print(",".join([subject, *(f"{p:.9f}" for p in probabilities)]))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
